import type { Clock } from "./runtime.ts";

/**
 * Resolves after `delay` milliseconds of `clock`.
 *
 * @throws The signal's reason when it is aborted first; the timer is then cancelled.
 */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      timer[Symbol.dispose]();
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, delay);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** An abort signal that is to be disposed of when the work it covers has ended, so that no timer or listener is left. */
export interface Deadline extends Disposable {
  /** Aborted when the time is over, when a parent signal is aborted, or by {@linkcode Deadline.abort}. */
  readonly signal: AbortSignal;
  /** Aborts now. */
  readonly abort: (reason?: unknown) => void;
  /** Starts the time anew, with `delay` milliseconds; `undefined` stops it. */
  readonly reset: (delay: number | undefined) => void;
}

/**
 * Makes a signal that aborts with a `TimeoutError` after `delay` milliseconds (never, if undefined), or together with
 * one of `parents`.
 */
export function deadline(
  clock: Clock,
  delay: number | undefined,
  ...parents: readonly (AbortSignal | undefined)[]
): Deadline {
  const controller = new AbortController();
  let timer: Disposable | undefined;
  const unlink: (() => void)[] = [];
  const dispose = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    for (const one of unlink.splice(0)) one();
  };
  const abort = (reason?: unknown) => {
    dispose();
    controller.abort(reason);
  };
  const reset = (next: number | undefined) => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (next === undefined || controller.signal.aborted) return;
    timer = clock.setTimeout(
      () => abort(new DOMException(`No answer within ${next} ms`, "TimeoutError")),
      next,
    );
  };
  reset(delay);
  for (const parent of parents) {
    if (!parent) continue;
    if (parent.aborted) {
      abort(parent.reason);
      break;
    }
    const listener = () => abort(parent.reason);
    parent.addEventListener("abort", listener, { once: true });
    unlink.push(() => parent.removeEventListener("abort", listener));
  }
  return { signal: controller.signal, abort, reset, [Symbol.dispose]: dispose };
}
