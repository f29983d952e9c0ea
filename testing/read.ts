import type { Call } from "./call.ts";
import { applyBuiltinDefaults } from "./defaults.ts";
import type { Kind } from "./kinds.ts";
import { canonical, copy, isObject, type JsonObject, type StoredObject } from "./object.ts";
import {
  applyDefaults,
  decodeTyped,
  goTypeOf,
  prune,
  type TypeSchema,
  unknownFields,
} from "./schema/mod.ts";
import { DecodeError } from "./status.ts";
import { contentSchema, metadataStruct } from "./typed.ts";

function report(call: Call, unknown: readonly string[]): void {
  if (!unknown.length) return;
  const mode = call.query.get("fieldValidation") || "Warn";
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (mode === "Warn") call.warnings.push(...texts);
  if (mode === "Strict") {
    throw new DecodeError(call.kind, `strict decoding error: ${texts.join(", ")}`);
  }
}

/**
 * A built-in object as it comes back from the storage: protobuf does not tell an empty list or map from none. Kinds of
 * apiextensions are stored as JSON.
 */
export function fromStorage(kind: Kind, object: StoredObject): StoredObject {
  if (kind.custom || kind.group === "apiextensions.k8s.io") return object;
  const struct = goTypeOf(kind.group, kind.version, kind.kind);
  const emptied = struct?.fields.find((field) =>
    !field.omit && isBlank(object[field.name]) && field.type.kind !== "struct"
  );
  return emptied ? { ...object, [emptied.name]: null } : object;
}

function isBlank(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/**
 * An object as the server understands it: of the right types, without fields that its kind does not have, with the
 * defaults of its kind. Throws a 400 for values of other types, and for unknown fields where that is asked for.
 */
export function readTyped(call: Call, given: JsonObject, unstructured = false): StoredObject {
  return call.kind.custom ? readCustom(call, given) : readBuiltin(call, given, unstructured);
}

function readBuiltin(call: Call, given: JsonObject, unstructured: boolean): StoredObject {
  const { kind } = call;
  const struct = goTypeOf(kind.group, kind.version, kind.kind);
  if (!struct) return canonical(copy(given), false);
  const { value, unknown, problem } = decodeTyped(given, struct, unstructured);
  if (problem !== undefined) throw new DecodeError(kind, problem);
  report(call, unknown);
  const object = value as StoredObject;
  applyBuiltinDefaults(kind, object);
  return object;
}

function readCustom(call: Call, given: JsonObject): StoredObject {
  const { apiVersion, kind: name, metadata: givenMetadata, ...rest } = given;
  const decoded = decodeTyped({ metadata: givenMetadata ?? {} }, metadataStruct);
  if (decoded.problem !== undefined) {
    throw new DecodeError(
      call.kind,
      decoded.problem.replace("ObjectMeta.metadata.", "ObjectMeta.")
        .replace("struct field PartialObjectMetadata.metadata of", "value of"),
    );
  }
  const { metadata } = decoded.value;
  const schema = contentSchema(call.kind);
  if (!schema || call.kind.custom?.preserveUnknown) {
    report(call, decoded.unknown);
    return canonical({ ...rest, apiVersion, kind: name, metadata }, true);
  }
  readEmbedded(call, rest, schema, "");
  report(call, [...decoded.unknown, ...unknownFields(rest, schema)].sort());
  const content = applyDefaults(prune(rest, schema), schema);
  return canonical({ ...content, apiVersion, kind: name, metadata }, true);
}

// The metadata of whole objects within others is of a Go type, as their own is.
function readEmbedded(call: Call, value: unknown, schema: TypeSchema, path: string): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) value.forEach((item, at) => readEmbedded(call, item, items, `${path}[${at}]`));
    return;
  }
  if (!isObject(value)) return;
  if (schema["x-kubernetes-embedded-resource"] && value.metadata !== undefined) {
    const { problem } = decodeTyped({ metadata: value.metadata }, metadataStruct);
    if (problem !== undefined) {
      const at = `${path}.metadata: Invalid value: ${JSON.stringify(value.metadata)}`;
      const text = problem.replace("ObjectMeta.metadata.", "ObjectMeta.");
      throw new DecodeError(call.kind, `${at}: ${text}`);
    }
  }
  const { properties = {}, additionalProperties: rest } = schema;
  for (const [key, item] of Object.entries(value)) {
    const named = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (named) readEmbedded(call, item, named, path ? `${path}.${key}` : key);
    else if (typeof rest === "object") readEmbedded(call, item, rest, `${path}[${key}]`);
  }
}
