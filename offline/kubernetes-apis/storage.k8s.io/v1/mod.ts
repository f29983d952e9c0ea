import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface CSIDriver extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "CSIDriver";
}

/** @internal */
export interface CSINode extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "CSINode";
}

/** @internal */
export interface CSIStorageCapacity extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "CSIStorageCapacity";
}

/** @internal */
export interface StorageClass extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "StorageClass";
}

/** @internal */
export interface VolumeAttachment extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "VolumeAttachment";
}

/** @internal */
export interface VolumeAttributesClass extends OpenObject {
  apiVersion?: "storage.k8s.io/v1";
  kind?: "VolumeAttributesClass";
}
