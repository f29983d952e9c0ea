import { type Fetch, type Runtime, seededRandom } from "../_internal/mod.ts";
import { createTestClock, type TestClock } from "./clock.ts";

/** A runtime whose time stands still until moved and whose randomness comes from a seed. */
export interface TestRuntime extends Runtime {
  /** The clock, to be moved by the test. */
  readonly clock: TestClock;
}

/** What {@linkcode createTestRuntime} takes. */
export interface TestRuntimeOptions {
  /** Answers requests: an in-memory API server's `fetch`, or a function of the test. Default: every request fails. */
  readonly fetch?: Fetch;
  /** The same seed gives the same numbers. @default {1} */
  readonly seed?: number;
  /** A clock shared with others. Default: a new one. */
  readonly clock?: TestClock;
}

/** Makes a runtime for tests. */
export function createTestRuntime(options: TestRuntimeOptions = {}): TestRuntime {
  const { seed = 1, clock = createTestClock() } = options;
  const {
    fetch = (url: string) => Promise.reject(new TypeError(`No network in this test: ${url}`)),
  } = options;
  return { clock, random: seededRandom(seed), fetch };
}
