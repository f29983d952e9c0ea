import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface PodDisruptionBudget extends OpenObject {
  apiVersion?: "policy/v1";
  kind?: "PodDisruptionBudget";
}
