import type { Answer, Call, Core, OpenWatch } from "./call.ts";
import { inVersion } from "./events.ts";
import { apiVersionOf } from "./kinds.ts";
import { type StoredObject, textOf } from "./object.ts";
import { representation } from "./represent.ts";
import { type Matcher, selection } from "./selectors.ts";
import { expired, type StatusError, tooLargeVersion } from "./status.ts";
import type { Change } from "./storage.ts";
import { integerOption, isTrue, parseVersion, validateWatchOptions } from "./versions.ts";

type EventType = "ADDED" | "MODIFIED" | "DELETED";

/** What a watcher with a selector sees of a change: entering it is ADDED, leaving it DELETED. */
function seen(
  change: Change,
  matches: (object: StoredObject) => boolean,
): { type: EventType; object: StoredObject } | undefined {
  const now = change.type !== "DELETED" && matches(change.object);
  const before = change.previous !== undefined && matches(change.previous);
  if (now) return { type: before ? "MODIFIED" : "ADDED", object: change.object };
  if (!before || !change.previous) return undefined;
  if (change.type === "DELETED") return { type: "DELETED", object: change.object };
  // The state that was selected, with the version of the change that ended it.
  const { metadata } = change.previous;
  return {
    type: "DELETED",
    object: {
      ...change.previous,
      metadata: { ...metadata, resourceVersion: String(change.version) },
    },
  };
}

function inScope(call: Call, select: Matcher | undefined): Matcher {
  return (object) =>
    (!call.namespace || object.metadata.namespace === call.namespace) &&
    (!call.name || object.metadata.name === call.name) &&
    (!select || select(inVersion(object, call.kind)));
}

/** Answers a watch with a stream of events. */
export function watchObjects(core: Core, call: Call): Answer {
  const { kind, query } = call;
  const { storage, clock } = core;
  validateWatchOptions(query);
  const matches = inScope(call, selection(query, kind));
  const asked = parseVersion(query);
  const bookmarks = isTrue(query.get("allowWatchBookmarks"));
  const initial = query.get("sendInitialEvents");
  const timeoutSeconds = Math.max(integerOption(query, "timeoutSeconds"), -1);
  const lifetime = (timeoutSeconds || 1800 * (1 + core.random())) * 1000;
  const view = representation(call, clock);

  // Errors of a watch that began are events (apiserver: Cacher.Watch).
  let failure: StatusError | undefined;
  const oldest = Math.max(storage.compacted, kind.custom?.since ?? 0);
  if (asked && asked < oldest && !isTrue(initial)) {
    failure = expired(`too old resource version: ${asked} (${oldest})`);
  } else if (asked && asked > storage.version && isTrue(initial)) {
    failure = tooLargeVersion(asked, storage.version);
  }
  const from = asked ?? 0;
  const withState = isTrue(initial) || (initial === null && !from);

  const encoder = new TextEncoder();
  const timers: { bookmark?: Disposable; end?: Disposable } = {};
  let subscription: Disposable | undefined;
  let open: OpenWatch | undefined;
  const release = () => {
    subscription?.[Symbol.dispose]();
    timers.bookmark?.[Symbol.dispose]();
    timers.end?.[Symbol.dispose]();
    if (open) core.watches.delete(open);
    call.signal?.removeEventListener("abort", abort);
  };
  const abort = () => open?.end(call.signal?.reason);

  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const send = (line: string) => controller.enqueue(encoder.encode(line));
      const emit = (type: EventType, object: StoredObject) => {
        const shown = view.event(inVersion(object, kind));
        send(`{"type":"${type}","object":${textOf(shown)}}\n`);
      };
      const bookmark = (annotations?: Record<string, string>) => {
        const object = {
          kind: kind.kind,
          apiVersion: apiVersionOf(kind),
          metadata: {
            resourceVersion: String(storage.version),
            ...(annotations ? { annotations } : {}),
          },
        };
        send(`{"type":"BOOKMARK","object":${JSON.stringify(view.bookmark(object))}}\n`);
      };
      open = {
        path: call.path,
        kind,
        userAgent: call.headers.get("user-agent") ?? "",
        end(error) {
          release();
          try {
            if (error === undefined) controller.close();
            else controller.error(error);
          } catch {
            // The reader has gone already.
          }
        },
      };
      core.watches.add(open);
      if (failure) {
        send(`{"type":"ERROR","object":${JSON.stringify(failure.body)}}\n`);
        return open.end();
      }
      if (withState) {
        for (const object of storage.list(kind.storage, call.namespace || undefined)) {
          if (matches(object)) emit("ADDED", object);
        }
        if (isTrue(initial) && bookmarks) bookmark({ "k8s.io/initial-events-end": "true" });
      } else if (from) {
        for (const change of storage.changesAfter(kind.storage, from)) {
          const event = seen(change, matches);
          if (event) emit(event.type, event.object);
        }
      }
      subscription = storage.subscribe((change) => {
        if (change.storage !== kind.storage || change.version <= from) return;
        const event = seen(change, matches);
        if (event) emit(event.type, event.object);
      });
      timers.end = clock.setTimeout(() => open?.end(), lifetime);
      if (bookmarks) {
        const end = clock.monotonic() + lifetime;
        // One a minute, and a last one two seconds before the end (apiserver: cache_watcher.go).
        const next = () => {
          const left = end - 2_000 - clock.monotonic();
          if (left < 1) return;
          const wait = Math.min(core.bookmarkInterval, left);
          timers.bookmark = clock.setTimeout(() => {
            if (storage.version >= from) bookmark();
            next();
          }, wait);
        };
        next();
      }
      call.signal?.addEventListener("abort", abort);
    },
    cancel: release,
  });
  return { code: 200, stream, headers: { "cache-control": "no-cache, private" } };
}
