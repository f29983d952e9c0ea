import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface CustomResourceDefinition extends OpenObject {
  apiVersion?: "apiextensions.k8s.io/v1";
  kind?: "CustomResourceDefinition";
}
