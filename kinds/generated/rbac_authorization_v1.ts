// Written by `deno task kinds`.
/**
 * The kinds of `rbac.authorization.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/rbac.authorization.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Rights, in all namespaces or on cluster-scoped objects. */
export interface ClusterRole extends Stored<Wire<api.ClusterRole>> {}
/** The kind `ClusterRole` of `rbac.authorization.k8s.io/v1`. */
export const ClusterRole: ApiResource<ClusterRole> = defineApiResource<ClusterRole>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  scope: "Cluster",
});

/** Gives a `ClusterRole` to somebody everywhere. */
export interface ClusterRoleBinding extends Stored<Wire<api.ClusterRoleBinding>> {}
/** The kind `ClusterRoleBinding` of `rbac.authorization.k8s.io/v1`. */
export const ClusterRoleBinding: ApiResource<ClusterRoleBinding> = defineApiResource<
  ClusterRoleBinding
>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  scope: "Cluster",
});

/** Rights in one namespace. */
export interface Role extends Stored<Wire<api.Role>> {}
/** The kind `Role` of `rbac.authorization.k8s.io/v1`. */
export const Role: ApiResource<Role> = defineApiResource<Role>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "Role",
  plural: "roles",
  scope: "Namespaced",
});

/** Gives a `Role` or `ClusterRole` to somebody in one namespace. */
export interface RoleBinding extends Stored<Wire<api.RoleBinding>> {}
/** The kind `RoleBinding` of `rbac.authorization.k8s.io/v1`. */
export const RoleBinding: ApiResource<RoleBinding> = defineApiResource<RoleBinding>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "RoleBinding",
  plural: "rolebindings",
  scope: "Namespaced",
});
