import { items } from "../fill.ts";
import { type JsonObject, sameJson, type StoredObject, valueAt } from "../object.ts";
import { type ControllerApi, places } from "./api.ts";
import { conditionOf, isTrueIn, numberOf, without } from "./conditions.ts";
import { isActive, isEnding, isReady, ownerKey, podOf } from "./pods.ts";
import { specOf, statusOf } from "./replicas.ts";
import { type ClusterController, keyOf, parseKey } from "./run.ts";

const tracking = "batch.kubernetes.io/job-tracking";
const jobLabel = "batch.kubernetes.io/job-name";

interface Backoff {
  readonly failures: number;
  readonly latest: number;
}

interface Verdict {
  readonly type: "SuccessCriteriaMet" | "FailureTarget";
  readonly reason: string;
  readonly message: string;
}

const finals = { SuccessCriteriaMet: "Complete", FailureTarget: "Failed" } as const;

/** Makes the pods of Jobs and counts how they end, as kubernetes/pkg/controller/job does for Jobs without indexes. */
export function createJobController(): ClusterController {
  const backoffs = new Map<string, Backoff>();
  return {
    name: "job",
    account: "job-controller",
    keysOf({ object, storage, type }) {
      if (storage === places.jobs.storage) {
        if (type === "DELETED") backoffs.delete(object.metadata.uid ?? "");
        return [keyOf(object)];
      }
      return storage === places.pods.storage ? ownerKey(object, "Job") : [];
    },
    sync(key, api) {
      const job = api.get(places.jobs, ...parseKey(key));
      if (!job || job.metadata.deletionTimestamp) return void release(api, key, job);
      if (specOf(job).completionMode === "Indexed" || specOf(job).managedBy) return undefined;
      if (isTrueIn(statusOf(job), "Complete") || isTrueIn(statusOf(job), "Failed")) {
        release(api, key, undefined);
        return expire(api, job);
      }
      return work(api, job, backoffs);
    },
  };
}

function freed(pod: StoredObject): StoredObject {
  const finalizers = (pod.metadata.finalizers ?? []).filter((one) => one !== tracking);
  return { ...pod, metadata: { ...pod.metadata, finalizers } };
}

function isTracked({ metadata }: StoredObject): boolean {
  return metadata.finalizers?.includes(tracking) ?? false;
}

// Nobody counts the pods of a Job that is over or gone.
function release(api: ControllerApi, key: string, job: StoredObject | undefined): undefined {
  const [namespace, name] = parseKey(key);
  for (const pod of api.list(places.pods, namespace)) {
    if (pod.metadata.labels?.[jobLabel] !== name || !isTracked(pod)) continue;
    if (!job || pod.metadata.deletionTimestamp) api.update(places.pods, freed(pod));
  }
  return undefined;
}

function expire(api: ControllerApi, job: StoredObject): number | undefined {
  const { ttlSecondsAfterFinished: seconds } = specOf(job);
  if (typeof seconds !== "number") return undefined;
  const status = statusOf(job);
  const last = conditionOf(status, "Complete") ?? conditionOf(status, "Failed");
  const left = Date.parse(String(last?.lastTransitionTime)) + seconds * 1_000 - api.now();
  if (left > 0) return left;
  api.remove(places.jobs, job, { propagationPolicy: "Foreground" });
  return undefined;
}

function work(
  api: ControllerApi,
  job: StoredObject,
  backoffs: Map<string, Backoff>,
): number | undefined {
  const spec = specOf(job);
  const before = statusOf(job);
  const uid = job.metadata.uid ?? "";
  const pods = api.owned(places.pods, job);
  const fresh = pods.filter(isTracked);
  const succeededNow = fresh.filter((pod) => statusOf(pod).phase === "Succeeded");
  const failedNow = fresh.filter((pod) =>
    statusOf(pod).phase === "Failed" ||
    (pod.metadata.deletionTimestamp && statusOf(pod).phase !== "Succeeded")
  );
  const succeeded = numberOf(before.succeeded) + succeededNow.length;
  const failed = numberOf(before.failed) + failedNow.length;
  const suspended = spec.suspend === true;
  const startTime = before.startTime ?? (suspended ? undefined : api.timestamp());
  if (succeededNow.length) backoffs.delete(uid);
  if (failedNow.length) {
    const failures = (backoffs.get(uid)?.failures ?? 0) + failedNow.length;
    backoffs.set(uid, { failures, latest: api.now() });
  }

  let active = pods.filter(isActive);
  const verdict = verdictOf(api, job, { pods: active, failed, startTime });
  let again: number | undefined;
  if (verdict || suspended) {
    for (const pod of active) api.remove(places.pods, pod);
    active = [];
  } else {
    const { failures = 0, latest = 0 } = backoffs.get(uid) ?? {};
    // As a cluster waits: 10 s, then twice as long each time, up to 10 minutes.
    const wait = failures ? Math.min(10_000 * 2 ** (failures - 1), 600_000) : 0;
    const left = latest + wait - api.now();
    const wanted = wantedOf(spec, succeeded, active.length);
    if (wanted > active.length && left > 0) again = left;
    else active = resize(api, job, active, wanted);
  }
  const deadline = spec.activeDeadlineSeconds;
  if (typeof deadline === "number" && startTime && !verdict && !suspended) {
    const left = Date.parse(String(startTime)) + deadline * 1_000 - api.now();
    again = Math.min(again ?? Infinity, Math.max(left, 1));
  }

  const reached = typeof spec.completions === "number"
    ? succeeded >= spec.completions
    : succeeded > 0;
  const end: Verdict | undefined = verdict ?? (reached && !active.length
    ? {
      type: "SuccessCriteriaMet",
      reason: "CompletionsReached",
      message: "Reached expected number of succeeded pods",
    }
    : undefined);
  const terminating = api.owned(places.pods, job)
    .filter(({ metadata, status }) =>
      metadata.deletionTimestamp && !["Succeeded", "Failed"].includes(phaseOf(status))
    ).length;
  const over = end !== undefined && conditionOf(before, end.type) !== undefined &&
    !terminating && !fresh.length;
  const now = api.timestamp();
  const optional = { active: active.length, succeeded, failed };
  const status: JsonObject = {
    ...(conditionsOf(before, job, end, over, now)),
    ...(startTime ? { startTime } : {}),
    ...(over && end?.type === "SuccessCriteriaMet" ? { completionTime: now } : {}),
    ...Object.fromEntries(Object.entries(optional).filter(([, count]) => count > 0)),
    terminating,
    uncountedTerminatedPods: {},
    ready: active.filter(isReady).length,
  };
  // The numbers first: a pod that is let go before it was counted would be forgotten.
  if (!sameJson(before, status)) api.update(places.jobs, { ...job, status }, "status");
  for (const pod of [...succeededNow, ...failedNow]) {
    const latest = api.get(places.pods, pod.metadata.namespace ?? "", pod.metadata.name ?? "");
    if (latest && isTracked(latest)) api.update(places.pods, freed(latest));
  }
  return again;
}

function phaseOf(status: unknown): string {
  return String((status as { readonly phase?: unknown } | undefined)?.phase);
}

function wantedOf(spec: JsonObject, succeeded: number, active: number): number {
  const parallelism = numberOf(spec.parallelism, 1);
  if (typeof spec.completions === "number") {
    return Math.min(spec.completions - succeeded, parallelism);
  }
  return succeeded > 0 ? active : parallelism;
}

function resize(
  api: ControllerApi,
  job: StoredObject,
  active: readonly StoredObject[],
  wanted: number,
): StoredObject[] {
  const surplus = active.slice(Math.max(wanted, 0));
  for (const pod of surplus) api.remove(places.pods, pod);
  const kept = active.slice(0, Math.max(wanted, 0));
  for (let made = kept.length; made < wanted; made++) {
    if (isEnding(api, job.metadata.namespace)) break;
    const pod = podOf(job, specOf(job).template);
    const metadata = { ...pod.metadata as JsonObject, finalizers: [tracking] };
    kept.push(api.create(places.pods, { ...pod, metadata }));
  }
  return kept;
}

function verdictOf(
  api: ControllerApi,
  job: StoredObject,
  { pods, failed, startTime }: {
    readonly pods: readonly StoredObject[];
    readonly failed: number;
    readonly startTime: unknown;
  },
): Verdict | undefined {
  const spec = specOf(job);
  for (const type of ["SuccessCriteriaMet", "FailureTarget"] as const) {
    const known = conditionOf(statusOf(job), type);
    if (known) return { type, reason: String(known.reason), message: String(known.message) };
  }
  const limit = numberOf(spec.backoffLimit, 6);
  const policy = valueAt(spec, "template.spec.restartPolicy");
  const restarts = policy !== "OnFailure" ? 0 : pods
    .flatMap((pod) => items(statusOf(pod).containerStatuses))
    .reduce((sum, one) => sum + numberOf(one.restartCount), 0);
  if (failed > limit || (restarts > 0 && restarts >= limit)) {
    return {
      type: "FailureTarget",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
  }
  const deadline = spec.activeDeadlineSeconds;
  if (typeof deadline !== "number" || !startTime || spec.suspend === true) return undefined;
  return Date.parse(String(startTime)) + deadline * 1_000 > api.now() ? undefined : {
    type: "FailureTarget",
    reason: "DeadlineExceeded",
    message: "Job was active longer than specified deadline",
  };
}

function conditionsOf(
  before: JsonObject,
  job: StoredObject,
  end: Verdict | undefined,
  over: boolean,
  now: string,
): JsonObject {
  let conditions = items(before.conditions);
  const add = (type: string, status: string, reason: string, message: string) => {
    const known = conditionOf({ conditions }, type);
    if (known?.status === status) return;
    const made = { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message };
    conditions = [...without(conditions, type), made];
  };
  if (end) add(end.type, "True", end.reason, end.message);
  if (end && over) add(finals[end.type], "True", end.reason, end.message);
  if (!end && specOf(job).suspend === true) {
    add("Suspended", "True", "JobSuspended", "Job suspended");
  }
  if (!end && specOf(job).suspend !== true && conditionOf(before, "Suspended")) {
    add("Suspended", "False", "JobResumed", "Job resumed");
  }
  return conditions.length ? { conditions } : {};
}
