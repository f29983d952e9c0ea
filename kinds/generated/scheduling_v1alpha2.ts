// Written by `deno task kinds`.
/**
 * The kinds of `scheduling.k8s.io/v1alpha2`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Untyped } from "../wire.ts";

/** Pods that are placed together or not at all. */
export interface PodGroup extends Untyped<"scheduling.k8s.io/v1alpha2", "PodGroup"> {}
/** The kind `PodGroup` of `scheduling.k8s.io/v1alpha2`. */
export const PodGroup: ApiResource<PodGroup> = defineApiResource<PodGroup>({
  group: "scheduling.k8s.io",
  version: "v1alpha2",
  kind: "PodGroup",
  plural: "podgroups",
  scope: "Namespaced",
});

/** Groups of pods that belong together when they are placed. */
export interface Workload extends Untyped<"scheduling.k8s.io/v1alpha2", "Workload"> {}
/** The kind `Workload` of `scheduling.k8s.io/v1alpha2`. */
export const Workload: ApiResource<Workload> = defineApiResource<Workload>({
  group: "scheduling.k8s.io",
  version: "v1alpha2",
  kind: "Workload",
  plural: "workloads",
  scope: "Namespaced",
});
