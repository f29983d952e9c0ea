import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface HorizontalPodAutoscaler extends OpenObject {
  apiVersion?: "autoscaling/v2";
  kind?: "HorizontalPodAutoscaler";
}
