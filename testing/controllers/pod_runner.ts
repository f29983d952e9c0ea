import { items } from "../fill.ts";
import { copy, isObject, type JsonObject, sameJson, type StoredObject } from "../object.ts";
import { type ControllerApi, places } from "./api.ts";
import { conditionOf, numberOf } from "./conditions.ts";
import { isOver } from "./pods.ts";
import { specOf, statusOf } from "./replicas.ts";
import { type ClusterController, keyOf, parseKey } from "./run.ts";
import type { ControllersOptions, PodRun } from "./types.ts";

/** The node on which all pods run. */
export const nodeName = "in-memory";

// What the runner knows of a pod besides what is written in it.
interface Life {
  /** What becomes of it. */
  readonly plan: PodRun;
  /** When its containers start. */
  readonly starts: number;
  /** How often they were started again. */
  readonly restarts: number;
  /** How they ended the last time. */
  readonly last?: JsonObject;
  /** When it was asked to stop. */
  readonly stops?: number;
}

const invalidHost = /^[^/]+\.invalid(:\d+)?\//;

function usualRun(pod: StoredObject): PodRun {
  const missing = items(specOf(pod).containers).some((one) => invalidHost.test(String(one.image)));
  return missing ? { waiting: "ImagePullBackOff" } : {};
}

/**
 * Gives pods a node and runs them: scheduler and kubelet in one. Nothing is really run; when a pod becomes ready and when
 * and how it ends is said by a plan.
 */
export function createPodRunner(planOf: ControllersOptions["pods"]): ClusterController {
  const lives = new Map<string, Life>();
  let address = 0;

  const begin = (pod: StoredObject, api: ControllerApi, earlier?: Life): Life => {
    const plan = planOf?.(copy(pod) as Parameters<typeof planOf>[0]) ?? usualRun(pod);
    const restarts = earlier ? earlier.restarts + 1 : 0;
    // As the kubelet waits: 10 s, then twice as long each time, up to 5 minutes.
    const wait = earlier
      ? restarts === 1 ? 0 : Math.min(10_000 * 2 ** (restarts - 2), 300_000)
      : plan.startsAfter ?? 1_000;
    const life = { plan, starts: api.now() + wait, restarts };
    lives.set(pod.metadata.uid ?? "", life);
    return life;
  };

  const stop = (pod: StoredObject, api: ControllerApi, life: Life): number | undefined => {
    const stops = life.stops ?? api.now();
    lives.set(pod.metadata.uid ?? "", { ...life, stops });
    const grace = numberOf(pod.metadata.deletionGracePeriodSeconds, 30) * 1_000;
    const left = stops + Math.min(life.plan.stopsAfter ?? 0, grace) - api.now();
    if (left > 0) return left;
    api.remove(places.pods, pod, { gracePeriodSeconds: 0 });
    return undefined;
  };

  return {
    name: "pods",
    account: "pods",
    program: "kubelet",
    keysOf(change) {
      if (change.storage !== places.pods.storage) return [];
      if (change.type === "DELETED") lives.delete(change.object.metadata.uid ?? "");
      return [keyOf(change.object)];
    },
    sync(key, api) {
      let pod = api.get(places.pods, ...parseKey(key));
      if (!pod) return undefined;
      if (!specOf(pod).nodeName) {
        if (pod.metadata.deletionTimestamp || items(specOf(pod).schedulingGates).length) {
          return undefined;
        }
        const target = { apiVersion: "v1", kind: "Node", name: nodeName };
        const body = { apiVersion: "v1", kind: "Binding", metadata: { name: pod.metadata.name } };
        api.post(places.pods, pod, "binding", { ...body, target });
        pod = api.get(places.pods, ...parseKey(key)) ?? pod;
      }
      const uid = pod.metadata.uid ?? "";
      const life = lives.get(uid) ?? begin(pod, api);
      if (pod.metadata.deletionTimestamp) return stop(pod, api, life);
      if (isOver(pod)) return undefined;
      const { status, again, ended } = stateOf(pod, life, api, () => `10.244.0.${++address}`);
      if (!sameJson(status, statusOf(pod))) {
        pod = api.update(places.pods, { ...pod, status }, "status");
      }
      if (!ended || isOver(pod)) return again;
      const last = items(status.containerStatuses)[0]?.state;
      const next = { ...begin(pod, api, life), ...(isObject(last) ? { last } : {}) };
      lives.set(uid, next);
      return Math.max(1, next.starts - api.now());
    },
  };
}

interface State {
  readonly status: JsonObject;
  /** Milliseconds after which to look again. */
  readonly again?: number;
  /** Whether the containers ended and are to be started again. */
  readonly ended?: boolean;
}

function endOf(pod: StoredObject, plan: PodRun): number {
  const policy = specOf(pod).restartPolicy;
  return plan.endsAfter ?? (policy === "Always" ? Infinity : 1_000);
}

// What a pod looks like at this moment, and when that changes.
function stateOf(pod: StoredObject, life: Life, api: ControllerApi, address: () => string): State {
  const { plan, starts, restarts, last } = life;
  const now = api.now();
  const before = statusOf(pod);
  const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
  if (plan.waiting || now < starts) {
    const reason = plan.waiting ?? (restarts ? "CrashLoopBackOff" : "ContainerCreating");
    const status = written(pod, api, {
      phase: restarts ? "Running" : "Pending",
      state: { waiting: { reason } },
      ready: false,
      restarts,
      last,
    });
    return plan.waiting ? { status } : { status, again: starts - now };
  }
  const ends = starts + endOf(pod, plan);
  const podIP = typeof before.podIP === "string" ? before.podIP : address();
  if (now >= ends) {
    const exitCode = plan.exitCode ?? 0;
    const policy = specOf(pod).restartPolicy;
    const restarted = policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
    const terminated = {
      exitCode,
      reason: exitCode ? "Error" : "Completed",
      startedAt: iso(starts),
      finishedAt: iso(ends),
    };
    const phase = restarted ? "Running" : exitCode ? "Failed" : "Succeeded";
    const state = { terminated };
    const status = written(pod, api, { phase, state, ready: false, restarts, last, podIP });
    return { status, ended: true };
  }
  const ready = plan.readyAfter === false ? Infinity : starts + (plan.readyAfter ?? 0);
  const status = written(pod, api, {
    phase: "Running",
    state: { running: { startedAt: iso(starts) } },
    ready: now >= ready,
    restarts,
    last,
    podIP,
  });
  const next = Math.min(ends, now >= ready ? Infinity : ready);
  return next === Infinity ? { status } : { status, again: next - now };
}

interface Look {
  readonly phase: string;
  readonly state: JsonObject;
  readonly ready: boolean;
  readonly restarts: number;
  readonly last: JsonObject | undefined;
  readonly podIP?: string;
}

function written(pod: StoredObject, api: ControllerApi, look: Look): JsonObject {
  const { phase, state, ready, restarts, last, podIP } = look;
  const before = statusOf(pod);
  const over = phase === "Succeeded" || phase === "Failed";
  const started = state.running !== undefined || over || restarts > 0;
  const names = items(specOf(pod).containers).map((one) => String(one.name)).join(" ");
  const gates = items(specOf(pod).readinessGates).map((one) => String(one.conditionType));
  const open = gates.every((gate) => conditionOf(before, gate)?.status === "True");
  const completed = phase === "Succeeded" ? { reason: "PodCompleted" } : undefined;
  const unready = completed ??
    (phase === "Failed"
      ? { reason: "PodFailed" }
      : { reason: "ContainersNotReady", message: `containers with unready status: [${names}]` });
  const locked = { reason: "ReadinessGatesNotReady", message: "readiness gates are not open" };
  const conditions: JsonObject[] = [
    ["PodReadyToStartContainers", started && !over, undefined] as const,
    ["Initialized", true, completed] as const,
    ["Ready", ready && open, ready ? locked : unready] as const,
    ["ContainersReady", ready, unready] as const,
    ["PodScheduled", true, undefined] as const,
  ].map(([type, holds, otherwise]) => {
    const known = conditionOf(before, type);
    const status = holds ? "True" : "False";
    const reason = holds && type !== "Initialized" ? {} : otherwise ?? {};
    const generation = pod.metadata.generation;
    return {
      type,
      ...(generation ? { observedGeneration: generation } : {}),
      status,
      lastProbeTime: null,
      lastTransitionTime: known?.status === status ? known.lastTransitionTime : api.timestamp(),
      ...reason,
    };
  });
  const others = items(before.conditions).filter((one) =>
    !conditions.some(({ type }) => type === one.type)
  );
  return {
    ...before,
    ...(pod.metadata.generation ? { observedGeneration: pod.metadata.generation } : {}),
    phase,
    conditions: [...conditions, ...others],
    hostIP: "10.0.0.1",
    hostIPs: [{ ip: "10.0.0.1" }],
    ...(podIP ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime: before.startTime ?? api.timestamp(),
    ...containers(pod, "initContainers", "initContainerStatuses", () => ({
      state: started ? { terminated: { exitCode: 0, reason: "Completed" } } : state,
      ready: started,
    })),
    ...containers(pod, "containers", "containerStatuses", () => ({
      state,
      ready,
      restarts,
      last,
      started: state.running !== undefined,
    })),
  };
}

interface ContainerLook {
  readonly state: JsonObject;
  readonly ready: boolean;
  readonly restarts?: number;
  readonly last?: JsonObject | undefined;
  readonly started?: boolean;
}

function containers(
  pod: StoredObject,
  from: string,
  to: string,
  look: () => ContainerLook,
): JsonObject {
  const all = items(specOf(pod)[from]);
  if (!all.length) return {};
  const { state, ready, restarts = 0, last, started } = look();
  return {
    [to]: all.map((one) => ({
      name: one.name,
      state,
      lastState: last ?? {},
      ready,
      restartCount: restarts,
      image: one.image,
      imageID: state.waiting ? "" : one.image,
      ...(started === undefined ? {} : { started }),
    })),
  };
}
