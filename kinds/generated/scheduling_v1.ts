// Written by `deno task kinds`.
/**
 * The kinds of `scheduling.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/scheduling.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** How much a pod matters when there is no room for all. */
export interface PriorityClass extends Stored<Wire<api.PriorityClass>> {}
/** The kind `PriorityClass` of `scheduling.k8s.io/v1`. */
export const PriorityClass: ApiResource<PriorityClass> = defineApiResource<PriorityClass>({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  scope: "Cluster",
});
