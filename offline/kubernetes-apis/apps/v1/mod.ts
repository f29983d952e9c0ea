import type { OpenObject } from "../../open_object.ts";
import type { IntOrString, Time } from "../../common.ts";
import type { PersistentVolumeClaim, PodTemplateSpec } from "../../core/v1/mod.ts";
import type { LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";

type Open = Record<string, unknown>;

/** @internal */
export interface Deployment {
  apiVersion?: "apps/v1";
  kind?: "Deployment";
  metadata?: ObjectMeta | null;
  spec?: DeploymentSpec | null;
  status?: DeploymentStatus | null;
}

export interface DeploymentSpec {
  minReadySeconds?: number | null;
  paused?: boolean | null;
  progressDeadlineSeconds?: number | null;
  replicas?: number | null;
  revisionHistoryLimit?: number | null;
  selector: LabelSelector;
  strategy?: DeploymentStrategy | null;
  template: PodTemplateSpec;
}

export interface DeploymentStrategy {
  rollingUpdate?: RollingUpdateDeployment | null;
  type?: string | null;
}

export interface RollingUpdateDeployment {
  maxSurge?: IntOrString | null;
  maxUnavailable?: IntOrString | null;
}

export interface DeploymentStatus {
  availableReplicas?: number | null;
  collisionCount?: number | null;
  conditions?: DeploymentCondition[] | null;
  observedGeneration?: number | null;
  readyReplicas?: number | null;
  replicas?: number | null;
  terminatingReplicas?: number | null;
  unavailableReplicas?: number | null;
  updatedReplicas?: number | null;
}

export interface DeploymentCondition {
  lastTransitionTime?: Time | null;
  lastUpdateTime?: Time | null;
  message?: string | null;
  reason?: string | null;
  status: string;
  type: string;
}

/** @internal */
export interface ReplicaSet {
  apiVersion?: "apps/v1";
  kind?: "ReplicaSet";
  metadata?: ObjectMeta | null;
  spec?: ReplicaSetSpec | null;
  status?: ReplicaSetStatus | null;
}

export interface ReplicaSetSpec {
  minReadySeconds?: number | null;
  replicas?: number | null;
  selector: LabelSelector;
  template?: PodTemplateSpec | null;
}

export interface ReplicaSetStatus {
  availableReplicas?: number | null;
  conditions?: Open[] | null;
  fullyLabeledReplicas?: number | null;
  observedGeneration?: number | null;
  readyReplicas?: number | null;
  replicas: number;
}

/** @internal */
export interface StatefulSet {
  apiVersion?: "apps/v1";
  kind?: "StatefulSet";
  metadata?: ObjectMeta | null;
  spec?: StatefulSetSpec | null;
  status?: StatefulSetStatus | null;
}

export interface StatefulSetSpec {
  minReadySeconds?: number | null;
  ordinals?: StatefulSetOrdinals | null;
  persistentVolumeClaimRetentionPolicy?: Open | null;
  podManagementPolicy?: string | null;
  replicas?: number | null;
  revisionHistoryLimit?: number | null;
  selector: LabelSelector;
  serviceName?: string | null;
  template: PodTemplateSpec;
  updateStrategy?: Open | null;
  volumeClaimTemplates?: PersistentVolumeClaim[] | null;
}

export interface StatefulSetOrdinals {
  start?: number | null;
}

export interface StatefulSetStatus {
  availableReplicas?: number | null;
  collisionCount?: number | null;
  conditions?: Open[] | null;
  currentReplicas?: number | null;
  currentRevision?: string | null;
  observedGeneration?: number | null;
  readyReplicas?: number | null;
  replicas: number;
  updateRevision?: string | null;
  updatedReplicas?: number | null;
}

/** @internal */
export interface DaemonSet {
  apiVersion?: "apps/v1";
  kind?: "DaemonSet";
  metadata?: ObjectMeta | null;
  spec?: DaemonSetSpec | null;
  status?: DaemonSetStatus | null;
}

export interface DaemonSetSpec {
  minReadySeconds?: number | null;
  revisionHistoryLimit?: number | null;
  selector: LabelSelector;
  template: PodTemplateSpec;
  updateStrategy?: Open | null;
}

export interface DaemonSetStatus {
  collisionCount?: number | null;
  conditions?: Open[] | null;
  currentNumberScheduled: number;
  desiredNumberScheduled: number;
  numberAvailable?: number | null;
  numberMisscheduled: number;
  numberReady: number;
  numberUnavailable?: number | null;
  observedGeneration?: number | null;
  updatedNumberScheduled?: number | null;
}

/** @internal */
export interface ControllerRevision extends OpenObject {
  apiVersion?: "apps/v1";
  kind?: "ControllerRevision";
}
