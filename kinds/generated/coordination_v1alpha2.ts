// Written by `deno task kinds`.
/**
 * The kinds of `coordination.k8s.io/v1alpha2`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/coordination.k8s.io/v1alpha2";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Somebody who would hold a lease, and from which version. */
export interface LeaseCandidate extends Stored<Wire<api.LeaseCandidate>> {}
/** The kind `LeaseCandidate` of `coordination.k8s.io/v1alpha2`. */
export const LeaseCandidate: ApiResource<LeaseCandidate> = defineApiResource<LeaseCandidate>({
  group: "coordination.k8s.io",
  version: "v1alpha2",
  kind: "LeaseCandidate",
  plural: "leasecandidates",
  scope: "Namespaced",
});
