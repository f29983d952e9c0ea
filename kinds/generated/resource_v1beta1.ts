// Written by `deno task kinds`.
/**
 * The kinds of `resource.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/resource.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Devices of one sort, and how they are set up. */
export interface DeviceClass extends Stored<Wire<api.DeviceClass>> {}
/** The kind `DeviceClass` of `resource.k8s.io/v1beta1`. */
export const DeviceClass: ApiResource<DeviceClass> = defineApiResource<DeviceClass>({
  group: "resource.k8s.io",
  version: "v1beta1",
  kind: "DeviceClass",
  plural: "deviceclasses",
  scope: "Cluster",
});

/** A request for devices. */
export interface ResourceClaim extends Stored<Wire<api.ResourceClaim>> {}
/** The kind `ResourceClaim` of `resource.k8s.io/v1beta1`. */
export const ResourceClaim: ApiResource<ResourceClaim> = defineApiResource<ResourceClaim>({
  group: "resource.k8s.io",
  version: "v1beta1",
  kind: "ResourceClaim",
  plural: "resourceclaims",
  scope: "Namespaced",
});

/** From which each pod's `ResourceClaim` is made. */
export interface ResourceClaimTemplate extends Stored<Wire<api.ResourceClaimTemplate>> {}
/** The kind `ResourceClaimTemplate` of `resource.k8s.io/v1beta1`. */
export const ResourceClaimTemplate: ApiResource<ResourceClaimTemplate> = defineApiResource<
  ResourceClaimTemplate
>({
  group: "resource.k8s.io",
  version: "v1beta1",
  kind: "ResourceClaimTemplate",
  plural: "resourceclaimtemplates",
  scope: "Namespaced",
});

/** Devices that a driver offers, usually on one node. */
export interface ResourceSlice extends Stored<Wire<api.ResourceSlice>> {}
/** The kind `ResourceSlice` of `resource.k8s.io/v1beta1`. */
export const ResourceSlice: ApiResource<ResourceSlice> = defineApiResource<ResourceSlice>({
  group: "resource.k8s.io",
  version: "v1beta1",
  kind: "ResourceSlice",
  plural: "resourceslices",
  scope: "Cluster",
});
