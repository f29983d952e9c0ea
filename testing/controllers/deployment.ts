import { copy, type StoredObject } from "../object.ts";
import { type ControllerApi, controllerOf, places } from "./api.ts";
import { conditionOf, numberOf } from "./conditions.ts";
import {
  active,
  byAge,
  desiredOf,
  ensureNewSet,
  mostOf,
  newSetOf,
  newSize,
  oldSetsOf,
  revisionOf,
  scaleSet,
  strategyOf,
} from "./deployment_sets.ts";
import {
  hasDeadline,
  isComplete,
  setCondition,
  writeCounts,
  writeProgress,
} from "./deployment_status.ts";
import { limitsOf, replicasOf, specOf, statusOf, totalIn, totalOf } from "./replicas.ts";
import { type Rollout, save } from "./rollout.ts";
import { type ClusterController, keyOf, parseKey } from "./run.ts";

/** Rolls Deployments, as kubernetes/pkg/controller/deployment does. */
export const deploymentController: ClusterController = {
  name: "deployment",
  account: "deployment-controller",
  keysOf(change, api) {
    const { object, storage, type } = change;
    if (storage === places.deployments.storage) return [keyOf(object)];
    const owner = controllerOf(object);
    if (storage === places.replicaSets.storage && owner?.kind === "Deployment") {
      return [`${object.metadata.namespace}/${owner.name}`];
    }
    // Deployments that recreate wait until the old pods are gone.
    if (storage !== places.pods.storage || type !== "DELETED" || owner?.kind !== "ReplicaSet") {
      return [];
    }
    const set = api.get(places.replicaSets, object.metadata.namespace ?? "", owner.name);
    const above = set && controllerOf(set);
    return above?.kind === "Deployment" ? [`${object.metadata.namespace}/${above.name}`] : [];
  },
  sync(key, api) {
    const found = api.get(places.deployments, ...parseKey(key));
    if (!found) return undefined;
    const deployment = copy(found);
    const rollout: Rollout = {
      api,
      deployment,
      get sets() {
        return sets;
      },
    };
    let sets = setsOf(api, deployment);
    const refresh = () => void (sets = setsOf(api, deployment));
    if (deployment.metadata.deletionTimestamp) {
      writeCounts(rollout, newSetOf(rollout));
      return undefined;
    }
    notePause(rollout);
    const { paused } = specOf(deployment);
    if (paused || isScaled(rollout)) {
      ensureNewSet(rollout, false);
      scaleAll(rollout);
      if (paused) forget(rollout);
      writeCounts(rollout, newSetOf(rollout));
      return undefined;
    }
    return strategyOf(deployment) === "Recreate"
      ? recreate(rollout, refresh)
      : roll(rollout, refresh);
  },
};

function setsOf(api: ControllerApi, deployment: StoredObject): readonly StoredObject[] {
  return api.owned(places.replicaSets, deployment).map((set) => copy(set));
}

function roll(rollout: Rollout, refresh: () => void): number | undefined {
  const newSet = made(rollout, refresh);
  const wanted = replicasOf(rollout.deployment);
  const size = replicasOf(newSet);
  const grown = size !== wanted &&
    scaleSet(rollout, newSet, size > wanted ? wanted : newSize(rollout, size));
  if (!grown && !shrink(rollout, newSet) && isComplete(rollout.deployment)) forget(rollout);
  return writeProgress(rollout, newSet);
}

// The new set, as it is among the sets of the rollout.
function made(rollout: Rollout, refresh: () => void): StoredObject {
  const ensured = ensureNewSet(rollout, true);
  refresh();
  const newSet = newSetOf(rollout) ?? ensured;
  if (!newSet) throw new Error("The new ReplicaSet is made or refused, never left out");
  return newSet;
}

// Takes pods from old sets, those first that are not available, as far as enough stay available.
function shrink(rollout: Rollout, newSet: StoredObject): boolean {
  const { deployment, sets } = rollout;
  const old = active(oldSetsOf(rollout)).toSorted(byAge);
  if (!old.length) return false;
  const least = replicasOf(deployment) - limitsOf(deployment).unavailable;
  const missing = replicasOf(newSet) - totalIn([newSet], "availableReplicas");
  let room = totalOf(sets) - least - missing;
  if (room <= 0) return false;
  let shrunk = false;
  const take = (set: StoredObject, count: number) => {
    shrunk = scaleSet(rollout, set, replicasOf(set) - count) || shrunk;
  };
  for (const set of old) {
    const idle = replicasOf(set) - totalIn([set], "availableReplicas");
    const count = Math.min(room, idle);
    if (count <= 0) continue;
    take(set, count);
    room -= count;
  }
  // A set that was just made smaller may not know yet that pods of it are going.
  const available = (set: StoredObject) =>
    Math.min(totalIn([set], "availableReplicas"), replicasOf(set));
  let spare = sets.reduce((sum, set) => sum + available(set), 0) - least;
  for (const set of old) {
    const count = Math.min(replicasOf(set), spare);
    if (count <= 0) continue;
    take(set, count);
    spare -= count;
  }
  return shrunk;
}

function recreate(rollout: Rollout, refresh: () => void): number | undefined {
  const { api, deployment, sets } = rollout;
  const current = ensureNewSet(rollout, false);
  const old = oldSetsOf(rollout);
  const emptied = active(old).map((set) => scaleSet(rollout, set, 0)).some(Boolean);
  const running = sets.filter((set) => set !== current)
    .flatMap((set) => api.owned(places.pods, set))
    .some((pod) => !["Failed", "Succeeded"].includes(String(statusOf(pod).phase)));
  if (emptied || running || totalIn(old, "replicas") > 0) return writeProgress(rollout, current);
  const newSet = made(rollout, refresh);
  scaleSet(rollout, newSet, replicasOf(deployment));
  if (isComplete(deployment)) forget(rollout);
  return writeProgress(rollout, newSet);
}

// A Deployment that is paused must not be taken for one that does not get on.
function notePause(rollout: Rollout): void {
  const { api, deployment } = rollout;
  if (!hasDeadline(deployment)) return;
  const known = conditionOf(statusOf(deployment), "Progressing")?.reason;
  if (known === "ProgressDeadlineExceeded") return;
  const paused = specOf(deployment).paused === true;
  if (paused === (known === "DeploymentPaused")) return;
  deployment.status = setCondition(statusOf(deployment), {
    type: "Progressing",
    status: "Unknown",
    reason: paused ? "DeploymentPaused" : "DeploymentResumed",
    message: `Deployment is ${paused ? "paused" : "resumed"}`,
  }, api.timestamp());
  save(api, places.deployments, deployment, "status");
}

function isScaled(rollout: Rollout): boolean {
  const wanted = replicasOf(rollout.deployment);
  ensureNewSet(rollout, false);
  return active(rollout.sets).some((set) => (desiredOf(set) ?? wanted) !== wanted);
}

// A change of size is shared among all sets that have pods, in proportion, so that it does not hasten a rollout.
function scaleAll(rollout: Rollout): void {
  const { deployment, sets } = rollout;
  const wanted = replicasOf(deployment);
  const newSet = newSetOf(rollout);
  const running = active(sets);
  const [latest] = newSet ? [newSet] : sets.toSorted(byAge).toReversed();
  const only = running.length > 1 ? undefined : running[0] ?? latest;
  if (only) return void scaleSet(rollout, only, wanted);
  if (!running.length) return;
  const saturated = newSet && replicasOf(newSet) === wanted && desiredOf(newSet) === wanted &&
    totalIn([newSet], "availableReplicas") === wanted;
  if (saturated) {
    for (const set of running) if (set !== newSet) scaleSet(rollout, set, 0);
    return;
  }
  if (strategyOf(deployment) !== "RollingUpdate") return;
  const allowed = wanted > 0 ? wanted + limitsOf(deployment).surge : 0;
  const change = allowed - totalOf(running);
  const newer = change > 0 ? -1 : 1;
  const bySize = running.toSorted((a, b) => replicasOf(b) - replicasOf(a) || newer * byAge(a, b));
  let added = 0;
  const sizes = bySize.map((set) => {
    const part = change === 0 ? 0 : partOf(set, deployment, change, added);
    added += part;
    return replicasOf(set) + part;
  });
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + change - added);
  bySize.forEach((set, index) => scaleSet(rollout, set, sizes[index] ?? 0, true));
}

function partOf(
  set: StoredObject,
  deployment: StoredObject,
  change: number,
  added: number,
): number {
  const size = replicasOf(set);
  const allowed = change - added;
  if (size === 0 || change === 0 || allowed === 0) return 0;
  const total = replicasOf(deployment) + limitsOf(deployment).surge;
  const before = mostOf(set) || numberOf(statusOf(deployment).replicas);
  const share = replicasOf(deployment) === 0 || !before
    ? -size
    : Math.sign(size * total / before) * Math.round(Math.abs(size * total / before)) - size;
  return change > 0 ? Math.min(share, allowed) : Math.max(share, allowed);
}

// Keeps no more old sets than `revisionHistoryLimit`: to them one can go back.
function forget(rollout: Rollout): void {
  const { revisionHistoryLimit } = specOf(rollout.deployment);
  if (typeof revisionHistoryLimit !== "number") return;
  const old = oldSetsOf(rollout).filter((set) => !set.metadata.deletionTimestamp);
  const count = Math.max(0, old.length - revisionHistoryLimit);
  for (const set of old.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, count)) {
    const observed = numberOf(statusOf(set).observedGeneration);
    const busy = replicasOf(set) > 0 || numberOf(statusOf(set).replicas) > 0 ||
      numberOf(set.metadata.generation) > observed;
    if (!busy) rollout.api.remove(places.replicaSets, set, { propagationPolicy: "Background" });
  }
}
