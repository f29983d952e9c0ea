// Written by `deno task kinds`.
/**
 * The kinds of `v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/core/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Puts a pod on a node; can only be created. */
export interface Binding extends Stored<Wire<api.Binding>> {}
/** The kind `Binding` of `v1`. */
export const Binding: ApiResource<Binding> = defineApiResource<Binding>({
  group: "",
  version: "v1",
  kind: "Binding",
  plural: "bindings",
  scope: "Namespaced",
});

/** The health of a part of the control plane; out of use. */
export interface ComponentStatus extends Stored<Wire<api.ComponentStatus>> {}
/** The kind `ComponentStatus` of `v1`. */
export const ComponentStatus: ApiResource<ComponentStatus> = defineApiResource<ComponentStatus>({
  group: "",
  version: "v1",
  kind: "ComponentStatus",
  plural: "componentstatuses",
  scope: "Cluster",
});

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

/** The addresses behind a service, in the old form; new code reads `EndpointSlice`. */
export interface Endpoints extends Stored<Wire<api.Endpoints>> {}
/** The kind `Endpoints` of `v1`. */
export const Endpoints: ApiResource<Endpoints> = defineApiResource<Endpoints>({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  scope: "Namespaced",
});

/** Something that happened to an object, in the old form; new code writes `Event` of `events.k8s.io`. */
export interface Event extends Stored<Wire<api.Event>> {}
/** The kind `Event` of `v1`. */
export const Event: ApiResource<Event> = defineApiResource<Event>({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  scope: "Namespaced",
});

/** What containers of a namespace may ask for, and get when they do not ask. */
export interface LimitRange extends Stored<Wire<api.LimitRange>> {}
/** The kind `LimitRange` of `v1`. */
export const LimitRange: ApiResource<LimitRange> = defineApiResource<LimitRange>({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
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

/** A piece of storage. */
export interface PersistentVolume extends Stored<Wire<api.PersistentVolume>> {}
/** The kind `PersistentVolume` of `v1`. */
export const PersistentVolume: ApiResource<PersistentVolume> = defineApiResource<PersistentVolume>({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
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

/** A description of pods that is kept for later. */
export interface PodTemplate extends Stored<Wire<api.PodTemplate>> {}
/** The kind `PodTemplate` of `v1`. */
export const PodTemplate: ApiResource<PodTemplate> = defineApiResource<PodTemplate>({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  scope: "Namespaced",
});

/** Pods that are alike, in the old form; new code makes a `Deployment`. */
export interface ReplicationController extends Stored<Wire<api.ReplicationController>> {}
/** The kind `ReplicationController` of `v1`. */
export const ReplicationController: ApiResource<ReplicationController> = defineApiResource<
  ReplicationController
>({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  scope: "Namespaced",
});

/** How much a namespace may use in all. */
export interface ResourceQuota extends Stored<Wire<api.ResourceQuota>> {}
/** The kind `ResourceQuota` of `v1`. */
export const ResourceQuota: ApiResource<ResourceQuota> = defineApiResource<ResourceQuota>({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
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
