// Written by `deno task kinds`.
/**
 * The kinds of `admissionregistration.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/admissionregistration.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Untyped, Wire } from "../wire.ts";

/** Changes that are made to objects before they are stored, as expressions. */
export interface MutatingAdmissionPolicy
  extends Untyped<"admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy"> {}
/** The kind `MutatingAdmissionPolicy` of `admissionregistration.k8s.io/v1`. */
export const MutatingAdmissionPolicy: ApiResource<MutatingAdmissionPolicy> = defineApiResource<
  MutatingAdmissionPolicy
>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicy",
  plural: "mutatingadmissionpolicies",
  scope: "Cluster",
});

/** Where a `MutatingAdmissionPolicy` holds. */
export interface MutatingAdmissionPolicyBinding
  extends Untyped<"admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding"> {}
/** The kind `MutatingAdmissionPolicyBinding` of `admissionregistration.k8s.io/v1`. */
export const MutatingAdmissionPolicyBinding: ApiResource<MutatingAdmissionPolicyBinding> =
  defineApiResource<MutatingAdmissionPolicyBinding>({
    group: "admissionregistration.k8s.io",
    version: "v1",
    kind: "MutatingAdmissionPolicyBinding",
    plural: "mutatingadmissionpolicybindings",
    scope: "Cluster",
  });

/** Servers that are asked to change objects before they are stored. */
export interface MutatingWebhookConfiguration
  extends Stored<Wire<api.MutatingWebhookConfiguration>> {}
/** The kind `MutatingWebhookConfiguration` of `admissionregistration.k8s.io/v1`. */
export const MutatingWebhookConfiguration: ApiResource<MutatingWebhookConfiguration> =
  defineApiResource<MutatingWebhookConfiguration>({
    group: "admissionregistration.k8s.io",
    version: "v1",
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    scope: "Cluster",
  });

/** What objects must fulfil to be stored, as expressions. */
export interface ValidatingAdmissionPolicy extends Stored<Wire<api.ValidatingAdmissionPolicy>> {}
/** The kind `ValidatingAdmissionPolicy` of `admissionregistration.k8s.io/v1`. */
export const ValidatingAdmissionPolicy: ApiResource<ValidatingAdmissionPolicy> = defineApiResource<
  ValidatingAdmissionPolicy
>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  scope: "Cluster",
});

/** Where a `ValidatingAdmissionPolicy` holds. */
export interface ValidatingAdmissionPolicyBinding
  extends Stored<Wire<api.ValidatingAdmissionPolicyBinding>> {}
/** The kind `ValidatingAdmissionPolicyBinding` of `admissionregistration.k8s.io/v1`. */
export const ValidatingAdmissionPolicyBinding: ApiResource<ValidatingAdmissionPolicyBinding> =
  defineApiResource<ValidatingAdmissionPolicyBinding>({
    group: "admissionregistration.k8s.io",
    version: "v1",
    kind: "ValidatingAdmissionPolicyBinding",
    plural: "validatingadmissionpolicybindings",
    scope: "Cluster",
  });

/** Servers that are asked whether objects may be stored. */
export interface ValidatingWebhookConfiguration
  extends Stored<Wire<api.ValidatingWebhookConfiguration>> {}
/** The kind `ValidatingWebhookConfiguration` of `admissionregistration.k8s.io/v1`. */
export const ValidatingWebhookConfiguration: ApiResource<ValidatingWebhookConfiguration> =
  defineApiResource<ValidatingWebhookConfiguration>({
    group: "admissionregistration.k8s.io",
    version: "v1",
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    scope: "Cluster",
  });
