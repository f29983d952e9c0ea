import { backoffDelay } from "../_internal/mod.ts";
import type { Clock } from "../client/mod.ts";
import type { Cause, ReconcileRequest } from "../context/mod.ts";
import { addCause } from "./causes.ts";
import { createDelays } from "./delays.ts";
import { createReadyList } from "./ready_list.ts";
import { requestText } from "./request.ts";
import { createTokenBucket, type TokenBucketOptions } from "./token_bucket.ts";
import type { RetryBackoff } from "./types.ts";

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
}

/** Options of {@linkcode WorkQueue.add}. */
export interface AddOptions {
  /** Milliseconds until it is due. Of several delays the shortest counts. @default {0} */
  readonly after?: number;
  /** What is due with a higher priority runs first. @default {0} */
  readonly priority?: number;
  /** Why. */
  readonly cause?: Cause;
}

/** A request that is being worked on. Its key runs nowhere else until it is disposed of. */
export interface WorkItem extends Disposable {
  /** What to work on. */
  readonly request: ReconcileRequest;
  /** Every reason since the last run. */
  readonly causes: readonly Cause[];
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
}

/** A queue of requests, each at most once, never worked on twice at the same time. */
export interface WorkQueue {
  /** Requests that could be worked on now. */
  readonly ready: number;
  /** Requests that are being worked on. */
  readonly processing: number;
  /** All requests that the queue knows anything of. */
  readonly size: number;
  /** Wants a run. Ignored after {@linkcode WorkQueue.shutDown}. */
  readonly add: (request: ReconcileRequest, options?: AddOptions) => void;
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
  dirty: boolean;
  processing: boolean;
  parked: number;
  priority: number;
  since: number;
  causes: readonly Cause[];
  failures: number;
}

/**
 * Makes a work queue after client-go's rules (util/workqueue): a request that is added while it waits runs once; added
 * while it runs, it runs once more, afterwards.
 */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { clock, random, backoff = {} } = options;
  const { initial = 200, max = 300_000 } = backoff;
  const reserve = createTokenBucket(clock, options.retries);
  const entries = new Map<string, Entry>();
  const ready = createReadyList<Entry>();
  const waiters: ((item: WorkItem | undefined) => void)[] = [];
  const drained: (() => void)[] = [];
  const retries = createDelays<Entry>(
    clock,
    (entry) => mark(entry, entry.priority, { reason: "retry" }),
  );
  const requeues = createDelays<Entry>(clock, (entry) => {
    const cause = entry.requeueCause;
    entry.requeueCause = undefined;
    mark(entry, 0, cause);
  });
  let processing = 0;
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
      dirty: false,
      processing: false,
      parked: 0,
      priority: 0,
      since: 0,
      causes: [],
      failures: 0,
    };
    entries.set(text, entry);
    return entry;
  }

  function mark(entry: Entry, priority: number, cause: Cause | undefined): void {
    if (cause) entry.causes = addCause(entry.causes, cause);
    if (entry.dirty) {
      if (priority > entry.priority) {
        if (ready.delete(entry, entry.priority)) ready.push(entry, priority);
        entry.priority = priority;
      }
      return;
    }
    entry.dirty = true;
    entry.priority = priority;
    entry.since = clock.monotonic();
    offer(entry);
  }

  function offer(entry: Entry): void {
    if (!entry.dirty || entry.processing || entry.parked > 0 || state === "closed") return;
    const waiter = waiters.shift();
    if (waiter) waiter(take(entry));
    else ready.push(entry, entry.priority);
  }

  function take(entry: Entry): WorkItem {
    const { causes } = entry;
    const waited = clock.monotonic() - entry.since;
    const failures = entry.failures;
    entry.dirty = false;
    entry.processing = true;
    entry.causes = [];
    retries.delete(entry); // this run is the retry
    processing++;
    let failed = false;
    let done = false;
    return {
      request: entry.request,
      causes,
      failures,
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
        if (!done) delay(entry, after, { reason: "requeue" });
      },
      forget: () => requeues.delete(entry),
      park() {
        let parked = true;
        entry.parked++;
        return {
          [Symbol.dispose]() {
            if (!parked) return;
            parked = false;
            entry.parked--;
            offer(entry);
            settle(entry);
          },
        };
      },
      [Symbol.dispose]() {
        if (done) return;
        done = true;
        if (!failed) entry.failures = 0;
        entry.processing = false;
        processing--;
        offer(entry);
        settle(entry);
      },
    };
  }

  function delay(entry: Entry, after: number, cause: Cause | undefined): void {
    if (state !== "open") return;
    const at = clock.monotonic() + after;
    const known = requeues.at(entry);
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
    add(request, { after = 0, priority = 0, cause } = {}) {
      if (state !== "open") return;
      const entry = entryOf(request);
      if (after > 0) delay(entry, after, cause);
      else mark(entry, priority, cause);
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
      if (!drain || (processing === 0 && ready.size === 0)) {
        close();
        return Promise.resolve();
      }
      return new Promise((resolve) => drained.push(resolve));
    },
  };
}
