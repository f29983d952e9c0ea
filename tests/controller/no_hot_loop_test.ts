import { assert, assertEquals, assertThrows } from "@std/assert";
import { sleep } from "../../_internal/mod.ts";
import {
  type Controller,
  type ControllerOptions,
  defineController,
  owns,
  watches,
} from "../../controller/mod.ts";
import { ownerReference } from "../../context/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { key } from "./harness.ts";
import { createSite, hour, retitle, Site, start, writeStatus } from "./sites.ts";

Deno.test("hotLoop: a reconcile that converges in several writes is not slowed, and then is silent (C8 C12)", async () => {
  const phases = ["Pending", "Checking", "Creating", "Waiting", "Testing", "Ready"];
  let runs = 0;
  await using harness = await start({
    sources: [owns(Secret)],
    reconcile: async (site, { client }) => {
      runs++;
      const phase = String(site.status?.phase ?? "");
      const next = phases[phases.indexOf(phase) + 1];
      for (let n = 0; n < 3; n++) {
        await client.apply(Secret, {
          metadata: { ...key(`s${n}`), ownerReferences: [ownerReference(site)] },
          stringData: { phase },
        });
      }
      if (next === undefined) return;
      await writeStatus(client, site.metadata, { phase: next, at: new Date(runs).toISOString() });
    },
  });
  await createSite(harness);
  assertEquals(harness.of("hot-loop"), []);
  assertEquals(harness.clock.monotonic() < 1_000, true);
  const [before, ran] = [harness.writes().length, runs];
  await harness.clock.advance(hour);
  assertEquals(harness.writes().length, before, "silence");
  assertEquals(runs, ran);
});

Deno.test("hotLoop: a reconcile that works through a long list, one item a run, is not slowed", async () => {
  for (const how of ["status", "objects", "requeue"]) {
    const items = 400;
    let done = 0;
    await using harness = await start({
      sources: [owns(ConfigMap)],
      reconcile: async (site, { client, requeue }) => {
        if (done === items) return;
        done++;
        if (how === "requeue") return requeue(0);
        if (how === "status") {
          await writeStatus(client, site.metadata, { done });
        } else {
          await client.create(ConfigMap, {
            metadata: { ...key(`item-${done}`), ownerReferences: [ownerReference(site)] },
          });
        }
      },
    });
    await createSite(harness);
    await harness.clock.advance(1_000);
    assertEquals(done, items);
    assertEquals(harness.of("hot-loop"), []);
  }
});

Deno.test("hotLoop: an object that others keep waking is not slowed, however much its own reconciles write", async () => {
  const runs: number[] = [];
  await using harness = await start({
    sources: [watches(ConfigMap, () => [key("blog")])],
    reconcile: async (site, { client, clock }) => {
      runs.push(clock.monotonic());
      await writeStatus(client, site.metadata, {
        seen: new Date(Math.floor(clock.now() / 1_000) * 1_000).toISOString(),
      });
    },
  });
  await createSite(harness);
  for (let n = 0; n < 50; n++) {
    await harness.finish(harness.client.create(ConfigMap, { metadata: key(`m${n}`) }));
    await harness.clock.advance(1_000);
  }
  assert(runs.length >= 50);
  assertEquals(harness.of("hot-loop"), []);
});

Deno.test("hotLoop: a run that was asked for at some time comes at that time although the object is slowed", async () => {
  const runs: number[] = [];
  await using harness = await start({
    reconcile: async ({ metadata }, { client, clock, requeue }) => {
      runs.push(clock.monotonic());
      const lastSync = new Date(clock.now() + runs.length).toISOString();
      await writeStatus(client, metadata, { lastSync });
      return requeue(60_000);
    },
  });
  await createSite(harness);
  await harness.clock.advance(hour);
  const late = runs.slice(-5).map((at, index, all) => at - (all[index - 1] ?? at)).slice(1);
  assertEquals(late, [60_000, 60_000, 60_000, 60_000]);
});

Deno.test("hotLoop: nothing is lost while an object is slowed: what came meanwhile runs with all its reasons", async () => {
  const seen: string[] = [];
  let n = 0;
  await using harness = await start({
    hotLoop: { repeats: 3, initial: 60_000 },
    reconcile: async ({ metadata, spec }, { client, clock, causes, causeCount }) => {
      seen.push(`${spec?.title} ${causes.map(({ reason }) => reason).join()} ${causeCount}`);
      const lastSync = new Date(clock.now() + ++n).toISOString();
      await writeStatus(client, metadata, { lastSync });
    },
  });
  await createSite(harness);
  const before = seen.length;
  await retitle(harness, "B");
  // The change and the loop's own wake the run together.
  assertEquals(seen[before], "B changed 2");
});

Deno.test("hotLoop: false switches it off, and figures that make no sense are refused", async () => {
  let runs = 0;
  await using harness = await start({
    hotLoop: false,
    reconcile: async ({ metadata }, { client, clock }) => {
      if (++runs > 3_000) return;
      const lastSync = new Date(clock.now() + runs).toISOString();
      await writeStatus(client, metadata, { lastSync });
    },
  });
  await createSite(harness);
  await harness.clock.advance(1_000);
  assertEquals(runs, 3_001);
  assertEquals(harness.of("hot-loop"), []);
  const define = (hotLoop: NonNullable<ControllerOptions<Site>["hotLoop"]>): Controller =>
    defineController({ name: "sites", for: Site, reconcile: () => {}, hotLoop });
  assertThrows(() => define({ repeats: 0 }), TypeError, "hotLoop.repeats is 0");
  assertThrows(() => define({ runs: 1.5 }), TypeError, "hotLoop.runs is 1.5");
  assertThrows(() => define({ max: Infinity }), TypeError, "hotLoop.max is Infinity");
});

Deno.test("hotLoop: a change by somebody else between two writes of the loop is not taken for its own", async () => {
  const runs: string[] = [];
  let n = 0;
  let meddle = false;
  await using harness = await start({
    reconcile: async ({ metadata, spec }, { client, clock }) => {
      runs.push(spec?.title ?? "");
      const lastSync = new Date(clock.now() + ++n).toISOString();
      if (meddle) {
        meddle = false;
        await harness.client.patch(Site, metadata, { merge: { spec: { title: "B" } } });
        await sleep(clock, 10);
      }
      await writeStatus(client, metadata, { lastSync });
    },
  });
  await createSite(harness);
  await harness.clock.advance(100_000);
  meddle = true;
  await harness.clock.advance(127_000);
  assertEquals(meddle, false);
  await harness.clock.advance(100);
  assert(runs.includes("B"), "it did not wait for the next slow run");
});
