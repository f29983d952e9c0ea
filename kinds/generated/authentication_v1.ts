// Written by `deno task kinds`.
/**
 * The kinds of `authentication.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/authentication.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Asks the server who it takes the caller for; can only be created. */
export interface SelfSubjectReview extends Stored<Wire<api.SelfSubjectReview>> {}
/** The kind `SelfSubjectReview` of `authentication.k8s.io/v1`. */
export const SelfSubjectReview: ApiResource<SelfSubjectReview> = defineApiResource<
  SelfSubjectReview
>({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "SelfSubjectReview",
  plural: "selfsubjectreviews",
  scope: "Cluster",
});

/** Asks the server whose a token is; can only be created. */
export interface TokenReview extends Stored<Wire<api.TokenReview>> {}
/** The kind `TokenReview` of `authentication.k8s.io/v1`. */
export const TokenReview: ApiResource<TokenReview> = defineApiResource<TokenReview>({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "TokenReview",
  plural: "tokenreviews",
  scope: "Cluster",
});
