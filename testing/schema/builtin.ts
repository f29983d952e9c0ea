import { configMap, event, ingress, lease, newEvent, secret, service } from "./core.ts";
import { namespace, pod, serviceAccount } from "./pods.ts";
import type { TypeSchema } from "./types.ts";
import { cronJob, daemonSet, deployment, job, replicaSet, statefulSet } from "./workloads.ts";

const kinds: Readonly<Record<string, TypeSchema>> = {
  "v1 ConfigMap": configMap,
  "v1 Event": event,
  "v1 Namespace": namespace,
  "v1 Pod": pod,
  "v1 Secret": secret,
  "v1 Service": service,
  "v1 ServiceAccount": serviceAccount,
  "apps/v1 DaemonSet": daemonSet,
  "apps/v1 Deployment": deployment,
  "apps/v1 ReplicaSet": replicaSet,
  "apps/v1 StatefulSet": statefulSet,
  "batch/v1 CronJob": cronJob,
  "batch/v1 Job": job,
  "coordination.k8s.io/v1 Lease": lease,
  "events.k8s.io/v1 Event": newEvent,
  "networking.k8s.io/v1 Ingress": ingress,
};

/**
 * What matters of a built-in kind to merge and to fill in its objects: keys of lists, maps that are taken whole, and the
 * well-known defaults. Fields that are not named in it are allowed and kept, so it is no schema to validate by.
 *
 * @returns Undefined for a kind that is not known.
 */
export function builtinSchema(
  group: string,
  version: string,
  kind: string,
): TypeSchema | undefined {
  const key = `${group === "" ? version : `${group}/${version}`} ${kind}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}
