import type { Client } from "../../client/mod.ts";
import { type Context, noLogger } from "../../context/mod.ts";
import { type Controller, defineController } from "../../controller/mod.ts";
import { ConfigMap, Lease } from "../../kinds/mod.ts";
import {
  createOperator,
  type LeaderElectionOptions,
  type Operator,
  type OperatorEvent,
} from "../../operator/mod.ts";
import type { ApiServer } from "../../testing/mod.ts";
import { createReplica, passTogether, type Replica } from "./replica.ts";

/** A replica that runs an operator. */
export interface Running extends Replica {
  readonly operator: Operator;
  readonly reconciled: string[];
  readonly told: OperatorEvent[];
}

export type Reconcile = (name: string, context: Context) => void | Promise<void>;

export interface RunningOptions {
  readonly reconcile?: Reconcile;
  readonly controllers?: readonly Controller[];
  readonly election?: Partial<LeaderElectionOptions>;
  readonly grace?: number;
}

/** A replica of an operator that counts its runs in each ConfigMap. */
export function startReplica(
  server: ApiServer,
  name: string,
  options: RunningOptions = {},
): Running {
  const { reconcile, election, grace } = options;
  const replica = createReplica(server, { name });
  const reconciled: string[] = [];
  const told: OperatorEvent[] = [];
  const maps = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: async ({ metadata }, context) => {
      if (metadata.name.startsWith("kube-")) return;
      reconciled.push(metadata.name);
      if (reconcile) return await reconcile(metadata.name, context);
      await context.client.patch(ConfigMap, metadata, { merge: { data: { by: name } } });
    },
  });
  const operator = createOperator({
    client: replica.client,
    controllers: options.controllers ?? [maps],
    leaderElection: { name: "op", namespace: "default", identity: name, ...election },
    log: noLogger,
    observe: (event) => void told.push(event),
    ...(grace === undefined ? {} : { grace }),
  });
  return Object.assign(replica, { operator, reconciled, told });
}

export function create(client: Client, name: string): Promise<unknown> {
  return client.create(ConfigMap, { metadata: { name, namespace: "default" } });
}

export function byOf(server: ApiServer, name: string): string | undefined {
  const found = server.objects(ConfigMap).find(({ metadata }) => metadata.name === name);
  return (found as { data?: { by?: string } } | undefined)?.data?.by;
}

export function holderOf(server: ApiServer): unknown {
  const [lease] = server.objects(Lease);
  return (lease as { spec?: { holderIdentity?: string } } | undefined)?.spec?.holderIdentity;
}

/** Writes of anything but Leases and Events. */
export function writesIn({ sent }: Replica): string[] {
  return sent.filter((line) => !line.startsWith("GET") && !/leases|events/.test(line));
}

export function leaderEvents({ told }: Running): string[] {
  return told.flatMap((one) => one.source === "leader" ? [one.event.type] : []);
}

/** Stops all, and lets the time pass that this takes. */
export async function end(...replicas: Running[]): Promise<void> {
  const ended = Promise.all(replicas.map(({ operator }) => operator.stop()));
  await passTogether(replicas, 4_000, 500);
  await ended;
  await Promise.all(replicas.map(({ client }) => client[Symbol.asyncDispose]()));
}
