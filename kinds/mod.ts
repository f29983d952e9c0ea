/**
 * The kinds that every cluster has, each as a type (the object as read) and a value (what the client takes).
 *
 * ```ts
 * import { ConfigMap, type Pod } from "@operatorkit/operatorkit/kinds";
 *
 * const imagesOf = (pod: Pod) => pod.spec?.containers.map(({ image }) => image) ?? [];
 * console.log(ConfigMap.plural, imagesOf); // client.list(ConfigMap, { namespace })
 * ```
 *
 * @module
 */
export {
  ConfigMap,
  CoreEvent,
  Namespace,
  Node,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
  ServiceAccount,
} from "./core_v1.ts";
export { DaemonSet, Deployment, ReplicaSet, StatefulSet } from "./apps_v1.ts";
export { CronJob, Job } from "./batch_v1.ts";
export { Lease } from "./coordination_v1.ts";
export { Event } from "./events_v1.ts";
export { Ingress, NetworkPolicy } from "./networking_v1.ts";
export { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "./rbac_v1.ts";
export type { Stored, Wire } from "./wire.ts";
