// Written by `deno task kinds`.
/**
 * The kinds of `internal.apiserver.k8s.io/v1alpha1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/internal.apiserver.k8s.io/v1alpha1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** In which version each API server stores a kind; the servers' own. */
export interface StorageVersion extends Stored<Wire<api.StorageVersion>> {}
/** The kind `StorageVersion` of `internal.apiserver.k8s.io/v1alpha1`. */
export const StorageVersion: ApiResource<StorageVersion> = defineApiResource<StorageVersion>({
  group: "internal.apiserver.k8s.io",
  version: "v1alpha1",
  kind: "StorageVersion",
  plural: "storageversions",
  scope: "Cluster",
});
