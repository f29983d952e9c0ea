import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface LocalSubjectAccessReview extends OpenObject {
  apiVersion?: "authorization.k8s.io/v1";
  kind?: "LocalSubjectAccessReview";
}

/** @internal */
export interface SelfSubjectAccessReview extends OpenObject {
  apiVersion?: "authorization.k8s.io/v1";
  kind?: "SelfSubjectAccessReview";
}

/** @internal */
export interface SelfSubjectRulesReview extends OpenObject {
  apiVersion?: "authorization.k8s.io/v1";
  kind?: "SelfSubjectRulesReview";
}

/** @internal */
export interface SubjectAccessReview extends OpenObject {
  apiVersion?: "authorization.k8s.io/v1";
  kind?: "SubjectAccessReview";
}
