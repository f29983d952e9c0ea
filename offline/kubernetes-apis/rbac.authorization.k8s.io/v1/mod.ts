import type { LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";

export interface PolicyRule {
  apiGroups?: string[] | null;
  nonResourceURLs?: string[] | null;
  resourceNames?: string[] | null;
  resources?: string[] | null;
  verbs: string[];
}

export interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}

export interface Subject {
  apiGroup?: string | null;
  kind: string;
  name: string;
  namespace?: string | null;
}

export interface AggregationRule {
  clusterRoleSelectors?: LabelSelector[] | null;
}

/** @internal */
export interface Role {
  apiVersion?: "rbac.authorization.k8s.io/v1";
  kind?: "Role";
  metadata?: ObjectMeta | null;
  rules?: PolicyRule[] | null;
}

/** @internal */
export interface RoleBinding {
  apiVersion?: "rbac.authorization.k8s.io/v1";
  kind?: "RoleBinding";
  metadata?: ObjectMeta | null;
  roleRef: RoleRef;
  subjects?: Subject[] | null;
}

/** @internal */
export interface ClusterRole {
  apiVersion?: "rbac.authorization.k8s.io/v1";
  kind?: "ClusterRole";
  aggregationRule?: AggregationRule | null;
  metadata?: ObjectMeta | null;
  rules?: PolicyRule[] | null;
}

/** @internal */
export interface ClusterRoleBinding {
  apiVersion?: "rbac.authorization.k8s.io/v1";
  kind?: "ClusterRoleBinding";
  metadata?: ObjectMeta | null;
  roleRef: RoleRef;
  subjects?: Subject[] | null;
}
