// Written by `deno task kinds`.
/**
 * The kinds of `certificates.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/certificates.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Certificate authorities that the cluster's pods may trust. */
export interface ClusterTrustBundle extends Stored<Wire<api.ClusterTrustBundle>> {}
/** The kind `ClusterTrustBundle` of `certificates.k8s.io/v1beta1`. */
export const ClusterTrustBundle: ApiResource<ClusterTrustBundle> = defineApiResource<
  ClusterTrustBundle
>({
  group: "certificates.k8s.io",
  version: "v1beta1",
  kind: "ClusterTrustBundle",
  plural: "clustertrustbundles",
  scope: "Cluster",
});

/** Asks for a certificate for one pod. */
export interface PodCertificateRequest extends Stored<Wire<api.PodCertificateRequest>> {}
/** The kind `PodCertificateRequest` of `certificates.k8s.io/v1beta1`. */
export const PodCertificateRequest: ApiResource<PodCertificateRequest> = defineApiResource<
  PodCertificateRequest
>({
  group: "certificates.k8s.io",
  version: "v1beta1",
  kind: "PodCertificateRequest",
  plural: "podcertificaterequests",
  scope: "Namespaced",
});
