import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface RuntimeClass extends OpenObject {
  apiVersion?: "node.k8s.io/v1";
  kind?: "RuntimeClass";
}
