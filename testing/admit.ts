import { randomUuid } from "../_internal/mod.ts";
import { trackUpdate } from "./apply/mod.ts";
import { type Call, type Core, managerOf, timestamp } from "./call.ts";
import { validateCustom } from "./custom.ts";
import { definitions, validateDefinition } from "./definition/mod.ts";
import type { Kind } from "./kinds.ts";
import { validateMetadata, validateMetadataChange } from "./names.ts";
import {
  canonical,
  copy,
  isObject,
  type JsonObject,
  sameJson,
  type StoredObject,
} from "./object.ts";
import { prepareBuiltin } from "./prepare.ts";
import { builtinSchema, goTypeOf, type TypeSchema, zeroOf } from "./schema/mod.ts";
import {
  type Cause,
  conflict,
  forbidden,
  invalid,
  invalidValue,
  notFound,
  type StatusError,
} from "./status.ts";
import { contentSchema } from "./typed.ts";
import { validateBuiltin } from "./validate.ts";
import { writtenVersion } from "./versions.ts";
import { dropDuplicateOwners, warnOf } from "./warnings.ts";

/** The schema by which a kind's objects are merged. */
export function schemaOf(kind: Kind): TypeSchema | undefined {
  return kind.custom ? kind.custom.schema : builtinSchema(kind.group, kind.version, kind.kind);
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

// What is stored, once it is known to be valid: the same for creation and update.
function checked(
  core: Core,
  call: Call,
  object: StoredObject,
  old?: StoredObject,
): StoredObject {
  const { kind } = call;
  const result = canonical(object, kind.custom !== undefined);
  if (!kind.custom) {
    refuse(kind, result, [
      ...validateMetadata(kind, result),
      ...validateBuiltin(kind, result, old, call.subresource),
      ...(kind.storage === definitions ? validateDefinition(result, old, core.rules.engine) : []),
    ]);
    warnOf(call, result, old);
    return result;
  }
  refuse(kind, result, [...validateMetadata(kind, result), ...validateCustom(call, result, old)]);
  if (contentSchema(kind)) warnOfFinalizers(call, result, old);
  return result;
}

function warnOfFinalizers(call: Call, object: StoredObject, old: StoredObject | undefined): void {
  const before = old?.metadata.finalizers ?? [];
  for (const one of object.metadata.finalizers ?? []) {
    if (before.includes(one) || one.includes("/") || /^(orphan|foregroundDeletion)$/.test(one)) {
      continue;
    }
    call.warnings.push(
      `metadata.finalizers: ${JSON.stringify(one)}: prefer a domain-qualified finalizer name${
        one.includes(".") ? " including a path (/)" : ""
      } to avoid accidental conflicts with other finalizer writers`,
    );
  }
}

function refuse(kind: Kind, object: StoredObject, causes: readonly Cause[]): void {
  if (causes.length) throw invalid(kind, object.metadata.name ?? "", causes);
}

/** Makes an object ready for its first storing: owners of its fields, identity, checks. */
export function admitCreate(
  core: Core,
  call: Call,
  given: StoredObject,
  tracked = true,
): StoredObject {
  const { kind } = call;
  core.access.checkWrite(call, given);
  const object = copy(given);
  dropDuplicateOwners(call, object);
  const { metadata } = object;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.resourceVersion;
  Reflect.deleteProperty(metadata, "selfLink");
  if (!kind.namespaced) delete metadata.namespace;
  if (kind.status) resetStatus(kind, object);
  const managed = tracked
    ? trackUpdate({
      before: undefined,
      after: object,
      manager: managerOf(call),
      now: timestamp(core.clock),
      ...optionalSchema(kind),
    }) as StoredObject
    : object;
  managed.metadata.uid = randomUuid(core.random);
  managed.metadata.creationTimestamp = timestamp(core.clock);
  managed.metadata.resourceVersion = "0";
  if (kind.generation) managed.metadata.generation = 1;
  prepareBuiltin(kind, managed, undefined);
  return checked(core, call, managed);
}

// A status comes by the subresource alone. The struct of a built-in kind has an empty one.
function resetStatus(kind: Kind, object: StoredObject): void {
  delete object.status;
  const field = kind.custom
    ? undefined
    : goTypeOf(kind.group, kind.version, kind.kind)?.byName.get("status");
  if (field && !field.omit) object.status = zeroOf(field);
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
  if (subresource === "finalize") {
    const finalizers = isObject(given.spec) ? given.spec.finalizers : undefined;
    return {
      ...old,
      metadata: { ...old.metadata, resourceVersion: given.metadata.resourceVersion },
      spec: finalizers === undefined ? {} : { finalizers },
    } as StoredObject;
  }
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

/** 409 for a write that names another object of the same name. */
export function uidMismatch(call: Call, name: string, given: string, found = ""): StatusError {
  const { kind, namespace } = call;
  const place = kind.custom || kind.group.startsWith("api")
    ? kind.storage
    : ["services", "endpoints"].includes(kind.plural)
    ? `services/${kind.plural === "services" ? "specs" : "endpoints"}`
    : kind.plural;
  const key = `/registry/${place}/${kind.namespaced ? `${namespace}/` : ""}${name}`;
  return conflict(
    kind,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given}, UID in object meta: ${found}`,
  );
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
  const asked = writtenVersion(given.metadata.resourceVersion);
  if (given.metadata.uid && given.metadata.uid !== old.metadata.uid) {
    if (call.method === "PATCH") {
      // Both the generic rules and those of the kind find it.
      const cause = invalidValue("metadata.uid", given.metadata.uid, "field is immutable");
      throw invalid(kind, name, [cause, cause]);
    }
    throw uidMismatch(call, name, given.metadata.uid, old.metadata.uid);
  }
  if (!asked) {
    if (!kind.unconditional) {
      throw invalid({ group: kind.group, kind: kind.plural }, name, [{
        reason: "FieldValueInvalid",
        message: "Invalid value: 0: must be specified for an update",
        field: "metadata.resourceVersion",
      }]);
    }
  } else if (asked !== old.metadata.resourceVersion) throw conflict(kind, name);

  const { deletionTimestamp } = given.metadata;
  if (deletionTimestamp && !old.metadata.deletionTimestamp && call.subresource === "") {
    throw invalid(kind, name, [
      invalidValue("metadata.deletionTimestamp", deletionTimestamp, "field is immutable"),
    ]);
  }
  const grace = given.metadata.deletionGracePeriodSeconds;
  if (typeof grace === "number" && !old.metadata.deletionTimestamp && call.subresource === "") {
    throw invalid(kind, name, [
      invalidValue("metadata.deletionGracePeriodSeconds", grace, "field is immutable"),
    ]);
  }
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
    ] as const
  ) {
    if (old.metadata[field] === undefined) delete metadata[field];
    else Reflect.set(metadata, field, old.metadata[field]);
  }
  Reflect.deleteProperty(metadata, "selfLink");
  dropDuplicateOwners(call, object);
  core.access.checkWrite(call, object, old);
  const managed = tracked
    ? trackUpdate({
      before: old,
      after: object,
      manager: managerOf(call),
      now: timestamp(core.clock),
      ...(call.subresource ? { subresource: call.subresource } : {}),
      ...optionalSchema(kind),
    }) as StoredObject
    : object;
  if (call.subresource === "") prepareBuiltin(kind, managed, old);
  let shaped = checked(core, call, managed, old);
  const causes = validateMetadataChange(old, shaped);
  if (causes.length) throw invalid(kind, name, causes);
  if (kind.generation && call.subresource !== "status" && desiredChanged(kind, old, shaped)) {
    shaped = {
      ...shaped,
      metadata: { ...shaped.metadata, generation: (old.metadata.generation ?? 0) + 1 },
    };
  }
  shaped = canonical(shaped, kind.custom !== undefined);
  return sameButTimes(old, shaped) ? old : shaped;
}

function desiredChanged(kind: Kind, old: StoredObject, now: StoredObject): boolean {
  if (kind.storage === "apps/deployments") {
    // The controller reads its orders from annotations as well.
    const { annotations = {} } = now.metadata;
    if (!sameJson(old.metadata.annotations ?? {}, annotations)) return true;
  }
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
