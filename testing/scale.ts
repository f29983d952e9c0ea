import { admitUpdate } from "./admit.ts";
import type { Answer, Call, Core } from "./call.ts";
import { inVersion } from "./events.ts";
import type { ScalePaths } from "./kinds.ts";
import { child, copy, isObject, type JsonObject, type StoredObject, valueAt } from "./object.ts";
import { applyJsonPatch, applyMergePatch } from "./patch/mod.ts";
import {
  badRequest,
  conflict,
  invalid,
  invalidValue,
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

/** Answers GET, PUT and PATCH of the scale subresource. */
export function scaleObject(core: Core, call: Call, paths: ScalePaths): Answer {
  const found = current(core, call);
  const old = inVersion(found, call.kind);
  // The scale of a custom kind is what its paths say, if they say anything.
  if (call.kind.custom && valueAt(old, paths.spec) === undefined && call.method !== "PUT") {
    throw new StatusError(
      500,
      "InternalError",
      `Internal error occurred: the spec replicas field ".${paths.spec}" does not exist`,
      { causes: [{ message: `the spec replicas field ".${paths.spec}" does not exist` }] },
    );
  }
  const before = scaleOf(old, paths);
  if (call.method === "GET") return { code: 200, body: before };
  let given: unknown;
  try {
    given = JSON.parse(call.body);
  } catch {
    throw badRequest("the object provided is unrecognized (must be of type Scale)");
  }
  if (call.method === "PATCH") {
    const type = call.headers.get("content-type") ?? "";
    if (type.startsWith("application/json-patch+json")) given = applyJsonPatch(before, given);
    else if (type.startsWith("application/merge-patch+json")) {
      given = applyMergePatch(before, given);
    } else {throw unsupportedMediaType([
        "application/json-patch+json",
        "application/merge-patch+json",
      ]);}
  }
  if (!isObject(given)) {
    throw badRequest("the object provided is unrecognized (must be of type Scale)");
  }
  const replicas = Number(valueAt(given, "spec.replicas") ?? 0);
  const version = valueAt(given, "metadata.resourceVersion");
  if (version && version !== old.metadata.resourceVersion) throw conflict(call.kind, call.name);
  if (replicas < 0) {
    throw invalid({ group: "autoscaling", kind: "Scale" }, call.name, [
      invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"),
    ]);
  }
  const next = copy(old);
  setAt(next, paths.spec, replicas);
  const object = admitUpdate(core, call, old, next);
  const stored = storeChange(core, call, found, object === old ? found : object);
  return { code: 200, body: scaleOf(inVersion(stored, call.kind), paths) };
}
