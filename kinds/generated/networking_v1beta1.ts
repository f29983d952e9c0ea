// Written by `deno task kinds`.
/**
 * The kinds of `networking.k8s.io/v1beta1`. Not served unless the cluster's administrators turn it on.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/networking.k8s.io/v1beta1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** An address that a service holds. */
export interface IPAddress extends Stored<Wire<api.IPAddress>> {}
/** The kind `IPAddress` of `networking.k8s.io/v1beta1`. */
export const IPAddress: ApiResource<IPAddress> = defineApiResource<IPAddress>({
  group: "networking.k8s.io",
  version: "v1beta1",
  kind: "IPAddress",
  plural: "ipaddresses",
  scope: "Cluster",
});

/** A range from which services get their addresses. */
export interface ServiceCIDR extends Stored<Wire<api.ServiceCIDR>> {}
/** The kind `ServiceCIDR` of `networking.k8s.io/v1beta1`. */
export const ServiceCIDR: ApiResource<ServiceCIDR> = defineApiResource<ServiceCIDR>({
  group: "networking.k8s.io",
  version: "v1beta1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  scope: "Cluster",
});
