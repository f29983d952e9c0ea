import type { Kind } from "./kinds.ts";
import { canonical, sameJson, type StoredObject } from "./object.ts";
import {
  applyDefaults,
  type GoField,
  type GoStruct,
  prune,
  structOf,
  type TypeSchema,
} from "./schema/mod.ts";

const metadataField: GoField = {
  name: "metadata",
  type: {
    kind: "struct",
    name: "meta/v1.ObjectMeta",
    struct: () => structOf("meta/v1.ObjectMeta"),
  },
  pointer: false,
  omit: false,
  keys: [],
  atomic: false,
};

/** What carries metadata and nothing else. */
export const metadataStruct: GoStruct = {
  name: "meta/v1.PartialObjectMetadata",
  short: "PartialObjectMetadata",
  atomic: false,
  fields: [metadataField],
  byName: new Map([["metadata", metadataField]]),
};

const contents = new WeakMap<TypeSchema, TypeSchema>();

/** What a custom kind's objects may hold: its schema has no say in apiVersion, kind and metadata. */
export function contentSchema(kind: Kind): TypeSchema | undefined {
  const schema = kind.custom?.schema;
  if (!schema) return undefined;
  let content = contents.get(schema);
  if (!content) {
    const { apiVersion: _a, kind: _k, metadata: _m, ...properties } = schema.properties ?? {};
    const required = schema.required?.filter((one) =>
      one !== "metadata" && one !== "apiVersion" && one !== "kind"
    );
    content = { ...schema, properties, ...(required ? { required } : {}) };
    contents.set(schema, content);
  }
  return content;
}

const shown = new WeakMap<
  StoredObject,
  { readonly schema: TypeSchema; readonly object: StoredObject }
>();

/** A custom object as its definition has it now: the schema may have changed since the object was written. */
export function inSchema(object: StoredObject, kind: Kind): StoredObject {
  const schema = contentSchema(kind);
  if (!kind.custom || !schema) return object;
  const known = shown.get(object);
  if (known?.schema === schema) return known.object;
  const { apiVersion, kind: name, metadata, ...content } = object;
  const kept = kind.custom.preserveUnknown ? content : prune(content, schema);
  const filled = canonical(
    { ...applyDefaults(kept, schema), apiVersion, kind: name, metadata },
    true,
  );
  const same = sameJson(filled, object);
  shown.set(object, { schema, object: same ? object : filled });
  return same ? object : filled;
}
