import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface MutatingWebhookConfiguration extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1";
  kind?: "MutatingWebhookConfiguration";
}

/** @internal */
export interface ValidatingAdmissionPolicy extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1";
  kind?: "ValidatingAdmissionPolicy";
}

/** @internal */
export interface ValidatingAdmissionPolicyBinding extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1";
  kind?: "ValidatingAdmissionPolicyBinding";
}

/** @internal */
export interface ValidatingWebhookConfiguration extends OpenObject {
  apiVersion?: "admissionregistration.k8s.io/v1";
  kind?: "ValidatingWebhookConfiguration";
}
