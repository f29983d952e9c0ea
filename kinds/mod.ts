/**
 * The kinds that operators use most, each as a type (the object as read) and a value (what the client takes).
 *
 * ```ts
 * import { ConfigMap, type Pod } from "@operatorkit/operatorkit/kinds";
 *
 * const imagesOf = (pod: Pod) => pod.spec?.containers.map(({ image }) => image) ?? [];
 * console.log(ConfigMap.plural, imagesOf); // client.list(ConfigMap, { namespace })
 * ```
 *
 * Every built-in kind of Kubernetes 1.36 is in the module of its group and version, and only what you import is loaded:
 *
 * ```ts
 * import { StorageClass } from "@operatorkit/operatorkit/kinds/storage.k8s.io/v1";
 *
 * console.log(StorageClass.plural); // storageclasses
 * ```
 *
 * @module
 */
export {
  ConfigMap,
  Event as CoreEvent,
  Namespace,
  Node,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
  ServiceAccount,
} from "./generated/core_v1.ts";
export { DaemonSet, Deployment, ReplicaSet, StatefulSet } from "./generated/apps_v1.ts";
export { CronJob, Job } from "./generated/batch_v1.ts";
export { Lease } from "./generated/coordination_v1.ts";
export { Event } from "./generated/events_v1.ts";
export { Ingress, NetworkPolicy } from "./generated/networking_v1.ts";
export {
  ClusterRole,
  ClusterRoleBinding,
  Role,
  RoleBinding,
} from "./generated/rbac_authorization_v1.ts";
export type { Stored, Untyped, Wire } from "./wire.ts";
