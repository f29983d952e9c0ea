import { isRecord } from "./body.ts";
import { ApiError, type Status } from "./error.ts";
import { linesOf } from "./lines.ts";
import { resourcePath } from "./path.ts";
import { acceptOf, callOptions, named, type VerbsInit } from "./read.ts";
import type { ApiResource, ObjectOf } from "./resource.ts";
import type { Client, WatchEvent, WatchOptions } from "./types.ts";

/** Below five minutes: proxies and load balancers cut what is older. */
const defaultTimeoutSeconds = 290;

/** Makes the call that watches. */
export function watchVerb(init: VerbsInit): Client["watch"] {
  return async function* watch<R extends ApiResource>(
    resource: R,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<ObjectOf<R>>, void, undefined> {
    const { namespace, labelSelector, fieldSelector, resourceVersion } = options;
    const { resourceVersionMatch, sendInitialEvents } = options;
    const { allowWatchBookmarks = true, timeoutSeconds = defaultTimeoutSeconds } = options;
    const path = resourcePath(resource, { namespace });
    const response = await init.request(path, {
      ...callOptions(options),
      stream: true,
      headers: { accept: acceptOf(resource) },
      query: {
        watch: true,
        allowWatchBookmarks,
        timeoutSeconds,
        labelSelector,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        sendInitialEvents,
      },
    });
    if (!response.body) return;
    for await (const { line, whole } of linesOf(response.body)) {
      const event = eventOf(line, whole, path);
      if (event.type === "ERROR") {
        const status: Status = isRecord(event.object) ? event.object : {};
        throw new ApiError({ status, headers: response.headers, method: "GET", path });
      }
      if (event.type === "BOOKMARK") {
        yield event as WatchEvent<ObjectOf<R>>;
      } else if (
        event.type === "ADDED" || event.type === "MODIFIED" || event.type === "DELETED"
      ) {
        yield { type: event.type, object: named(resource, event.object) };
      }
      // Types to come are skipped, as client-go does.
    }
  };
}

function eventOf(
  line: string,
  whole: boolean,
  path: string,
): { readonly type: string; readonly object: unknown } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (cause) {
    const what = whole ? "an event that is no JSON" : "half an event";
    throw new Error(
      `GET ${path}: the watch has ${
        whole ? "sent" : "ended with"
      } ${what}: watch again from the last version`,
      { cause },
    );
  }
  if (!isRecord(parsed) || typeof parsed.type !== "string" || !isRecord(parsed.object)) {
    throw new Error(`GET ${path}: the watch has sent something else than an event`);
  }
  return { type: parsed.type, object: parsed.object };
}
