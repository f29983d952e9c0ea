import type { Answer, Call, Core } from "./call.ts";
import { inVersion } from "./events.ts";
import { whenReached } from "./fresh.ts";
import type { StoredObject } from "./object.ts";
import { representation } from "./represent.ts";
import { type Matcher, selectionLater } from "./selectors.ts";
import { badRequest, expired } from "./status.ts";
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
    JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: `/${start}` }),
  );
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeToken(text: string): Token {
  const { v = "", rv = 0, start = "" } = readToken(text);
  if (typeof v !== "string" || typeof rv !== "number" || typeof start !== "string") {
    throw invalidToken(tokenProblem(text));
  }
  // As DecodeContinue in k8s.io/apiserver/pkg/storage looks at it.
  if (v !== "meta.k8s.io/v1") {
    throw invalidToken(`: server does not recognize this encoded version ${v}`);
  }
  if (rv === 0) throw invalidToken(`: incorrect encoded start resourceVersion (version ${v})`);
  if (start === "") throw invalidToken(`: encoded start key empty (version ${v})`);
  const key = start.replace(/^\//, "");
  if (key.split("/").some((part) => part === ".." || part === ".")) {
    throw invalidToken(`: ${start}`);
  }
  return { version: rv, start: key };
}

function readToken(text: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const token: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof token === "object" && token && !Array.isArray(token)) return token;
  } catch {
    // Falls through: the text is no token.
  }
  throw invalidToken(tokenProblem(text));
}

function invalidToken(problem: string): Error {
  return badRequest(`invalid continue token: continue key is not valid${problem}`);
}

// What Go's decoders say of a text that is no token.
function tokenProblem(text: string): string {
  const wrong = text.search(/[^A-Za-z0-9_-]/);
  if (wrong >= 0) return `: illegal base64 data at input byte ${wrong}`;
  if (text.length % 4 === 1) return `: illegal base64 data at input byte ${text.length - 1}`;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const first = binary[0] ?? "";
  if (first === "") return ": unexpected end of JSON input";
  if (/["{[\dtfn-]/.test(first)) return "";
  const code = first.charCodeAt(0);
  const shown = code < 0x20 || (code >= 0x7f && code < 0xa1)
    ? code < 0x80
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`
    : first;
  return `: invalid character '${shown}' looking for beginning of value`;
}

interface Found {
  readonly items: readonly StoredObject[];
  readonly version: number;
}

interface Read {
  /** The version that the view must know. */
  readonly need: number;
  /** What is read then. */
  readonly known: () => Found;
  /** What is read when the view does not come to know it. Without this it is refused. */
  readonly late?: () => Found;
}

function find(core: Core, call: Call, token: Token | undefined, limit: number): Read {
  const { storage, view } = core;
  const scope = call.namespace || undefined;
  const latest = (source: typeof storage | typeof view) => (): Found => ({
    items: source.list(call.kind.storage, scope),
    version: source.version,
  });
  // A consistent read from the cache (KEP-2340).
  const consistent = { need: storage.version, known: latest(view), late: latest(storage) };
  const exactly = (version: number, message: string, next?: string): Found => {
    const items = storage.listAt(call.kind.storage, scope, version);
    if (!items) throw expired(message, next ? { continue: next } : {});
    return { items, version };
  };
  if (token) {
    if (token.version < 0) return consistent;
    const next = encodeToken(-1, token.start);
    return { need: token.version, known: () => exactly(token.version, inconsistent, next) };
  }
  const asked = parseVersion(call.query, true);
  if (asked === undefined) return consistent;
  const match = call.query.get("resourceVersionMatch");
  if (asked && (match === "Exact" || (!match && limit > 0))) {
    const problem = "The resourceVersion for the provided list is too old.";
    return { need: asked, known: () => exactly(asked, problem) };
  }
  return { need: asked, known: latest(view) };
}

/** Answers a list. */
export function listObjects(core: Core, call: Call): Answer {
  const { kind, query } = call;
  const asked = integerOption(query, "limit");
  integerOption(query, "timeoutSeconds");
  const select = selectionLater(query, kind);
  validateListOptions(query);
  const matches = select();
  const text = query.get("continue") ?? "";
  const version = query.get("resourceVersion") ?? "";
  const token = text ? decodeToken(text) : undefined;
  if (token && version && version !== "0") {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  // A list at "0" is served from the cache, which knows no pages.
  const limit = version === "0" && !token ? 0 : Math.max(asked, 0);
  const { need, known, late } = find(core, call, token, limit);
  const answer = (read: () => Found) => () =>
    answerList(core, call, read(), { matches, token, limit });
  return whenReached(core, call, need, answer(known), late && answer(late));
}

interface Page {
  readonly matches: Matcher | undefined;
  readonly token: Token | undefined;
  readonly limit: number;
}

function answerList(core: Core, call: Call, found: Found, page: Page): Answer {
  const { kind } = call;
  const { matches, token, limit } = page;
  const prefix = call.namespace ? `${call.namespace}/` : "";

  const items: StoredObject[] = [];
  const keyOf = (object: StoredObject) => objectKey(object).slice(prefix.length);
  const start = token?.start;
  let rest = 0;
  let last: StoredObject | undefined;
  for (const [index, object] of found.items.entries()) {
    if (start !== undefined && keyOf(object) < start) continue;
    if (limit && items.length === limit) {
      rest = found.items.length - index;
      break;
    }
    if (call.name && object.metadata.name !== call.name) continue;
    if (!matches || matches(inVersion(object, kind))) items.push(object);
    last = object;
  }
  const metadata = {
    resourceVersion: String(found.version),
    ...(rest
      ? { continue: encodeToken(found.version, `${last ? keyOf(last) : ""}\0`) }
      : kind.custom
      ? { continue: "" }
      : {}),
    ...(rest && !matches ? { remainingItemCount: rest } : {}),
  };
  const shown = items.map((object) => inVersion(object, kind));
  return {
    code: 200,
    body: representation(call, core.clock).list(shown, metadata),
  };
}
