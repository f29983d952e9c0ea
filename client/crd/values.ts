import { isRecord } from "../values.ts";

/** A schema that cannot become part of a CRD. `path` says where: `spec.port`. */
export function schemaError(path: string, problem: string): TypeError {
  return new TypeError(`Cannot describe ${path === "" ? "the schema" : path} in a CRD: ${problem}`);
}

/** The path of a part. */
export function child(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Whether two JSON values are equal; the order of keys does not matter. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => equalJson(one, b[i]));
  }
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b) || (a === 0 && b === 0);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]));
}

/** Freezes a JSON value with all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) deepFreeze(one);
  }
  return value;
}

/** The JSON type of a value, `integer` for whole numbers. */
export function jsonType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
