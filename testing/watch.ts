import type { Answer, Call, Core, OpenWatch } from "./call.ts";
import { inVersion } from "./events.ts";
import { whenReached } from "./fresh.ts";
import { apiVersionOf } from "./kinds.ts";
import { type StoredObject, textOf } from "./object.ts";
import { representation } from "./represent.ts";
import { type Matcher, selectionLater } from "./selectors.ts";
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
  const { query } = call;
  const select = selectionLater(query, call.kind);
  validateWatchOptions(query);
  const matches = inScope(call, select());
  const asked = parseVersion(query);
  const initial = query.get("sendInitialEvents");
  const timeoutSeconds = Math.max(integerOption(query, "timeoutSeconds"), -1);
  const lifetime = (timeoutSeconds || 1800 * (1 + core.random())) * 1000;
  const { version } = core.storage;
  // Without a version a watch starts from any, a WatchList and what excludes one from the newest (apiserver: cacher.go).
  const from = asked ?? (initial === null ? 0 : version);
  const plan: Plan = {
    matches,
    from,
    lifetime,
    bookmarks: isTrue(query.get("allowWatchBookmarks")),
    withState: isTrue(initial) || (initial === null && !from),
    endMark: isTrue(initial),
  };
  // Errors of a watch that began are events (apiserver: Cacher.Watch).
  if (plan.endMark) {
    const refused = () => failed(tooLargeVersion(from, core.view.version));
    return whenReached(core, call, from, () => follow(core, call, plan), refused);
  }
  const oldest = Math.max(core.view.oldest, call.kind.custom?.since ?? 0);
  if (from && from < oldest) {
    return failed(expired(`too old resource version: ${from} (${oldest})`));
  }
  return follow(core, call, plan);
}

const headers = { "cache-control": "no-cache, private" };

function failed({ body }: StatusError): Answer {
  const line = `{"type":"ERROR","object":${JSON.stringify(body)}}\n`;
  return { code: 200, text: line, headers };
}

interface Plan {
  readonly matches: Matcher;
  /** Changes up to this version are not told of. */
  readonly from: number;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly bookmarks: boolean;
  /** Starts with what is there. */
  readonly withState: boolean;
  /** Marks the end of what was there. */
  readonly endMark: boolean;
}

function follow(core: Core, call: Call, plan: Plan): Answer {
  const { kind } = call;
  const { clock, gate, view } = core;
  const { matches, from, lifetime, bookmarks } = plan;
  const shape = representation(call, clock);
  const encoder = new TextEncoder();
  const timers: { bookmark?: Disposable; end?: Disposable } = {};
  let subscription: Disposable | undefined;
  let open: OpenWatch | undefined;
  const release = () => {
    subscription?.[Symbol.dispose]();
    timers.bookmark?.[Symbol.dispose]();
    timers.end?.[Symbol.dispose]();
    if (open) core.watches.delete(open);
    open = undefined;
    call.signal?.removeEventListener("abort", abort);
  };
  const abort = () => open?.cut({ error: call.signal?.reason });

  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const send = (line: string) =>
        gate.pass(() => {
          if (open) controller.enqueue(encoder.encode(line));
        });
      const line = (type: EventType, object: StoredObject) =>
        `{"type":"${type}","object":${textOf(shape.event(inVersion(object, kind)))}}\n`;
      const bookmark = (annotations?: Record<string, string>) => {
        const object = {
          kind: kind.kind,
          apiVersion: apiVersionOf(kind),
          metadata: {
            resourceVersion: String(view.version),
            ...(annotations ? { annotations } : {}),
          },
        };
        return `{"type":"BOOKMARK","object":${JSON.stringify(shape.bookmark(object))}}\n`;
      };
      open = {
        path: call.path,
        kind,
        userAgent: call.headers.get("user-agent") ?? "",
        view,
        cut({ error, midLine }) {
          release();
          try {
            if (midLine) {
              const [object] = view.list(kind.storage, call.namespace || undefined).filter(matches);
              const whole = object ? line("MODIFIED", object) : bookmark();
              controller.enqueue(encoder.encode(whole.slice(0, whole.length >> 1)));
            }
            if (error === undefined) controller.close();
            else controller.error(error);
          } catch {
            // The reader has gone already.
          }
        },
      };
      core.watches.add(open);
      if (plan.withState) {
        for (const object of view.list(kind.storage, call.namespace || undefined)) {
          if (matches(object)) send(line("ADDED", object));
        }
        if (plan.endMark && bookmarks) send(bookmark({ "k8s.io/initial-events-end": "true" }));
      }
      const tell = (change: Change) => {
        const event = change.version > from && seen(change, matches);
        if (event) send(line(event.type, event.object));
      };
      if (!plan.withState && from) view.changesAfter(kind.storage, from).forEach(tell);
      subscription = view.subscribe(kind.storage, tell);
      timers.end = clock.setTimeout(() => gate.pass(() => open?.cut({})), lifetime);
      if (bookmarks) {
        const end = clock.monotonic() + lifetime;
        // One a minute, and a last one two seconds before the end (apiserver: cache_watcher.go).
        const next = () => {
          const left = end - 2_000 - clock.monotonic();
          if (left < 1) return;
          const wait = Math.min(core.bookmarkInterval, left);
          timers.bookmark = clock.setTimeout(() => {
            if (view.version >= from) send(bookmark());
            next();
          }, wait);
        };
        next();
      }
      call.signal?.addEventListener("abort", abort);
    },
    cancel: release,
  });
  return { code: 200, stream, headers };
}
