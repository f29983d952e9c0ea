import { Registry } from "prom-client";
import { createClientMetrics } from "./metrics_client.ts";
import { createControllerMetrics } from "./metrics_controller.ts";
import type { Family, FamilyOptions } from "./metrics_family.ts";
import { createInformerMetrics } from "./metrics_informer.ts";
import { createLeaderMetrics } from "./metrics_leader.ts";
import { createObjectMetrics } from "./metrics_objects.ts";
import { createOperationMetrics } from "./metrics_operations.ts";
import { createProcessMetrics } from "./metrics_process.ts";
import { createQueueMetrics } from "./metrics_queue.ts";
import { createRuns } from "./metrics_runs.ts";
import type {
  MeasuredController,
  MeasuredInformers,
  MetricsOptions,
  OperatorMetrics,
} from "./metrics_types.ts";

/**
 * Makes metrics that `createOperator` takes: of controllers, their queues, local copies, the client, leader election and
 * the process; docs/metrics.md lists them. Those of operatorkit and of client-go keep their names where they make
 * sense; all labels but the objects' own names are from closed sets.
 *
 * Requests are counted where the client tells of them: `runOperator` sees to that; a client of your own needs
 * `observe: (event) => metrics.observe({ source: "client", event })`.
 *
 * @throws {Error} When the registry has metrics of these names already.
 */
export function createMetrics(options: MetricsOptions = {}): OperatorMetrics {
  const { registry = new Registry(), objects = true, process = true } = options;
  const controllers = new Map<string, MeasuredController>();
  const informers = new Set<MeasuredInformers>();
  const runs = createRuns(controllers);
  const registers = [registry as Registry]; // what the option asks for
  const shared: FamilyOptions = { registers, controllers, informers, runs };
  const operations = createOperationMetrics(shared);
  const families: readonly Family[] = [
    createControllerMetrics(shared),
    operations,
    ...(objects ? [createObjectMetrics(shared)] : []),
    createQueueMetrics(shared),
    createInformerMetrics(shared),
    createClientMetrics(shared),
    createLeaderMetrics(shared),
    ...(process ? [createProcessMetrics(shared)] : []),
  ];
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe(event) {
      if (event.source === "controller") runs.observe(event.event);
      for (const { observe } of families) observe?.(event);
    },
    measure(one) {
      const { name } = one.running.controller;
      controllers.set(name, one);
      for (const { begin } of families) begin?.(name);
      return {
        [Symbol.dispose]() {
          if (controllers.get(name) !== one) return;
          controllers.delete(name);
          runs.end(name);
          for (const { end } of families) end?.(name);
        },
      };
    },
    measureInformers(pool) {
      informers.add(pool);
      return { [Symbol.dispose]: () => void informers.delete(pool) };
    },
    steps: (controller) => (report) => {
      // The operator counts resources as a whole itself.
      if (report.operation === "EnsureCreated" || report.operation === "EnsureDeleted") return;
      operations.count(controller, report);
    },
  };
}
