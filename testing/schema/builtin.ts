import { zeroOf } from "./decode.ts";
import { type GoField, type GoStruct, type GoType, goTypeOf } from "./go_types.ts";
import type { TypeSchema } from "./types.ts";

const schemas = new Map<GoStruct, TypeSchema>();

/**
 * How the objects of a built-in kind are merged: keys of lists, maps that are taken whole, what is there though nobody
 * wrote it.
 *
 * @returns Undefined for a kind that is not known.
 */
export function builtinSchema(
  group: string,
  version: string,
  kind: string,
): TypeSchema | undefined {
  const struct = goTypeOf(group, version, kind);
  return struct && schemaOfStruct(struct);
}

function schemaOfStruct(struct: GoStruct): TypeSchema {
  const known = schemas.get(struct);
  if (known) return known;
  const properties: Record<string, TypeSchema> = {};
  // Remembered before its fields are read: types may contain themselves.
  const schema: TypeSchema = {
    type: "object",
    typed: true,
    properties,
    ...(struct.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
  };
  schemas.set(struct, schema);
  for (const field of struct.fields) properties[field.name] = schemaOfField(field);
  return schema;
}

function schemaOfField(field: GoField): TypeSchema {
  const { type, strategy, mergeKey, listType, keys, fallback } = field;
  const base = schemaOfType(type);
  const fixed = !field.omit && !field.pointer;
  const zero = type.kind === "scalar" && fixed ? zeroOf(field) : undefined;
  const preset = fallback ?? (zero === null ? undefined : zero);
  return {
    ...base,
    ...(fixed ? { always: true } : {}),
    ...(preset === undefined ? {} : { default: preset }),
    ...(strategy ? { "x-kubernetes-patch-strategy": strategy } : {}),
    ...(mergeKey ? { "x-kubernetes-patch-merge-key": mergeKey } : {}),
    ...(listType ? { "x-kubernetes-list-type": listType } : {}),
    ...(keys.length ? { "x-kubernetes-list-map-keys": keys } : {}),
    ...(field.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
  };
}

const scalars: Readonly<Record<string, TypeSchema>> = {
  bool: { type: "boolean" },
  int32: { type: "integer" },
  int64: { type: "integer" },
  float64: { type: "number" },
  quantity: { "x-kubernetes-int-or-string": true },
  intstr: { "x-kubernetes-int-or-string": true },
  any: { "x-kubernetes-preserve-unknown-fields": true },
};

function schemaOfType(type: GoType): TypeSchema {
  switch (type.kind) {
    case "struct":
      // Getters, so that a type that contains itself ends.
      return lazy(type.struct);
    case "list":
      return { type: "array", items: schemaOfType(type.items) };
    case "map":
      return { type: "object", additionalProperties: schemaOfType(type.values) };
    default:
      return scalars[type.basic] ?? { type: "string" };
  }
}

function lazy(struct: () => GoStruct): TypeSchema {
  return schemaOfStruct(struct());
}
