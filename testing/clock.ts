import type { Clock } from "../_internal/mod.ts";

/** A clock that stands still until told to move. */
export interface TestClock extends Clock {
  /** Timers that have not fired and were not cancelled. */
  readonly pending: number;
  /** When the next timer is due, in milliseconds from now; undefined when there is none. */
  readonly next: () => number | undefined;
  /**
   * Moves time forward by `ms`, firing each timer at its moment, in order; work that a timer sets off is finished
   * before time moves on.
   */
  readonly advance: (ms: number) => Promise<void>;
  /** Lets all work that is ready finish, without moving time. */
  readonly settle: () => Promise<void>;
  /**
   * Moves time from timer to timer until `condition` holds.
   *
   * @throws {Error} When nothing is left to wait for, or after `limit` milliseconds of virtual time (default 10 min).
   */
  readonly until: (condition: () => boolean, limit?: number) => Promise<void>;
  /**
   * Moves time from timer to timer until the promise is settled, and gives what it gives: for what waits on its own, as
   * `operator.ready`, `operator.stop()`, `waitFor` and `ensureCustomResource` do.
   *
   * @throws What the promise rejects with; and an Error as {@linkcode TestClock.until} does when it does not settle.
   */
  readonly finish: <T>(promise: PromiseLike<T>, limit?: number) => Promise<T>;
}

/**
 * Makes a clock for tests: time moves only by {@linkcode TestClock.advance}, {@linkcode TestClock.until} and
 * {@linkcode TestClock.finish}.
 *
 * @param start Wall time at the beginning. Default 2026-01-01T00:00:00Z.
 */
export function createTestClock(start: number = Date.UTC(2026, 0, 1)): TestClock {
  interface Entry {
    readonly at: number;
    readonly order: number;
    readonly callback: () => void;
  }
  const timers = new Set<Entry>();
  let elapsed = 0;
  let order = 0;
  const first = (): Entry | undefined => {
    let best: Entry | undefined;
    for (const entry of timers) {
      if (!best || entry.at < best.at || (entry.at === best.at && entry.order < best.order)) {
        best = entry;
      }
    }
    return best;
  };
  // In-memory work runs in microtasks alone, which are all done when a task of the event loop begins.
  const task = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const settle = async () => {
    await task();
    await task();
  };
  const fire = async (entry: Entry) => {
    timers.delete(entry);
    elapsed = Math.max(elapsed, entry.at);
    entry.callback();
    await settle();
  };
  const advance = async (ms: number) => {
    const end = elapsed + ms;
    await settle();
    for (let entry = first(); entry && entry.at <= end; entry = first()) await fire(entry);
    elapsed = end;
  };
  const move = async (
    condition: () => boolean,
    limit = 600_000,
    is = "condition does not hold",
  ) => {
    const end = elapsed + limit;
    await settle();
    while (!condition()) {
      const entry = first();
      if (!entry) throw new Error(`Nothing is left to wait for, and the ${is}`);
      if (entry.at > end) throw new Error(`The ${is} after ${limit} ms`);
      await fire(entry);
    }
  };
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    setTimeout(callback, delay) {
      const entry = { at: elapsed + Math.max(delay, 0), order: order++, callback };
      timers.add(entry);
      return { [Symbol.dispose]: () => void timers.delete(entry) };
    },
    turn: () => Promise.resolve(),
    get pending() {
      return timers.size;
    },
    next: () => {
      const entry = first();
      return entry && entry.at - elapsed;
    },
    advance,
    settle,
    until: (condition, limit) => move(condition, limit),
    async finish(promise, limit) {
      let settled = false;
      const note = () => void (settled = true);
      promise.then(note, note);
      await move(() => settled, limit, "promise is not settled");
      return await promise;
    },
  };
}
