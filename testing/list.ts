import type { Answer, Call, Core } from "./call.ts";
import { inVersion } from "./events.ts";
import type { StoredObject } from "./object.ts";
import { representation } from "./represent.ts";
import { selection } from "./selectors.ts";
import { badRequest, expired, tooLargeVersion } from "./status.ts";
import { objectKey } from "./storage.ts";
import { integerOption, parseVersion, validateListOptions } from "./versions.ts";

const inconsistent =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

interface Token {
  readonly version: number;
  readonly start: string;
}

function encodeToken(version: number, start: string): string {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start }),
  );
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeToken(text: string): Token {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const token: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (
      typeof token === "object" && token && "rv" in token && "start" in token &&
      typeof token.rv === "number" && typeof token.start === "string" && token.rv !== 0
    ) return { version: token.rv, start: token.start };
  } catch {
    // Falls through: the text is no token.
  }
  throw badRequest("continue key is not valid");
}

interface Found {
  readonly items: readonly StoredObject[];
  readonly version: number;
}

function find(core: Core, call: Call, token: Token | undefined, limit: number): Found {
  const { storage } = core;
  const scope = call.namespace || undefined;
  const latest = () => ({
    items: storage.list(call.kind.storage, scope),
    version: storage.version,
  });
  const exactly = (version: number, message: string, next?: string): Found => {
    const items = storage.listAt(call.kind.storage, scope, version);
    if (!items) throw expired(message, next ? { continue: next } : {});
    return { items, version };
  };
  if (token) {
    return token.version < 0
      ? latest()
      : exactly(token.version, inconsistent, encodeToken(-1, token.start));
  }
  const asked = parseVersion(call.query, true);
  if (!asked) return latest();
  if (asked > storage.version) throw tooLargeVersion(asked, storage.version);
  const match = call.query.get("resourceVersionMatch");
  if (match === "Exact" || (!match && limit > 0)) {
    return exactly(asked, "The resourceVersion for the provided list is too old.");
  }
  return latest();
}

/** Answers a list. */
export function listObjects(core: Core, call: Call): Answer {
  const { kind, query } = call;
  validateListOptions(query);
  const matches = selection(query, kind);
  const text = query.get("continue") ?? "";
  const version = query.get("resourceVersion") ?? "";
  if (text && version) {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  const token = text ? decodeToken(text) : undefined;
  const asked = integerOption(query, "limit");
  // A list at "0" is served from the cache, which knows no pages.
  const limit = version === "0" ? 0 : Math.max(asked, 0);
  const found = find(core, call, token, limit);
  const prefix = call.namespace ? `${call.namespace}/` : "";

  const items: StoredObject[] = [];
  let rest = 0;
  let last = "";
  for (const object of found.items) {
    const key = objectKey(object).slice(prefix.length);
    if (token && key < token.start) continue;
    if (limit && items.length === limit) {
      rest++;
      continue;
    }
    if (call.name && object.metadata.name !== call.name) continue;
    if (!matches || matches(inVersion(object, kind))) items.push(object);
    last = key;
  }
  const metadata = {
    resourceVersion: String(found.version),
    ...(rest ? { continue: encodeToken(found.version, `${last}\0`) } : {}),
    ...(rest && !matches ? { remainingItemCount: rest } : {}),
  };
  const shown = items.map((object) => inVersion(object, kind));
  return {
    code: 200,
    body: representation(call, core.clock).list(shown, metadata),
  };
}
