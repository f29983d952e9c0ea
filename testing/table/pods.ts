import type { Clock } from "../../_internal/mod.ts";
import { items } from "../fill.ts";
import { isObject, type JsonObject, type StoredObject, valueAt } from "../object.ts";
import { age, type BuiltinColumn, since, text } from "./cells.ts";

interface Summary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  readonly last: string;
}

function at(value: JsonObject, ...path: readonly string[]): unknown {
  return valueAt(value, path.join("."));
}

function ended(terminated: JsonObject): string {
  if (terminated.reason) return String(terminated.reason);
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode ?? 0}`;
}

function later(a: string, b: unknown): string {
  return typeof b === "string" && b > a ? b : a;
}

function hasCondition(object: StoredObject, type: string): boolean {
  return items(valueAt(object, "status.conditions"))
    .some((one) => one.type === type && one.status === "True");
}

// Containers that prepare a pod, one after the other: the first that has not done so tells how far it is.
function preparing(object: StoredObject): { reason?: string; restarts: number; last: string } {
  const statuses = items(valueAt(object, "status.initContainerStatuses"));
  const all = items(valueAt(object, "spec.initContainers"));
  let restarts = 0;
  let last = "";
  for (const [index, status] of statuses.entries()) {
    restarts += Number(status.restartCount ?? 0);
    last = later(last, at(status, "lastState", "terminated", "finishedAt"));
    const terminated = at(status, "state", "terminated");
    const sidecar = all.find((one) => one.name === status.name)?.restartPolicy === "Always";
    if (isObject(terminated) && (terminated.exitCode ?? 0) === 0) continue;
    if (sidecar && status.started === true) continue;
    if (isObject(terminated)) return { reason: `Init:${ended(terminated)}`, restarts, last };
    const waiting = at(status, "state", "waiting", "reason");
    if (waiting && waiting !== "PodInitializing") {
      return { reason: `Init:${waiting}`, restarts, last };
    }
    return { reason: `Init:${index}/${all.length}`, restarts, last };
  }
  return { restarts: 0, last: "" };
}

function summary(object: StoredObject): Summary {
  const total = items(valueAt(object, "spec.containers")).length;
  const phase = valueAt(object, "status.phase");
  let reason = String(valueAt(object, "status.reason") || phase || "");
  const gated = items(valueAt(object, "status.conditions"))
    .some((one) => one.type === "PodScheduled" && one.reason === "SchedulingGated");
  if (gated) reason = "SchedulingGated";
  const first = preparing(object);
  let { restarts, last } = first;
  let ready = 0;
  if (first.reason && !hasCondition(object, "Initialized")) reason = first.reason;
  else {
    restarts = 0;
    last = "";
    let running = false;
    let failed = "";
    for (const status of items(valueAt(object, "status.containerStatuses")).toReversed()) {
      restarts += Number(status.restartCount ?? 0);
      last = later(last, at(status, "lastState", "terminated", "finishedAt"));
      const waiting = at(status, "state", "waiting", "reason");
      const terminated = at(status, "state", "terminated");
      if (waiting) reason = String(waiting);
      else if (isObject(terminated)) {
        reason = ended(terminated);
        if ((terminated.exitCode ?? 0) !== 0) failed = reason;
      } else if (status.ready === true && at(status, "state", "running") !== undefined) {
        running = true;
        ready++;
      }
    }
    if (reason === "Completed") {
      if (running && hasCondition(object, "Ready")) reason = "Running";
      else if (failed) reason = failed;
      else if (running) reason = "NotReady";
    }
  }
  if (object.metadata.deletionTimestamp && phase !== "Succeeded" && phase !== "Failed") {
    reason = valueAt(object, "status.reason") === "NodeLost" ? "Unknown" : "Terminating";
  }
  return { ready, total, reason, restarts, last };
}

function restartsText(object: StoredObject, clock: Clock): string {
  const { restarts, last } = summary(object);
  return restarts && last ? `${restarts} (${since(last, clock)} ago)` : String(restarts);
}

function gates(object: StoredObject): string {
  const all = items(valueAt(object, "spec.readinessGates"));
  if (!all.length) return "<none>";
  const open = all.filter((one) => hasCondition(object, String(one.conditionType))).length;
  return `${open}/${all.length}`;
}

/** The columns of pods (kubernetes/pkg/printers/internalversion: printPod). */
export const podColumns: readonly BuiltinColumn[] = [
  {
    name: "Ready",
    cell: (object) => {
      const { ready, total } = summary(object);
      return `${ready}/${total}`;
    },
  },
  { name: "Status", cell: (object) => summary(object).reason },
  { name: "Restarts", cell: restartsText },
  age,
  {
    name: "IP",
    priority: 1,
    cell: (object) => items(valueAt(object, "status.podIPs"))[0]?.ip ?? "<none>",
  },
  { name: "Node", priority: 1, cell: text("spec.nodeName") },
  { name: "Nominated Node", priority: 1, cell: text("status.nominatedNodeName") },
  { name: "Readiness Gates", priority: 1, cell: gates },
];
