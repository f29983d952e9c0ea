import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface FlowSchema extends OpenObject {
  apiVersion?: "flowcontrol.apiserver.k8s.io/v1";
  kind?: "FlowSchema";
}

/** @internal */
export interface PriorityLevelConfiguration extends OpenObject {
  apiVersion?: "flowcontrol.apiserver.k8s.io/v1";
  kind?: "PriorityLevelConfiguration";
}
