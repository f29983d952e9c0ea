// Written by `deno task kinds`.
/**
 * The kinds of `autoscaling/v2`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/autoscaling/v2";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Sets the number of pods by their load. */
export interface HorizontalPodAutoscaler extends Stored<Wire<api.HorizontalPodAutoscaler>> {}
/** The kind `HorizontalPodAutoscaler` of `autoscaling/v2`. */
export const HorizontalPodAutoscaler: ApiResource<HorizontalPodAutoscaler> = defineApiResource<
  HorizontalPodAutoscaler
>({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  scope: "Namespaced",
});
