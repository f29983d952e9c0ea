// Written by `deno task kinds`.
/**
 * The kinds of `admissionregistration.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/admissionregistration.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Changes that are made to objects before they are stored, as expressions. */
export interface MutatingAdmissionPolicy extends Stored<Wire<api.MutatingAdmissionPolicy>> {}
/** The kind `MutatingAdmissionPolicy` of `admissionregistration.k8s.io/v1beta1`. */
export const MutatingAdmissionPolicy: ApiResource<MutatingAdmissionPolicy> = defineApiResource<
  MutatingAdmissionPolicy
>({
  group: "admissionregistration.k8s.io",
  version: "v1beta1",
  kind: "MutatingAdmissionPolicy",
  plural: "mutatingadmissionpolicies",
  scope: "Cluster",
});

/** Where a `MutatingAdmissionPolicy` holds. */
export interface MutatingAdmissionPolicyBinding
  extends Stored<Wire<api.MutatingAdmissionPolicyBinding>> {}
/** The kind `MutatingAdmissionPolicyBinding` of `admissionregistration.k8s.io/v1beta1`. */
export const MutatingAdmissionPolicyBinding: ApiResource<MutatingAdmissionPolicyBinding> =
  defineApiResource<MutatingAdmissionPolicyBinding>({
    group: "admissionregistration.k8s.io",
    version: "v1beta1",
    kind: "MutatingAdmissionPolicyBinding",
    plural: "mutatingadmissionpolicybindings",
    scope: "Cluster",
  });
