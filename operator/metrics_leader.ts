import { Counter, Gauge } from "prom-client";
import type { Family, FamilyOptions } from "./metrics_family.ts";

/** Leader election, with the names of client-go where it has them. */
export function createLeaderMetrics({ registers }: FamilyOptions): Family {
  const labelNames = ["name"] as const;
  const status = new Gauge({
    name: "leader_election_master_status",
    help: "Whether this process holds the lease: 1 when it leads, 0 when it stands by.",
    labelNames,
    registers,
  });
  const slow = new Counter({
    name: "leader_election_slowpath_total",
    help: "Renewals of the lease that failed and were tried again.",
    labelNames,
    registers,
  });
  const transitions = new Counter({
    name: "operatorkit_leader_transitions_total",
    help: "Changes of the lease's holder that this process saw.",
    labelNames,
    registers,
  });
  const holders = new Map<string, string>();

  function held(name: string, holder: string | undefined): void {
    if (holder === undefined || holder === "") return;
    const before = holders.get(name);
    holders.set(name, holder);
    if (before !== undefined && before !== holder) transitions.inc({ name });
  }

  return {
    observe({ source, event }) {
      if (source !== "leader") return;
      const { name } = event;
      transitions.inc({ name }, 0); // so that there is something to see from the start
      slow.inc({ name }, 0);
      switch (event.type) {
        case "acquired":
          held(name, event.identity);
          return status.set({ name }, 1);
        case "follows":
          held(name, event.holder);
          return status.set({ name }, 0);
        case "lost":
          held(name, event.holder);
          return status.set({ name }, 0);
        case "released":
          return status.set({ name }, 0);
        case "renew-failed":
          return slow.inc({ name });
      }
    },
  };
}
