import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface ClusterTrustBundle extends OpenObject {
  apiVersion?: "certificates.k8s.io/v1alpha1";
  kind?: "ClusterTrustBundle";
}
