import type { Call } from "./call.ts";
import { applyBuiltinDefaults } from "./defaults.ts";
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
 * An object as the server understands it: of the right types, without fields that its kind does not have, with the
 * defaults of its kind. Throws a 400 for values of other types, and for unknown fields where that is asked for.
 */
export function readTyped(call: Call, given: JsonObject): StoredObject {
  return call.kind.custom ? readCustom(call, given) : readBuiltin(call, given);
}

function readBuiltin(call: Call, given: JsonObject): StoredObject {
  const { kind } = call;
  const struct = goTypeOf(kind.group, kind.version, kind.kind);
  if (!struct) return canonical(copy(given), false);
  const { value, unknown, problem } = decodeTyped(given, struct);
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
      decoded.problem.replace("ObjectMeta.metadata.", "ObjectMeta."),
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
