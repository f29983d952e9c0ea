/**
 * The one seam between the library and the outside world. Everything that tells time, draws a random number or talks
 * over the network does it through a {@linkcode Runtime}, so that a simulation can own all three.
 */

/** Tells time and runs callbacks later. Durations are milliseconds. */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. May jump. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start. Never goes back. */
  readonly monotonic: () => number;
  /** Runs `callback` once after `delay` milliseconds; disposing of the result cancels it. */
  readonly setTimeout: (callback: () => void, delay: number) => Disposable;
  /** Resolves after the event loop has had a turn: long synchronous work calls it to let others run. */
  readonly turn: () => Promise<void>;
}

/** The network: the platform's `fetch`, reduced to what the library uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Everything the library takes from the outside world. */
export interface Runtime {
  /** Time. */
  readonly clock: Clock;
  /** A number from 0 (inclusive) to 1 (exclusive). Used for jitter and identities, never for secrets. */
  readonly random: () => number;
  /** The network. */
  readonly fetch: Fetch;
}

/** The real clock of this process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback, delay) {
    // Longer delays than a signed 32-bit number overflow to zero: cap them, a timer of 24 days may fire early.
    const id = setTimeout(callback, Math.min(Math.max(delay, 0), 2 ** 31 - 1));
    return { [Symbol.dispose]: () => clearTimeout(id) };
  },
  turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/** The real clock, random source and network of this process. */
export const systemRuntime: Runtime = {
  clock: systemClock,
  random: () => Math.random(),
  fetch: (url, init) => fetch(url, init),
};
