import { copy, isObject, type JsonObject, type StoredObject } from "../object.ts";
import { type ControllerApi, controllerOf, places } from "./api.ts";
import { conditionOf, isTrueIn, numberOf } from "./conditions.ts";
import { specOf, statusOf } from "./replicas.ts";
import { ownerReference } from "./rollout.ts";

/** Whether a pod is over, by its phase. */
export function isOver(pod: StoredObject): boolean {
  return ["Succeeded", "Failed"].includes(String(statusOf(pod).phase));
}

/** Whether a pod counts: it is neither over nor on its way out. */
export function isActive(pod: StoredObject): boolean {
  return !isOver(pod) && !pod.metadata.deletionTimestamp;
}

/** Whether a pod is ready. */
export function isReady(pod: StoredObject): boolean {
  return isTrueIn(statusOf(pod), "Ready");
}

/** Milliseconds until a pod that is ready is available; undefined where it is not ready. */
export function untilAvailable(
  pod: StoredObject,
  minReadySeconds: unknown,
  now: number,
): number | undefined {
  if (!isReady(pod)) return undefined;
  const since = Date.parse(String(conditionOf(statusOf(pod), "Ready")?.lastTransitionTime));
  return Math.max(0, since + numberOf(minReadySeconds) * 1_000 - now);
}

/** A pod of a template, controlled by `owner`. */
export function podOf(owner: StoredObject, template: unknown): JsonObject {
  const { metadata, spec } = isObject(template) ? copy(template) : {};
  const given = isObject(metadata) ? metadata : {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace,
      ...(given.labels ? { labels: given.labels } : {}),
      ...(given.annotations ? { annotations: given.annotations } : {}),
      ...(given.finalizers ? { finalizers: given.finalizers } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec,
  };
}

/** The key of the controller of a pod, where it is of `kind`. */
export function ownerKey(pod: StoredObject, kind: string): readonly string[] {
  const owner = controllerOf(pod);
  return owner?.kind === kind ? [`${pod.metadata.namespace}/${owner.name}`] : [];
}

// The order in which pods are given up: those first that do least.
function rank(pod: StoredObject): readonly number[] {
  const phase = String(statusOf(pod).phase);
  const cost = Number(
    pod.metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? 0,
  );
  return [
    specOf(pod).nodeName ? 1 : 0,
    ["Pending", "Unknown", "Running"].indexOf(phase),
    isReady(pod) ? 1 : 0,
    cost,
    // Of those that are alike, the one that has been there for the shortest time.
    -Date.parse(String(conditionOf(statusOf(pod), "Ready")?.lastTransitionTime ?? 0)) || 0,
    -Date.parse(pod.metadata.creationTimestamp ?? "") || 0,
  ];
}

/** The pods to delete, of those that there are too many. */
export function toDelete(pods: readonly StoredObject[], count: number): readonly StoredObject[] {
  const ranked = pods.map((pod) => ({ pod, rank: rank(pod) }));
  ranked.sort((a, b) => {
    for (const [index, value] of a.rank.entries()) {
      const other = b.rank[index] ?? 0;
      if (value !== other) return value - other;
    }
    return 0;
  });
  return ranked.slice(0, count).map(({ pod }) => pod);
}

/** Whether a namespace is being emptied: nothing new is made in it. */
export function isEnding(api: ControllerApi, namespace: string | undefined): boolean {
  const found = api.get(places.namespaces, "", namespace ?? "");
  return !found || found.metadata.deletionTimestamp !== undefined;
}
