import { assert, assertEquals } from "@std/assert";
import type { KubernetesObject } from "../../client/mod.ts";
import { ownerReference } from "../../context/mod.ts";
import { generationChanged, owns } from "../../controller/mod.ts";
import { ConfigMap, Deployment } from "../../kinds/mod.ts";
import { type Harness, key } from "./harness.ts";
import { createSite, hour, start, writeStatus } from "./sites.ts";

/** What a Deployment says. */
function web(site: KubernetesObject, annotations: Readonly<Record<string, string>> = {}) {
  return {
    metadata: { ...key("web"), ownerReferences: [ownerReference(site)] },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" }, annotations },
        spec: { containers: [{ name: "web", image: "web" }] },
      },
    },
  };
}

/** Stands for the deployment controller. */
async function setReplicas(harness: Harness, readyReplicas: number): Promise<void> {
  const patch = { merge: { status: { replicas: readyReplicas, readyReplicas } } };
  await harness.finish(
    harness.client.patch(Deployment, key("web"), patch, { subresource: "status" }),
  );
}

Deno.test("hotLoop: what becomes of an owned object is seen within ten seconds, however slow the loop is", async () => {
  const runs: number[] = [];
  const ready: (number | undefined)[] = [];
  const deployments = owns(Deployment);
  await using harness = await start({
    sources: [deployments],
    reconcile: async (site, { client, clock, store }) => {
      runs.push(clock.monotonic());
      ready.push(store(deployments).get(key("web"))?.status?.readyReplicas);
      const now = new Date(clock.now() + runs.length).toISOString();
      await client.apply(Deployment, web(site, { now }));
    },
  });
  await createSite(harness);
  while ((harness.of("hot-loop").at(-1)?.after ?? 0) < 128_000) await harness.clock.advance(1_000);
  await harness.clock.advance(128_000);
  assertEquals(harness.of("hot-loop").at(-1)?.after, 256_000);
  const before = runs.length;
  await harness.clock.advance(1_500);
  await setReplicas(harness, 1);
  await harness.clock.advance(9_999);
  assertEquals(runs.length, before, "it is slowed");
  await harness.clock.advance(1);
  assertEquals(ready.slice(before), [1]);
  assertEquals(harness.of("cooled"), [], "it loops all the same");
  await harness.clock.advance(200_000);
  assertEquals(runs.length, before + 1, "nobody answered to this one");
});

Deno.test("hotLoop: reconciles that send what is there already are no loop while an owned object comes up", async () => {
  let runs = 0;
  await using harness = await start({
    sources: [owns(Deployment)],
    reconcile: async (site, { client }) => {
      runs++;
      const exists = harness.server.objects({ group: "apps", plural: "deployments" }).length > 0;
      if (!exists) await client.create(Deployment, web(site));
      else await client.patch(Deployment, key("web"), { merge: { spec: web(site).spec } });
      await writeStatus(client, site.metadata, { phase: "Progressing" });
    },
  });
  await createSite(harness);
  for (let n = 1; n <= 60; n++) {
    await setReplicas(harness, n);
    await harness.clock.advance(1_000);
  }
  assert(runs > 60, `${runs} runs`);
  assertEquals(harness.of("hot-loop"), []);
});

Deno.test("hotLoop: a heartbeat, written with every run, is none", async () => {
  let runs = 0;
  await using harness = await start({
    reconcile: async ({ metadata }, { client, clock, requeue }) => {
      runs++;
      const now = new Date(clock.now()).toISOString();
      const lastSeen = `${now.slice(0, 19)}Z`;
      const lease = { merge: { data: { lastSeen: now, runs: "many" } } };
      await writeStatus(client, metadata, { lastSeen });
      await client.patch(ConfigMap, key("heartbeat"), lease);
      return requeue(30_000);
    },
  });
  await harness.create("heartbeat");
  await createSite(harness);
  await harness.clock.advance(hour / 4);
  assert(runs > 50, `${runs} runs`);
  assertEquals(harness.of("hot-loop"), []);
});

Deno.test("hotLoop: asking something outside every half a second is none, also where the status says when", async () => {
  for (const writes of [false, true]) {
    let runs = 0;
    await using harness = await start({
      hotLoop: { runs: 50 },
      predicate: generationChanged,
      reconcile: async ({ metadata }, { client, clock, requeue }) => {
        runs++;
        const lastAsked = new Date(clock.now()).toISOString();
        if (writes) await writeStatus(client, metadata, { lastAsked });
        return requeue(500);
      },
    });
    await createSite(harness);
    await harness.clock.advance(60_000);
    assertEquals(runs, 121);
    assertEquals(harness.of("hot-loop"), []);
  }
});

Deno.test("hotLoop: a run that was asked for within a second waits as long as the loop that the reconcile is", async () => {
  const runs: number[] = [];
  await using harness = await start({
    reconcile: async ({ metadata }, { client, clock, requeue }) => {
      runs.push(clock.monotonic());
      const lastAsked = new Date(clock.now() + runs.length).toISOString();
      await writeStatus(client, metadata, { lastAsked });
      return requeue(500);
    },
  });
  await createSite(harness);
  await harness.clock.advance(60_000);
  assert(runs.length < 30, `${runs.length} runs in a minute`);
});
