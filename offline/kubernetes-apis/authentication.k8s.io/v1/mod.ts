import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface SelfSubjectReview extends OpenObject {
  apiVersion?: "authentication.k8s.io/v1";
  kind?: "SelfSubjectReview";
}

/** @internal */
export interface TokenReview extends OpenObject {
  apiVersion?: "authentication.k8s.io/v1";
  kind?: "TokenReview";
}
