import { Counter, Histogram } from "prom-client";
import type { OperationReport } from "../resource/mod.ts";
import { durations, type Family, type FamilyOptions, second } from "./metrics_family.ts";

/** Calls of resources and of their steps. */
export interface OperationMetrics extends Family {
  /** Counts one. */
  readonly count: (controller: string, report: OperationReport) => void;
}

/** Resources of a set, and the steps of CRUD resources where `metricsResource` tells them. */
export function createOperationMetrics({ registers }: FamilyOptions): OperationMetrics {
  const labelNames = ["controller", "resource", "operation", "outcome"] as const;
  const total = new Counter({
    name: "operatorkit_controller_operation_total",
    help: "Calls of resources and of the steps of CRUD resources.",
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: "operatorkit_controller_operation",
    help: "Seconds that calls of resources and of the steps of CRUD resources took.",
    labelNames,
    buckets: durations,
    registers,
  });

  function count(controller: string, report: OperationReport): void {
    const { resource, operation, outcome } = report;
    const labels = { controller, resource, operation, outcome };
    total.inc(labels);
    duration.observe(labels, report.duration / second);
  }

  return {
    count,
    observe({ source, event }) {
      if (source !== "controller" || event.type !== "step") return;
      count(event.controller, { ...event, outcome: "error" in event ? "error" : "success" });
    },
  };
}
