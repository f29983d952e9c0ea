import type { Clock } from "../_internal/mod.ts";
import type { Column, Kind } from "./kinds.ts";
import type { JsonObject, StoredObject } from "./object.ts";
import { age, type BuiltinColumn, createdAt, since } from "./table/cells.ts";
import { firstAt } from "./table/json_path.ts";
import { otherColumns } from "./table/others.ts";
import { workloadColumns } from "./table/workloads.ts";

const plainAge: BuiltinColumn = { ...age, type: "date" };

const nameColumn: BuiltinColumn = {
  name: "Name",
  format: "name",
  cell: (object) => object.metadata.name,
};

const defaultMark: Readonly<Record<string, string>> = {
  "storage.k8s.io/storageclasses": "storageclass.kubernetes.io/is-default-class",
  "networking.k8s.io/ingressclasses": "ingressclass.kubernetes.io/is-default-class",
};

function named(kind: Kind): BuiltinColumn {
  const mark = defaultMark[kind.storage];
  if (!mark) return nameColumn;
  return {
    ...nameColumn,
    cell: ({ metadata: { name, annotations } }) =>
      annotations?.[mark] === "true" ? `${name} (default)` : name,
  };
}

function columnsOf(kind: Kind): readonly (BuiltinColumn | Column)[] {
  // Events have a name at their end.
  if (kind.storage === "events") return otherColumns.events ?? [];
  const columns = kind.custom
    ? kind.custom.columns.length ? kind.custom.columns : [plainAge]
    : workloadColumns[kind.storage] ?? otherColumns[kind.storage] ?? [createdAt];
  return [named(kind), ...columns];
}

/** The headings of a kind's table. */
export function tableColumns(kind: Kind): readonly JsonObject[] {
  return columnsOf(kind).map((column): JsonObject => ({
    name: column.name,
    type: column.type ?? "string",
    format: column.format ?? "",
    description: "jsonPath" in column
      ? column.description ||
        `Custom resource definition column (in JSONPath format): ${column.jsonPath}`
      : column.name,
    priority: column.priority ?? 0,
  }));
}

function customCell(column: Column, object: StoredObject, clock: Clock): unknown {
  const value = firstAt(object, column);
  if (value === undefined) return null;
  switch (column.type) {
    case "date":
      return typeof value === "string" ? since(value, clock) : null;
    case "string":
      return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    default:
      return typeof value === "boolean" ? value : null;
  }
}

/** The cells of an object's row. */
export function tableRow(kind: Kind, object: StoredObject, clock: Clock): readonly unknown[] {
  return columnsOf(kind).map((column) =>
    "cell" in column ? column.cell(object, clock) : customCell(column, object, clock)
  );
}
