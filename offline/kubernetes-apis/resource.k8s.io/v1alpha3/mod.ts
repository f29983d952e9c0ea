import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface DeviceTaintRule extends OpenObject {
  apiVersion?: "resource.k8s.io/v1alpha3";
  kind?: "DeviceTaintRule";
}
