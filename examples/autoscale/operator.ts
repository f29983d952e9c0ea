import {
  type Client,
  type Clock,
  discover,
  type KubernetesObject,
} from "@operatorkit/operatorkit/client";
import { type Controller, defineController } from "@operatorkit/operatorkit";
import { Autoscaler } from "./autoscaler.ts";
import { createLoadTimer, type ReadLoads } from "./timer.ts";

/** What the scale subresource takes and answers, whatever the kind. */
interface Scale extends KubernetesObject {
  readonly spec?: { readonly replicas?: number };
}

/** What the autoscaler needs to know. */
export interface AutoscaleOptions {
  /** Measures. */
  readonly readLoads: ReadLoads;
  /** Time: the client's, `client.runtime.clock`. */
  readonly clock: Clock;
  /** Milliseconds between two measurements. @default {15_000} */
  readonly period?: number;
  /** Only this namespace. Default: all. */
  readonly namespace?: string;
}

/** Sets the replicas of workloads by their load: more at once, fewer after a cooldown. */
export function autoscaleController(
  { readLoads, clock, period = 15_000, namespace }: AutoscaleOptions,
): Controller<typeof Autoscaler> {
  const timer = createLoadTimer(readLoads, clock, period);
  return defineController({
    name: "autoscaler",
    for: Autoscaler,
    sources: [timer.source],
    // The targets may be of any kind, so nothing watches them: what others do to them is seen once a minute.
    resyncPeriod: 60_000,
    ...(namespace !== undefined && { namespace }),
    reconcile: async (autoscaler, { client, clock, event, log, request, requeue }) => {
      const load = timer.load(request);
      if (load === undefined) return log.debug("Nobody has measured the load yet");
      const { spec: { cooldownSeconds }, status } = autoscaler;
      const wanted = replicasFor(autoscaler, load);
      const found = await readScale(client, autoscaler);
      const now = clock.now();
      const lowSince = wanted < found.replicas ? Date.parse(status?.lowSince ?? "") || now : 0;
      const wait = lowSince ? lowSince + cooldownSeconds * 1000 - now : 0;
      if (wait > 0) {
        await report(client, autoscaler, found.replicas, lowSince);
        return requeue(wait);
      }
      if (wanted !== found.replicas) {
        await found.change(wanted);
        event("Normal", "Scaled", `From ${found.replicas} to ${wanted} replicas, load ${load}`);
      }
      await report(client, autoscaler, wanted);
    },
  });
}

function replicasFor({ spec }: Autoscaler, load: number): number {
  const needed = Math.ceil(load / spec.loadPerReplica);
  return Math.max(spec.minReplicas, Math.min(needed, spec.maxReplicas));
}

/** The target's number of replicas, and what sets it unless somebody else has changed the target meanwhile. */
async function readScale(client: Client, { metadata, spec }: Autoscaler) {
  const { name, ...target } = spec.target;
  const kind = await discover(client, target); // each time: the versions of a custom kind come and go
  const key = { name, namespace: metadata.namespace ?? "" };
  const subresource = "scale";
  const scale: Scale = await client.get(kind, key, { subresource });
  const { resourceVersion } = scale.metadata;
  return {
    replicas: scale.spec?.replicas ?? 0, // the server leaves a zero out
    change: (replicas: number) =>
      client.patch(kind, key, { merge: { metadata: { resourceVersion }, spec: { replicas } } }, {
        subresource,
      }),
  };
}

/** Writes the status where it says something new. */
async function report(
  client: Client,
  { metadata: { name, namespace }, status }: Autoscaler,
  replicas: number,
  low?: number,
): Promise<void> {
  const lowSince = low === undefined ? undefined : new Date(low).toISOString();
  if (status?.replicas === replicas && status.lowSince === lowSince) return;
  const said = { replicas, ...(lowSince !== undefined && { lowSince }) };
  await client.apply(Autoscaler, { metadata: { name, namespace }, status: said }, {
    subresource: "status",
  });
}
