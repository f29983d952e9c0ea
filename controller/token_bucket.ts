import type { Clock } from "../client/mod.ts";

/** How many retries there may be altogether. */
export interface TokenBucketOptions {
  /** Per second, in the long run. @default {10} */
  readonly perSecond?: number;
  /** At once. @default {100} */
  readonly burst?: number;
}

/**
 * Makes a function that reserves one use and says after how many milliseconds it may be made. Nobody waits longer than
 * a full burst takes: a storm of failures must not hold up the first retry of another request for minutes.
 */
export function createTokenBucket(clock: Clock, options: TokenBucketOptions = {}): () => number {
  const { perSecond = 10, burst = 100 } = options;
  let tokens = burst;
  let last = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    tokens = Math.min(burst, tokens + (now - last) * perSecond / 1_000) - 1;
    tokens = Math.max(tokens, -burst);
    last = now;
    return tokens >= 0 ? 0 : -tokens * 1_000 / perSecond;
  };
}
