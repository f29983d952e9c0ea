import { apiVersionOf, type Kind } from "./kinds.ts";
import type { JsonObject } from "./object.ts";
import { type GoStruct, type GoType, goTypeOf, structOf, type TypeSchema } from "./schema/mod.ts";

const scalars: Readonly<Record<string, JsonObject>> = {
  bool: { type: "boolean" },
  int: { type: "integer", format: "int64" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  uint32: { type: "integer", format: "int64" },
  float64: { type: "number", format: "double" },
  bytes: { type: "string", format: "byte" },
  time: { type: "string", format: "date-time" },
  microtime: { type: "string", format: "date-time" },
  intstr: { type: "string", format: "int-or-string" },
  any: { type: "object" },
};

/** The name of a struct among the schemas of a document. */
function componentOf(struct: GoStruct): string {
  return `io.k8s.${struct.name.replaceAll("/", ".")}`;
}

/** The types of one document, each under its name. */
export interface Components {
  /** The types so far. */
  readonly schemas: JsonObject;
  /** Adds a kind and all that it is made of; answers its name. */
  readonly add: (kind: Kind) => string;
}

/** Makes an empty set of types. */
export function createComponents(): Components {
  const schemas: JsonObject = {};
  const ofType = (type: GoType): JsonObject => {
    switch (type.kind) {
      case "struct":
        return reference(type.struct());
      case "list":
        return { type: "array", items: ofType(type.items) };
      case "map":
        return { type: "object", additionalProperties: ofType(type.values) };
      default:
        return scalars[type.basic] ?? { type: "string" };
    }
  };
  const reference = (struct: GoStruct, extra: JsonObject = {}): JsonObject => {
    const name = componentOf(struct);
    if (!(name in schemas)) {
      const properties: JsonObject = {};
      // Named before its fields are looked at: types may contain themselves.
      schemas[name] = { type: "object", properties, ...extra };
      for (const field of struct.fields) {
        properties[field.name] = {
          ...ofType(field.type),
          ...(field.strategy ? { "x-kubernetes-patch-strategy": field.strategy } : {}),
          ...(field.mergeKey ? { "x-kubernetes-patch-merge-key": field.mergeKey } : {}),
          ...(field.listType ? { "x-kubernetes-list-type": field.listType } : {}),
          ...(field.keys.length ? { "x-kubernetes-list-map-keys": field.keys } : {}),
        };
      }
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const custom = (kind: Kind, schema: TypeSchema): JsonObject => ({
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: "string", description: "Group and version of the object's kind" },
      kind: { type: "string", description: "The object's kind" },
      metadata: {
        description: "What every object has: name, labels, owners",
        allOf: [reference(structOf("meta/v1.ObjectMeta"))],
      },
    },
    "x-kubernetes-group-version-kind": [namesOf(kind)],
  });
  return {
    schemas,
    add(kind) {
      const struct = kind.custom ? undefined : goTypeOf(kind.group, kind.version, kind.kind);
      const extra = { "x-kubernetes-group-version-kind": [namesOf(kind)] };
      if (struct) {
        reference(struct, extra);
        return componentOf(struct);
      }
      const group = [...(kind.group || "core").split(".").reverse(), kind.version];
      const name = `${group.join(".")}.${kind.kind}`;
      schemas[name] = custom(kind, kind.custom?.schema ?? { type: "object" });
      return name;
    },
  };
}

/** Group, version and kind, as documents name them. */
export function namesOf(kind: Kind): JsonObject {
  return { group: kind.group, version: kind.version, kind: kind.kind };
}

/** `apis/apps/v1`, `api/v1`: where a version of a group is. */
export function rootOf(kind: Pick<Kind, "group" | "version">): string {
  return `${kind.group ? "apis" : "api"}/${apiVersionOf(kind)}`;
}
