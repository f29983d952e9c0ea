import type { Clock } from "../_internal/mod.ts";
import type { LeaderElectionOptions, LeaderEvent } from "./leader_types.ts";

/** Knows whether a candidate could take the Lease. */
export interface LeaseTrouble {
  /** Takes what the elector tells. */
  readonly observe: (event: LeaderEvent) => void;
  /** What is wrong, when the Lease could not be looked at or taken for as long as it lasts; undefined when nothing is. */
  readonly problem: () => string | undefined;
}

/** Makes one for a candidate; `clock` is the elector's. */
export function createLeaseTrouble(clock: Clock, election: LeaderElectionOptions): LeaseTrouble {
  const { name, leaseDuration = 15_000, renewDeadline = 10_000, retryPeriod = 2_000 } = election;
  // Tries that fail follow each other within this time. One that went well is not told where nobody leads.
  const between = retryPeriod + renewDeadline;
  let failing: { readonly since: number; readonly last: number } | undefined;

  function current(): typeof failing {
    if (failing && clock.monotonic() - failing.last > between) failing = undefined;
    return failing;
  }

  return {
    observe({ type }) {
      if (type === "acquire-failed") {
        const last = clock.monotonic();
        failing = { since: current()?.since ?? last, last };
      } else if (type === "acquired" || type === "follows") {
        failing = undefined;
      }
    },
    problem() {
      const trouble = current();
      if (!trouble || clock.monotonic() - trouble.since < leaseDuration) return undefined;
      return `The Lease ${JSON.stringify(name)} cannot be had; the log says why`;
    },
  };
}
