// Written by `deno task kinds`.
/**
 * The kinds of `storagemigration.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/storagemigration.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Writes all objects of a kind again, in the version that is stored now. */
export interface StorageVersionMigration extends Stored<Wire<api.StorageVersionMigration>> {}
/** The kind `StorageVersionMigration` of `storagemigration.k8s.io/v1beta1`. */
export const StorageVersionMigration: ApiResource<StorageVersionMigration> = defineApiResource<
  StorageVersionMigration
>({
  group: "storagemigration.k8s.io",
  version: "v1beta1",
  kind: "StorageVersionMigration",
  plural: "storageversionmigrations",
  scope: "Cluster",
});
