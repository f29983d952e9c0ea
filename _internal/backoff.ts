/** How waiting times grow from one failure to the next. Times are milliseconds. */
export interface BackoffOptions {
  /** The wait after the first failure. @default {800} */
  readonly initial?: number;
  /** No wait is longer than this, jitter aside. @default {30_000} */
  readonly max?: number;
  /** Each wait is this many times the one before. @default {2} */
  readonly factor?: number;
  /** Up to this share of the wait is added at random, so that many clients do not come back together. @default {1} */
  readonly jitter?: number;
}

/** The wait after failure number `failures` (1 is the first), in milliseconds. Does not overflow for any number. */
export function backoffDelay(
  failures: number,
  random: () => number,
  options: BackoffOptions = {},
): number {
  const { initial = 800, max = 30_000, factor = 2, jitter = 1 } = options;
  const exponent = Math.min(Math.max(failures - 1, 0), 64);
  const base = Math.min(initial * factor ** exponent, max);
  return base * (1 + jitter * random());
}
