import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface LeaseCandidate extends OpenObject {
  apiVersion?: "coordination.k8s.io/v1alpha2";
  kind?: "LeaseCandidate";
}
