import { type Answer, type Call, type Core, timestamp } from "./call.ts";
import { definitions } from "./definition/place.ts";
import { jsonProblem } from "./go_json.ts";
import { inVersion } from "./events.ts";
import type { Kind } from "./kinds.ts";
import { canonical, isObject, type JsonObject, type StoredObject } from "./object.ts";
import { representation } from "./represent.ts";
import { decodeTyped, goTypeOf } from "./schema/mod.ts";
import { selection } from "./selectors.ts";
import {
  badRequest,
  type Cause,
  conflict,
  forbidden,
  invalid,
  invalidValue,
  notSupported,
} from "./status.ts";
import { integerOption, isTrue } from "./versions.ts";
import { current, show } from "./write.ts";

/** How to delete. */
export interface Deletion {
  /** What becomes of dependents. */
  readonly propagationPolicy?: string;
  /** Seconds that a pod gets. */
  readonly gracePeriodSeconds?: number;
  /** What must hold for the deletion to happen. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /** Check only. */
  readonly dryRun?: boolean;
  /** Whether the caller wants dependents gone first. */
  readonly waits?: boolean;
}

const policies = ["Foreground", "Background", "Orphan"];

// A body takes the place of the query.
function sent(call: Call): JsonObject {
  const { query, body } = call;
  if (!body) {
    const grace = query.get("gracePeriodSeconds");
    const orphan = query.get("orphanDependents");
    return {
      ...(query.has("propagationPolicy")
        ? { propagationPolicy: query.get("propagationPolicy") }
        : {}),
      ...(grace ? { gracePeriodSeconds: integerOption(query, "gracePeriodSeconds") } : {}),
      ...(orphan ? { orphanDependents: isTrue(orphan) } : {}),
      dryRun: query.getAll("dryRun"),
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${jsonProblem(body) ?? error}`,
    );
  }
  const { kind, apiVersion } = isObject(value) ? value : {};
  if (kind !== undefined && kind !== "" && kind !== "DeleteOptions") {
    const version = JSON.stringify(apiVersion ?? "");
    throw badRequest(
      `no kind ${
        JSON.stringify(kind)
      } is registered for version ${version} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  const struct = goTypeOf("", "v1", "DeleteOptions");
  if (!struct) return {};
  const { value: options, problem } = decodeTyped(value, struct);
  if (problem !== undefined) throw badRequest(problem);
  return options;
}

function optionsOf(call: Call): Deletion {
  const body = sent(call);
  const policy = body.propagationPolicy ?? undefined;
  const grace = body.gracePeriodSeconds ?? undefined;
  const orphan = body.orphanDependents ?? undefined;
  const asked: readonly unknown[] = Array.isArray(body.dryRun) ? body.dryRun : [];
  const causes: Cause[] = [];
  if (policy !== undefined && orphan !== undefined) {
    causes.push(
      invalidValue(
        "propagationPolicy",
        policy,
        "orphanDependents and deletionPropagation cannot be both set",
      ),
    );
  }
  if (policy !== undefined && !policies.includes(String(policy))) {
    causes.push(notSupported("propagationPolicy", policy, [...policies, "nil"]));
  }
  if (asked.some((one) => one !== "All")) causes.push(notSupported("dryRun", asked, ["All"]));
  if (causes.length) throw invalid({ group: "meta.k8s.io", kind: "DeleteOptions" }, "", causes);
  return {
    ...(policy !== undefined
      ? { propagationPolicy: String(policy) }
      : orphan !== undefined
      ? { propagationPolicy: orphan ? "Orphan" : "Background" }
      : {}),
    ...(grace === undefined || grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(isObject(body.preconditions) ? { preconditions: body.preconditions } : {}),
    dryRun: asked.length > 0,
    waits: orphan === false,
  };
}

function checkPreconditions(kind: Kind, object: StoredObject, options: Deletion): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = object;
  const name = metadata.name ?? "";
  const named = { group: kind.group, plural: kind.kind };
  if (uid && uid !== metadata.uid) {
    throw conflict(
      named,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      named,
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

function finalizersFor(object: StoredObject, policy: string | undefined): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  if (!policy) return present;
  const others = present.filter((one) => one !== "orphan" && one !== "foregroundDeletion");
  if (policy === "Orphan") return [...others, "orphan"];
  if (policy === "Foreground") return [...others, "foregroundDeletion"];
  return others;
}

// Pods that run somewhere are ended by their node; all other kinds have no grace period.
function graceOf(kind: Kind, object: StoredObject, options: Deletion): number {
  if (kind.storage !== "pods") return 0;
  const spec = isObject(object.spec) ? object.spec : {};
  const phase = isObject(object.status) ? object.status.phase : undefined;
  if (!spec.nodeName || phase === "Succeeded" || phase === "Failed") return 0;
  return options.gracePeriodSeconds ?? Number(spec.terminationGracePeriodSeconds ?? 30);
}

export { definitions };

/** Holds a definition until its objects are gone; there from its deletion on. */
export const cleanup = "customresourcecleanup.apiextensions.k8s.io";

function terminating(core: Core, definition: StoredObject): JsonObject {
  const status = isObject(definition.status) ? definition.status : {};
  const conditions = Array.isArray(status.conditions) ? status.conditions : [];
  return {
    ...status,
    conditions: [...conditions, {
      type: "Terminating",
      status: "True",
      lastTransitionTime: timestamp(core.clock),
      reason: "InstanceDeletionPending",
      message:
        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
    }],
  };
}

/** What a deletion did. */
export interface Deleted {
  /** Whether the object is gone. */
  readonly gone: boolean;
  /** Its last state, or its state now. */
  readonly object: StoredObject;
}

/** Deletes an object, or marks it where something holds it. Throws a 403 or 409. */
export function deleteStored(
  core: Core,
  kind: Kind,
  object: StoredObject,
  options: Deletion,
): Deleted {
  checkPreconditions(kind, object, options);
  const { storage } = core;
  const { metadata } = object;
  const name = metadata.name ?? "";
  if (kind.storage === "namespaces" && ["default", "kube-system", "kube-public"].includes(name)) {
    throw forbidden(kind, name, "this namespace may not be deleted");
  }
  // What these contain goes before them, and no grace period is told of.
  const namespace = kind.storage === "namespaces";
  const definition = kind.storage === definitions;
  const asked = finalizersFor(object, options.propagationPolicy);
  const finalizers = definition && !metadata.deletionTimestamp && !asked.includes(cleanup)
    ? [...asked, cleanup]
    : asked;
  const grace = graceOf(kind, object, options);
  if (!finalizers.length && !grace && !namespace) {
    // A pod that runs nowhere is marked and gone in one.
    const last = kind.storage !== "pods" || metadata.deletionTimestamp ? object : {
      ...object,
      metadata: {
        ...metadata,
        deletionTimestamp: timestamp(core.clock),
        deletionGracePeriodSeconds: 0,
        ...(metadata.generation ? { generation: metadata.generation + 1 } : {}),
      },
    };
    if (options.dryRun) return { gone: true, object: last };
    return { gone: true, object: storage.remove(kind.storage, last) };
  }
  const marked = metadata.deletionTimestamp !== undefined;
  const lower = marked && grace < (metadata.deletionGracePeriodSeconds ?? 0);
  const changedFinalizers = finalizers.join() !== (metadata.finalizers ?? []).join();
  if (marked && !changedFinalizers && !lower) return { gone: false, object };
  const next = canonical({
    ...object,
    ...(namespace
      ? { status: { ...(isObject(object.status) ? object.status : {}), phase: "Terminating" } }
      : definition && !marked
      ? { status: terminating(core, object) }
      : {}),
    metadata: {
      ...metadata,
      finalizers: [...finalizers],
      ...(marked && !lower ? {} : {
        deletionTimestamp: timestamp(core.clock, grace * 1000),
        ...(namespace || definition ? {} : { deletionGracePeriodSeconds: grace }),
        ...(metadata.generation && !marked && !definition
          ? { generation: metadata.generation + 1 }
          : {}),
      }),
    },
  }, kind.custom !== undefined);
  if (options.dryRun) return { gone: false, object: next };
  return { gone: false, object: storage.put(kind.storage, next) };
}

// Jobs of this version keep their pods unless told otherwise.
function orphaning(call: Call, options: Deletion): Deletion {
  if (call.kind.storage !== "batch/jobs" || options.propagationPolicy) return options;
  call.warnings.push(
    "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning",
  );
  return { ...options, propagationPolicy: "Orphan" };
}

/** Answers DELETE of one object. */
export function deleteObject(core: Core, call: Call): Answer {
  const options = orphaning(call, optionsOf(call));
  const object = current(core, call);
  const { kind } = call;
  const result = deleteStored(core, kind, object, options);
  // Accepted is said only to those who asked to wait for the dependents.
  const code = !result.gone && options.waits ? 202 : 200;
  if (!result.gone || kind.returnsDeleted) return show(core, call, result.object, code);
  return {
    code: 200,
    body: {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      details: {
        name: call.name,
        ...(kind.group ? { group: kind.group } : {}),
        kind: kind.plural,
        uid: object.metadata.uid,
      },
    },
  };
}

/** Answers DELETE of a collection: all objects of a namespace that match. */
export function deleteCollection(core: Core, call: Call): Answer {
  const { kind } = call;
  const options = optionsOf(call);
  const matches = selection(call.query, kind);
  const version = String(core.storage.version);
  // They are answered as they were.
  const matching = core.storage.list(kind.storage, call.namespace || undefined)
    .filter((object) => !matches || matches(inVersion(object, kind)));
  const limit = Math.max(Number(call.query.get("limit")) || 0, 0);
  const chosen = limit ? matching.slice(0, limit) : matching;
  for (const object of chosen) deleteStored(core, kind, object, options);
  const items = chosen.map((object) => inVersion(object, kind));
  const metadata = { resourceVersion: version, ...(kind.custom ? { continue: "" } : {}) };
  return { code: 200, body: representation(call, core.clock).list(items, metadata) };
}
