import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface DeviceClass extends OpenObject {
  apiVersion?: "resource.k8s.io/v1beta2";
  kind?: "DeviceClass";
}

/** @internal */
export interface ResourceClaim extends OpenObject {
  apiVersion?: "resource.k8s.io/v1beta2";
  kind?: "ResourceClaim";
}

/** @internal */
export interface ResourceClaimTemplate extends OpenObject {
  apiVersion?: "resource.k8s.io/v1beta2";
  kind?: "ResourceClaimTemplate";
}

/** @internal */
export interface ResourceSlice extends OpenObject {
  apiVersion?: "resource.k8s.io/v1beta2";
  kind?: "ResourceSlice";
}
