import { always, conditions, object, selector, text, withDefault, zero } from "./build.ts";
import { field, isObject } from "./json.ts";
import { metadataSchema } from "./metadata.ts";
import { podTemplate } from "./pods.ts";
import type { TypeSchema } from "./types.ts";

function rolling(values: Record<string, unknown>): NonNullable<TypeSchema["derive"]> {
  return (strategy) => {
    const present = strategy.rollingUpdate;
    return strategy.type === "RollingUpdate" && present === undefined
      ? { rollingUpdate: { ...values } }
      : {};
  };
}

function strategy(values: Record<string, unknown>): TypeSchema {
  const properties = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { default: value }]),
  );
  return always(
    { type: withDefault("RollingUpdate"), rollingUpdate: object(properties) },
    { derive: rolling(values), "x-kubernetes-patch-strategy": "retainKeys" },
  );
}

const status: TypeSchema = always({ conditions: conditions() });

/** Deployment. */
export const deployment: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    replicas: withDefault(1),
    selector,
    template: podTemplate,
    strategy: strategy({ maxUnavailable: "25%", maxSurge: "25%" }),
    revisionHistoryLimit: withDefault(10),
    progressDeadlineSeconds: withDefault(600),
  }),
  status,
});

/** Replica set. */
export const replicaSet: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({ replicas: withDefault(1), selector, template: podTemplate }),
  status: always({ replicas: zero(0), conditions: conditions() }),
});

/** Daemon set. */
export const daemonSet: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    selector,
    template: podTemplate,
    updateStrategy: strategy({ maxUnavailable: 1, maxSurge: 0 }),
    revisionHistoryLimit: withDefault(10),
  }),
  status: always({
    currentNumberScheduled: zero(0),
    numberMisscheduled: zero(0),
    desiredNumberScheduled: zero(0),
    numberReady: zero(0),
    conditions: conditions(),
  }),
});

/** Stateful set. */
export const statefulSet: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    replicas: withDefault(1),
    selector,
    template: podTemplate,
    serviceName: text,
    volumeClaimTemplates: { type: "array", items: object({ metadata: metadataSchema }) },
    podManagementPolicy: withDefault("OrderedReady"),
    updateStrategy: strategy({ partition: 0 }),
    persistentVolumeClaimRetentionPolicy: object({
      whenDeleted: withDefault("Retain"),
      whenScaled: withDefault("Retain"),
    }, { default: {} }),
    revisionHistoryLimit: withDefault(10),
  }),
  status: always({
    replicas: zero(0),
    availableReplicas: zero(0),
    conditions: conditions(),
  }),
});

/** A job whose two numbers are both absent is one run. */
function jobNumbers(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { completions, parallelism } = spec;
  if (completions === undefined && parallelism === undefined) {
    return { completions: 1, parallelism: 1 };
  }
  return parallelism === undefined ? { parallelism: 1 } : {};
}

/** The server makes a selector and labels of its own from the uid; that is not done here. */
const jobSpec: TypeSchema = always({
  selector,
  template: podTemplate,
  backoffLimit: withDefault(6),
  completionMode: withDefault("NonIndexed"),
  suspend: withDefault(false),
  manualSelector: withDefault(false),
  podReplacementPolicy: text,
}, {
  derive: (spec) => ({
    ...jobNumbers(spec),
    podReplacementPolicy: isObject(field(spec, "podFailurePolicy"))
      ? "Failed"
      : "TerminatingOrFailed",
  }),
});

/** Job. */
export const job: TypeSchema = object({
  metadata: metadataSchema,
  spec: jobSpec,
  status: always({ conditions: conditions(), uncountedTerminatedPods: object({}) }),
});

const cronJobSpec: TypeSchema = {
  ...jobSpec,
  properties: { template: podTemplate },
  derive: () => ({}),
};

/** Cron job. */
export const cronJob: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    jobTemplate: always({ metadata: { ...metadataSchema, always: true }, spec: cronJobSpec }),
    concurrencyPolicy: withDefault("Allow"),
    suspend: withDefault(false),
    successfulJobsHistoryLimit: withDefault(3),
    failedJobsHistoryLimit: withDefault(1),
  }),
  status: always({ active: { type: "array", items: object({}) } }),
});
