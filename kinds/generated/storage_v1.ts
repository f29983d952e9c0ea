// Written by `deno task kinds`.
/**
 * The kinds of `storage.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/storage.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** A storage driver, and what it can do. */
export interface CSIDriver extends Stored<Wire<api.CSIDriver>> {}
/** The kind `CSIDriver` of `storage.k8s.io/v1`. */
export const CSIDriver: ApiResource<CSIDriver> = defineApiResource<CSIDriver>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIDriver",
  plural: "csidrivers",
  scope: "Cluster",
});

/** The storage drivers of a node. */
export interface CSINode extends Stored<Wire<api.CSINode>> {}
/** The kind `CSINode` of `storage.k8s.io/v1`. */
export const CSINode: ApiResource<CSINode> = defineApiResource<CSINode>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSINode",
  plural: "csinodes",
  scope: "Cluster",
});

/** How much storage a driver has left, and where. */
export interface CSIStorageCapacity extends Stored<Wire<api.CSIStorageCapacity>> {}
/** The kind `CSIStorageCapacity` of `storage.k8s.io/v1`. */
export const CSIStorageCapacity: ApiResource<CSIStorageCapacity> = defineApiResource<
  CSIStorageCapacity
>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  scope: "Namespaced",
});

/** Storage of one sort, and who makes it. */
export interface StorageClass extends Stored<Wire<api.StorageClass>> {}
/** The kind `StorageClass` of `storage.k8s.io/v1`. */
export const StorageClass: ApiResource<StorageClass> = defineApiResource<StorageClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  scope: "Cluster",
});

/** A volume that is, or is to be, attached to a node. */
export interface VolumeAttachment extends Stored<Wire<api.VolumeAttachment>> {}
/** The kind `VolumeAttachment` of `storage.k8s.io/v1`. */
export const VolumeAttachment: ApiResource<VolumeAttachment> = defineApiResource<VolumeAttachment>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  scope: "Cluster",
});

/** Qualities of a volume that can be changed later. */
export interface VolumeAttributesClass extends Stored<Wire<api.VolumeAttributesClass>> {}
/** The kind `VolumeAttributesClass` of `storage.k8s.io/v1`. */
export const VolumeAttributesClass: ApiResource<VolumeAttributesClass> = defineApiResource<
  VolumeAttributesClass
>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  scope: "Cluster",
});
