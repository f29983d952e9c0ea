import { items } from "../fill.ts";
import type { JsonObject, StoredObject } from "../object.ts";
import { sameJson } from "../object.ts";
import { places } from "./api.ts";
import { conditionOf, numberOf, without } from "./conditions.ts";
import { type Rollout, save } from "./rollout.ts";
import { limitsOf, replicasOf, specOf, statusOf, totalIn, totalOf } from "./replicas.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Whether a rollout that does not get on is to be noticed. */
export function hasDeadline(deployment: StoredObject): boolean {
  const { progressDeadlineSeconds } = specOf(deployment);
  return typeof progressDeadlineSeconds === "number" && progressDeadlineSeconds < 2 ** 31 - 1;
}

/** A status with a condition; the one that was there stays if it has the same status and reason. */
export function setCondition(status: JsonObject, given: Condition, now: string): JsonObject {
  const known = conditionOf(status, given.type);
  if (known && known.status === given.status && known.reason === given.reason) return status;
  return {
    ...status,
    conditions: [...without(status.conditions, given.type), renew(known, given, now)],
  };
}

function renew(known: JsonObject | undefined, given: Condition, now: string): JsonObject {
  return {
    type: given.type,
    status: given.status,
    lastUpdateTime: now,
    lastTransitionTime: known?.status === given.status ? known.lastTransitionTime : now,
    reason: given.reason,
    message: given.message,
  };
}

function counted(rollout: Rollout, newSet: StoredObject | undefined): JsonObject {
  const { deployment, sets, api } = rollout;
  const before = statusOf(deployment);
  const available = totalIn(sets, "availableReplicas");
  const positive = (fields: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value > 0));
  const status: JsonObject = {
    ...positive({
      observedGeneration: numberOf(deployment.metadata.generation),
      replicas: totalIn(sets, "replicas"),
      updatedReplicas: newSet ? totalIn([newSet], "replicas") : 0,
      readyReplicas: totalIn(sets, "readyReplicas"),
      availableReplicas: available,
      unavailableReplicas: totalOf(sets) - available,
    }),
    terminatingReplicas: totalIn(sets, "terminatingReplicas"),
    ...(before.conditions ? { conditions: before.conditions } : {}),
    ...(before.collisionCount ? { collisionCount: before.collisionCount } : {}),
  };
  const enough = available >= replicasOf(deployment) - limitsOf(deployment).unavailable;
  return setCondition(
    status,
    enough
      ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
      : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      },
    api.timestamp(),
  );
}

/** Whether all pods are there, new and available. */
export function isComplete(deployment: StoredObject, status = statusOf(deployment)): boolean {
  const wanted = replicasOf(deployment);
  const numbers = ["updatedReplicas", "replicas", "availableReplicas"];
  return numbers.every((field) => numberOf(status[field]) === wanted) &&
    numberOf(status.observedGeneration) >= numberOf(deployment.metadata.generation);
}

function hasProgressed(before: JsonObject, after: JsonObject): boolean {
  const old = (status: JsonObject) => numberOf(status.replicas) - numberOf(status.updatedReplicas);
  const grown = (field: string) => numberOf(after[field]) > numberOf(before[field]);
  return grown("updatedReplicas") || old(after) < old(before) || grown("readyReplicas") ||
    grown("availableReplicas");
}

function write(rollout: Rollout, status: JsonObject): void {
  const { deployment } = rollout;
  if (sameJson(statusOf(deployment), status)) return;
  deployment.status = status;
  save(rollout.api, places.deployments, deployment, "status");
}

/** Writes the numbers, without a look at the progress. */
export function writeCounts(rollout: Rollout, newSet: StoredObject | undefined): void {
  write(rollout, counted(rollout, newSet));
}

/** Writes the numbers and how the rollout gets on. Returns the milliseconds after which to look for a standstill. */
export function writeProgress(
  rollout: Rollout,
  newSet: StoredObject | undefined,
): number | undefined {
  const { deployment, api } = rollout;
  const now = api.timestamp();
  const before = statusOf(deployment);
  let status = counted(rollout, newSet);
  const known = conditionOf(before, "Progressing");
  const done = numberOf(status.replicas) === numberOf(status.updatedReplicas) &&
    known?.reason === "NewReplicaSetAvailable";
  const watched = hasDeadline(deployment);
  const what = newSet
    ? `ReplicaSet "${newSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`;
  const deadline = numberOf(specOf(deployment).progressDeadlineSeconds) * 1_000;
  if (!watched) status = { ...status, conditions: without(status.conditions, "Progressing") };
  else if (!done) {
    if (isComplete(deployment, status)) {
      status = setCondition(status, {
        type: "Progressing",
        status: "True",
        reason: "NewReplicaSetAvailable",
        message: `${what} has successfully progressed.`,
      }, now);
    } else if (hasProgressed(before, status)) {
      const given = {
        type: "Progressing",
        status: "True",
        reason: "ReplicaSetUpdated",
        message: `${what} is progressing.`,
      };
      // Written anew though nothing in it changed but the time: the deadline counts from here.
      const others = without(status.conditions, "Progressing");
      status = { ...status, conditions: [...others, renew(known, given, now)] };
    } else if (known && hasTimedOut(known, deadline, api.now())) {
      status = setCondition(status, {
        type: "Progressing",
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: `${what} has timed out progressing.`,
      }, now);
    }
  }
  status = withFailure(rollout, newSet, status);
  write(rollout, status);
  const after = conditionOf(status, "Progressing");
  if (!watched || !after || isComplete(deployment, status)) return undefined;
  if (after.reason === "ProgressDeadlineExceeded") return undefined;
  const left = Date.parse(String(after.lastUpdateTime)) + deadline - api.now();
  return Math.max(left, 0) + 1_000;
}

function hasTimedOut(known: JsonObject, deadline: number, now: number): boolean {
  if (known.reason === "NewReplicaSetAvailable") return false;
  if (known.reason === "ProgressDeadlineExceeded") return true;
  return Date.parse(String(known.lastUpdateTime)) + deadline < now;
}

// What keeps a set from making pods is shown by the Deployment as well, the new set's trouble first.
function withFailure(
  rollout: Rollout,
  newSet: StoredObject | undefined,
  status: JsonObject,
): JsonObject {
  const sets = newSet ? [newSet, ...rollout.sets] : rollout.sets;
  const failure = sets.map((set) => conditionOf(statusOf(set), "ReplicaFailure")).find(Boolean);
  if (!failure) {
    const rest = without(status.conditions, "ReplicaFailure");
    return rest.length === items(status.conditions).length
      ? status
      : { ...status, conditions: rest };
  }
  return setCondition(status, {
    type: "ReplicaFailure",
    status: String(failure.status),
    reason: String(failure.reason),
    message: String(failure.message),
  }, String(failure.lastTransitionTime));
}
