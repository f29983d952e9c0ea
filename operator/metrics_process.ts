import { Counter, Gauge } from "prom-client";
import { type Family, type FamilyOptions, replace } from "./metrics_family.ts";
import { eventLoopLag, type ProcessUsage, readProcess } from "./process.ts";

/** The process, with the names that prom-client's default metrics have. */
export function createProcessMetrics({ registers }: FamilyOptions): Family {
  const gauge = (name: string, help: string, value: (usage: ProcessUsage) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value(readProcess()));
      },
    });
  const counter = (name: string, help: string, value: (usage: ProcessUsage) => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        replace(this, [[{}, value(readProcess())]]);
      },
    });
  gauge(
    "process_start_time_seconds",
    "When the process began, in Unix seconds.",
    (usage) => usage.started,
  );
  gauge(
    "process_resident_memory_bytes",
    "Memory that the system gives the process.",
    (usage) => usage.resident,
  );
  counter(
    "process_cpu_user_seconds_total",
    "Seconds of processor time in code of the process.",
    ({ cpu }) => cpu.user,
  );
  counter(
    "process_cpu_system_seconds_total",
    "Seconds of processor time in the system on behalf of the process.",
    ({ cpu }) => cpu.system,
  );
  counter(
    "process_cpu_seconds_total",
    "Seconds of processor time in both.",
    ({ cpu }) => cpu.user + cpu.system,
  );
  gauge(
    "nodejs_heap_size_total_bytes",
    "Size of the heap of JavaScript.",
    (usage) => usage.heapTotal,
  );
  gauge(
    "nodejs_heap_size_used_bytes",
    "What of the heap holds something.",
    (usage) => usage.heapUsed,
  );
  gauge(
    "nodejs_external_memory_bytes",
    "What objects hold outside of the heap.",
    (usage) => usage.external,
  );
  new Gauge({
    name: "nodejs_eventloop_lag_seconds",
    help: "Seconds that the event loop took, at this scrape, to get to a timer that was due.",
    registers,
    async collect() {
      this.set(await eventLoopLag());
    },
  });
  return {};
}
