import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface APIService extends OpenObject {
  apiVersion?: "apiregistration.k8s.io/v1";
  kind?: "APIService";
}
