import { copy, isObject, type JsonObject, sameJson, sorted, type StoredObject } from "../object.ts";
import { StatusError } from "../status.ts";
import { places } from "./api.ts";
import { hashOf, limitsOf, replicasOf, specOf, statusOf, totalOf } from "./replicas.ts";
import { conditionOf } from "./conditions.ts";
import { ownerReference, type Rollout, save } from "./rollout.ts";
import { hasDeadline, setCondition } from "./deployment_status.ts";

/** Label by which the pods of one ReplicaSet are told from those of another. */
export const hashLabel = "pod-template-hash";

const prefix = "deployment.kubernetes.io/";
const revision = `${prefix}revision`;
const revisionHistory = `${prefix}revision-history`;
const desired = `${prefix}desired-replicas`;
const most = `${prefix}max-replicas`;
const notCopied = [
  "kubectl.kubernetes.io/last-applied-configuration",
  revision,
  revisionHistory,
  desired,
  most,
  "deprecated.deployment.rollback.to",
];

/** The template of a set without the label that its controller added. */
function plainTemplate(object: StoredObject): unknown {
  const template = copy(specOf(object).template);
  const metadata = isObject(template) && isObject(template.metadata) ? template.metadata : {};
  if (isObject(metadata.labels)) delete metadata.labels[hashLabel];
  return template;
}

/** From the oldest to the newest. */
export function byAge(a: StoredObject, b: StoredObject): number {
  const [left, right] = [a.metadata, b.metadata].map((one) =>
    `${one.creationTimestamp}${one.name}`
  );
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** The set that has the template of the Deployment, if there is one: the oldest. */
export function newSetOf({ deployment, sets }: Rollout): StoredObject | undefined {
  const wanted = plainTemplate(deployment);
  return sets.toSorted(byAge).find((set) => sameJson(plainTemplate(set), wanted));
}

/** The sets of former templates. */
export function oldSetsOf(rollout: Rollout): readonly StoredObject[] {
  const current = newSetOf(rollout);
  return rollout.sets.filter((set) => set !== current);
}

/** Those that ask for pods. */
export function active(sets: readonly StoredObject[]): readonly StoredObject[] {
  return sets.filter((set) => replicasOf(set) > 0);
}

/** Which of the Deployment's templates this was, counted from 1. */
export function revisionOf(object: StoredObject): number {
  return Number(object.metadata.annotations?.[revision] ?? 0) || 0;
}

/** How many pods the Deployment asked for when a set was scaled; undefined where that is not known. */
export function desiredOf(set: StoredObject): number | undefined {
  const noted = set.metadata.annotations?.[desired];
  return noted === undefined ? undefined : Number(noted);
}

/** How many there might be in all when a set was scaled. */
export function mostOf(set: StoredObject): number | undefined {
  const noted = set.metadata.annotations?.[most];
  return noted === undefined ? undefined : Number(noted);
}

function sizeNotes(deployment: StoredObject): Record<string, string> {
  const replicas = replicasOf(deployment);
  return { [desired]: String(replicas), [most]: String(replicas + limitsOf(deployment).surge) };
}

// A set that is used again gets the next revision, and remembers the one it had.
function notesOf(rollout: Rollout, set: StoredObject | undefined): Record<string, string> {
  const notes = { ...set?.metadata.annotations };
  for (const [key, value] of Object.entries(rollout.deployment.metadata.annotations ?? {})) {
    if (!notCopied.includes(key)) notes[key] = value;
  }
  const others = rollout.sets.filter((one) => one !== set);
  const next = Math.max(0, ...others.map(revisionOf)) + 1;
  const before = Number(notes[revision] ?? 0);
  if (before < next) {
    if (notes[revision]) {
      notes[revisionHistory] = [notes[revisionHistory], notes[revision]].filter(Boolean).join(",");
    }
    notes[revision] = String(next);
  }
  return notes;
}

/** How many pods the new set may ask for by now. */
export function newSize(rollout: Rollout, current: number): number {
  const { deployment, sets } = rollout;
  const wanted = replicasOf(deployment);
  if (strategyOf(deployment) !== "RollingUpdate") return wanted;
  const room = wanted + limitsOf(deployment).surge - totalOf(sets);
  return room <= 0 ? current : current + Math.min(room, wanted - current);
}

/** `RollingUpdate` or `Recreate`. */
export function strategyOf(deployment: StoredObject): string {
  const { strategy } = specOf(deployment);
  return isObject(strategy) ? String(strategy.type) : "";
}

/**
 * The set of the Deployment's template, with its revision and annotations brought up to date; made where there is none,
 * if that is asked for.
 */
export function ensureNewSet(rollout: Rollout, create: boolean): StoredObject | undefined {
  const { deployment } = rollout;
  const found = newSetOf(rollout);
  if (!found) return create ? createSet(rollout) : undefined;
  const annotations = notesOf(rollout, found);
  const { minReadySeconds } = specOf(deployment);
  if (
    !sameJson(annotations, found.metadata.annotations ?? {}) ||
    specOf(found).minReadySeconds !== minReadySeconds
  ) {
    found.metadata = { ...found.metadata, annotations };
    found.spec = { ...specOf(found), minReadySeconds };
    save(rollout.api, places.replicaSets, found);
  }
  const message = `Found new replica set "${found.metadata.name}"`;
  const unnoticed = hasDeadline(deployment) && !conditionOf(statusOf(deployment), "Progressing");
  noteRevision(
    rollout,
    found,
    unnoticed ? { reason: "FoundNewReplicaSet", message } : undefined,
  );
  return found;
}

function noteRevision(
  rollout: Rollout,
  set: StoredObject,
  progress?: { readonly reason: string; readonly message: string },
): void {
  const { deployment, api } = rollout;
  const noted = set.metadata.annotations?.[revision] ?? "";
  if (!progress && deployment.metadata.annotations?.[revision] === noted) return;
  deployment.metadata = {
    ...deployment.metadata,
    annotations: { ...deployment.metadata.annotations, [revision]: noted },
  };
  if (progress) {
    deployment.status = setCondition(
      statusOf(deployment),
      { type: "Progressing", status: "True", ...progress },
      api.timestamp(),
    );
  }
  save(rollout.api, places.deployments, deployment, "status");
}

function createSet(rollout: Rollout): StoredObject {
  const { api, deployment } = rollout;
  const { metadata } = deployment;
  const spec = specOf(deployment);
  const { collisionCount } = statusOf(deployment);
  const hash = hashOf(sorted(spec.template), collisionCount);
  const template = copy(spec.template) as JsonObject;
  const own = isObject(template.metadata) ? template.metadata : {};
  const labels = { ...(isObject(own.labels) ? own.labels : {}), [hashLabel]: hash };
  const selector = isObject(spec.selector) ? spec.selector : {};
  const matched = isObject(selector.matchLabels) ? selector.matchLabels : {};
  const name = `${(metadata.name ?? "").slice(0, 252 - hash.length)}-${hash}`;
  const set: JsonObject = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      namespace: metadata.namespace,
      labels,
      annotations: { ...notesOf(rollout, undefined), ...sizeNotes(deployment) },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: newSize(rollout, 0),
      ...(spec.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...matched, [hashLabel]: hash } },
      template: { ...template, metadata: { ...own, labels } },
    },
  };
  let made: StoredObject;
  try {
    made = copy(api.create(places.replicaSets, set));
  } catch (error) {
    if (error instanceof StatusError) refused(rollout, name, error);
    throw error;
  }
  const message = `Created new replica set "${name}"`;
  noteRevision(
    rollout,
    made,
    hasDeadline(deployment) ? { reason: "NewReplicaSetCreated", message } : undefined,
  );
  return made;
}

// Another object has the name: the next try takes another one. Other refusals show in the conditions.
function refused(rollout: Rollout, name: string, error: StatusError): void {
  const { api, deployment } = rollout;
  const status = statusOf(deployment);
  if (error.code === 409 && error.body.reason === "AlreadyExists") {
    deployment.status = { ...status, collisionCount: Number(status.collisionCount ?? 0) + 1 };
  } else if (hasDeadline(deployment)) {
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    deployment.status = setCondition(
      status,
      { type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message },
      api.timestamp(),
    );
  } else return;
  save(rollout.api, places.deployments, deployment, "status");
}

/** Makes a set ask for `size` pods. Returns whether it asked for another number. */
export function scaleSet(
  rollout: Rollout,
  set: StoredObject,
  size: number,
  force = false,
): boolean {
  const changes = replicasOf(set) !== size;
  const notes = sizeNotes(rollout.deployment);
  const annotations = { ...set.metadata.annotations, ...notes };
  const stale = force && !sameJson(annotations, set.metadata.annotations ?? {});
  if (!changes && !stale) return false;
  set.metadata = { ...set.metadata, annotations };
  set.spec = { ...specOf(set), replicas: size };
  save(rollout.api, places.replicaSets, set);
  return changes;
}
