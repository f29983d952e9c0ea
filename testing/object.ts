import type { InputMetadata } from "../client/mod.ts";
import { equal } from "./schema/json.ts";

/** Any JSON object. */
export type JsonObject = { [key: string]: unknown };

/** An object as the server holds it. Never changed in place: a write stores a new one. */
export interface StoredObject {
  /** Group and version it is held in. */
  apiVersion: string;
  /** Kind. */
  kind: string;
  /** Metadata. */
  metadata: InputMetadata;
  /** Everything else. */
  [key: string]: unknown;
}

/** Whether `value` is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A deep copy. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => copy(item)) as T;
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value)) setKey(result, key, copy(value[key]));
  return result as T;
}

/** Sets a key even when it is `__proto__`. */
export function setKey(target: JsonObject, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else target[key] = value;
}

/** Reads a dotted path: `spec.nodeName`. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const step of path.split(".")) {
    if (!isObject(current)) return undefined;
    current = current[step];
  }
  return current;
}

/** The object at `key`, made if there is none. */
export function child(value: JsonObject, key: string): JsonObject {
  const found = value[key];
  if (isObject(found)) return found;
  const made: JsonObject = {};
  value[key] = made;
  return made;
}

const metadataOrder = [
  "name",
  "generateName",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
];

/** A copy whose keys are in the order of the alphabet, as Go writes maps. */
export function sorted(value: unknown, dropNull = false): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item, dropNull));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined || (dropNull && item === null)) continue;
    setKey(result, key, sorted(item, dropNull));
  }
  return result;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/**
 * The form in which objects are stored and compared: keys in a fixed order, no empty metadata. Custom objects are sorted
 * throughout.
 */
export function canonical(object: JsonObject, custom: boolean): StoredObject {
  const metadata: JsonObject = {};
  const given = isObject(object.metadata) ? object.metadata : {};
  const keys = Object.keys(given);
  const order = custom
    ? keys.sort()
    : [...metadataOrder, ...keys.filter((key) => !metadataOrder.includes(key)).sort()];
  for (const key of order) {
    if (isEmpty(given[key]) || (key === "generation" && given[key] === 0)) continue;
    metadata[key] = sorted(given[key], true);
  }
  if (custom) {
    return withMetadata(sorted(object, false) as JsonObject, metadata);
  }
  const { apiVersion, kind, metadata: _, ...rest } = object;
  return { kind, apiVersion, metadata, ...rest } as StoredObject;
}

function withMetadata(object: JsonObject, metadata: JsonObject): StoredObject {
  object.metadata = metadata;
  return object as StoredObject;
}

/** Whether two JSON values are equal, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return equal(a, b);
}

const texts = new WeakMap<object, string>();

/** The JSON text of an object that does not change any more, made once. */
export function textOf(object: object): string {
  let text = texts.get(object);
  if (text === undefined) {
    text = JSON.stringify(object);
    texts.set(object, text);
  }
  return text;
}
