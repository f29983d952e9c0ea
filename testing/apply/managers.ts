import { field, isObject, type JsonObject } from "../schema/mod.ts";
import {
  difference,
  emptySet,
  type FieldSet,
  fromFieldsV1,
  isEmpty,
  setOf,
  toFieldsV1,
  union,
} from "./field_set.ts";

/** One manager of an object, with what it owns. */
export interface Manager {
  /** Name. */
  readonly manager: string;
  /** Whether it applies or writes in other ways. */
  readonly operation: "Apply" | "Update";
  /** Subresource that it writes through; "" for the object itself. */
  readonly subresource: string;
  /** Version that its fields are written in. */
  readonly apiVersion: string;
  /** When it last changed something; absent if it never did. */
  readonly time?: string | undefined;
  /** What it owns. */
  readonly fields: FieldSet;
}

/** Managers by identity. */
export type Managers = Map<string, Manager>;

/** Managers of updates beyond this number are put together, the oldest first. */
const maxUpdateManagers = 10;

/** Fields that nobody owns. */
const system: FieldSet = setOf([
  ["f:apiVersion"],
  ["f:kind"],
  ["f:metadata"],
  ...[
    "name",
    "namespace",
    "creationTimestamp",
    "selfLink",
    "uid",
    "clusterName",
    "generation",
    "managedFields",
    "resourceVersion",
  ].map((name) => ["f:metadata", `f:${name}`]),
]);

/** Two entries with the same identity are one manager. An applier is the same whatever version it applies. */
export function identityOf(manager: Omit<Manager, "fields">): string {
  const { operation, subresource, apiVersion } = manager;
  return JSON.stringify([
    manager.manager,
    operation,
    operation === "Apply" ? "" : apiVersion,
    subresource,
  ]);
}

/** Reads `metadata.managedFields`. */
export function readManagers(object: unknown): Managers {
  const result: Managers = new Map();
  const entries = field(field(object, "metadata"), "managedFields");
  for (const entry of Array.isArray(entries) ? entries : []) {
    const operation = field(entry, "operation");
    if (operation !== "Apply" && operation !== "Update") continue;
    const manager: Manager = {
      manager: text(entry, "manager"),
      operation,
      subresource: text(entry, "subresource"),
      apiVersion: text(entry, "apiVersion"),
      time: text(entry, "time") || undefined,
      fields: fromFieldsV1(field(entry, "fieldsV1")),
    };
    result.set(identityOf(manager), manager);
  }
  return result;
}

/** Whether an object that is written asks to forget all managers: an empty list, or one empty entry. */
export function resetsManagers(object: unknown): boolean {
  const entries = field(field(object, "metadata"), "managedFields");
  if (!Array.isArray(entries)) return false;
  return entries.length === 0 ||
    (entries.length === 1 && isObject(entries[0]) && Object.keys(entries[0]).length === 0);
}

/** The object with these managers as its `managedFields`, in the server's order. */
export function writeManagers(object: JsonObject, managers: Managers): JsonObject {
  const entries = [...managers.values()].toSorted(compareManagers).map((manager) => ({
    manager: manager.manager,
    operation: manager.operation,
    apiVersion: manager.apiVersion,
    ...(manager.time === undefined ? {} : { time: manager.time }),
    fieldsType: "FieldsV1",
    fieldsV1: toFieldsV1(manager.fields),
    ...(manager.subresource === "" ? {} : { subresource: manager.subresource }),
  }));
  const { managedFields: _, ...metadata } = metadataOf(object);
  const managed = entries.length === 0 ? {} : { managedFields: entries };
  return { ...object, metadata: { ...metadata, ...managed } };
}

/** The object without `managedFields`. */
export function withoutManagers(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Sets what a manager owns, less what nobody does; without anything left the manager is gone. */
export function setFields(managers: Managers, manager: Manager): void {
  const fields = difference(manager.fields, system);
  if (isEmpty(fields)) managers.delete(identityOf(manager));
  else managers.set(identityOf(manager), { ...manager, fields });
}

/** Puts the oldest managers of updates together as `ancient-changes` while there are more than ten. */
export function capManagers(managers: Managers): void {
  const updates = [...managers].filter(([, { operation }]) => operation === "Update")
    .toSorted(([, a], [, b]) => compareManagers(a, b));
  let excess = updates.length - maxUpdateManagers;
  const first = new Map<string, string>();
  for (const [id, manager] of updates) {
    if (excess <= 0) return;
    const { apiVersion } = manager;
    const bucket: Manager = {
      ...manager,
      manager: "ancient-changes",
      subresource: "",
      fields: emptySet(),
    };
    const bucketId = identityOf(bucket);
    const start = first.get(apiVersion);
    if (start === undefined) {
      first.set(apiVersion, id);
      continue;
    }
    const gathered = managers.get(bucketId) ?? managers.get(start);
    if (!managers.has(bucketId)) managers.delete(start);
    managers.delete(id);
    const fields = union(gathered?.fields ?? emptySet(), manager.fields);
    managers.set(bucketId, { ...bucket, fields });
    excess--;
  }
}

function compareManagers(a: Manager, b: Manager): number {
  return compareText(a.operation, b.operation) ||
    seconds(a.time) - seconds(b.time) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function seconds(time: string | undefined): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1_000);
}

function metadataOf(object: JsonObject): JsonObject {
  return isObject(object.metadata) ? object.metadata : {};
}

function text(entry: unknown, key: string): string {
  const value = field(entry, key);
  return typeof value === "string" ? value : "";
}
