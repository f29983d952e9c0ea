import type { Time } from "../../common.ts";

export interface ObjectMeta {
  annotations?: Record<string, string> | null;
  creationTimestamp?: Time | null;
  deletionGracePeriodSeconds?: number | null;
  deletionTimestamp?: Time | null;
  finalizers?: string[] | null;
  generateName?: string | null;
  generation?: number | null;
  labels?: Record<string, string> | null;
  managedFields?: ManagedFieldsEntry[] | null;
  name?: string | null;
  namespace?: string | null;
  ownerReferences?: OwnerReference[] | null;
  resourceVersion?: string | null;
  selfLink?: string | null;
  uid?: string | null;
}

export interface OwnerReference {
  apiVersion: string;
  blockOwnerDeletion?: boolean | null;
  controller?: boolean | null;
  kind: string;
  name: string;
  uid: string;
}

/** @internal */
export interface ManagedFieldsEntry {
  apiVersion?: string | null;
  fieldsType?: string | null;
  fieldsV1?: Record<string, unknown> | null;
  manager?: string | null;
  operation?: string | null;
  subresource?: string | null;
  time?: Time | null;
}

export interface LabelSelector {
  matchExpressions?: LabelSelectorRequirement[] | null;
  matchLabels?: Record<string, string> | null;
}

export interface LabelSelectorRequirement {
  key: string;
  operator: string;
  values?: string[] | null;
}

export interface ListMeta {
  continue?: string | null;
  remainingItemCount?: number | null;
  resourceVersion?: string | null;
  selfLink?: string | null;
}

export interface Condition {
  lastTransitionTime: Time;
  message: string;
  observedGeneration?: number | null;
  reason: string;
  status: string;
  type: string;
}

/** @internal */
export interface Status {
  apiVersion?: "v1";
  kind?: "Status";
  code?: number | null;
  details?: StatusDetails | null;
  message?: string | null;
  metadata?: ListMeta | null;
  reason?: string | null;
  status?: string | null;
}

export interface StatusDetails {
  causes?: StatusCause[] | null;
  group?: string | null;
  kind?: string | null;
  name?: string | null;
  retryAfterSeconds?: number | null;
  uid?: string | null;
}

export interface StatusCause {
  field?: string | null;
  message?: string | null;
  reason?: string | null;
}
