import type { OpenObject } from "../../open_object.ts";
import type { IntOrString } from "../../common.ts";
import type { TypedLocalObjectReference } from "../../core/v1/mod.ts";
import type { LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";

type Open = Record<string, unknown>;

/** @internal */
export interface Ingress {
  apiVersion?: "networking.k8s.io/v1";
  kind?: "Ingress";
  metadata?: ObjectMeta | null;
  spec?: IngressSpec | null;
  status?: IngressStatus | null;
}

export interface IngressSpec {
  defaultBackend?: IngressBackend | null;
  ingressClassName?: string | null;
  rules?: IngressRule[] | null;
  tls?: IngressTLS[] | null;
}

export interface IngressRule {
  host?: string | null;
  http?: HTTPIngressRuleValue | null;
}

export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[];
}

export interface HTTPIngressPath {
  backend: IngressBackend;
  path?: string | null;
  pathType: string;
}

export interface IngressBackend {
  resource?: TypedLocalObjectReference | null;
  service?: IngressServiceBackend | null;
}

export interface IngressServiceBackend {
  name: string;
  port?: ServiceBackendPort | null;
}

export interface ServiceBackendPort {
  name?: string | null;
  number?: number | null;
}

export interface IngressTLS {
  hosts?: string[] | null;
  secretName?: string | null;
}

export interface IngressStatus {
  loadBalancer?: Open | null;
}

/** @internal */
export interface NetworkPolicy {
  apiVersion?: "networking.k8s.io/v1";
  kind?: "NetworkPolicy";
  metadata?: ObjectMeta | null;
  spec?: NetworkPolicySpec | null;
}

export interface NetworkPolicySpec {
  egress?: NetworkPolicyEgressRule[] | null;
  ingress?: NetworkPolicyIngressRule[] | null;
  podSelector?: LabelSelector | null;
  policyTypes?: string[] | null;
}

export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[] | null;
  to?: NetworkPolicyPeer[] | null;
}

export interface NetworkPolicyIngressRule {
  from?: NetworkPolicyPeer[] | null;
  ports?: NetworkPolicyPort[] | null;
}

export interface NetworkPolicyPort {
  endPort?: number | null;
  port?: IntOrString | null;
  protocol?: string | null;
}

export interface NetworkPolicyPeer {
  ipBlock?: IPBlock | null;
  namespaceSelector?: LabelSelector | null;
  podSelector?: LabelSelector | null;
}

export interface IPBlock {
  cidr: string;
  except?: string[] | null;
}

/** @internal */
export interface IPAddress extends OpenObject {
  apiVersion?: "networking.k8s.io/v1";
  kind?: "IPAddress";
}

/** @internal */
export interface IngressClass extends OpenObject {
  apiVersion?: "networking.k8s.io/v1";
  kind?: "IngressClass";
}

/** @internal */
export interface ServiceCIDR extends OpenObject {
  apiVersion?: "networking.k8s.io/v1";
  kind?: "ServiceCIDR";
}
