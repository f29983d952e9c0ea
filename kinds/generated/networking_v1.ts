// Written by `deno task kinds`.
/**
 * The kinds of `networking.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/networking.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** An address that a service holds. */
export interface IPAddress extends Stored<Wire<api.IPAddress>> {}
/** The kind `IPAddress` of `networking.k8s.io/v1`. */
export const IPAddress: ApiResource<IPAddress> = defineApiResource<IPAddress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IPAddress",
  plural: "ipaddresses",
  scope: "Cluster",
});

/** HTTP routes from outside to services. */
export interface Ingress extends Stored<Wire<api.Ingress>> {}
/** The kind `Ingress` of `networking.k8s.io/v1`. */
export const Ingress: ApiResource<Ingress> = defineApiResource<Ingress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  scope: "Namespaced",
});

/** Who answers for an `Ingress`. */
export interface IngressClass extends Stored<Wire<api.IngressClass>> {}
/** The kind `IngressClass` of `networking.k8s.io/v1`. */
export const IngressClass: ApiResource<IngressClass> = defineApiResource<IngressClass>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  scope: "Cluster",
});

/** Who may talk to which pods. */
export interface NetworkPolicy extends Stored<Wire<api.NetworkPolicy>> {}
/** The kind `NetworkPolicy` of `networking.k8s.io/v1`. */
export const NetworkPolicy: ApiResource<NetworkPolicy> = defineApiResource<NetworkPolicy>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  scope: "Namespaced",
});

/** A range from which services get their addresses. */
export interface ServiceCIDR extends Stored<Wire<api.ServiceCIDR>> {}
/** The kind `ServiceCIDR` of `networking.k8s.io/v1`. */
export const ServiceCIDR: ApiResource<ServiceCIDR> = defineApiResource<ServiceCIDR>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  scope: "Cluster",
});
