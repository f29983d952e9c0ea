import type { OpenObject } from "../../open_object.ts";

/** @internal */
export interface IPAddress extends OpenObject {
  apiVersion?: "networking.k8s.io/v1beta1";
  kind?: "IPAddress";
}

/** @internal */
export interface ServiceCIDR extends OpenObject {
  apiVersion?: "networking.k8s.io/v1beta1";
  kind?: "ServiceCIDR";
}
