import { Counter, Gauge, Histogram } from "prom-client";
import { durations, type Family, type FamilyOptions, replace, second } from "./metrics_family.ts";

/** Work queues, with the names and labels of client-go; each has the name of its controller. */
export function createQueueMetrics({ registers, controllers, runs }: FamilyOptions): Family {
  const labelNames = ["name"] as const;
  const waited = new Histogram({
    name: "workqueue_queue_duration_seconds",
    help: "Seconds that objects waited in the queue since they were due.",
    labelNames,
    buckets: durations,
    registers,
  });
  const worked = new Histogram({
    name: "workqueue_work_duration_seconds",
    help: "Seconds that reconciles kept a worker.",
    labelNames,
    buckets: durations,
    registers,
  });
  const retries = new Counter({
    name: "workqueue_retries_total",
    help: "Reconciles that were to be tried again.",
    labelNames,
    registers,
  });
  const read = (value: (name: string) => number) =>
    [...controllers.keys()].map((name) => [{ name }, value(name)] as const);
  const queueOf = (name: string) => controllers.get(name)?.running.queue;
  new Counter({
    name: "workqueue_adds_total",
    help: "Objects that came into the queue; one that waits there already does not come again.",
    labelNames,
    registers,
    collect() {
      replace(this, read((name) => queueOf(name)?.added ?? 0));
    },
  });

  function gauge(title: string, help: string, value: (name: string) => number): void {
    new Gauge({
      name: `workqueue_${title}`,
      help,
      labelNames,
      registers,
      collect() {
        replace(this, read(value));
      },
    });
  }

  gauge("depth", "Objects that wait for a worker.", (name) => queueOf(name)?.ready ?? 0);
  gauge(
    "unfinished_work_seconds",
    "Seconds that the reconciles that run have taken so far, together; stuck ones count.",
    (name) => runs.ages(name).reduce((sum, age) => sum + age, 0) / second,
  );
  gauge(
    "longest_running_processor_seconds",
    "Seconds that the longest of them has taken so far.",
    (name) => runs.ages(name).reduce((longest, age) => Math.max(longest, age), 0) / second,
  );
  return {
    observe({ source, event }) {
      if (source !== "controller") return;
      const { controller: name } = event;
      switch (event.type) {
        case "started":
          return waited.observe({ name }, event.waited / second);
        case "finished":
          return worked.observe({ name }, event.duration / second);
        case "enqueued":
          if (event.cause.reason === "retry") retries.inc({ name });
      }
    },
    begin: (name) => retries.inc({ name }, 0),
  };
}
