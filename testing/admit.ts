import { parse as parseYaml } from "yaml";
import { randomUuid } from "../_internal/mod.ts";
import { trackUpdate } from "./apply/mod.ts";
import { applyBuiltinDefaults } from "./defaults.ts";
import { type Call, type Core, managerOf, timestamp } from "./call.ts";
import { apiVersionOf, type Kind } from "./kinds.ts";
import { validateMetadata, validateMetadataChange } from "./names.ts";
import {
  canonical,
  copy,
  isObject,
  type JsonObject,
  sameJson,
  type StoredObject,
} from "./object.ts";
import {
  applyDefaults,
  builtinSchema,
  prune,
  type TypeSchema,
  validateSchema,
} from "./schema/mod.ts";
import {
  badRequest,
  type Cause,
  conflict,
  forbidden,
  invalid,
  notFound,
  unsupportedMediaType,
} from "./status.ts";
import { validateBuiltin } from "./validate.ts";

/** The schema by which a kind's objects are merged. */
export function schemaOf(kind: Kind): TypeSchema | undefined {
  return kind.custom ? kind.custom.schema : builtinSchema(kind.group, kind.version, kind.kind);
}

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
  if (given !== kind.kind) {
    throw badRequest(
      `${given} in version ${
        JSON.stringify(String(apiVersion).split("/").pop())
      } cannot be handled as a ${kind.kind}: converting (${apiVersion}.${given}) to (${kind.group}.${kind.kind}): unknown conversion`,
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

function decodeProblem(kind: Kind, field: string, value: unknown, type: string) {
  const got = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return badRequest(
    `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ${got} into Go struct field ${kind.kind}.${field} of type ${type}`,
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

/** Refuses writes into a namespace that is not there or on its way out. */
export function checkNamespace(core: Core, call: Call, name: string): void {
  if (!call.kind.namespaced) return;
  const namespace = core.storage.get("namespaces", "", call.namespace);
  if (!namespace) throw notFound({ group: "", plural: "namespaces" }, call.namespace);
  if (namespace.metadata.deletionTimestamp) {
    throw forbidden(
      call.kind,
      name,
      `unable to create new content in namespace ${call.namespace} because it is being terminated`,
      [{
        reason: "NamespaceTerminating",
        message: `namespace ${call.namespace} is being terminated`,
        field: "metadata.namespace",
      }],
    );
  }
}

// Defaults, unknown fields, validity: the same for creation and update.
function shape(call: Call, object: StoredObject, old?: StoredObject): StoredObject {
  const { kind } = call;
  if (!kind.custom) {
    applyBuiltinDefaults(kind, object);
    const result = canonical(object, false);
    refuse(kind, result, [
      ...validateMetadata(kind, result),
      ...validateBuiltin(kind, result, old),
    ]);
    return result;
  }
  const { schema, preserveUnknown } = kind.custom;
  const { apiVersion, kind: name, metadata, ...rest } = object;
  let content: JsonObject = rest;
  if (schema) {
    // apiVersion, kind and metadata are the server's own, whatever the schema says of them.
    const { apiVersion: _a, kind: _k, metadata: _m, ...properties } = schema.properties ?? {};
    const own: TypeSchema = { ...schema, properties };
    if (!preserveUnknown) {
      const kept = prune(content, own);
      reportUnknown(call, content, kept);
      content = kept as JsonObject;
    }
    content = applyDefaults(content, own) as JsonObject;
    const result = canonical({ ...content, apiVersion, kind: name, metadata }, true);
    const required = (own.required ?? []).filter((one) =>
      one !== "metadata" && one !== "apiVersion" && one !== "kind"
    );
    const causes = validateSchema(content, { ...own, required }, "");
    refuse(kind, result, [
      ...validateMetadata(kind, result),
      ...causes.map((one): Cause => ({
        reason: one.reason,
        message: one.message,
        field: one.field || "<nil>",
      })),
    ]);
    return result;
  }
  const result = canonical({ ...content, apiVersion, kind: name, metadata }, true);
  refuse(kind, result, validateMetadata(kind, result));
  return result;
}

function refuse(kind: Kind, object: StoredObject, causes: readonly Cause[]): void {
  if (causes.length) throw invalid(kind, object.metadata.name ?? "", causes);
}

function unknownFields(before: unknown, after: unknown, path: string): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.flatMap((item, index) => unknownFields(item, after[index], `${path}[${index}]`));
  }
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(before).sort().flatMap((key) => {
    const at = path ? `${path}.${key}` : key;
    return Object.hasOwn(after, key) ? unknownFields(before[key], after[key], at) : [at];
  });
}

function reportUnknown(call: Call, before: unknown, after: unknown): void {
  const mode = call.query.get("fieldValidation") ?? "Warn";
  if (mode === "Ignore") return;
  const unknown = unknownFields(before, after, "").map((field) => `unknown field "${field}"`);
  if (!unknown.length) return;
  if (mode === "Strict") {
    throw badRequest(
      `${call.kind.kind} in version "${call.kind.version}" cannot be handled as a ${call.kind.kind}: strict decoding error: ${
        unknown.join(", ")
      }`,
    );
  }
  call.warnings.push(...unknown);
}

/** Makes an object ready for its first storing: identity, defaults, checks, owners of its fields. */
export function admitCreate(
  core: Core,
  call: Call,
  given: StoredObject,
  tracked = true,
): StoredObject {
  const { kind } = call;
  const object = copy(given);
  const { metadata } = object;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.resourceVersion;
  Reflect.deleteProperty(metadata, "selfLink");
  if (!kind.namespaced) delete metadata.namespace;
  metadata.uid = randomUuid(core.random);
  metadata.creationTimestamp = timestamp(core.clock);
  metadata.resourceVersion = "0";
  if (kind.generation) metadata.generation = 1;
  else delete metadata.generation;
  if (kind.status) delete object.status;
  const shaped = shape(call, object);
  if (!tracked) return shaped;
  const managed = trackUpdate({
    before: undefined,
    after: shaped,
    manager: managerOf(call),
    now: timestamp(core.clock),
    ...optionalSchema(kind),
  });
  return canonical(managed as JsonObject, kind.custom !== undefined);
}

function optionalSchema(kind: Kind): { schema?: TypeSchema } {
  const schema = schemaOf(kind);
  return schema ? { schema } : {};
}

function without(object: StoredObject, ...fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !fields.includes(key)));
}

// What a write of the main resource or of a subresource may change.
function combine(call: Call, old: StoredObject, given: StoredObject): StoredObject {
  const { kind, subresource } = call;
  if (subresource === "status") {
    // Custom kinds take nothing but the status; built-in ones take metadata too, Deployments all but labels (the
    // strategies in kubernetes/pkg/registry).
    const { resourceVersion, uid, managedFields } = given.metadata;
    const { metadata: before } = old;
    const metadata = kind.custom
      ? { ...before, resourceVersion, uid, managedFields }
      : kind.storage === "apps/deployments"
      ? { ...given.metadata, labels: before.labels }
      : given.metadata;
    return {
      ...without(old, "status", "metadata"),
      metadata,
      ...(given.status === undefined ? {} : { status: given.status }),
    } as StoredObject;
  }
  if (!kind.status) return given;
  return {
    ...without(given, "status"),
    ...(old.status === undefined ? {} : { status: old.status }),
  } as StoredObject;
}

/** Makes a changed object ready for storing. Answers `old` itself when nothing changed. */
export function admitUpdate(
  core: Core,
  call: Call,
  old: StoredObject,
  given: StoredObject,
  tracked = true,
): StoredObject {
  const { kind } = call;
  const name = old.metadata.name ?? "";
  const asked = given.metadata.resourceVersion;
  if (given.metadata.uid && given.metadata.uid !== old.metadata.uid) {
    throw conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${kind.storage}/${
        kind.namespaced ? `${call.namespace}/` : ""
      }${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given.metadata.uid}, UID in object meta: ${old.metadata.uid}`,
    );
  }
  if (!asked || asked === "0") {
    if (!kind.unconditional) {
      throw invalid({ group: kind.group, kind: kind.plural }, name, [{
        reason: "FieldValueInvalid",
        message: "Invalid value: 0: must be specified for an update",
        field: "metadata.resourceVersion",
      }]);
    }
  } else if (asked !== old.metadata.resourceVersion) throw conflict(kind, name);

  const object = copy(combine(call, old, given));
  const { metadata } = object;
  for (
    const field of [
      "uid",
      "resourceVersion",
      "creationTimestamp",
      "deletionTimestamp",
      "deletionGracePeriodSeconds",
      "generation",
      "generateName",
    ] as const
  ) {
    if (old.metadata[field] === undefined) delete metadata[field];
    else Reflect.set(metadata, field, old.metadata[field]);
  }
  Reflect.deleteProperty(metadata, "selfLink");
  let shaped = shape(call, object, old);
  const causes = validateMetadataChange(old, shaped);
  if (causes.length) throw invalid(kind, name, causes);
  if (kind.generation && call.subresource !== "status" && desiredChanged(kind, old, shaped)) {
    shaped = {
      ...shaped,
      metadata: { ...shaped.metadata, generation: (old.metadata.generation ?? 0) + 1 },
    };
  }
  if (tracked) {
    const managed = trackUpdate({
      before: old,
      after: shaped,
      manager: managerOf(call),
      now: timestamp(core.clock),
      ...(call.subresource ? { subresource: call.subresource } : {}),
      ...optionalSchema(kind),
    });
    shaped = managed as StoredObject;
  }
  shaped = canonical(shaped, kind.custom !== undefined);
  return sameButTimes(old, shaped) ? old : shaped;
}

function desiredChanged(kind: Kind, old: StoredObject, now: StoredObject): boolean {
  if (!kind.custom && "spec" in now) return !sameJson(old.spec, now.spec);
  const ignored = kind.status || !kind.custom ? ["metadata", "status"] : ["metadata"];
  return !sameJson(without(old, ...ignored), without(now, ...ignored));
}

// A write that changes nothing but the times in managedFields is none (KEP-555).
function sameButTimes(old: StoredObject, now: StoredObject): boolean {
  const strip = (object: StoredObject) => ({
    ...object,
    metadata: {
      ...object.metadata,
      managedFields: (object.metadata.managedFields ?? []).map(({ time: _, ...entry }) => entry),
    },
  });
  return sameJson(strip(old), strip(now));
}
