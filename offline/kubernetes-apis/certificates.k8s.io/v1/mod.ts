import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface CertificateSigningRequest extends OpenObject {
  apiVersion?: "certificates.k8s.io/v1";
  kind?: "CertificateSigningRequest";
}
