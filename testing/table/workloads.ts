import type { Clock } from "../../_internal/mod.ts";
import { items } from "../fill.ts";
import { type StoredObject, valueAt } from "../object.ts";
import {
  age,
  type BuiltinColumn,
  containers,
  count,
  humanDuration,
  labelsText,
  number,
  ready,
  selectorText,
  since,
  text,
} from "./cells.ts";
import { podColumns } from "./pods.ts";

const template = containers("spec.template.spec.containers");

function selector(path: string): BuiltinColumn {
  return { name: "Selector", priority: 1, cell: (object) => selectorText(valueAt(object, path)) };
}

function integer(name: string, path: string): BuiltinColumn {
  return { name, type: "integer", cell: number(path) };
}

function jobStatus(object: StoredObject): string {
  const conditions = items(valueAt(object, "status.conditions"));
  const has = (type: string) =>
    conditions.some((one) => one.type === type && one.status === "True");
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (object.metadata.deletionTimestamp) return "Terminating";
  if (has("Suspended")) return "Suspended";
  if (has("FailureTarget")) return "FailureTarget";
  return has("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
}

function completions(object: StoredObject): string {
  const done = valueAt(object, "status.succeeded") ?? 0;
  const wanted = valueAt(object, "spec.completions");
  if (wanted !== undefined && wanted !== null) return `${done}/${wanted}`;
  const parallel = Number(valueAt(object, "spec.parallelism") ?? 0);
  return parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`;
}

function jobDuration(object: StoredObject, clock: Clock): string {
  const start = Date.parse(String(valueAt(object, "status.startTime") ?? ""));
  if (Number.isNaN(start)) return "";
  const end = Date.parse(String(valueAt(object, "status.completionTime") ?? ""));
  return humanDuration((Number.isNaN(end) ? clock.now() : end) - start);
}

/** Columns of what runs pods (kubernetes/pkg/printers/internalversion). */
export const workloadColumns: Readonly<Record<string, readonly BuiltinColumn[]>> = {
  pods: podColumns,
  podtemplates: [...containers("template.spec.containers", 0), {
    name: "Pod Labels",
    cell: (object) => labelsText(valueAt(object, "template.metadata.labels")),
  }],
  "apps/deployments": [
    { name: "Ready", cell: ready("status.readyReplicas", "spec.replicas") },
    { name: "Up-to-date", cell: number("status.updatedReplicas") },
    { name: "Available", cell: number("status.availableReplicas") },
    age,
    ...template,
    selector("spec.selector"),
  ],
  "apps/replicasets": [
    integer("Desired", "spec.replicas"),
    integer("Current", "status.replicas"),
    integer("Ready", "status.readyReplicas"),
    age,
    ...template,
    selector("spec.selector"),
  ],
  "apps/statefulsets": [
    { name: "Ready", cell: ready("status.readyReplicas", "spec.replicas") },
    age,
    ...template,
  ],
  "apps/daemonsets": [
    integer("Desired", "status.desiredNumberScheduled"),
    integer("Current", "status.currentNumberScheduled"),
    integer("Ready", "status.numberReady"),
    integer("Up-to-date", "status.updatedNumberScheduled"),
    integer("Available", "status.numberAvailable"),
    {
      name: "Node Selector",
      cell: (object) => labelsText(valueAt(object, "spec.template.spec.nodeSelector")),
    },
    age,
    ...template,
    selector("spec.selector"),
  ],
  "batch/jobs": [
    { name: "Status", cell: jobStatus },
    { name: "Completions", cell: completions },
    { name: "Duration", cell: jobDuration },
    age,
    ...template,
    selector("spec.selector"),
  ],
  "batch/cronjobs": [
    { name: "Schedule", cell: text("spec.schedule", "") },
    { name: "Timezone", cell: text("spec.timeZone") },
    {
      name: "Suspend",
      type: "boolean",
      cell: (object) => {
        const value = valueAt(object, "spec.suspend");
        return value === undefined || value === null ? "<unset>" : value ? "True" : "False";
      },
    },
    { name: "Active", type: "integer", cell: count("status.active") },
    {
      name: "Last Schedule",
      cell: (object, clock) => {
        const last = valueAt(object, "status.lastScheduleTime");
        return last ? since(last, clock) : "<none>";
      },
    },
    age,
    ...containers("spec.jobTemplate.spec.template.spec.containers"),
    selector("spec.jobTemplate.spec.selector"),
  ],
};
