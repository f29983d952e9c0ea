import { apiVersionOf, type Kind } from "./kinds.ts";
import { canonical, type JsonObject, sameJson, type StoredObject } from "./object.ts";
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

/** What custom objects may hold: their schema has no say in apiVersion, kind and metadata. */
export function contentOf(schema: TypeSchema): TypeSchema {
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

/** What a custom kind's objects may hold. */
export function contentSchema(kind: Kind): TypeSchema | undefined {
  return kind.custom?.schema && contentOf(kind.custom.schema);
}

type Cache = WeakMap<StoredObject, { readonly by: TypeSchema; readonly object: StoredObject }>;

function cached(
  cache: Cache,
  object: StoredObject,
  by: TypeSchema,
  make: () => StoredObject,
): StoredObject {
  const known = cache.get(object);
  if (known?.by === by) return known.object;
  const made = make();
  cache.set(object, { by, object: made });
  return made;
}

const shown: Cache = new WeakMap();
const converted: Cache = new WeakMap();

/**
 * A custom object in one version of its definition as that is now: the schema may have changed since the object was
 * written. It is read by the schema of the version that it is stored in, and what the version asked for does not have
 * goes; the defaults of that version are for what is written through it.
 */
export function inSchema(object: StoredObject, kind: Kind): StoredObject {
  const { custom } = kind;
  const own = contentSchema(kind);
  const wanted = apiVersionOf(kind);
  if (!custom || !own) {
    return object.apiVersion === wanted ? object : { ...object, apiVersion: wanted };
  }
  const given = custom.schemas.get(object.apiVersion);
  const stored = given ? contentOf(given) : own;
  const keep = (content: JsonObject, schema: TypeSchema) =>
    custom.preserveUnknown ? content : prune(content, schema);
  const read = cached(shown, object, stored, () => {
    const { apiVersion, kind: name, metadata, ...content } = object;
    const filling = applyDefaults(keep(content, stored), stored);
    const filled = canonical({ ...filling, apiVersion, kind: name, metadata }, true);
    return sameJson(filled, object) ? object : filled;
  });
  if (object.apiVersion === wanted) return read;
  return cached(converted, read, own, () => {
    const { apiVersion: _, kind: name, metadata, ...content } = read;
    return canonical({ ...keep(content, own), apiVersion: wanted, kind: name, metadata }, true);
  });
}
