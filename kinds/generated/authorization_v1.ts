// Written by `deno task kinds`.
/**
 * The kinds of `authorization.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/authorization.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Asks the server whether somebody may do something in one namespace; can only be created. */
export interface LocalSubjectAccessReview extends Stored<Wire<api.LocalSubjectAccessReview>> {}
/** The kind `LocalSubjectAccessReview` of `authorization.k8s.io/v1`. */
export const LocalSubjectAccessReview: ApiResource<LocalSubjectAccessReview> = defineApiResource<
  LocalSubjectAccessReview
>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "LocalSubjectAccessReview",
  plural: "localsubjectaccessreviews",
  scope: "Namespaced",
});

/** Asks the server whether the caller may do something; can only be created. */
export interface SelfSubjectAccessReview extends Stored<Wire<api.SelfSubjectAccessReview>> {}
/** The kind `SelfSubjectAccessReview` of `authorization.k8s.io/v1`. */
export const SelfSubjectAccessReview: ApiResource<SelfSubjectAccessReview> = defineApiResource<
  SelfSubjectAccessReview
>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectAccessReview",
  plural: "selfsubjectaccessreviews",
  scope: "Cluster",
});

/** Asks the server for all that the caller may do in a namespace; can only be created. */
export interface SelfSubjectRulesReview extends Stored<Wire<api.SelfSubjectRulesReview>> {}
/** The kind `SelfSubjectRulesReview` of `authorization.k8s.io/v1`. */
export const SelfSubjectRulesReview: ApiResource<SelfSubjectRulesReview> = defineApiResource<
  SelfSubjectRulesReview
>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectRulesReview",
  plural: "selfsubjectrulesreviews",
  scope: "Cluster",
});

/** Asks the server whether somebody may do something; can only be created. */
export interface SubjectAccessReview extends Stored<Wire<api.SubjectAccessReview>> {}
/** The kind `SubjectAccessReview` of `authorization.k8s.io/v1`. */
export const SubjectAccessReview: ApiResource<SubjectAccessReview> = defineApiResource<
  SubjectAccessReview
>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SubjectAccessReview",
  plural: "subjectaccessreviews",
  scope: "Cluster",
});
