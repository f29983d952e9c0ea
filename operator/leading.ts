import { sleep } from "../_internal/mod.ts";
import { type Client, deriveClient } from "../client/mod.ts";
import { createEventRecorder, type Logger } from "../context/mod.ts";
import type { RunningController } from "../controller/mod.ts";
import { createLeaderElector } from "./leader.ts";
import type { LeaderElectionOptions, LeaderEvent } from "./leader_types.ts";
import type { LeaderReport } from "./types.ts";

/** What {@linkcode createLeading} takes. */
export interface LeadingOptions {
  /** As the user gave it. */
  readonly election: LeaderElectionOptions;
  /** Talks to the API server. */
  readonly client: Client;
  /** Log lines. */
  readonly log: Logger;
  /** Told what happens. */
  readonly observe: (event: LeaderEvent) => void;
  /** Called when this process will not lead any more, though nobody has stopped it. */
  readonly failed: (error: unknown) => void;
}

/** An operator's part in leader election. */
export interface Leading {
  /** For the environment of controllers. */
  readonly fence: () => void;
  /** For the environment of controllers. */
  readonly elected: (options: { readonly signal: AbortSignal }) => Promise<number>;
  /** Lets this process be elected, when these are warm: a cold one should leave the lead to others. */
  readonly enter: (controllers: readonly RunningController[]) => void;
  /** For health checks. */
  readonly report: () => LeaderReport;
  /** The operator begins to stop: this process is not elected from now on, unless it was before. */
  readonly bar: () => void;
  /** Gives the Lease up, for `timeout` milliseconds at most. Call it after `bar`, when all work has ended. */
  readonly release: (timeout: number) => Promise<void>;
  /** Milliseconds that are left for an orderly end when the Lease was lost, before another may lead. */
  readonly lastMoments: number;
}

/** Stands for the lead on behalf of an operator. */
export function createLeading(options: LeadingOptions): Leading {
  const { election, client, log, observe, failed } = options;
  const { leaseDuration = 15_000, renewDeadline = 10_000 } = election;
  const entering = Promise.withResolvers<void>();
  const barred = new AbortController();
  let since = Infinity; // monotonic time
  const elector = createLeaderElector(client, {
    ...election,
    eligible: entering.promise,
    observe(event) {
      if (event.type === "acquired") since = client.runtime.clock.monotonic();
      observe(event);
      if (event.type === "acquired") recordLead();
    },
  });
  const { name, namespace, identity } = elector;
  const fenced = deriveClient(client, {
    request: (next) => (path, init) => next(path, { ...init, guard: elector.fence }),
  });
  const recorder = createEventRecorder(fenced, { controller: name, instance: identity, log });
  let told: PromiseLike<void> | undefined;
  elector.done.catch(failed);

  function recordLead(): void {
    recorder.record({
      regarding: { apiVersion: "coordination.k8s.io/v1", kind: "Lease", name, namespace },
      type: "Normal",
      reason: "LeaderElection",
      action: "Elect",
      message: `${identity} became leader`,
    });
  }

  return {
    fence: elector.fence,
    async elected(options) {
      await elector.elected(options);
      return since;
    },
    enter(controllers) {
      const warm = Promise.allSettled(controllers.map((one) => one.warm));
      // One that cannot be had must not keep the others from their work.
      const patience = sleep(client.runtime.clock, leaseDuration, barred.signal).catch(() => {});
      Promise.race([warm, patience]).then(() => {
        barred.abort();
        entering.resolve();
      });
    },
    report: () => ({ identity, holder: elector.holder, leading: elector.leading }),
    bar() {
      barred.abort();
      told = recorder[Symbol.asyncDispose](); // while the work ends, for it may take a while
      if (since === Infinity) elector.release();
    },
    async release(timeout) {
      await told;
      await elector.release({ timeout });
    },
    lastMoments: (leaseDuration - renewDeadline) / 2,
  };
}
