import { isObject, type JsonObject } from "./object.ts";

/** Sets the fields that are absent or empty. Changes `target`. */
export function fill(target: JsonObject, defaults: { readonly [key: string]: unknown }): void {
  for (const key of Object.keys(defaults)) {
    const value = target[key];
    if (value === undefined || value === null || value === "") {
      target[key] = structuredClone(defaults[key]);
    }
  }
}

/** The objects of a list; none of what is no list. */
export function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
