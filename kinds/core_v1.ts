import type * as api from "@cloudydeno/kubernetes-apis/core/v1";
import { type ApiResource, defineApiResource } from "../client/mod.ts";
import type { Stored, Wire } from "./wire.ts";

/** Text and bytes that pods and operators read. */
export interface ConfigMap extends Stored<Wire<api.ConfigMap>> {}
/** The kind `ConfigMap` of `v1`. */
export const ConfigMap: ApiResource<ConfigMap> = defineApiResource<ConfigMap>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  scope: "Namespaced",
});

/** Something that happened to an object, in the old form; new code writes `Event` of `events.k8s.io`. */
export interface CoreEvent extends Stored<Wire<api.Event>> {}
/** The kind `Event` of `v1`. */
export const CoreEvent: ApiResource<CoreEvent> = defineApiResource<CoreEvent>({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  scope: "Namespaced",
});

/** A scope for names. */
export interface Namespace extends Stored<Wire<api.Namespace>> {}
/** The kind `Namespace` of `v1`. */
export const Namespace: ApiResource<Namespace> = defineApiResource<Namespace>({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  scope: "Cluster",
});

/** A machine of the cluster. */
export interface Node extends Stored<Wire<api.Node>> {}
/** The kind `Node` of `v1`. */
export const Node: ApiResource<Node> = defineApiResource<Node>({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  scope: "Cluster",
});

/** A request for storage. */
export interface PersistentVolumeClaim extends Stored<Wire<api.PersistentVolumeClaim>> {}
/** The kind `PersistentVolumeClaim` of `v1`. */
export const PersistentVolumeClaim: ApiResource<PersistentVolumeClaim> = defineApiResource<
  PersistentVolumeClaim
>({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  scope: "Namespaced",
});

/** Containers that run together on one node. */
export interface Pod extends Stored<Wire<api.Pod>> {}
/** The kind `Pod` of `v1`. */
export const Pod: ApiResource<Pod> = defineApiResource<Pod>({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  scope: "Namespaced",
});

/** Text and bytes that not everybody may read; `data` is base64. */
export interface Secret extends Stored<Wire<api.Secret>> {}
/** The kind `Secret` of `v1`. */
export const Secret: ApiResource<Secret> = defineApiResource<Secret>({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  scope: "Namespaced",
});

/** A stable address for a set of pods. */
export interface Service extends Stored<Wire<api.Service>> {}
/** The kind `Service` of `v1`. */
export const Service: ApiResource<Service> = defineApiResource<Service>({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  scope: "Namespaced",
});

/** Who a pod is to the API server. */
export interface ServiceAccount extends Stored<Wire<api.ServiceAccount>> {}
/** The kind `ServiceAccount` of `v1`. */
export const ServiceAccount: ApiResource<ServiceAccount> = defineApiResource<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  scope: "Namespaced",
});
