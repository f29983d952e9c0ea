import { type Client, createClient, type Runtime } from "../../client/mod.ts";
import {
  type ApiServer,
  createApiServer,
  createTestClock,
  createTestRuntime,
} from "../../testing/mod.ts";

/** One process of several that share an API server: its own clocks, its own network, and ways to break them. */
export interface Replica {
  readonly name: string;
  readonly client: Client;
  readonly runtime: Runtime;
  /** Requests that reached the server, as `PUT /apis/…`. */
  readonly sent: string[];
  /** While true nothing reaches the server, and no answer comes. */
  blackHole: boolean;
  /** While true time stands still for this process, as after SIGSTOP. */
  isStopped: boolean;
  /** Jumps the wall clock. */
  readonly jump: (ms: number) => void;
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

/** A server whose own clock stands still: with the system's it would now and then let the event loop run first. */
export function startServer(): ApiServer {
  return createApiServer({ runtime: createTestRuntime() });
}

export interface ReplicaOptions {
  readonly name: string;
  /** Wall time at the beginning. */
  readonly start?: number;
  readonly seed?: number;
  /** How fast its clocks run. */
  readonly rate?: number;
}

export function createReplica(server: ApiServer, options: ReplicaOptions): Replica {
  const { name, start, seed = name.length, rate = 1 } = options;
  const base = createTestClock(start);
  let wall = 0, missed = 0;
  const sent: string[] = [];
  const replica = { blackHole: false, isStopped: false };
  const { random } = createTestRuntime({ seed: seed + name.charCodeAt(0) });
  const runtime: Runtime = {
    clock: {
      now: () => base.now() + wall + missed,
      monotonic: () => base.monotonic() + missed,
      setTimeout: base.setTimeout,
      turn: base.turn,
    },
    random,
    async fetch(url, init) {
      if (replica.blackHole) {
        return await new Promise((_, reject) =>
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason))
        );
      }
      sent.push(`${init.method ?? "GET"} ${new URL(url).pathname}`);
      return await server.fetch(url, init);
    },
  };
  const client = createClient(server.config, { runtime, userAgent: name });
  return Object.assign(replica, {
    name,
    client,
    runtime,
    sent,
    jump: (ms: number) => void (wall += ms),
    async pass(ms: number) {
      if (replica.isStopped) {
        missed += ms * rate;
        return;
      }
      await base.advance(ms * rate);
    },
  });
}

/** Lets time pass for all, a little at a time, so that none runs ahead of the others. */
export async function passTogether(
  replicas: readonly { readonly pass: (ms: number) => Promise<void> }[],
  ms: number,
  step = 250,
): Promise<void> {
  for (let done = 0; done < ms; done += step) {
    for (const { pass } of replicas) await pass(Math.min(step, ms - done));
  }
}
