import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { ensureCustomResource } from "../../client/mod.ts";
import { defineController, generationChanged, owns } from "../../controller/mod.ts";
import { ownerReference } from "../../context/mod.ts";
import { ConfigMap, Deployment } from "../../kinds/mod.ts";
import { createHarness, key } from "./harness.ts";
import { createSite, hour, retitle, Site, stamping, start, writeStatus } from "./sites.ts";

Deno.test("hotLoop: a timestamp in the status slows the object down, names the field, and is told on the object (C8)", async () => {
  const runs: number[] = [];
  await using harness = await start({ reconcile: stamping(runs) });
  await createSite(harness);
  assert(runs.length >= 10 && runs.length <= 20, `${runs.length} runs at once`);
  const [first] = harness.of("hot-loop");
  assertEquals(first?.request, key("blog"));
  assertEquals(first?.field, "status.lastSync");
  assertEquals(first?.after, 1_000);

  const burst = runs.length;
  await harness.clock.advance(hour);
  const delays = harness.of("hot-loop").map(({ after }) => after);
  assertEquals(delays.slice(0, 5), [1_000, 2_000, 4_000, 8_000, 16_000]);
  assertEquals(delays.at(-1), 300_000);
  assert(runs.length - burst <= 22, `${runs.length - burst} runs in an hour`);
  assertEquals(harness.of("cooled"), []);
  const loops = (await harness.events()).filter(({ reason }) => reason === "HotLoop");
  assertEquals(loops.length, 1, "one event with a count");
  assertEquals(loops[0]?.type, "Warning");
  assert(loops[0]?.note.includes("status.lastSync"), loops[0]?.note);
  assert((loops[0]?.series?.count ?? 0) > 5);
});

Deno.test("hotLoop: a change by somebody else is reconciled without delay, and ends the slowing (C8)", async () => {
  const runs: number[] = [];
  await using harness = await start({ reconcile: stamping(runs) });
  await createSite(harness);
  await harness.clock.advance(200_000);
  const before = runs.length;
  const now = harness.clock.monotonic();
  assertEquals(harness.of("hot-loop").at(-1)?.after, 128_000);
  await retitle(harness, "B");
  assertEquals(runs[before], now, "at once");
  assertEquals(harness.of("cooled").length, 1);
  assertEquals(harness.of("hot-loop").at(-1)?.after, 1_000, "it counts anew");
});

Deno.test("hotLoop: a loop that ends by itself is told so, and nothing is remembered of it (C8 Q7)", async () => {
  let runs = 0;
  await using harness = createHarness();
  await harness.finish(ensureCustomResource(harness.client, Site));
  const running = await harness.start(defineController({
    name: "sites",
    for: Site,
    reconcile: async ({ metadata }, { client, clock }) => {
      if (++runs > 20) return;
      const lastSync = new Date(clock.now() + runs).toISOString();
      await writeStatus(client, metadata, { lastSync });
    },
  }));
  await createSite(harness);
  await harness.clock.advance(hour);
  assertEquals(runs, 21);
  assert(harness.of("hot-loop").length > 0);
  assertEquals(harness.of("cooled").length, 1);
  assertEquals(running.queue.size, 0);
  assertEquals(running.queue.delayed, 0);
});

Deno.test("hotLoop: a list in another order each time is a loop (C8)", async () => {
  const random = seededRandom(3);
  let runs = 0;
  await using harness = await start({
    reconcile: async ({ metadata }, { client }) => {
      runs++;
      const hosts = ["a", "b", "c", "d", "e"].sort(() => random() - 0.5);
      await writeStatus(client, metadata, { hosts });
    },
  });
  await createSite(harness);
  await harness.clock.advance(hour);
  assert(runs < 60, `${runs} runs`);
  assertEquals(harness.of("hot-loop")[0]?.field, "status.hosts");
});

Deno.test("hotLoop: a value that is new each time is a loop after so many runs, and stays one (C8)", async () => {
  const random = seededRandom(4);
  let runs = 0;
  await using harness = await start({
    hotLoop: { runs: 50 },
    reconcile: async ({ metadata }, { client }) => {
      runs++;
      await writeStatus(client, metadata, { token: random().toString(36) });
    },
  });
  await createSite(harness);
  assertEquals(runs, 50);
  await harness.clock.advance(hour);
  assert(runs < 80, `${runs} runs`);
  assertEquals(
    new Set(harness.of("hot-loop").map(({ field }) => field)),
    new Set(["status.token"]),
  );
  assertEquals(harness.of("cooled"), []);
});

Deno.test("hotLoop: an owned object that changes each time is a loop, named with the object (C8)", async () => {
  for (const how of ["apply", "recreate"]) {
    let runs = 0;
    await using harness = await start({
      sources: [owns(ConfigMap)],
      reconcile: async (site, { client, clock }) => {
        const time = new Date(clock.now() + ++runs).toISOString();
        const map = {
          metadata: { ...key("config"), ownerReferences: [ownerReference(site)] },
          data: { "made.at": time },
        };
        if (how === "apply") return void await client.apply(ConfigMap, map);
        await client.delete(ConfigMap, key("config")).catch(() => {});
        await client.create(ConfigMap, map);
      },
    });
    await createSite(harness);
    assert(runs < 20, `${runs} runs`);
    await harness.clock.advance(hour);
    assert(runs < 50, `${runs} runs in an hour`);
    const field = harness.of("hot-loop")[0]?.field;
    assert(field?.includes('configmaps default/config data["made.at"]'), field);
  }
});

Deno.test("hotLoop: of two controllers of one object the one that loops is slowed, the other is not (C8)", async () => {
  const runs: number[] = [];
  let seen = 0;
  await using harness = await start({ reconcile: stamping(runs) });
  await harness.start(defineController({
    name: "watchers",
    for: Site,
    reconcile: () => void seen++,
  }));
  await createSite(harness);
  await harness.clock.advance(hour);
  assert(runs.length < 50);
  assertEquals(new Set(harness.of("hot-loop").map(({ controller }) => controller)).size, 1);
  assert(seen >= runs.length, "each change of the one wakes the other");
});

Deno.test("hotLoop: requeue(0) without end is a loop, a requeue after a tenth of a second is none", async () => {
  for (const after of [0, 99, 100]) {
    let runs = 0;
    await using harness = await start({
      hotLoop: { runs: 100 },
      reconcile: (_site, { requeue }) => {
        runs++;
        return requeue(after);
      },
    });
    await createSite(harness);
    await harness.clock.advance(60_000);
    if (after === 100) {
      assertEquals(harness.of("hot-loop"), []);
      assertEquals(runs, 601);
    } else {
      assertEquals(harness.of("hot-loop")[0]?.field, `requeue(${after})`);
      assert(runs > 100 && runs < 115, `${runs} runs`);
    }
  }
});

Deno.test("hotLoop: an error that is tried again at once without end is a loop", async () => {
  let runs = 0;
  await using harness = await start({
    hotLoop: { runs: 50 },
    onError: () => ({ as: "again", after: 0 }),
    reconcile: () => {
      runs++;
      throw new Error("not yet");
    },
  });
  await createSite(harness);
  await harness.clock.advance(hour);
  assert(runs > 50 && runs < 80, `${runs} runs`);
});

Deno.test("hotLoop: a reconcile that fails and writes its failure does not get around the backoff (C1)", async () => {
  let runs = 0;
  await using harness = await start({
    reconcile: async ({ metadata }, { client, clock }) => {
      const failedAt = new Date(clock.now() + ++runs).toISOString();
      await writeStatus(client, metadata, { failedAt });
      throw new Error("down");
    },
  });
  await createSite(harness);
  await harness.clock.advance(hour);
  assert(runs < 60, `${runs} runs`);
  assertEquals(harness.of("hot-loop")[0]?.field, "status.failedAt");
});

Deno.test("hotLoop: an object that is made anew begins anew; a deleted one is forgotten (Q7)", async () => {
  const runs: number[] = [];
  await using harness = createHarness();
  await harness.finish(ensureCustomResource(harness.client, Site));
  const running = await harness.start(
    defineController({ name: "sites", for: Site, reconcile: stamping(runs) }),
  );
  await createSite(harness);
  assert(harness.of("hot-loop").length > 0);
  await harness.finish(harness.client.delete(Site, key("blog")));
  await harness.clock.settle();
  assertEquals(harness.of("cooled").length, 1);
  assertEquals(running.queue.size, 0);
  assertEquals(running.queue.delayed, 0);
  const before = runs.length;
  await createSite(harness);
  assert(runs.length > before + 5, "it runs at full speed again");
});

Deno.test("hotLoop: a controller that answers to what the loop writes, in the status, does not keep it hot (C8)", async () => {
  let runs = 0;
  let answered = 0;
  await using harness = await start({
    sources: [owns(Deployment)],
    reconcile: async (site, { client, clock }) => {
      const now = new Date(clock.now() + ++runs).toISOString();
      await client.apply(Deployment, {
        metadata: { ...key("web"), ownerReferences: [ownerReference(site)] },
        spec: {
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: { labels: { app: "web" }, annotations: { now } },
            spec: { containers: [{ name: "web", image: "web" }] },
          },
        },
      });
    },
  });
  // Stands for the deployment controller.
  await harness.start(defineController({
    name: "deployments",
    for: Deployment,
    predicate: generationChanged,
    reconcile: async ({ metadata: { name, namespace = "", generation = 0 } }, { client }) => {
      answered++;
      const merge = { status: { observedGeneration: generation, replicas: generation } };
      await client.patch(Deployment, { name, namespace }, { merge }, { subresource: "status" });
    },
  }));
  await createSite(harness);
  await harness.clock.advance(60_000);
  assert(answered > 10, "it did answer");
  assert(runs < 30, `${runs} runs in a minute`);
  assert(harness.of("hot-loop")[0]?.field.includes("annotations.now"));
});
