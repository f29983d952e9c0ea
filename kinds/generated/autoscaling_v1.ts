// Written by `deno task kinds`.
/**
 * The kinds of `autoscaling/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/autoscaling/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Sets the number of pods by their load. */
export interface HorizontalPodAutoscaler extends Stored<Wire<api.HorizontalPodAutoscaler>> {}
/** The kind `HorizontalPodAutoscaler` of `autoscaling/v1`. */
export const HorizontalPodAutoscaler: ApiResource<HorizontalPodAutoscaler> = defineApiResource<
  HorizontalPodAutoscaler
>({
  group: "autoscaling",
  version: "v1",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  scope: "Namespaced",
});
