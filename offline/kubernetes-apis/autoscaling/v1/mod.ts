import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface HorizontalPodAutoscaler extends OpenObject {
  apiVersion?: "autoscaling/v1";
  kind?: "HorizontalPodAutoscaler";
}
