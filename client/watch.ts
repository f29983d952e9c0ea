import { deadline } from "../_internal/mod.ts";
import { ApiError, type Status } from "./error.ts";
import { linesOf } from "./lines.ts";
import { resourcePath } from "./path.ts";
import { acceptOf, callOptions, named, type VerbsInit } from "./read.ts";
import type { ApiResource, ObjectOf } from "./resource.ts";
import type { Client, WatchEvent, WatchOptions } from "./types.ts";
import { isRecord } from "./values.ts";

/** Below five minutes: proxies and load balancers cut what is older. */
const defaultTimeoutSeconds = 290;
/** Milliseconds beyond its time that the end of a watch may take to come. */
const grace = 30_000;

/** Makes the call that watches. */
export function watchVerb(init: VerbsInit): Client["watch"] {
  return async function* watch<R extends ApiResource>(
    resource: R,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent<ObjectOf<R>>, void, undefined> {
    const { namespace, labelSelector, fieldSelector, resourceVersion, sendInitialEvents } = options;
    const { resourceVersionMatch = sendInitialEvents === undefined ? undefined : "NotOlderThan" } =
      options;
    const { allowWatchBookmarks = true, timeoutSeconds = defaultTimeoutSeconds } = options;
    const path = resourcePath(resource, { namespace });
    // A connection that dies silently gives neither an event nor an end.
    using limit = deadline(init.clock, undefined, options.signal);
    const giveUp = () => limit.abort(unendedError(path, timeoutSeconds));
    using _timer = timeoutSeconds > 0
      ? init.clock.setTimeout(giveUp, timeoutSeconds * 1000 + grace)
      : undefined;
    const response = await init.request(path, {
      ...callOptions(options),
      signal: limit.signal,
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

function unendedError(path: string, timeoutSeconds: number): DOMException {
  return new DOMException(
    `GET ${path}: the watch has not ended after the ${timeoutSeconds} s that were asked for, so the connection seems dead: watch again from the last version`,
    "TimeoutError",
  );
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
