// Written by `deno task kinds`.
/**
 * The kinds of `certificates.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/certificates.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Asks for a certificate that the cluster's authority signs. */
export interface CertificateSigningRequest extends Stored<Wire<api.CertificateSigningRequest>> {}
/** The kind `CertificateSigningRequest` of `certificates.k8s.io/v1`. */
export const CertificateSigningRequest: ApiResource<CertificateSigningRequest> = defineApiResource<
  CertificateSigningRequest
>({
  group: "certificates.k8s.io",
  version: "v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  scope: "Cluster",
});
