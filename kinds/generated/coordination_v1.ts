// Written by `deno task kinds`.
/**
 * The kinds of `coordination.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/coordination.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Who holds something, and until when; `renewTime` has microseconds. */
export interface Lease extends Stored<Wire<api.Lease>> {}
/** The kind `Lease` of `coordination.k8s.io/v1`. */
export const Lease: ApiResource<Lease> = defineApiResource<Lease>({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",
});
