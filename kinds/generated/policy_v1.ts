// Written by `deno task kinds`.
/**
 * The kinds of `policy/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/policy/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** How many pods may be missing at a time when nodes are emptied. */
export interface PodDisruptionBudget extends Stored<Wire<api.PodDisruptionBudget>> {}
/** The kind `PodDisruptionBudget` of `policy/v1`. */
export const PodDisruptionBudget: ApiResource<PodDisruptionBudget> = defineApiResource<
  PodDisruptionBudget
>({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  scope: "Namespaced",
});
