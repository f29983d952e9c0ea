import { sleep } from "../_internal/mod.ts";
import { type Client, isAlreadyExists, isNotFound } from "../client/mod.ts";
import {
  createSeries,
  eventBody,
  type EventSeries,
  eventsPath,
  microTime,
  type ObjectReference,
  seriesKey,
} from "./event_body.ts";
import { noLogger } from "./logger.ts";
import type { Logger } from "./types.ts";

/** Something to tell people about an object. */
export interface EventRecord {
  /** The object. */
  readonly regarding: ObjectReference;
  /** Whether it is as it should be. */
  readonly type: "Normal" | "Warning";
  /** For programs, in UpperCamelCase: `SiteReady`. Part of what makes events one. */
  readonly reason: string;
  /** For people. Cut after 1 kB; what looks like a credential is left out. */
  readonly message: string;
  /** What was being done. @default {"Reconcile"} */
  readonly action?: string;
}

/** What {@linkcode createEventRecorder} takes. Times are milliseconds. */
export interface EventRecorderOptions {
  /** Name of the controller that reports. */
  readonly controller: string;
  /** Which instance of it. Default: the controller's name. */
  readonly instance?: string;
  /** Told why an event could not be written. Default: nobody. */
  readonly log?: Logger;
  /**
   * The first repeats of an event are written to the server after this time, later ones more and more seldom, down to
   * every 32 times as long. @default {10_000}
   */
  readonly interval?: number;
  /** An event that did not repeat for so long is a new one when it comes again. @default {1_800_000} */
  readonly memory?: number;
  /** New events in a burst; beyond it one per second, the others are dropped. @default {25} */
  readonly burst?: number;
}

/**
 * Writes Kubernetes Events. Made by {@linkcode createEventRecorder}; dispose of it to write what is left, for three
 * seconds at most, and stop.
 */
export interface EventRecorder extends AsyncDisposable {
  /** Tells people. Returns at once and never fails; what cannot be written is dropped. */
  readonly record: (event: EventRecord) => void;
}

const mostSeries = 2_000;
const requestTimeout = 10_000;
const lastWords = 3_000;

/**
 * Makes a recorder that writes `events.k8s.io/v1` Events. Events of one type, reason and action on one object are one
 * Event with a count (its `series`); the note is that of the first. Needs the verbs create and patch on
 * `events.events.k8s.io`.
 */
export function createEventRecorder(client: Client, options: EventRecorderOptions): EventRecorder {
  const { controller, instance = controller, log = noLogger, burst = 25 } = options;
  const { interval = 10_000, memory = 1_800_000 } = options;
  const { clock, random } = client.runtime;
  const known = new Map<string, EventSeries>(); // least recently used first
  const due = new Set<EventSeries>();
  const ending = new AbortController();
  let isStopped = false;
  let pause: AbortController | undefined;
  let tokens = burst;
  let refilled = clock.monotonic();
  let writing: Promise<void> | undefined;
  let complained = false;

  function record(event: EventRecord): void {
    if (isStopped) return;
    const key = seriesKey(event);
    const now = clock.monotonic();
    let series = known.get(key);
    if (series && now - series.last > memory) {
      known.delete(key);
      series = undefined;
    }
    if (!series) {
      if (!take(now)) return;
      series = createSeries(event, random, now, clock.now());
    } else {
      series.count++;
      series.last = now;
      series.lastTime = clock.now();
      known.delete(key);
    }
    known.set(key, series);
    for (const [oldest] of known) {
      if (known.size <= mostSeries) break;
      known.delete(oldest);
    }
    due.add(series);
    if (series.written === undefined) pause?.abort();
    writing ??= write();
  }

  function take(now: number): boolean {
    tokens = Math.min(burst, tokens + (now - refilled) / 1_000);
    refilled = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  }

  async function write(): Promise<void> {
    await Promise.resolve(); // events that come together are written as one
    while (due.size > 0) {
      const now = clock.monotonic();
      let wait = Infinity;
      for (const series of due) {
        const left = series.written === undefined || isStopped
          ? 0
          : series.written + interval * 2 ** Math.min(series.writes - 1, 5) - now;
        if (left > 0) {
          wait = Math.min(wait, left);
          continue;
        }
        due.delete(series);
        wait = 0;
        await send(series);
      }
      if (wait === 0 || due.size === 0) continue;
      pause = new AbortController();
      await sleep(clock, wait, pause.signal).catch(() => {});
      pause = undefined;
    }
    writing = undefined;
  }

  async function send(series: EventSeries): Promise<void> {
    series.written = clock.monotonic();
    series.writes++;
    try {
      if (series.sent > 0 && await repeat(series)) return;
      series.sent = series.count;
      await client.request(eventsPath(series.event.regarding), {
        method: "POST",
        body: eventBody(series, { controller, instance }),
        timeout: requestTimeout,
        signal: ending.signal,
      });
    } catch (error) {
      if (isAlreadyExists(error)) return;
      if (ending.signal.aborted) due.clear();
      // Told once at a level that people see: without the permission each reconcile would tell it again.
      const tell = complained ? log.debug : log.warn;
      complained = true;
      tell("An event could not be written", { reason: series.event.reason, error });
    }
  }

  /** Writes the count; false when the server has forgotten the event (they live an hour by default). */
  async function repeat(series: EventSeries): Promise<boolean> {
    const { count, lastTime, event, name } = series;
    if (count === series.sent) return true;
    try {
      await client.request(`${eventsPath(event.regarding)}/${name}`, {
        method: "PATCH",
        headers: { "content-type": "application/merge-patch+json" },
        body: { series: { count, lastObservedTime: microTime(lastTime) } },
        timeout: requestTimeout,
        signal: ending.signal,
      });
      series.sent = count;
      return true;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return false;
    }
  }

  return {
    record,
    async [Symbol.asyncDispose]() {
      isStopped = true;
      pause?.abort();
      // Do not hold up the end for a server that does not answer.
      using _patience = clock.setTimeout(() => ending.abort(), lastWords);
      await writing;
      known.clear();
    },
  };
}
