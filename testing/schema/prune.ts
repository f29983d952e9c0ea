import { isObject, type JsonObject, setField } from "./json.ts";
import { metadataSchema } from "./metadata.ts";
import type { TypeSchema } from "./types.ts";

/**
 * A copy of an object without the fields that its type does not know. `apiVersion`, `kind` and `metadata` stay, as does
 * all that is under `x-kubernetes-preserve-unknown-fields`.
 */
export function prune<T>(value: T, schema: TypeSchema | undefined): T {
  return walk(value, schema, "", true, undefined) as T;
}

/**
 * The paths of the fields that the type of an object does not know, for strict field validation: the server words them
 * as `unknown field "spec.foo"`.
 *
 * @param path Where the value is; "" for a whole object.
 */
export function unknownFields(
  value: unknown,
  schema: TypeSchema | undefined,
  path: string = "",
): string[] {
  const found: string[] = [];
  walk(value, schema, path, path === "", found);
  return found.sort();
}

function walk(
  value: unknown,
  schema: TypeSchema | undefined,
  path: string,
  whole: boolean,
  found: string[] | undefined,
): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) {
    return value.map((item, i) => walk(item, schema.items, `${path}[${i}]`, false, found));
  }
  if (!isObject(value)) return value;
  const isResource = whole || schema["x-kubernetes-embedded-resource"] === true;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const below = path === "" ? key : `${path}.${key}`;
    const type = typeOf(schema, key, isResource);
    if (type === "unknown") found?.push(below);
    else setField(result, key, walk(item, type, below, false, found));
  }
  return result;
}

function typeOf(
  schema: TypeSchema,
  key: string,
  isResource: boolean,
): TypeSchema | undefined | "unknown" {
  if (isResource && (key === "apiVersion" || key === "kind")) return undefined;
  if (isResource && key === "metadata") return metadataSchema;
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  const rest = schema.additionalProperties;
  if (typeof rest === "object") return rest;
  const keeps = rest === true || schema.open || schema["x-kubernetes-preserve-unknown-fields"];
  return keeps ? undefined : "unknown";
}
