// Written by `deno task kinds`.
/**
 * The kinds of `storage.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/storage.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Qualities of a volume that can be changed later. */
export interface VolumeAttributesClass extends Stored<Wire<api.VolumeAttributesClass>> {}
/** The kind `VolumeAttributesClass` of `storage.k8s.io/v1beta1`. */
export const VolumeAttributesClass: ApiResource<VolumeAttributesClass> = defineApiResource<
  VolumeAttributesClass
>({
  group: "storage.k8s.io",
  version: "v1beta1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  scope: "Cluster",
});
