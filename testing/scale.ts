import { admitUpdate } from "./admit.ts";
import { readManagers, writeManagers } from "./apply/managers.ts";
import { checkKind, checkPlace, nameless, parseBody } from "./body.ts";
import { type Answer, type Call, type Core, managerOf } from "./call.ts";
import { inVersion } from "./events.ts";
import { apiVersionOf, type ScalePaths } from "./kinds.ts";
import {
  child,
  copy,
  isObject,
  type JsonObject,
  sameJson,
  sorted,
  type StoredObject,
  valueAt,
} from "./object.ts";
import { applyJsonPatch, applyMergePatch, applyStrategicPatch } from "./patch/mod.ts";
import { readTyped } from "./read.ts";
import {
  badRequest,
  conflict,
  DecodeError,
  invalid,
  invalidValue,
  methodNotAllowed,
  StatusError,
  unsupportedMediaType,
} from "./status.ts";
import { current, storeChange } from "./write.ts";

function selectorText(value: unknown): string {
  if (typeof value === "string") return value;
  if (!isObject(value) || !isObject(value.matchLabels)) return "";
  return Object.entries(value.matchLabels).map(([key, label]) => `${key}=${label}`).sort().join(
    ",",
  );
}

function scaleOf(object: StoredObject, paths: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = Number(valueAt(object, paths.spec) ?? 0);
  const selector = selectorText(valueAt(object, paths.selector ?? "spec.selector"));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas ? { replicas } : {},
    status: {
      replicas: Number(valueAt(object, paths.status) ?? 0),
      ...(selector ? { selector } : {}),
    },
  };
}

function setAt(object: JsonObject, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let target = object;
  for (const step of steps) target = child(target, step);
  target[last] = value;
}

function withoutNumber(paths: ScalePaths): StatusError {
  const problem = `the spec replicas field ".${paths.spec}" does not exist`;
  return new StatusError(500, "InternalError", `Internal error occurred: ${problem}`, {
    causes: [{ message: problem }],
  });
}

// A scale is an object of a kind of its own, whatever it scales.
function asScale(call: Call): Call {
  const { custom: _, ...kind } = call.kind;
  return {
    ...call,
    kind: { ...kind, group: "autoscaling", version: "v1", kind: "Scale", storage: "scales" },
  };
}

function readPut(call: Call): StoredObject {
  const scale = asScale(call);
  if (!call.kind.custom) return parseBody(scale);
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    return parseBody(scale);
  }
  const { kind, metadata } = isObject(value) ? value : {};
  const named = isObject(metadata) && metadata.name;
  if (kind === undefined && !named) throw nameless(call);
  if (kind !== "Scale") {
    throw badRequest(
      'no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"',
    );
  }
  return parseBody(scale);
}

function readPatched(call: Call, before: JsonObject): StoredObject {
  const type = (call.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const patch = JSON.parse(call.body);
  let value: unknown;
  if (type === "application/json-patch+json") value = applyJsonPatch(before, patch);
  else if (type === "application/merge-patch+json") value = applyMergePatch(before, patch);
  else if (type === "application/strategic-merge-patch+json" && !call.kind.custom) {
    value = applyStrategicPatch(before, patch);
  } else {
    throw unsupportedMediaType([
      "application/json-patch+json",
      "application/merge-patch+json",
    ]);
  }
  const scale = asScale(call);
  if (!isObject(value)) throw badRequest("the patch does not result in an object");
  try {
    return checkPlace(scale, readTyped(scale, checkKind(scale, value)));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw invalid({ group: "", kind: "" }, "", [
      invalidValue("patch", sorted(value), error.problem),
    ]);
  }
}

// Who scales takes the number from all others. The entry has no time, and none is made for 0 or for custom kinds.
function owned(call: Call, old: StoredObject, now: StoredObject, replicas: number): StoredObject {
  const entries = (old.metadata.managedFields ?? []).flatMap((entry) => {
    const fields = isObject(entry.fieldsV1) ? entry.fieldsV1 : {};
    const spec = isObject(fields["f:spec"]) ? fields["f:spec"] : {};
    if (!Object.hasOwn(spec, "f:replicas")) return [entry];
    const { "f:replicas": _, ...others } = spec;
    const { "f:spec": _spec, ...rest } = fields;
    const left = Object.keys(others).length ? { ...rest, "f:spec": others } : rest;
    return Object.keys(left).length ? [{ ...entry, fieldsV1: left }] : [];
  });
  if (!call.kind.custom && replicas > 0 && replicas !== valueAt(old, "spec.replicas")) {
    entries.push({
      manager: managerOf(call),
      operation: "Update",
      apiVersion: apiVersionOf(call.kind),
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
      subresource: "scale",
    });
  }
  if (sameJson(entries, old.metadata.managedFields ?? [])) return now;
  const { metadata } = now;
  const object = { ...now, metadata: { ...metadata, managedFields: entries } };
  return writeManagers(object, readManagers(object)) as StoredObject;
}

/** Answers GET, PUT and PATCH of the scale subresource. */
export function scaleObject(core: Core, call: Call, paths: ScalePaths): Answer {
  if (!["GET", "PUT", "PATCH"].includes(call.method)) throw methodNotAllowed(call);
  const put = call.method === "PUT" ? readPut(call) : undefined;
  const found = current(core, call);
  const old = inVersion(found, call.kind);
  const before = scaleOf(old, paths);
  if (call.method === "GET") {
    if (call.kind.custom && valueAt(old, paths.spec) === undefined) throw withoutNumber(paths);
    return { code: 200, body: before };
  }
  const given = put ?? readPatched(call, before);
  const replicas = Number(valueAt(given, "spec.replicas") ?? 0);
  const version = given.metadata.resourceVersion;
  if (version && version !== old.metadata.resourceVersion) throw conflict(call.kind, call.name);
  if (replicas < 0) {
    throw invalid({ group: "autoscaling", kind: "Scale" }, call.name, [
      invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"),
    ]);
  }
  const next = copy(old);
  setAt(next, paths.spec, replicas);
  const object = owned(call, old, admitUpdate(core, call, old, next, false), replicas);
  const stored = storeChange(core, call, found, object === old ? found : object);
  return { code: 200, body: scaleOf(inVersion(stored, call.kind), paths) };
}
