import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface VolumeAttributesClass extends OpenObject {
  apiVersion?: "storage.k8s.io/v1beta1";
  kind?: "VolumeAttributesClass";
}
