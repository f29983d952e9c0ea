import type { Time } from "../../common.ts";
import type { ObjectReference, PodTemplateSpec } from "../../core/v1/mod.ts";
import type { LabelSelector, ObjectMeta } from "../../meta/v1/mod.ts";

type Open = Record<string, unknown>;

/** @internal */
export interface Job {
  apiVersion?: "batch/v1";
  kind?: "Job";
  metadata?: ObjectMeta | null;
  spec?: JobSpec | null;
  status?: JobStatus | null;
}

export interface JobSpec {
  activeDeadlineSeconds?: number | null;
  backoffLimit?: number | null;
  backoffLimitPerIndex?: number | null;
  completionMode?: string | null;
  completions?: number | null;
  managedBy?: string | null;
  manualSelector?: boolean | null;
  maxFailedIndexes?: number | null;
  parallelism?: number | null;
  podFailurePolicy?: Open | null;
  podReplacementPolicy?: string | null;
  selector?: LabelSelector | null;
  successPolicy?: Open | null;
  suspend?: boolean | null;
  template: PodTemplateSpec;
  ttlSecondsAfterFinished?: number | null;
}

export interface JobStatus {
  active?: number | null;
  completedIndexes?: string | null;
  completionTime?: Time | null;
  conditions?: JobCondition[] | null;
  failed?: number | null;
  failedIndexes?: string | null;
  ready?: number | null;
  startTime?: Time | null;
  succeeded?: number | null;
  terminating?: number | null;
}

export interface JobCondition {
  lastProbeTime?: Time | null;
  lastTransitionTime?: Time | null;
  message?: string | null;
  reason?: string | null;
  status: string;
  type: string;
}

export interface JobTemplateSpec {
  metadata?: ObjectMeta | null;
  spec?: JobSpec | null;
}

/** @internal */
export interface CronJob {
  apiVersion?: "batch/v1";
  kind?: "CronJob";
  metadata?: ObjectMeta | null;
  spec?: CronJobSpec | null;
  status?: CronJobStatus | null;
}

export interface CronJobSpec {
  concurrencyPolicy?: string | null;
  failedJobsHistoryLimit?: number | null;
  jobTemplate: JobTemplateSpec;
  schedule: string;
  startingDeadlineSeconds?: number | null;
  successfulJobsHistoryLimit?: number | null;
  suspend?: boolean | null;
  timeZone?: string | null;
}

export interface CronJobStatus {
  active?: ObjectReference[] | null;
  lastScheduleTime?: Time | null;
  lastSuccessfulTime?: Time | null;
}
