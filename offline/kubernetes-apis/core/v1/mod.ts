import type { OpenObject } from "../../open_object.ts";
import type { MicroTime, Quantity, Time } from "../../common.ts";
import type { Condition, LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";

export * from "./api.ts";
export * from "./pod.ts";

type Open = Record<string, unknown>;

/** @internal */
export interface ObjectReference {
  apiVersion?: string | null;
  fieldPath?: string | null;
  kind?: string | null;
  name?: string | null;
  namespace?: string | null;
  resourceVersion?: string | null;
  uid?: string | null;
}

export interface LocalObjectReference {
  name?: string | null;
}

export interface TypedLocalObjectReference {
  apiGroup?: string | null;
  kind: string;
  name: string;
}

/** @internal */
export interface ConfigMap {
  apiVersion?: "v1";
  kind?: "ConfigMap";
  binaryData?: Record<string, string> | null;
  data?: Record<string, string> | null;
  immutable?: boolean | null;
  metadata?: ObjectMeta | null;
}

/** @internal */
export interface Secret {
  apiVersion?: "v1";
  kind?: "Secret";
  data?: Record<string, string> | null;
  immutable?: boolean | null;
  metadata?: ObjectMeta | null;
  stringData?: Record<string, string> | null;
  type?: string | null;
}

/** @internal */
export interface Service {
  apiVersion?: "v1";
  kind?: "Service";
  metadata?: ObjectMeta | null;
  spec?: ServiceSpec | null;
  status?: ServiceStatus | null;
}

export interface ServiceSpec {
  allocateLoadBalancerNodePorts?: boolean | null;
  clusterIP?: string | null;
  clusterIPs?: string[] | null;
  externalIPs?: string[] | null;
  externalName?: string | null;
  externalTrafficPolicy?: string | null;
  healthCheckNodePort?: number | null;
  internalTrafficPolicy?: string | null;
  ipFamilies?: string[] | null;
  ipFamilyPolicy?: string | null;
  loadBalancerClass?: string | null;
  loadBalancerIP?: string | null;
  loadBalancerSourceRanges?: string[] | null;
  ports?: ServicePort[] | null;
  publishNotReadyAddresses?: boolean | null;
  selector?: Record<string, string> | null;
  sessionAffinity?: string | null;
  sessionAffinityConfig?: Open | null;
  trafficDistribution?: string | null;
  type?: string | null;
}

export interface ServicePort {
  appProtocol?: string | null;
  name?: string | null;
  nodePort?: number | null;
  port: number;
  protocol?: string | null;
  targetPort?: number | string | null;
}

export interface ServiceStatus {
  conditions?: Condition[] | null;
  loadBalancer?: Open | null;
}

/** @internal */
export interface ServiceAccount {
  apiVersion?: "v1";
  kind?: "ServiceAccount";
  automountServiceAccountToken?: boolean | null;
  imagePullSecrets?: LocalObjectReference[] | null;
  metadata?: ObjectMeta | null;
  secrets?: ObjectReference[] | null;
}

/** @internal */
export interface Namespace {
  apiVersion?: "v1";
  kind?: "Namespace";
  metadata?: ObjectMeta | null;
  spec?: NamespaceSpec | null;
  status?: NamespaceStatus | null;
}

export interface NamespaceSpec {
  finalizers?: string[] | null;
}

export interface NamespaceStatus {
  conditions?: Open[] | null;
  phase?: string | null;
}

/** @internal */
export interface Node {
  apiVersion?: "v1";
  kind?: "Node";
  metadata?: ObjectMeta | null;
  spec?: NodeSpec | null;
  status?: NodeStatus | null;
}

export interface NodeSpec {
  podCIDR?: string | null;
  podCIDRs?: string[] | null;
  providerID?: string | null;
  taints?: Taint[] | null;
  unschedulable?: boolean | null;
}

export interface Taint {
  effect: string;
  key: string;
  timeAdded?: Time | null;
  value?: string | null;
}

export interface NodeStatus {
  addresses?: NodeAddress[] | null;
  allocatable?: Record<string, Quantity> | null;
  capacity?: Record<string, Quantity> | null;
  conditions?: NodeCondition[] | null;
  nodeInfo?: Open | null;
  phase?: string | null;
}

export interface NodeAddress {
  address: string;
  type: string;
}

export interface NodeCondition {
  lastHeartbeatTime?: Time | null;
  lastTransitionTime?: Time | null;
  message?: string | null;
  reason?: string | null;
  status: string;
  type: string;
}

/** @internal */
export interface Event {
  apiVersion?: "v1";
  kind?: "Event";
  action?: string | null;
  count?: number | null;
  eventTime?: MicroTime | null;
  firstTimestamp?: Time | null;
  involvedObject: ObjectReference;
  lastTimestamp?: Time | null;
  message?: string | null;
  metadata: ObjectMeta;
  reason?: string | null;
  related?: ObjectReference | null;
  reportingComponent?: string | null;
  reportingInstance?: string | null;
  series?: EventSeries | null;
  source?: EventSource | null;
  type?: string | null;
}

export interface EventSeries {
  count?: number | null;
  lastObservedTime?: MicroTime | null;
}

export interface EventSource {
  component?: string | null;
  host?: string | null;
}

/** @internal */
export interface PersistentVolumeClaim {
  apiVersion?: "v1";
  kind?: "PersistentVolumeClaim";
  metadata?: ObjectMeta | null;
  spec?: PersistentVolumeClaimSpec | null;
  status?: PersistentVolumeClaimStatus | null;
}

export interface PersistentVolumeClaimSpec {
  accessModes?: string[] | null;
  dataSource?: TypedLocalObjectReference | null;
  resources?: VolumeResourceRequirements | null;
  selector?: LabelSelector | null;
  storageClassName?: string | null;
  volumeAttributesClassName?: string | null;
  volumeMode?: string | null;
  volumeName?: string | null;
}

export interface VolumeResourceRequirements {
  limits?: Record<string, Quantity> | null;
  requests?: Record<string, Quantity> | null;
}

export interface PersistentVolumeClaimStatus {
  accessModes?: string[] | null;
  capacity?: Record<string, Quantity> | null;
  phase?: string | null;
}

/** @internal */
export interface Binding extends OpenObject {
  apiVersion?: "v1";
  kind?: "Binding";
}

/** @internal */
export interface ComponentStatus extends OpenObject {
  apiVersion?: "v1";
  kind?: "ComponentStatus";
}

/** @internal */
export interface Endpoints extends OpenObject {
  apiVersion?: "v1";
  kind?: "Endpoints";
}

/** @internal */
export interface LimitRange extends OpenObject {
  apiVersion?: "v1";
  kind?: "LimitRange";
}

/** @internal */
export interface PersistentVolume extends OpenObject {
  apiVersion?: "v1";
  kind?: "PersistentVolume";
}

/** @internal */
export interface PodTemplate extends OpenObject {
  apiVersion?: "v1";
  kind?: "PodTemplate";
}

/** @internal */
export interface ReplicationController extends OpenObject {
  apiVersion?: "v1";
  kind?: "ReplicationController";
}

/** @internal */
export interface ResourceQuota extends OpenObject {
  apiVersion?: "v1";
  kind?: "ResourceQuota";
}
