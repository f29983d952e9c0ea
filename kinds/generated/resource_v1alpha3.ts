// Written by `deno task kinds`.
/**
 * The kinds of `resource.k8s.io/v1alpha3`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/resource.k8s.io/v1alpha3";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Untyped, Wire } from "../wire.ts";

/** Keeps pods away from some devices. */
export interface DeviceTaintRule extends Stored<Wire<api.DeviceTaintRule>> {}
/** The kind `DeviceTaintRule` of `resource.k8s.io/v1alpha3`. */
export const DeviceTaintRule: ApiResource<DeviceTaintRule> = defineApiResource<DeviceTaintRule>({
  group: "resource.k8s.io",
  version: "v1alpha3",
  kind: "DeviceTaintRule",
  plural: "devicetaintrules",
  scope: "Cluster",
});

/** Asks how much of a pool of devices is taken and how much is free. */
export interface ResourcePoolStatusRequest
  extends Untyped<"resource.k8s.io/v1alpha3", "ResourcePoolStatusRequest"> {}
/** The kind `ResourcePoolStatusRequest` of `resource.k8s.io/v1alpha3`. */
export const ResourcePoolStatusRequest: ApiResource<ResourcePoolStatusRequest> = defineApiResource<
  ResourcePoolStatusRequest
>({
  group: "resource.k8s.io",
  version: "v1alpha3",
  kind: "ResourcePoolStatusRequest",
  plural: "resourcepoolstatusrequests",
  scope: "Cluster",
});
