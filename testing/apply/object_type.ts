import { isObject, type JsonObject, metadataSchema, type TypeSchema } from "../schema/mod.ts";

const wholes = new WeakMap<TypeSchema, TypeSchema>();

/** The type of a whole object: what a CRD's schema leaves out, `apiVersion`, `kind` and `metadata`, is added. */
export function withMetadata(schema: TypeSchema | undefined): TypeSchema {
  const known = schema && wholes.get(schema);
  if (known) return known;
  const whole = completed(schema);
  if (schema) wholes.set(schema, whole);
  return whole;
}

function completed(schema: TypeSchema | undefined): TypeSchema {
  const text: TypeSchema = { type: "string" };
  const properties = {
    ...schema?.properties,
    apiVersion: text,
    kind: text,
    metadata: metadataSchema,
  };
  const base: TypeSchema = schema ?? { "x-kubernetes-preserve-unknown-fields": true };
  return { ...base, type: "object", properties };
}

/**
 * The object that a create starts from. Of a built-in kind it has the fields that the server's type holds by value, so
 * that `spec` itself is not taken for something that was added.
 */
export function emptyObject(like: JsonObject, schema: TypeSchema): JsonObject {
  const { apiVersion, kind } = like;
  return { apiVersion, kind, ...empty(schema) };
}

function emptyValue(type: TypeSchema): unknown {
  if (type.type === "object") return empty(type);
  return type.default ?? null;
}

function empty(schema: TypeSchema): JsonObject {
  const result: JsonObject = {};
  for (const [key, type] of Object.entries(schema.properties ?? {})) {
    if (type.always) result[key] = emptyValue(type);
    else if (key === "metadata" && isObject(type.properties?.name)) result[key] = {};
  }
  return result;
}
