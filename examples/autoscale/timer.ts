import type { Clock } from "@operatorkit/operatorkit/client";
import type { ReconcileRequest } from "@operatorkit/operatorkit/context";
import { requestsFrom, type RequestSource } from "@operatorkit/operatorkit/controller";

/** The load of each Autoscaler, by `namespace/name`. */
export type Loads = ReadonlyMap<string, number>;

/** Asks whoever measures for all loads at once. */
export type ReadLoads = (options: { readonly signal: AbortSignal }) => Promise<Loads>;

/** What the timer heard at last, and the source that it is. */
export interface LoadTimer {
  /** Names the Autoscalers whose load is another one than before. */
  readonly source: RequestSource;
  /** The load; undefined where nobody measures it, or not yet. */
  readonly load: (request: ReconcileRequest) => number | undefined;
}

/** Reads the loads now and every `period` milliseconds. */
export function createLoadTimer(read: ReadLoads, clock: Clock, period: number): LoadTimer {
  let latest: Loads = new Map();

  async function* changes({ signal }: { readonly signal: AbortSignal }) {
    while (!signal.aborted) {
      const before = latest;
      latest = await read({ signal }); // when it throws, the source is opened again, with backoff
      for (const [key, load] of latest) {
        if (load !== before.get(key)) yield requestOf(key);
      }
      await pause(clock, period, signal);
    }
  }

  return {
    source: requestsFrom(changes, { name: "load" }),
    load: ({ namespace, name }) => latest.get(`${namespace}/${name}`),
  };
}

function requestOf(key: string): ReconcileRequest {
  const [namespace = "", name = ""] = key.split("/");
  return { namespace, name };
}

/** Ends after the time, or at once when the signal is aborted. */
async function pause(clock: Clock, duration: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  using _timer = clock.setTimeout(wake, duration);
  signal.addEventListener("abort", wake);
  await promise;
  signal.removeEventListener("abort", wake); // the signal lives as long as the operator
}
