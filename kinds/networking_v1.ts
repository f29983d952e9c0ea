import type * as api from "@cloudydeno/kubernetes-apis/networking.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../client/mod.ts";
import type { Stored, Wire } from "./wire.ts";

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
