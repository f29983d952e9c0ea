/** What an autoscaler does in a day, told once and run on the API server in memory and on a real one. */
import { assert, assertEquals } from "@std/assert";
import type { Client, KubernetesObject } from "../../client/mod.ts";
import { Deployment, Event } from "../../kinds/mod.ts";
import { Autoscaler } from "../../examples/autoscale/autoscaler.ts";
import type { Loads } from "../../examples/autoscale/timer.ts";

/** Stands for whoever measures. */
export interface FakeLoads {
  /** The load that is measured from now on. */
  load: number | undefined;
  /** How often it was asked. */
  asked: number;
  readonly read: () => Promise<Loads>;
}

/** Measures the load of one Autoscaler, `web`. */
export function fakeLoads(namespace: string): FakeLoads {
  const fake: FakeLoads = {
    load: undefined,
    asked: 0,
    read: () => {
      fake.asked++;
      return Promise.resolve(
        new Map(fake.load === undefined ? [] : [[`${namespace}/web`, fake.load]]),
      );
    },
  };
  return fake;
}

/** Where the story plays. The autoscaler is at work there already. */
export interface Place {
  readonly client: Client;
  readonly namespace: string;
  readonly loads: FakeLoads;
  /** Waits until the condition holds. */
  readonly eventually: (what: string, condition: () => Promise<boolean>) => Promise<void>;
}

/** Seconds that fewer replicas must have been enough. */
const cooldownSeconds = 3;

/** Plays the story; throws where the autoscaler does not do its part. */
export async function autoscaleLife({ client, namespace, loads, eventually }: Place) {
  const key = { name: "web", namespace };
  const labels = { app: "web" };
  const scale = (): Promise<
    KubernetesObject & { readonly spec?: { readonly replicas?: number } }
  > => client.get(Deployment, key, { subresource: "scale" });
  const replicas = async () => (await scale()).spec?.replicas ?? 0;
  const scaledTo = (wanted: number) =>
    eventually(`${wanted} replicas`, async () => await replicas() === wanted);
  await client.create(Deployment, {
    metadata: key,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "example.com/web" }] },
      },
    },
  });
  await client.create(Autoscaler, {
    metadata: key,
    spec: { target: { name: "web" }, loadPerReplica: 10, maxReplicas: 5, cooldownSeconds },
  });

  // Nobody has measured: nothing is touched.
  await eventually("the timer has asked twice", () => Promise.resolve(loads.asked > 2));
  assertEquals(await replicas(), 2);

  // More at once, but not more than allowed.
  loads.load = 31;
  await scaledTo(4);
  loads.load = 900;
  await scaledTo(5);
  await eventually(
    "the status says it",
    async () => (await client.get(Autoscaler, key)).status?.replicas === 5,
  );
  await eventually("an event says it", async () => {
    const { items } = await client.list(Event, { namespace });
    return items.some(({ reason, note }) =>
      reason === "Scaled" && note === "From 2 to 4 replicas, load 31"
    );
  });

  // Fewer after the cooldown only, though nothing changes when it ends.
  loads.load = 11;
  await eventually(
    "the cooldown begins",
    async () => (await client.get(Autoscaler, key)).status?.lowSince !== undefined,
  );
  assertEquals(await replicas(), 5);
  const since = Date.parse((await client.get(Autoscaler, key)).status?.lowSince ?? "");
  await scaledTo(2);
  const took = client.runtime.clock.now() - since;
  assert(took >= cooldownSeconds * 1000, `fewer after ${took} ms`);
  await eventually("the status forgets the cooldown", async () => {
    const { status } = await client.get(Autoscaler, key);
    return status?.replicas === 2 && status.lowSince === undefined;
  });

  // A cooldown that ends early: the load comes back.
  loads.load = 0;
  await eventually(
    "the cooldown begins again",
    async () => (await client.get(Autoscaler, key)).status?.lowSince !== undefined,
  );
  loads.load = 15;
  await eventually(
    "the cooldown is called off",
    async () => (await client.get(Autoscaler, key)).status?.lowSince === undefined,
  );
  assertEquals(await replicas(), 2);
}
