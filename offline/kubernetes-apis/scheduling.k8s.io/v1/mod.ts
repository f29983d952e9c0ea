import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface PriorityClass extends OpenObject {
  apiVersion?: "scheduling.k8s.io/v1";
  kind?: "PriorityClass";
}
