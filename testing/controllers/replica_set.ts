import { isObject, type JsonObject, sameJson, type StoredObject } from "../object.ts";
import { StatusError } from "../status.ts";
import { type ControllerApi, places } from "./api.ts";
import { conditionOf, numberOf, without } from "./conditions.ts";
import { isActive, isEnding, isReady, ownerKey, podOf, toDelete, untilAvailable } from "./pods.ts";
import { replicasOf, specOf, statusOf } from "./replicas.ts";
import { type ClusterController, keyOf, parseKey } from "./run.ts";

// No more than this at once.
const burst = 500;

/** Makes the pods of ReplicaSets, as kubernetes/pkg/controller/replicaset does. */
export const replicaSetController: ClusterController = {
  name: "replicaset",
  account: "replicaset-controller",
  keysOf({ object, storage }) {
    if (storage === places.replicaSets.storage) return [keyOf(object)];
    return storage === places.pods.storage ? ownerKey(object, "ReplicaSet") : [];
  },
  sync(key, api) {
    const set = api.get(places.replicaSets, ...parseKey(key));
    if (!set) return undefined;
    const pods = api.owned(places.pods, set);
    const active = pods.filter(isActive);
    const failure = set.metadata.deletionTimestamp ? undefined : resize(api, set, active);
    writeStatus(api, set, pods, failure);
    if (failure) throw failure;
    const { minReadySeconds } = specOf(set);
    const waits = active.flatMap((pod) => untilAvailable(pod, minReadySeconds, api.now()) || []);
    return waits.length ? Math.min(...waits) : undefined;
  },
};

function resize(
  api: ControllerApi,
  set: StoredObject,
  active: readonly StoredObject[],
): StatusError | undefined {
  const missing = replicasOf(set) - active.length;
  try {
    for (let made = 0; made < Math.min(missing, burst); made++) {
      if (isEnding(api, set.metadata.namespace)) return undefined;
      api.create(places.pods, podOf(set, specOf(set).template));
    }
    for (const pod of toDelete(active, Math.min(Math.max(-missing, 0), burst))) {
      api.remove(places.pods, pod);
    }
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}

function writeStatus(
  api: ControllerApi,
  set: StoredObject,
  pods: readonly StoredObject[],
  failure: StatusError | undefined,
): void {
  // The numbers of before the pods were made or deleted: what came of that shows the next time.
  const active = pods.filter(isActive);
  const terminating = pods.filter(({ metadata, status }) =>
    metadata.deletionTimestamp &&
    !["Succeeded", "Failed"].includes(String(isObject(status) ? status.phase : ""))
  );
  const { minReadySeconds, template } = specOf(set);
  const meta = isObject(template) && isObject(template.metadata) ? template.metadata : {};
  const wanted = Object.entries(isObject(meta.labels) ? meta.labels : {});
  const labelled = active.filter(({ metadata }) =>
    wanted.every(([name, value]) => metadata.labels?.[name] === value)
  );
  const ready = active.filter(isReady);
  const available = ready.filter((pod) => untilAvailable(pod, minReadySeconds, api.now()) === 0);
  const before = statusOf(set);
  const known = conditionOf(before, "ReplicaFailure");
  const rest = without(before.conditions, "ReplicaFailure");
  const conditions = !failure ? rest : [
    ...rest,
    known ?? {
      type: "ReplicaFailure",
      status: "True",
      lastTransitionTime: api.timestamp(),
      reason: replicasOf(set) > active.length ? "FailedCreate" : "FailedDelete",
      message: failure.message,
    },
  ];
  const optional = {
    fullyLabeledReplicas: labelled.length,
    readyReplicas: ready.length,
    availableReplicas: available.length,
    observedGeneration: numberOf(set.metadata.generation),
  };
  const status: JsonObject = {
    replicas: active.length,
    ...Object.fromEntries(Object.entries(optional).filter(([, count]) => count > 0)),
    terminatingReplicas: terminating.length,
    ...(conditions.length ? { conditions } : {}),
  };
  if (!sameJson(before, status)) api.update(places.replicaSets, { ...set, status }, "status");
}
