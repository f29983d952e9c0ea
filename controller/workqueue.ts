import { backoffDelay } from "../_internal/mod.ts";
import type { Clock } from "../client/mod.ts";
import type { Cause, ReconcileRequest } from "../context/mod.ts";
import { addCause } from "./causes.ts";
import { createDelays } from "./delays.ts";
import { createReadyList, type Place } from "./ready_list.ts";
import { requestText } from "./request.ts";
import { createTokenBucket, type TokenBucketOptions } from "./token_bucket.ts";
import type { RetryBackoff } from "./queue_types.ts";

/** What {@linkcode createWorkQueue} takes. */
export interface WorkQueueOptions {
  /** Time. */
  readonly clock: Clock;
  /** For jitter. */
  readonly random: () => number;
  /** How long a request waits after it failed. */
  readonly backoff?: RetryBackoff;
  /** How many retries of all requests there may be. */
  readonly retries?: TokenBucketOptions;
  /**
   * Whose turn a request takes: of one priority, the groups take turns, however many requests each has. Asked when a
   * request begins to wait; must not throw. Default: all are one group.
   */
  readonly groupOf?: (request: ReconcileRequest) => string;
}

/** Options of {@linkcode WorkQueue.add}. */
export interface AddOptions {
  /** Milliseconds until it is due. Of several delays the shortest counts. @default {0} */
  readonly after?: number;
  /** What is due with a higher priority runs first; while it waits, the highest counts that it was given. @default {0} */
  readonly priority?: number;
  /** Why. */
  readonly cause?: Cause;
}

/** A request that is being worked on. Its key runs nowhere else until it is disposed of. */
export interface WorkItem extends Disposable {
  /** What to work on. */
  readonly request: ReconcileRequest;
  /** Every reason since the last run, without repeats, 32 at most. */
  readonly causes: readonly Cause[];
  /** How many there were: all of them, repeats included. */
  readonly causeCount: number;
  /** Failures in a row. */
  readonly failures: number;
  /** Milliseconds that it waited since it was due. */
  readonly waited: number;
  /**
   * It did not succeed: runs again after the backoff, and not before `least` milliseconds; after just these, if
   * `exact`. Unless this is called, disposing of the item forgets earlier failures.
   *
   * @returns Milliseconds until the next run.
   */
  readonly retry: (least?: number, exact?: boolean) => number;
  /** It runs again after so many milliseconds, beside what else makes it run. */
  readonly requeue: (after: number) => void;
  /** What it is about is gone: drops the runs that were asked for later. */
  readonly forget: () => void;
  /** Keeps the key from running, beyond the end of this run, until the result is disposed of. */
  readonly park: () => Disposable;
  /** Says which of the objects of this name it is about: earlier failures of another one do not count. */
  readonly identify: (uid: string) => void;
  /**
   * Gives it back without having run it: it comes again with all its reasons after so many milliseconds, or at
   * {@linkcode WorkQueue.release}. With `requeues`, a run that was asked for at some time comes at that time.
   */
  readonly hold: (after: number, options?: { readonly requeues?: boolean }) => void;
}

/** A queue of requests, each at most once, never worked on twice at the same time. */
export interface WorkQueue {
  /** Requests that could be worked on now. */
  readonly ready: number;
  /** Requests that are being worked on. */
  readonly processing: number;
  /** All requests that the queue knows anything of. */
  readonly size: number;
  /** Requests that are kept from running until somebody says so. */
  readonly parked: number;
  /** How often a request became one that waits for a run. */
  readonly added: number;
  /** Runs that wait for their time: retries, those asked for later, those held back. */
  readonly delayed: number;
  /** Wants a run. Ignored after {@linkcode WorkQueue.shutDown}. */
  readonly add: (request: ReconcileRequest, options?: AddOptions) => void;
  /** Ends {@linkcode WorkItem.hold}, if the request is held, so many milliseconds from now at the latest. @default {0} */
  readonly release: (request: ReconcileRequest, after?: number) => void;
  /** The next request, as soon as there is one; undefined when the queue is shut down. */
  readonly get: () => Promise<WorkItem | undefined>;
  /**
   * Takes no more requests. With `drain`, what is ready is still handed out, and the result resolves when nothing is
   * ready or worked on; without, waiting and ready requests are dropped. Delayed requests are dropped in both cases.
   */
  readonly shutDown: (options?: { readonly drain?: boolean }) => Promise<void>;
}

interface Entry {
  readonly text: string;
  readonly request: ReconcileRequest;
  requeueCause: Cause | undefined;
  requeuePriority: number;
  dirty: boolean;
  processing: boolean;
  parked: number;
  held: "firmly" | "until-requeue" | undefined;
  priority: number;
  /** The priority of the last run. */
  ran: number;
  since: number;
  place: Place<Entry> | undefined;
  causes: readonly Cause[];
  causeCount: number;
  failures: number;
  uid: string | undefined;
}

/**
 * Makes a work queue after client-go's rules (util/workqueue): a request that is added while it waits runs once; added
 * while it runs, it runs once more, afterwards.
 */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { clock, random, backoff = {}, groupOf } = options;
  const { initial = 200, max = 300_000 } = backoff;
  const reserve = createTokenBucket(clock, options.retries);
  const entries = new Map<string, Entry>();
  const ready = createReadyList<Entry>();
  const waiters: ((item: WorkItem | undefined) => void)[] = [];
  const drained: (() => void)[] = [];
  const retries = createDelays<Entry>(
    clock,
    (entry) => mark(entry, entry.ran, { reason: "retry" }),
  );
  const requeues = createDelays<Entry>(clock, (entry) => {
    const cause = entry.requeueCause;
    entry.requeueCause = undefined;
    mark(entry, entry.requeuePriority, cause);
    if (entry.held === "until-requeue") release(entry);
  });
  const holds = createDelays<Entry>(clock, release);
  let processing = 0;
  let parked = 0;
  let added = 0;
  let state: "open" | "draining" | "closed" = "open";

  function entryOf(request: ReconcileRequest): Entry {
    const text = requestText(request);
    const known = entries.get(text);
    if (known) return known;
    const { namespace, ...rest } = request;
    const entry: Entry = {
      text,
      request: namespace ? request : rest,
      requeueCause: undefined,
      requeuePriority: 0,
      dirty: false,
      processing: false,
      parked: 0,
      held: undefined,
      priority: 0,
      ran: 0,
      since: 0,
      place: undefined,
      causes: [],
      causeCount: 0,
      failures: 0,
      uid: undefined,
    };
    entries.set(text, entry);
    return entry;
  }

  function mark(entry: Entry, priority: number, cause: Cause | undefined): void {
    if (cause) {
      entry.causes = addCause(entry.causes, cause);
      entry.causeCount++;
    }
    if (entry.dirty) return raise(entry, priority);
    added++;
    entry.dirty = true;
    entry.priority = priority;
    entry.since = clock.monotonic();
    offer(entry);
  }

  function raise(entry: Entry, priority: number): void {
    if (priority <= entry.priority) return;
    entry.priority = priority;
    const { place } = entry;
    if (!place) return;
    ready.delete(place);
    entry.place = ready.push(entry, priority, place.group.value.name);
  }

  function offer(entry: Entry): void {
    if (!entry.dirty || entry.processing || entry.parked > 0 || entry.held || state === "closed") {
      return;
    }
    const waiter = waiters.shift();
    if (waiter) waiter(take(entry));
    else entry.place = ready.push(entry, entry.priority, groupOf?.(entry.request));
  }

  function release(entry: Entry): void {
    if (!entry.held) return;
    entry.held = undefined;
    entry.since = clock.monotonic();
    holds.delete(entry);
    offer(entry);
  }

  function take(entry: Entry): WorkItem {
    const { causes, causeCount } = entry;
    const waited = clock.monotonic() - entry.since;
    let failures = entry.failures;
    entry.place = undefined;
    entry.dirty = false;
    entry.processing = true;
    entry.ran = entry.priority;
    entry.causes = [];
    entry.causeCount = 0;
    retries.delete(entry); // this run is the retry
    processing++;
    let failed = false;
    let done = false;
    const end = () => {
      done = true;
      entry.processing = false;
      processing--;
      offer(entry);
      settle(entry);
    };
    return {
      request: entry.request,
      causes,
      causeCount,
      get failures() {
        return failures;
      },
      waited,
      retry(least = 0, exact = false) {
        if (done) return least;
        failed = true;
        entry.failures = failures + 1;
        const own = () =>
          backoffDelay(entry.failures, random, { initial, max, factor: 2, jitter: 0.2 });
        const delay = exact ? least : Math.max(least, own(), reserve());
        if (state === "open") retries.set(entry, clock.monotonic() + delay);
        return delay;
      },
      requeue(after) {
        if (!done) delay(entry, after, 0, { reason: "requeue" });
      },
      forget: () => requeues.delete(entry),
      park() {
        let isParked = true;
        if (entry.parked++ === 0) parked++;
        return {
          [Symbol.dispose]() {
            if (!isParked) return;
            isParked = false;
            if (--entry.parked === 0) parked--;
            offer(entry);
            settle(entry);
          },
        };
      },
      identify(uid) {
        if (entry.uid !== undefined && entry.uid !== uid) failures = entry.failures = 0;
        entry.uid = uid;
      },
      hold(after, { requeues = false } = {}) {
        if (done) return;
        entry.priority = entry.dirty ? Math.max(entry.priority, entry.ran) : entry.ran;
        entry.dirty = true;
        entry.causes = entry.causes.reduce(addCause, causes);
        entry.causeCount += causeCount;
        if (state === "open") {
          entry.held = requeues ? "until-requeue" : "firmly";
          holds.set(entry, clock.monotonic() + after);
        }
        end();
      },
      [Symbol.dispose]() {
        if (done) return;
        if (!failed) entry.failures = 0;
        end();
      },
    };
  }

  function delay(entry: Entry, after: number, priority: number, cause: Cause | undefined): void {
    if (state !== "open") return;
    const at = clock.monotonic() + after;
    const known = requeues.at(entry);
    if (known === undefined || priority > entry.requeuePriority) entry.requeuePriority = priority;
    if (known !== undefined && known <= at) return;
    entry.requeueCause = cause;
    requeues.set(entry, at);
  }

  /** Forgets an entry of which nothing is left to know, and tells those who wait for the end. */
  function settle(entry: Entry): void {
    if (
      !entry.dirty && !entry.processing && entry.parked === 0 && entry.failures === 0 &&
      requeues.at(entry) === undefined && retries.at(entry) === undefined
    ) entries.delete(entry.text);
    if (state === "draining" && processing === 0 && ready.size === 0) close();
  }

  function close(): void {
    state = "closed";
    ready.clear();
    for (const waiter of waiters.splice(0)) waiter(undefined);
    for (const resolve of drained.splice(0)) resolve();
  }

  return {
    get ready() {
      return ready.size;
    },
    get processing() {
      return processing;
    },
    get size() {
      return entries.size;
    },
    get parked() {
      return parked;
    },
    get added() {
      return added;
    },
    get delayed() {
      return retries.size + requeues.size + holds.size;
    },
    add(request, { after = 0, priority = 0, cause } = {}) {
      if (state !== "open") return;
      const entry = entryOf(request);
      if (after > 0) delay(entry, after, priority, cause);
      else mark(entry, priority, cause);
    },
    release(request, after = 0) {
      const entry = entries.get(requestText(request));
      if (!entry?.held) return;
      const at = clock.monotonic() + after;
      if (after === 0) release(entry);
      else if (at < (holds.at(entry) ?? 0)) holds.set(entry, at);
    },
    get() {
      if (state === "closed") return Promise.resolve(undefined);
      const entry = ready.shift();
      if (entry) return Promise.resolve(take(entry));
      return new Promise((resolve) => waiters.push(resolve));
    },
    shutDown({ drain = false } = {}) {
      if (state === "closed") return Promise.resolve();
      state = "draining";
      retries[Symbol.dispose]();
      requeues[Symbol.dispose]();
      holds[Symbol.dispose]();
      if (!drain || (processing === 0 && ready.size === 0)) {
        close();
        return Promise.resolve();
      }
      return new Promise((resolve) => drained.push(resolve));
    },
  };
}
