import type { EventRecord } from "./events.ts";

/** Names an object in an event. */
export interface ObjectReference {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind. */
  readonly kind: string;
  /** Name. */
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  /** Which of the objects that had this name. */
  readonly uid?: string;
  /** The state that the event is about. */
  readonly resourceVersion?: string;
}

/** One event with its repeats. */
export interface EventSeries {
  /** The first. */
  readonly event: EventRecord;
  /** Name of the Event object. */
  name: string;
  /** Wall time of the first. */
  readonly firstTime: number;
  /** Wall time of the last. */
  lastTime: number;
  /** Monotonic time of the last. */
  last: number;
  /** How many. */
  count: number;
  /** The count that the server has; 0 when it has no event yet. */
  sent: number;
  /** How often it was written. */
  writes: number;
  /** Monotonic time of the last write. */
  written: number | undefined;
}

const longestNote = 1_024;
const longestWord = 128;

/** What makes two events one. */
export function seriesKey({ regarding, type, reason, action }: EventRecord): string {
  const { apiVersion, kind, namespace, name, uid } = regarding;
  return JSON.stringify([apiVersion, kind, namespace, name, uid, type, reason, action]);
}

/** Begins to count an event. */
export function createSeries(
  event: EventRecord,
  random: () => number,
  last: number,
  time: number,
): EventSeries {
  const suffix = Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join("");
  const name = `${namePart(event.regarding.name)}${suffix}`;
  return {
    event,
    name,
    firstTime: time,
    lastTime: time,
    last,
    count: 1,
    sent: 0,
    writes: 0,
    written: undefined,
  };
}

/** Events have DNS names; other objects may not: `system:node` is the name of a ClusterRole. */
function namePart(name: string): string {
  const labels = name.toLowerCase().slice(0, 230).split(/[^-a-z0-9]+/);
  const fitting = labels.map((label) => label.replace(/^-+|-+$/g, "")).filter((label) => label);
  return fitting.map((label) => `${label}.`).join("");
}

/** Where the events of an object are: those of cluster-scoped objects are in `default` (client-go, tools/events). */
export function eventsPath({ namespace = "default" }: ObjectReference): string {
  return `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
}

/** The Event as `events.k8s.io/v1` wants it. */
export function eventBody(
  series: EventSeries,
  reporter: { readonly controller: string; readonly instance: string },
): Record<string, unknown> {
  const { event, name, firstTime, lastTime, count } = series;
  const { regarding, type, action = "Reconcile" } = event;
  return {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { name, namespace: regarding.namespace ?? "default" },
    eventTime: microTime(firstTime),
    type,
    reason: cut(event.reason || "Unknown", longestWord),
    action: cut(action, longestWord),
    note: readable(event.message),
    regarding,
    reportingController: reporter.controller,
    reportingInstance: cut(reporter.instance, longestWord),
    // A series begins with the second event: the server refuses a count of one.
    ...(count > 1 ? { series: { count, lastObservedTime: microTime(lastTime) } } : {}),
  };
}

/** RFC 3339 with microseconds, as Kubernetes writes `MicroTime`. */
export function microTime(time: number): string {
  return new Date(time).toISOString().replace(/Z$/, "000Z");
}

/** A message that is fit for people: without control characters and credentials, and not longer than the API takes. */
export function readable(message: string): string {
  const text = message.slice(0, 4 * longestNote)
    // deno-lint-ignore no-control-regex -- control characters must not reach a terminal
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]+/g, " ")
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 ***")
    .replace(/\beyJ[\w-]{8,}\.[\w.-]+/g, "***")
    .replace(/(:\/\/)[^\s/@]{1,256}@/g, "$1***@");
  return cut(text, longestNote);
}

/** At most `most` bytes of UTF-8, cut between characters. */
export function cut(text: string, most: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= most) return text;
  const mark = "…";
  let bytes = 3;
  let result = "";
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > most) break;
    result += character;
  }
  return result + mark;
}
