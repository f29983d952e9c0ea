import { load as parseYaml } from "js-yaml";
import type { Call } from "./call.ts";
import { jsonProblem } from "./go_json.ts";
import { apiVersionOf } from "./kinds.ts";
import { isObject, type JsonObject, type StoredObject } from "./object.ts";
import { readTyped } from "./read.ts";
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
    throw unsupportedMediaType(
      kind.custom
        ? ["application/json", "application/yaml"]
        : ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"],
    );
  }
  const unrecognized = (problem: string) =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${problem} (${
        summary(text)
      })`,
    );
  let value: unknown;
  try {
    value = type === "application/yaml" ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw unrecognized(type === "application/yaml" ? said : jsonProblem(text) ?? said);
  }
  value ??= {};
  if (!isObject(value)) {
    const got = Array.isArray(value) ? "array" : typeof value;
    throw unrecognized(`json: cannot unmarshal ${got} into Go value of type ${headStruct}`);
  }
  return checkPlace(call, readTyped(call, checkKind(call, value)));
}

const headStruct =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

// The beginning of a body that cannot be read; of what is no object, in hexadecimal digits.
function summary(text: string): string {
  if (text === "") return "<empty>";
  const bytes = new TextEncoder().encode(text);
  const more = bytes.length > 30 ? " ..." : "";
  if (text.startsWith("{")) return `${new TextDecoder().decode(bytes.slice(0, 30))}${more}`;
  return `${bytes.slice(0, 30).toHex()}${more}`;
}

function unknownKind(kind: string, version: string): string {
  return `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`;
}

/** Checks that an object is of the kind that the path says, and fills that in where it is left out. */
export function checkKind(call: Call, value: JsonObject): JsonObject {
  const { kind } = call;
  const expected = apiVersionOf(kind);
  const apiVersion = value.apiVersion ?? expected;
  const given = value.kind ?? kind.kind;
  if (kind.custom && (value.kind === undefined || value.apiVersion === undefined)) {
    const missing = value.kind === undefined ? "Kind" : "apiVersion";
    if (call.query.get("fieldValidation") === "Ignore") {
      throw new DecodeError(kind, `Object '${missing}' is missing in '${call.body}'`);
    }
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): Object '${missing}' is missing in '${call.body}' (${
        summary(call.body)
      })`,
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
      unknownKind(String(given), String(apiVersion)),
      kind.kind,
    );
  }
  if (apiVersion !== expected && !kind.custom) {
    throw new DecodeError(
      { kind: kind.kind, version: String(apiVersion).split("/").pop() ?? "" },
      unknownKind(kind.kind, String(apiVersion)),
    );
  }
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  return { ...value, apiVersion: expected, kind: kind.kind };
}

/** 400 for an object without a name where one is needed. */
export function nameless(call: Call): StatusError {
  return badRequest(
    `the name of the object (${call.name} based on URL) was undeterminable: name must be provided`,
  );
}

/** Checks that an object has the name and namespace that the path says, and fills them in where they are left out. */
export function checkPlace(call: Call, given: StoredObject): StoredObject {
  const { kind } = call;
  const object = { ...given };
  if (call.name && !object.metadata.name) throw nameless(call);
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
