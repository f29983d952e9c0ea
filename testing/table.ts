import type { Clock } from "../_internal/mod.ts";
import type { Column, Kind } from "./kinds.ts";
import { isObject, type JsonObject, type StoredObject, valueAt } from "./object.ts";

type Cell = (object: StoredObject, clock: Clock) => unknown;

interface BuiltinColumn {
  readonly name: string;
  readonly type?: string;
  readonly priority?: number;
  readonly cell: Cell;
}

/** A duration as kubectl shows it: `5s`, `3m20s`, `4d`. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 ? `${minutes}m${seconds % 60}s` : `${minutes}m`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 ? `${hours}h${minutes % 60}m` : `${hours}h`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return hours % 24 ? `${days}d${hours % 24}h` : `${days}d`;
  if (days < 730) return `${days}d`;
  return `${Math.floor(days / 365)}y`;
}

function since(text: unknown, clock: Clock): string {
  if (typeof text !== "string" || !text) return "<unknown>";
  const time = Date.parse(text);
  return Number.isNaN(time) ? "<invalid>" : humanDuration(clock.now() - time);
}

function count(path: string): Cell {
  return (object) => {
    const value = valueAt(object, path);
    if (Array.isArray(value)) return value.length;
    return isObject(value) ? Object.keys(value).length : 0;
  };
}

function text(path: string, otherwise = "<none>"): Cell {
  return (object) => {
    const value = valueAt(object, path);
    return value === undefined || value === "" ? otherwise : String(value);
  };
}

function number(path: string): Cell {
  return (object) => Number(valueAt(object, path) ?? 0);
}

function ready(of: string, all: string): Cell {
  return (object) => `${valueAt(object, of) ?? 0}/${valueAt(object, all) ?? 0}`;
}

function ports(object: StoredObject): string {
  const list = valueAt(object, "spec.ports");
  if (!Array.isArray(list) || !list.length) return "<none>";
  return list.map((port) =>
    `${port.port}${port.nodePort ? `:${port.nodePort}` : ""}/${port.protocol ?? "TCP"}`
  ).join(",");
}

function podReady(object: StoredObject): string {
  const statuses = valueAt(object, "status.containerStatuses");
  const up = Array.isArray(statuses) ? statuses.filter((one) => one.ready).length : 0;
  const containers = valueAt(object, "spec.containers");
  return `${up}/${Array.isArray(containers) ? containers.length : 0}`;
}

function podStatus(object: StoredObject): string {
  if (object.metadata.deletionTimestamp) return "Terminating";
  return String(valueAt(object, "status.reason") ?? valueAt(object, "status.phase") ?? "Unknown");
}

const age: BuiltinColumn = {
  name: "Age",
  cell: (object, clock) => since(object.metadata.creationTimestamp, clock),
};

// As in kubernetes/pkg/printers/internalversion, for the kinds that are looked at most.
const builtin: Readonly<Record<string, readonly BuiltinColumn[]>> = {
  configmaps: [{ name: "Data", type: "integer", cell: count("data") }, age],
  secrets: [
    { name: "Type", cell: text("type") },
    { name: "Data", type: "integer", cell: count("data") },
    age,
  ],
  namespaces: [{ name: "Status", cell: text("status.phase") }, age],
  services: [
    { name: "Type", cell: text("spec.type") },
    { name: "Cluster-IP", cell: text("spec.clusterIP") },
    { name: "External-IP", cell: () => "<none>" },
    { name: "Port(s)", cell: ports },
    age,
  ],
  pods: [
    { name: "Ready", cell: podReady },
    { name: "Status", cell: podStatus },
    { name: "Restarts", cell: () => "0" },
    age,
    { name: "IP", priority: 1, cell: text("status.podIP") },
    { name: "Node", priority: 1, cell: text("spec.nodeName") },
  ],
  deployments: [
    { name: "Ready", cell: ready("status.readyReplicas", "spec.replicas") },
    { name: "Up-to-date", type: "integer", cell: number("status.updatedReplicas") },
    { name: "Available", type: "integer", cell: number("status.availableReplicas") },
    age,
  ],
  replicasets: [
    { name: "Desired", type: "integer", cell: number("spec.replicas") },
    { name: "Current", type: "integer", cell: number("status.replicas") },
    { name: "Ready", type: "integer", cell: number("status.readyReplicas") },
    age,
  ],
  statefulsets: [{ name: "Ready", cell: ready("status.readyReplicas", "spec.replicas") }, age],
  jobs: [
    {
      name: "Status",
      cell: (object) => valueAt(object, "status.succeeded") ? "Complete" : "Running",
    },
    { name: "Completions", cell: ready("status.succeeded", "spec.completions") },
    age,
  ],
  leases: [{ name: "Holder", cell: text("spec.holderIdentity", "") }, age],
  customresourcedefinitions: [{ name: "Created At", cell: text("metadata.creationTimestamp") }],
  events: [
    {
      name: "Last Seen",
      cell: (object, clock) =>
        since(
          object.lastTimestamp ?? object.deprecatedLastTimestamp ?? object.eventTime ??
            object.metadata.creationTimestamp,
          clock,
        ),
    },
    { name: "Type", cell: text("type") },
    { name: "Reason", cell: text("reason") },
    {
      name: "Object",
      cell: (object) => {
        const about = object.involvedObject ?? object.regarding;
        return isObject(about) ? `${String(about.kind).toLowerCase()}/${about.name}` : "<none>";
      },
    },
    { name: "Message", cell: (object) => String(object.message ?? object.note ?? "") },
  ],
};

function columnsOf(kind: Kind): readonly (BuiltinColumn | Column)[] {
  if (!kind.custom) return builtin[kind.plural] ?? [age];
  return kind.custom.columns.length ? kind.custom.columns : [age];
}

/** The headings of a kind's table. */
export function tableColumns(kind: Kind): readonly JsonObject[] {
  const name = { name: "Name", type: "string", format: "name", description: "Name", priority: 0 };
  return [
    name,
    ...columnsOf(kind).map((column): JsonObject => ({
      name: column.name,
      type: column.type ?? "string",
      format: "format" in column ? column.format ?? "" : "",
      description: "description" in column ? column.description ?? "" : column.name,
      priority: column.priority ?? 0,
    })),
  ];
}

/** One step of a JSON path: a field, or the first item of a list that has a field with a value. */
function follow(value: unknown, path: string): unknown {
  let current = value;
  const steps = path.match(
    /\.?\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]|\.?\[(\d+)\]|\.?\[['"]([^'"]+)['"]\]|\.((?:\\.|[^.[\]\\])+)/g,
  );
  for (const step of steps ?? []) {
    const filter = /\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/.exec(step);
    if (filter) {
      const [, field = "", wanted] = filter;
      current = Array.isArray(current)
        ? current.find((item) => String(valueAt(item, field)) === wanted)
        : undefined;
      continue;
    }
    const index = /^\.?\[(\d+)\]$/.exec(step);
    if (index) {
      current = Array.isArray(current) ? current[Number(index[1])] : undefined;
      continue;
    }
    const quoted = /^\.?\[['"](.+)['"]\]$/.exec(step);
    const key = quoted?.[1] ?? step.slice(1).replaceAll(/\\(.)/g, "$1");
    current = isObject(current) ? current[key] : undefined;
  }
  return current;
}

function customCell(column: Column, object: StoredObject, clock: Clock): unknown {
  const value = follow(object, column.jsonPath);
  if (value === undefined || value === null) return null;
  if (column.type === "date") return since(value, clock);
  if (column.type === "string") {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return value;
}

/** The cells of an object's row. */
export function tableRow(kind: Kind, object: StoredObject, clock: Clock): readonly unknown[] {
  return [
    object.metadata.name,
    ...columnsOf(kind).map((column) =>
      "cell" in column ? column.cell(object, clock) : customCell(column, object, clock)
    ),
  ];
}
