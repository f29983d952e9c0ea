import { load as parseYaml } from "js-yaml";
import type { Call } from "./call.ts";
import { apiVersionOf, type Kind } from "./kinds.ts";
import { isObject, type JsonObject, type StoredObject } from "./object.ts";
import {
  badRequest,
  DecodeError,
  invalid,
  invalidValue,
  type StatusError,
  unsupportedMediaType,
} from "./status.ts";

/** Reads the object of a request's body. Throws a 400. */
export function parseBody(call: Call, text: string = call.body): StoredObject {
  const { kind } = call;
  const type = (call.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  if (!["", "*/*", "application/json", "application/yaml"].includes(type)) {
    throw unsupportedMediaType(["application/json", "application/yaml"]);
  }
  let value: unknown;
  try {
    value = type === "application/yaml" ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
  if (!isObject(value)) {
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind})`);
  }
  return checkObject(call, value);
}

/** Checks that an object is of the kind, name and namespace that the path says, and fills in what is left out. */
export function checkObject(call: Call, value: JsonObject): StoredObject {
  const { kind } = call;
  const expected = apiVersionOf(kind);
  const apiVersion = value.apiVersion ?? expected;
  const given = value.kind ?? kind.kind;
  if (kind.custom && (value.kind === undefined || value.apiVersion === undefined)) {
    const missing = value.kind === undefined ? "Kind" : "apiVersion";
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): Object '${missing}' is missing`,
    );
  }
  if (given !== kind.kind) {
    if (kind.custom) {
      const { name } = isObject(value.metadata) ? value.metadata : {};
      throw invalid({ group: kind.group, kind: String(given) }, String(name ?? ""), [
        invalidValue("kind", given, `must be ${kind.kind}`),
      ]);
    }
    throw new DecodeError(
      { kind: String(given), version: String(apiVersion).split("/").pop() ?? "" },
      `converting (${apiVersion}.${given}) to (${kind.group}.${kind.kind}): unknown conversion`,
    );
  }
  if (apiVersion !== expected && !kind.custom) {
    throw new DecodeError(
      { kind: kind.kind, version: String(apiVersion) },
      `no kind "${kind.kind}" is registered for version "${apiVersion}"`,
    );
  }
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  const metadata = value.metadata ?? {};
  if (!isObject(metadata)) throw decodeProblem(kind, "metadata", metadata, "v1.ObjectMeta");
  checkMetadataTypes(kind, metadata);
  const object = { ...value, apiVersion: expected, kind: kind.kind, metadata } as StoredObject;
  if (call.name && object.metadata.name && object.metadata.name !== call.name) {
    throw badRequest(
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${call.name})`,
    );
  }
  if (object.metadata.namespace && object.metadata.namespace !== call.namespace) {
    throw badRequest(
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
  object.metadata = {
    ...object.metadata,
    ...(call.name ? { name: call.name } : {}),
    ...(kind.namespaced ? { namespace: call.namespace } : {}),
  };
  return object;
}

function decodeProblem(kind: Kind, field: string, value: unknown, type: string): StatusError {
  const got = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return new DecodeError(
    kind,
    `json: cannot unmarshal ${got} into Go struct field ${kind.kind}.${field} of type ${type}`,
  );
}

function checkMetadataTypes(kind: Kind, metadata: JsonObject): void {
  for (const field of ["labels", "annotations"]) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    if (!isObject(map)) throw decodeProblem(kind, `metadata.${field}`, map, "map[string]string");
    for (const value of Object.values(map)) {
      if (typeof value !== "string") {
        throw decodeProblem(kind, `metadata.${field}`, value, "string");
      }
    }
  }
  for (const field of ["name", "namespace", "generateName", "uid", "resourceVersion"]) {
    const value = metadata[field];
    if (value !== undefined && value !== null && typeof value !== "string") {
      throw decodeProblem(kind, `metadata.${field}`, value, "string");
    }
  }
  for (const field of ["finalizers", "ownerReferences"]) {
    const value = metadata[field];
    if (value !== undefined && value !== null && !Array.isArray(value)) {
      throw decodeProblem(kind, `metadata.${field}`, value, "[]string");
    }
  }
}
