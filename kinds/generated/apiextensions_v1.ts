// Written by `deno task kinds`.
/**
 * The kinds of `apiextensions.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/apiextensions.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** A kind that a user added to the cluster. */
export interface CustomResourceDefinition extends Stored<Wire<api.CustomResourceDefinition>> {}
/** The kind `CustomResourceDefinition` of `apiextensions.k8s.io/v1`. */
export const CustomResourceDefinition: ApiResource<CustomResourceDefinition> = defineApiResource<
  CustomResourceDefinition
>({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  scope: "Cluster",
});
