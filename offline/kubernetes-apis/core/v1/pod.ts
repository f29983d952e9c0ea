import type { IntOrString, Quantity, Time } from "../../common.ts";
import type { LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";
import type { LocalObjectReference } from "./mod.ts";

type Open = Record<string, unknown>;

/** @internal */
export interface Pod {
  apiVersion?: "v1";
  kind?: "Pod";
  metadata?: ObjectMeta | null;
  spec?: PodSpec | null;
  status?: PodStatus | null;
}

export interface PodTemplateSpec {
  metadata?: ObjectMeta | null;
  spec?: PodSpec | null;
}

export interface PodSpec {
  activeDeadlineSeconds?: number | null;
  affinity?: Affinity | null;
  automountServiceAccountToken?: boolean | null;
  containers: Container[];
  dnsPolicy?: string | null;
  enableServiceLinks?: boolean | null;
  hostNetwork?: boolean | null;
  hostname?: string | null;
  imagePullSecrets?: LocalObjectReference[] | null;
  initContainers?: Container[] | null;
  nodeName?: string | null;
  nodeSelector?: Record<string, string> | null;
  priorityClassName?: string | null;
  restartPolicy?: string | null;
  runtimeClassName?: string | null;
  schedulerName?: string | null;
  securityContext?: PodSecurityContext | null;
  serviceAccountName?: string | null;
  shareProcessNamespace?: boolean | null;
  subdomain?: string | null;
  terminationGracePeriodSeconds?: number | null;
  tolerations?: Toleration[] | null;
  topologySpreadConstraints?: TopologySpreadConstraint[] | null;
  volumes?: Volume[] | null;
}

export interface Affinity {
  nodeAffinity?: Open | null;
  podAffinity?: Open | null;
  podAntiAffinity?: Open | null;
}

export interface Toleration {
  effect?: string | null;
  key?: string | null;
  operator?: string | null;
  tolerationSeconds?: number | null;
  value?: string | null;
}

export interface TopologySpreadConstraint {
  labelSelector?: LabelSelector | null;
  matchLabelKeys?: string[] | null;
  maxSkew: number;
  minDomains?: number | null;
  nodeAffinityPolicy?: string | null;
  nodeTaintsPolicy?: string | null;
  topologyKey: string;
  whenUnsatisfiable: string;
}

export interface PodSecurityContext {
  fsGroup?: number | null;
  runAsGroup?: number | null;
  runAsNonRoot?: boolean | null;
  runAsUser?: number | null;
  supplementalGroups?: number[] | null;
}

export interface Container {
  args?: string[] | null;
  command?: string[] | null;
  env?: EnvVar[] | null;
  envFrom?: EnvFromSource[] | null;
  image?: string | null;
  imagePullPolicy?: string | null;
  lifecycle?: Open | null;
  livenessProbe?: Probe | null;
  name: string;
  ports?: ContainerPort[] | null;
  readinessProbe?: Probe | null;
  resources?: ResourceRequirements | null;
  restartPolicy?: string | null;
  securityContext?: SecurityContext | null;
  startupProbe?: Probe | null;
  stdin?: boolean | null;
  terminationMessagePath?: string | null;
  terminationMessagePolicy?: string | null;
  tty?: boolean | null;
  volumeMounts?: VolumeMount[] | null;
  workingDir?: string | null;
}

export interface SecurityContext {
  allowPrivilegeEscalation?: boolean | null;
  privileged?: boolean | null;
  readOnlyRootFilesystem?: boolean | null;
  runAsGroup?: number | null;
  runAsNonRoot?: boolean | null;
  runAsUser?: number | null;
}

export interface EnvVar {
  name: string;
  value?: string | null;
  valueFrom?: EnvVarSource | null;
}

export interface EnvVarSource {
  configMapKeyRef?: ConfigMapKeySelector | null;
  fieldRef?: ObjectFieldSelector | null;
  resourceFieldRef?: Open | null;
  secretKeyRef?: SecretKeySelector | null;
}

export interface ConfigMapKeySelector {
  key: string;
  name?: string | null;
  optional?: boolean | null;
}

export interface SecretKeySelector {
  key: string;
  name?: string | null;
  optional?: boolean | null;
}

/** @internal */
export interface ObjectFieldSelector {
  apiVersion?: string | null;
  fieldPath: string;
}

export interface EnvFromSource {
  configMapRef?: ConfigMapEnvSource | null;
  prefix?: string | null;
  secretRef?: SecretEnvSource | null;
}

export interface ConfigMapEnvSource {
  name?: string | null;
  optional?: boolean | null;
}

export interface SecretEnvSource {
  name?: string | null;
  optional?: boolean | null;
}

export interface ContainerPort {
  containerPort: number;
  hostIP?: string | null;
  hostPort?: number | null;
  name?: string | null;
  protocol?: string | null;
}

export interface Probe {
  exec?: ExecAction | null;
  failureThreshold?: number | null;
  httpGet?: HTTPGetAction | null;
  initialDelaySeconds?: number | null;
  periodSeconds?: number | null;
  successThreshold?: number | null;
  tcpSocket?: TCPSocketAction | null;
  terminationGracePeriodSeconds?: number | null;
  timeoutSeconds?: number | null;
}

export interface ExecAction {
  command?: string[] | null;
}

export interface HTTPGetAction {
  host?: string | null;
  httpHeaders?: HTTPHeader[] | null;
  path?: string | null;
  port: IntOrString;
  scheme?: string | null;
}

export interface HTTPHeader {
  name: string;
  value: string;
}

export interface TCPSocketAction {
  host?: string | null;
  port: IntOrString;
}

export interface ResourceRequirements {
  limits?: Record<string, Quantity> | null;
  requests?: Record<string, Quantity> | null;
}

export interface VolumeMount {
  mountPath: string;
  mountPropagation?: string | null;
  name: string;
  readOnly?: boolean | null;
  recursiveReadOnly?: string | null;
  subPath?: string | null;
  subPathExpr?: string | null;
}

export interface Volume {
  configMap?: ConfigMapVolumeSource | null;
  csi?: Open | null;
  downwardAPI?: Open | null;
  emptyDir?: EmptyDirVolumeSource | null;
  hostPath?: HostPathVolumeSource | null;
  name: string;
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource | null;
  projected?: Open | null;
  secret?: SecretVolumeSource | null;
}

export interface KeyToPath {
  key: string;
  mode?: number | null;
  path: string;
}

export interface ConfigMapVolumeSource {
  defaultMode?: number | null;
  items?: KeyToPath[] | null;
  name?: string | null;
  optional?: boolean | null;
}

export interface SecretVolumeSource {
  defaultMode?: number | null;
  items?: KeyToPath[] | null;
  optional?: boolean | null;
  secretName?: string | null;
}

export interface EmptyDirVolumeSource {
  medium?: string | null;
  sizeLimit?: Quantity | null;
}

export interface HostPathVolumeSource {
  path: string;
  type?: string | null;
}

export interface PersistentVolumeClaimVolumeSource {
  claimName: string;
  readOnly?: boolean | null;
}

export interface PodStatus {
  conditions?: PodCondition[] | null;
  containerStatuses?: ContainerStatus[] | null;
  ephemeralContainerStatuses?: ContainerStatus[] | null;
  hostIP?: string | null;
  initContainerStatuses?: ContainerStatus[] | null;
  message?: string | null;
  nominatedNodeName?: string | null;
  observedGeneration?: number | null;
  phase?: string | null;
  podIP?: string | null;
  podIPs?: PodIP[] | null;
  qosClass?: string | null;
  reason?: string | null;
  startTime?: Time | null;
}

export interface PodIP {
  ip: string;
}

export interface PodCondition {
  lastProbeTime?: Time | null;
  lastTransitionTime?: Time | null;
  message?: string | null;
  observedGeneration?: number | null;
  reason?: string | null;
  status: string;
  type: string;
}

export interface ContainerStatus {
  containerID?: string | null;
  image: string;
  imageID: string;
  lastState?: ContainerState | null;
  name: string;
  ready: boolean;
  restartCount: number;
  started?: boolean | null;
  state?: ContainerState | null;
}

export interface ContainerState {
  running?: ContainerStateRunning | null;
  terminated?: ContainerStateTerminated | null;
  waiting?: ContainerStateWaiting | null;
}

export interface ContainerStateRunning {
  startedAt?: Time | null;
}

export interface ContainerStateTerminated {
  containerID?: string | null;
  exitCode: number;
  finishedAt?: Time | null;
  message?: string | null;
  reason?: string | null;
  signal?: number | null;
  startedAt?: Time | null;
}

export interface ContainerStateWaiting {
  message?: string | null;
  reason?: string | null;
}
