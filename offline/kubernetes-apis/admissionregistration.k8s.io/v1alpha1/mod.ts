import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface MutatingAdmissionPolicy extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1alpha1";
  kind?: "MutatingAdmissionPolicy";
}

/** @internal */
export interface MutatingAdmissionPolicyBinding extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1alpha1";
  kind?: "MutatingAdmissionPolicyBinding";
}
