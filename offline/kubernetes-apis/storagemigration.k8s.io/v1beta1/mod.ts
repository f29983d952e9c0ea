import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface StorageVersionMigration extends OpenObject {
  apiVersion?: "storagemigration.k8s.io/v1beta1";
  kind?: "StorageVersionMigration";
}
