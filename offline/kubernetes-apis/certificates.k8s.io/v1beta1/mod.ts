import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface ClusterTrustBundle extends OpenObject {
  apiVersion?: "certificates.k8s.io/v1beta1";
  kind?: "ClusterTrustBundle";
}

/** @internal */
export interface PodCertificateRequest extends OpenObject {
  apiVersion?: "certificates.k8s.io/v1beta1";
  kind?: "PodCertificateRequest";
}
