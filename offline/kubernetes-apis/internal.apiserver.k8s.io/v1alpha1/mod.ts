import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface StorageVersion extends OpenObject {
  apiVersion?: "internal.apiserver.k8s.io/v1alpha1";
  kind?: "StorageVersion";
}
