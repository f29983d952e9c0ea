import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface EndpointSlice extends OpenObject {
  apiVersion?: "discovery.k8s.io/v1";
  kind?: "EndpointSlice";
}
