import { Counter, Gauge, Histogram } from "prom-client";
import { keyText } from "../client/mod.ts";
import { durations, type Family, type FamilyOptions, replace, second } from "./metrics_family.ts";
import { createReasons, resultOf } from "./metrics_labels.ts";
import type { OperatorEvent } from "./types.ts";

type Finished = Extract<
  Extract<OperatorEvent, { readonly source: "controller" }>["event"],
  { readonly type: "finished" }
>;

/** Reconciles: how they end, how long they take, and what keeps them from ending well. */
export function createControllerMetrics(options: FamilyOptions): Family {
  const { registers, controllers, runs } = options;
  const labelNames = ["controller"] as const;
  const counter = <L extends string = never>(name: string, help: string, ...labels: L[]) =>
    new Counter({
      name: `operatorkit_controller_${name}_total`,
      help,
      labelNames: [...labelNames, ...labels],
      registers,
    });
  const gauge = (name: string, help: string, value?: (controller: string) => number) =>
    new Gauge({
      name: `operatorkit_controller_${name}`,
      help,
      labelNames,
      registers,
      ...(value && {
        collect() {
          replace(
            this,
            [...controllers.keys()].map((controller) => [{ controller }, value(controller)]),
          );
        },
      }),
    });

  const queueOf = (name: string) => controllers.get(name)?.running.queue;
  const reasonLabel = createReasons();
  const hot = new Map<string, Set<string>>();
  const reconciles = counter("reconciles", "Reconciles, by how they ended.", "result");
  const errors = counter("errors", "Reconciles that failed, by the reason of the error.", "reason");
  const event = new Histogram({
    name: "operatorkit_controller_event",
    help: "Seconds that reconciles took, by what was asked (update or delete) and how they ended.",
    labelNames: ["controller", "event", "outcome"] as const,
    buckets: durations,
    registers,
  });
  const lastReconciled = gauge(
    "last_reconciled",
    "When a reconcile last ended without an error, in Unix seconds.",
  );
  gauge("active_workers", "Workers that reconcile at the moment.", runs.active);
  gauge(
    "max_concurrent_reconciles",
    "How many objects may be reconciled at the same time.",
    (name) => controllers.get(name)?.running.concurrency ?? 0,
  );
  const timeouts = counter("timeouts", "Reconciles that took longer than their time-out.");
  const stuck = counter("stuck", "Reconciles that went on after their time-out.");
  gauge(
    "stuck_reconciles",
    "Objects whose reconcile goes on after its time-out: they wait.",
    (name) => queueOf(name)?.stuck ?? 0,
  );
  const hotLoops = counter("hot_loops", "Objects that were found to change themselves for ever.");
  gauge(
    "hot_objects",
    "Objects that are slowed down at the moment because of it.",
    (name) => hot.get(name)?.size ?? 0,
  );
  const paused = gauge("paused", "Objects that an annotation pauses.");
  const parked = counter(
    "parked",
    "Waits of objects for their own writes, by how they ended.",
    "how",
  );
  gauge(
    "parked_objects",
    "Objects that wait for their own writes.",
    (name) => queueOf(name)?.parked ?? 0,
  );
  gauge(
    "delayed_runs",
    "Runs that wait for their time: retries, those asked for later, those of hot objects.",
    (name) => queueOf(name)?.delayed ?? 0,
  );
  const skipped = counter(
    "apply_skipped",
    "Applies that were not sent, because they repeat the last one of an object that is unchanged.",
    "kind",
  );
  const outOfScope = counter(
    "out_of_scope",
    "Objects found with the finalizer of a controller whose they are not any more.",
    "released",
  );
  const sourceFailures = counter(
    "source_failures",
    "Failures of sources of requests from outside the API server.",
    "source",
  );

  function finish({ controller, outcome, duration, deleting }: Finished): void {
    reconciles.inc({ controller, result: resultOf(outcome) });
    if (outcome.type === "gone") return;
    const labels = { controller, event: deleting ? "delete" : "update", outcome: outcome.type };
    event.observe(labels, duration / second);
    if (outcome.type === "error") {
      errors.inc({ controller, reason: reasonLabel(controller, outcome.error) });
    } else if (outcome.type !== "again") {
      const now = controllers.get(controller)?.clock.now();
      if (now !== undefined) lastReconciled.set({ controller }, now / second);
    }
  }

  return {
    observe({ source, event }) {
      if (source !== "controller") return;
      const { controller } = event;
      switch (event.type) {
        case "finished":
          return finish(event);
        case "timed-out":
          return timeouts.inc({ controller });
        case "stuck":
          return stuck.inc({ controller });
        case "hot-loop": {
          const known = hot.get(controller) ?? new Set();
          hot.set(controller, known);
          const key = keyText(event.request);
          if (!known.has(key)) hotLoops.inc({ controller });
          known.add(key);
          return;
        }
        case "cooled":
          hot.get(controller)?.delete(keyText(event.request));
          return;
        case "paused":
          return paused.inc({ controller });
        case "resumed":
          return paused.dec({ controller });
        case "unparked":
          return parked.inc({ controller, how: event.how });
        case "apply-skipped":
          return skipped.inc({ controller, kind: event.kind });
        case "out-of-scope":
          return outOfScope.inc({ controller, released: String(event.released) });
        case "source-failed":
          return sourceFailures.inc({ controller, source: event.source });
      }
    },
    begin(controller) {
      paused.set({ controller }, 0);
      for (const one of [timeouts, stuck, hotLoops]) one.inc({ controller }, 0);
    },
    end(controller) {
      hot.delete(controller);
      for (const one of [paused, lastReconciled]) one.remove({ controller });
    },
  };
}
