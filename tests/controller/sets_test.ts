import { assert, assertEquals } from "@std/assert";
import { defineController, type Outcome, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { counting, createMine, finalizersOf, foreign, own, remove } from "./counting.ts";
import { createHarness, key } from "./harness.ts";

Deno.test("finalizer: three controllers on one object delete once, twice and until they succeed (IT-5)", async () => {
  await using harness = createHarness();
  const [a, b, c] = [counting("a"), counting("b"), counting("c")];
  b.state.failing = 1;
  c.state.failing = 1_000;
  for (const { controller } of [a, b, c]) await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(5_000);
  assertEquals(
    finalizersOf(harness)?.toSorted(),
    ["a", "b", "c"].map((name) => `operatorkit.giantswarm.io/${name}`),
  );
  await remove(harness);
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), ["operatorkit.giantswarm.io/c"]);
  const deletions = (one: { ran: string[] }) => one.ran.filter((step) => step === "deleted").length;
  assertEquals([deletions(a), deletions(b)], [1, 2]);
  assert(deletions(c) > 3);
  c.state.failing = 0;
  await harness.clock.advance(600_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals([deletions(a), deletions(b)], [1, 2]);
});

Deno.test("finalizer: is removed even where no step deletes any more, and not added then", async () => {
  await using harness = createHarness();
  const step = defineResource(ConfigMap, { name: "step", ensureCreated: () => {} });
  const plain = defineController({ name: "maps", for: ConfigMap, reconcile: resources([step]) });
  assertEquals(plain.finalizer, undefined);
  await harness.start(plain);
  await createMine(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), undefined);
  await harness.finish(harness.client.patch(ConfigMap, key("a"), {
    merge: { metadata: { finalizers: [own] } },
  }));
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(harness.stored("a"), undefined);
});

Deno.test("finalizer: a plain reconciler has one if it asks, and then gets deleted objects once", async () => {
  await using harness = createHarness();
  const seen: boolean[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    finalizer: "example.com/mine",
    reconcile: (_map, { deleting }) => void seen.push(deleting),
  }));
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [foreign, "example.com/mine"]);
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [foreign]);
  assertEquals(seen.filter((deleting) => deleting), [true]);
});

Deno.test("sets: an object is handled by exactly one; none or two is an error on it, and its finalizer stays (CT-4, CT-20)", async () => {
  await using harness = createHarness();
  const ran: string[] = [];
  const set = (name: string) =>
    resources([
      defineResource(ConfigMap, {
        name,
        ensureCreated: () => void ran.push(name),
        ensureDeleted: () => void ran.push(`-${name}`),
      }),
    ], { handles: (map) => map.data?.[name] !== undefined });
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    reconcile: [set("v1"), set("v2")],
  }));
  await createMine(harness);
  await harness.clock.advance(600_000);
  assertEquals(harness.of("finished").length, 1, "only a change of the object helps");
  const data = (value: Record<string, string | null>) =>
    harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: value } }));
  await data({ v1: "" });
  await harness.clock.advance(1_000);
  await data({ v2: "" });
  await harness.clock.advance(1_000);
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
  const reasons = (await harness.events()).map(({ reason }) => reason);
  assertEquals(reasons, ["NoResourceSet", "TooManyResourceSets"]);
  await data({ v1: null });
  await harness.clock.advance(1_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals([...new Set(ran)], ["v1", "-v2"]);
});

Deno.test("sets: one set that does not handle an object leaves it and its finalizer alone, and says so (IT-4, FL-11)", async () => {
  await using harness = createHarness();
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: () => {},
    ensureDeleted: () => {},
  });
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: resources([step], { handles: () => false }),
  }));
  await createMine(harness, [own]);
  await remove(harness);
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), [own]);
  assertEquals(harness.writes().filter((write) => !write.includes("/events")), []);
  assertEquals((await harness.events()).map(({ reason }) => reason), ["OutOfScope"]);
});

Deno.test("reconcileOnce: adds the finalizer, deletes and removes it, without a running operator (IT-1)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  const { client } = harness;
  const once = (): Promise<Outcome> =>
    harness.finish(reconcileOnce(controller, { client, request: key("a") }));
  assertEquals(await once(), { type: "gone" });
  await createMine(harness);
  assertEquals(await once(), { type: "success" });
  assertEquals(await once(), { type: "success" });
  assertEquals(finalizersOf(harness), [own]);
  state.failing = 1;
  await remove(harness);
  assertEquals((await once()).type, "error");
  assertEquals(finalizersOf(harness), [own]);
  assertEquals(await once(), { type: "success" });
  assertEquals(harness.stored("a"), undefined);
  assertEquals(ran, ["created", "created", "deleted", "deleted"]);
  assertEquals((await harness.events()).length, 1);
  assertEquals(harness.server.watchCount, 0);
});
