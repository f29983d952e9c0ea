import type { Client, Clock } from "../client/mod.ts";

/** A clock on which every timer fires as soon as the code that set it has returned, and moves the time by its delay. */
export function createUnitTestClock(): Clock {
  const start = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    setTimeout(callback, delay) {
      let active = true;
      queueMicrotask(() => {
        if (!active) return;
        active = false;
        elapsed += Math.max(delay, 0);
        callback();
      });
      return { [Symbol.dispose]: () => void (active = false) };
    },
    turn: () => Promise.resolve(),
  };
}

const advice =
  "This context has no client: give createContext one, for instance of the in-memory API server";

function refuse(): Promise<never> {
  return Promise.reject(new TypeError(advice));
}

// deno-lint-ignore require-yield -- it fails before the first value
async function* refuseAll(): AsyncGenerator<never> {
  await refuse();
}

/** A client whose every call fails and says what to do. */
export const noClient: Client = Object.freeze({
  get runtime(): never {
    throw new TypeError(advice);
  },
  namespace: undefined,
  writeDefaults: Object.freeze({ fieldManager: "test", forceApply: false }),
  request: refuse,
  get: refuse,
  list: refuse,
  pages: refuseAll,
  watch: refuseAll,
  create: refuse,
  update: refuse,
  apply: refuse,
  patch: refuse,
  delete: refuse,
  deleteCollection: refuse,
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
