import { Gauge } from "prom-client";
import { type Family, type FamilyOptions, second } from "./metrics_family.ts";

/** Two timestamps of each reconciled object. */
export function createObjectMetrics(options: FamilyOptions): Family {
  timestampGauge("creation", "Creation", "creationTimestamp", options);
  timestampGauge("deletion", "Deletion", "deletionTimestamp", options);
  return {};
}

function timestampGauge(
  name: string,
  title: string,
  field: "creationTimestamp" | "deletionTimestamp",
  { registers, controllers }: FamilyOptions,
): void {
  new Gauge({
    name: `operatorkit_controller_${name}_timestamp`,
    help: `${title} of each object that the local copy holds, in Unix seconds.`,
    labelNames: ["controller", "kind", "name", "namespace"] as const,
    registers,
    collect() {
      this.reset();
      for (const { running: { controller, objects } } of controllers.values()) {
        for (const { metadata } of objects()) {
          const time = Date.parse(metadata[field] ?? "");
          if (Number.isNaN(time)) continue; // an extension API server may send anything
          const { name, namespace = "" } = metadata;
          const { kind } = controller.resource;
          this.set({ controller: controller.name, kind, name, namespace }, time / second);
        }
      }
    },
  });
}
