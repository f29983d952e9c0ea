import { Counter, Gauge } from "prom-client";
import type { InformerState } from "../informer/mod.ts";
import { type Family, type FamilyOptions, replace, second } from "./metrics_family.ts";

/** Local copies. Several of one kind (namespaces, selectors) count together. */
export function createInformerMetrics({ registers, informers }: FamilyOptions): Family {
  const labelNames = ["kind"] as const;
  const events = new Counter({
    name: "operatorkit_informer_events_total",
    help: "What happened to the watches of local copies.",
    labelNames: ["kind", "event"] as const,
    registers,
  });
  const restarts = new Counter({
    name: "operatorkit_informer_restarts_total",
    help: "Times that a local copy had to list or watch again because something went wrong.",
    labelNames,
    registers,
  });

  function gauge(
    name: string,
    help: string,
    value: (state: InformerState) => number,
    join: (a: number, b: number) => number,
  ): void {
    new Gauge({
      name: `operatorkit_informer_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        const values = new Map<string, number>();
        for (const pool of informers) {
          for (const state of pool.states()) {
            const known = values.get(state.name);
            const own = value(state);
            values.set(state.name, known === undefined ? own : join(known, own));
          }
        }
        replace(this, [...values].map(([kind, one]) => [{ kind }, one]));
      },
    });
  }

  gauge("objects", "Objects that local copies hold.", ({ objects }) => objects, (a, b) => a + b);
  gauge(
    "synced",
    "Whether the local copies are complete: 1 when each was once.",
    ({ synced }) => Number(synced),
    Math.min,
  );
  gauge(
    "last_seen_age_seconds",
    "Seconds since the API server last told a local copy anything; bookmarks come about once a minute.",
    ({ silent }) => silent / second,
    Math.max,
  );
  return {
    observe({ source, event }) {
      if (source !== "informer") return;
      events.inc({ kind: event.name, event: event.type });
      if (event.type === "retry" || event.type === "relist") restarts.inc({ kind: event.name });
    },
  };
}
