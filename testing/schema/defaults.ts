import { clone, isObject, type JsonObject, setField } from "./json.ts";
import type { TypeSchema } from "./types.ts";

/**
 * A copy of `value` with the defaults of its type put in, as structural defaulting does: only into objects that are
 * there or come by a default themselves. A null where the type allows none gives way to the default, or is dropped.
 */
export function applyDefaults<T>(value: T, schema: TypeSchema | undefined): T {
  return fill(clone(value), schema) as T;
}

function fill(value: unknown, schema: TypeSchema | undefined): unknown {
  if (!schema) return value;
  if (Array.isArray(value)) {
    const items = schema.items;
    return items ? value.map((item) => fill(orDefault(item, items) ?? item, items)) : value;
  }
  return isObject(value) ? fillObject(value, schema) : value;
}

function fillObject(value: JsonObject, schema: TypeSchema): JsonObject {
  const properties = schema.properties ?? {};
  for (const [key, type] of Object.entries(properties)) {
    const present = Object.hasOwn(value, key) ? value[key] : undefined;
    const filled = orDefault(present, type);
    if (filled === undefined) delete value[key];
    else setField(value, key, fill(filled, type));
  }
  const { additionalProperties: rest, open } = schema;
  for (const [key, item] of Object.entries(value)) {
    if (Object.hasOwn(properties, key)) continue;
    if (typeof rest === "object") {
      const filled = orDefault(item, rest);
      if (filled === undefined) delete value[key];
      else setField(value, key, fill(filled, rest));
    } else if (open && item === null) delete value[key];
  }
  return value;
}

function orDefault(value: unknown, type: TypeSchema): unknown {
  const replaces = value === undefined || (value === null && !type.nullable);
  if (!replaces) return value;
  if (type.default !== undefined) return clone(type.default);
  return type.always && type.type === "object" ? {} : undefined;
}
