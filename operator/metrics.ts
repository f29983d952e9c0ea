import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { ApiError, type Clock } from "../client/mod.ts";
import { type Controller, type ControllerEvent, reasonOf } from "../controller/mod.ts";
import type { InformerObservation, Snapshot } from "../informer/mod.ts";
import type { OperationReport } from "../resource/mod.ts";
import type { OperatorEvent } from "./types.ts";

/** A `Registry` of `npm:prom-client`. */
export interface MetricsRegistry {
  /** All that it holds, as text. */
  readonly metrics: () => Promise<string>;
  /** The type of that text. */
  readonly contentType: string;
}

/** Options of {@linkcode createMetrics}. */
export interface MetricsOptions {
  /** A `Registry` of prom-client to put the metrics into, beside your own. Default: one that nobody else has. */
  readonly registry?: MetricsRegistry;
  /**
   * Two time series for each reconciled object, its creation and deletion timestamps, read from the local copy at each
   * scrape. Switch it off where there are very many.
   *
   * @default {true}
   */
  readonly objects?: boolean;
}

/** A controller whose objects are counted. */
export interface MeasuredController {
  /** As defined. */
  readonly controller: Controller;
  /** What its local copy holds. */
  readonly objects: () => Iterable<Snapshot>;
  /** Time. */
  readonly clock: Clock;
}

/** Metrics of an operator in the form of Prometheus. Made by {@linkcode createMetrics}. */
export interface OperatorMetrics {
  /** What `/metrics` tells. */
  readonly text: () => Promise<string>;
  /** The type of that text, with its version. */
  readonly contentType: string;
  /** Counts what happens. The operator calls it. */
  readonly observe: (event: OperatorEvent) => void;
  /** Has a controller's objects measured until disposed of. The operator calls it. */
  readonly measure: (controller: MeasuredController) => Disposable;
  /** Counts the steps of CRUD resources: give it to `metricsResource`. */
  readonly steps: (controller: string) => (report: OperationReport) => void;
}

const seconds = 1_000;
/** As operatorkit's, and on to the longest reconcile. */
const buckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const mostReasons = 50;

/**
 * Makes metrics that `createOperator` takes. Those of operatorkit keep their names where they make sense; all labels
 * but the objects' own names are from closed sets. Nothing about the process is collected: for that, call
 * prom-client's `collectDefaultMetrics({ register: registry })` with a registry that you give.
 *
 * @throws {Error} When the registry has metrics of these names already.
 */
export function createMetrics(options: MetricsOptions = {}): OperatorMetrics {
  const { registry = new Registry(), objects = true } = options;
  const registers = [registry as Registry]; // what the option asks for
  const measured = new Map<string, MeasuredController>();
  const reasons = new Map<string, Set<string>>();

  const errors = new Counter({
    name: "operatorkit_controller_errors_total",
    help: "Reconciles that failed, by the reason of the error.",
    labelNames: ["controller", "reason"] as const,
    registers,
  });
  const event = new Histogram({
    name: "operatorkit_controller_event",
    help: "Seconds that reconciles took, by what was asked (update or delete) and how they ended.",
    labelNames: ["controller", "event", "outcome"] as const,
    buckets,
    registers,
  });
  const operationLabels = ["controller", "resource", "operation", "outcome"] as const;
  const operationTotal = new Counter({
    name: "operatorkit_controller_operation_total",
    help: "Calls of resources and of the steps of CRUD resources.",
    labelNames: operationLabels,
    registers,
  });
  const operation = new Histogram({
    name: "operatorkit_controller_operation",
    help: "Seconds that calls of resources and of the steps of CRUD resources took.",
    labelNames: operationLabels,
    buckets,
    registers,
  });
  const lastReconciled = new Gauge({
    name: "operatorkit_controller_last_reconciled",
    help: "When a reconcile last ended without an error, in Unix seconds.",
    labelNames: ["controller"] as const,
    registers,
  });
  const paused = new Gauge({
    name: "operatorkit_controller_paused",
    help: "Objects that an annotation pauses.",
    labelNames: ["controller"] as const,
    registers,
  });
  const outOfScope = new Counter({
    name: "operatorkit_controller_out_of_scope_total",
    help: "Objects found with the finalizer of a controller whose they are not any more.",
    labelNames: ["controller", "released"] as const,
    registers,
  });
  const stuck = new Counter({
    name: "operatorkit_controller_stuck_total",
    help: "Reconciles that went on after their time-out.",
    labelNames: ["controller"] as const,
    registers,
  });
  const parked = new Counter({
    name: "operatorkit_controller_parked_total",
    help: "Waits of objects for their own writes, by how they ended.",
    labelNames: ["controller", "how"] as const,
    registers,
  });
  const waited = new Histogram({
    name: "workqueue_queue_duration_seconds",
    help: "Seconds that objects waited in the queue since they were due.",
    labelNames: ["name"] as const,
    buckets,
    registers,
  });
  const retries = new Counter({
    name: "workqueue_retries_total",
    help: "Reconciles that were to be tried again.",
    labelNames: ["name"] as const,
    registers,
  });
  const informer = new Counter({
    name: "operatorkit_informer_events_total",
    help: "What happened to the watches of local copies.",
    labelNames: ["kind", "event"] as const,
    registers,
  });
  const requests = new Counter({
    name: "rest_client_requests_total",
    help: "Requests to the API server, by the status of the answer.",
    labelNames: ["method", "code"] as const,
    registers,
  });
  if (objects) {
    timestampGauge("creation", "Creation", "creationTimestamp");
    timestampGauge("deletion", "Deletion", "deletionTimestamp");
  }

  function timestampGauge(
    name: string,
    title: string,
    field: "creationTimestamp" | "deletionTimestamp",
  ): void {
    new Gauge({
      name: `operatorkit_controller_${name}_timestamp`,
      help: `${title} of each object that the local copy holds, in Unix seconds.`,
      labelNames: ["controller", "kind", "name", "namespace"] as const,
      registers,
      collect() {
        this.reset();
        for (const { controller, objects } of measured.values()) {
          for (const { metadata } of objects()) {
            const time = Date.parse(metadata[field] ?? "");
            if (Number.isNaN(time)) continue; // an extension API server may send anything
            const { name, namespace = "" } = metadata;
            const { kind } = controller.resource;
            this.set(
              { controller: controller.name, kind, name, namespace },
              time / seconds,
            );
          }
        }
      },
    });
  }

  /** The reason as a label: no controller has more than so many, whatever it throws. */
  function reasonLabel(controller: string, error: unknown): string {
    const reason = error instanceof ApiError ? error.reason : reasonOf(error);
    let known = reasons.get(controller);
    if (!known) reasons.set(controller, known = new Set());
    if (known.has(reason)) return reason;
    if (known.size >= mostReasons || reason === "") return "Other";
    known.add(reason);
    return reason;
  }

  function observeOperation(controller: string, report: OperationReport): void {
    const { resource, outcome, duration } = report;
    const labels = { controller, resource, operation: report.operation, outcome };
    operationTotal.inc(labels);
    operation.observe(labels, duration / seconds);
  }

  function observeController(told: ControllerEvent): void {
    const { controller } = told;
    switch (told.type) {
      case "finished": {
        const { outcome, duration, deleting } = told;
        if (outcome.type === "gone") return;
        const labels = { controller, event: deleting ? "delete" : "update" };
        event.observe({ ...labels, outcome: outcome.type }, duration / seconds);
        if (outcome.type === "error") {
          errors.inc({ controller, reason: reasonLabel(controller, outcome.error) });
        } else if (outcome.type !== "again") {
          const now = measured.get(controller)?.clock.now();
          if (now !== undefined) lastReconciled.set({ controller }, now / seconds);
        }
        return;
      }
      case "step":
        return observeOperation(controller, {
          ...told,
          outcome: "error" in told ? "error" : "success",
        });
      case "paused":
        return paused.inc({ controller });
      case "resumed":
        return paused.dec({ controller });
      case "out-of-scope":
        return outOfScope.inc({ controller, released: String(told.released) });
      case "stuck":
        return stuck.inc({ controller });
      case "unparked":
        return parked.inc({ controller, how: told.how });
      case "started":
        return waited.observe({ name: controller }, told.waited / seconds);
      case "enqueued":
        if (told.cause.reason === "retry") retries.inc({ name: controller });
    }
  }

  function observeInformer({ type, name }: InformerObservation): void {
    informer.inc({ kind: name, event: type });
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe({ source, event }) {
      if (source === "controller") observeController(event);
      else if (source === "informer") observeInformer(event);
      else if (event.type === "response") {
        requests.inc({ method: event.method, code: String(event.status) });
      } else if (event.type === "failure") requests.inc({ method: event.method, code: "<error>" });
    },
    measure(one) {
      const { name: controller } = one.controller;
      measured.set(controller, one);
      paused.set({ controller }, 0);
      return {
        [Symbol.dispose]() {
          if (measured.get(controller) !== one) return;
          measured.delete(controller);
          for (const gauge of [paused, lastReconciled]) gauge.remove({ controller });
        },
      };
    },
    steps: (controller) => (report) => {
      // The operator counts resources as a whole itself.
      if (report.operation === "EnsureCreated" || report.operation === "EnsureDeleted") return;
      observeOperation(controller, report);
    },
  };
}
