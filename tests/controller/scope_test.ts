import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type ControllerOptions, defineController, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { createMine, finalizersOf, foreign, own, remove } from "./counting.ts";
import { createHarness, type Harness, key } from "./harness.ts";

type Options = Partial<ControllerOptions<typeof ConfigMap>>;

/** A controller whose one resource writes down what it does and cleans up. */
function recording(options: Options = {}) {
  const ran: string[] = [];
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: () => void ran.push("created"),
    ensureDeleted: () => void ran.push("deleted"),
  });
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    reconcile: resources([step]),
    ...options,
  });
  return { controller, ran };
}

async function change(harness: Harness, metadata: Record<string, unknown>, ms = 1_000) {
  await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { metadata } }));
  await harness.clock.advance(ms);
}

/** Writes of controllers, but those of Events. */
function touched(harness: Harness): readonly string[] {
  return harness.writes().filter((write) => !write.includes("/events"));
}

const reasons = async (harness: Harness) => (await harness.events()).map(({ reason }) => reason);

Deno.test("outOfScope: an object that leaves the selector keeps its finalizer, with an event (FL-11, CT-6)", async () => {
  await using harness = createHarness();
  const { controller, ran } = recording();
  await harness.start(controller);
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [foreign, own]);
  await change(harness, { labels: { mine: null } });
  assertEquals(finalizersOf(harness), [foreign, own]);
  assertEquals(await reasons(harness), ["OutOfScope"]);
  assertStringIncludes((await harness.events())[0]?.note ?? "", own);
  assertEquals(harness.of("out-of-scope").map(({ released }) => released), [false]);
  // Back again: it is cleaned up as ever.
  await change(harness, { labels: { mine: "1" } });
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [foreign]);
  assertEquals(ran.filter((step) => step === "deleted").length, 1);
});

Deno.test("outOfScope: release removes the finalizer of an object that leaves the selector, without deleting (FL-11)", async () => {
  await using harness = createHarness();
  const { controller, ran } = recording({ outOfScope: "release" });
  await harness.start(controller);
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  await change(harness, { labels: { mine: null } });
  assertEquals(finalizersOf(harness), [foreign]);
  assertEquals(await reasons(harness), ["FinalizerReleased"]);
  assertEquals(ran.includes("deleted"), false);
});

Deno.test("outOfScope: objects that left while nobody looked are found at the start (FL-11)", async () => {
  for (const outOfScope of ["release", "keep"] as const) {
    await using harness = createHarness();
    await harness.finish(harness.client.create(ConfigMap, {
      metadata: { ...key("a"), finalizers: [own] },
    }));
    for (let n = 0; n < 3; n++) await harness.create(`other-${n}`);
    const { controller } = recording({ outOfScope });
    await harness.start(controller);
    await harness.clock.advance(1_000);
    assertEquals(finalizersOf(harness), outOfScope === "keep" ? [own] : undefined);
    assertEquals(await reasons(harness), [
      outOfScope === "keep" ? "OutOfScope" : "FinalizerReleased",
    ]);
    const accepted = harness.server.log.filter(({ path, query }) =>
      path === "/api/v1/configmaps" && !String(query).includes("labelSelector")
    );
    assertEquals(accepted.length, 1);
  }
});

Deno.test("outOfScope: the look at the start is tried until the server answers, and holds nothing up (FL-11)", async () => {
  await using harness = createHarness();
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), finalizers: [own] },
  }));
  let refused = 0;
  harness.server.intercept(({ headers, path, query }) => {
    if (!path.endsWith("/configmaps") || query.has("watch")) return undefined;
    if (!headers.get("accept")?.includes("PartialObjectMetadata") || refused > 1) return undefined;
    refused++;
    const status = { kind: "Status", status: "Failure", reason: "Forbidden", code: 403 };
    return Response.json(status, { status: 403 });
  });
  const { controller, ran } = recording({ outOfScope: "release" });
  await harness.start(controller);
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("b"), labels: { mine: "1" } },
  }));
  await harness.clock.advance(1_000);
  assertEquals([ran[0], finalizersOf(harness), refused], ["created", [own], 1]);
  await harness.clock.advance(20_000);
  assertEquals([finalizersOf(harness), refused], [undefined, 2]);
});

Deno.test("outOfScope: an object that is back before it is looked at is not released (FL-11)", async () => {
  await using harness = createHarness();
  const { controller } = recording({ outOfScope: "release" });
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  let looked = 0;
  harness.server.intercept(async ({ method, path, headers }) => {
    if (method !== "GET" || !path.endsWith("/configmaps/a")) return undefined;
    if (headers.get("user-agent") !== "controller") return undefined;
    looked++;
    const patch = { merge: { metadata: { labels: { mine: "1" } } } };
    await harness.client.patch(ConfigMap, key("a"), patch);
    return undefined;
  });
  await change(harness, { labels: { mine: null } });
  assertEquals([looked, finalizersOf(harness), await reasons(harness)], [1, [own], []]);
});

Deno.test("outOfScope: an object that no set of several handles any more is released (FL-11, CT-4)", async () => {
  await using harness = createHarness();
  const step = (name: string) =>
    defineResource(ConfigMap, { name, ensureCreated: () => {}, ensureDeleted: () => {} });
  const set = (name: string) =>
    resources([step(name)], { handles: ({ data }) => data?.version === name });
  const { controller } = recording({ reconcile: [set("v1"), set("v2")], outOfScope: "release" });
  await harness.start(controller);
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" } },
    data: { version: "v1" },
  }));
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
  const patch = { merge: { data: { version: "v3" } } };
  await harness.finish(harness.client.patch(ConfigMap, key("a"), patch));
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), undefined);
  assertEquals((await reasons(harness))[0], "FinalizerReleased");
});

Deno.test("outOfScope: a deleted object costs no look at the server, and reconcileOnce honours the selector (CT-6)", async () => {
  await using harness = createHarness();
  const { controller, ran } = recording();
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  const before = harness.server.log.length;
  await remove(harness);
  await harness.clock.advance(1_000);
  const reads = harness.server.log.slice(before).filter(({ method, path }) =>
    method === "GET" && path.endsWith("/configmaps/a")
  );
  assertEquals(reads, []);
  await harness.finish(harness.client.create(ConfigMap, { metadata: key("b") }));
  ran.length = 0;
  const { client } = harness;
  await harness.finish(reconcileOnce(controller, { client, request: key("b") }));
  assertEquals(ran, []);
  assertThrows(() => recording({ outOfScope: "drop" as "keep" }), TypeError, '"drop"');
});

const paused = "operatorkit.giantswarm.io/paused";
const clusterPaused = "cluster.x-k8s.io/paused";

Deno.test("pause: nothing touches a paused object, no finalizer either, until the annotation goes (V7-1, IT-9)", async () => {
  for (const annotation of [paused, clusterPaused]) {
    await using harness = createHarness();
    const { controller, ran } = recording({ resyncPeriod: 10_000 });
    await harness.start(controller);
    await harness.finish(harness.client.create(ConfigMap, {
      metadata: { ...key("a"), labels: { mine: "1" }, annotations: { [annotation]: "true" } },
    }));
    await harness.clock.advance(60_000);
    assertEquals([ran, touched(harness), finalizersOf(harness)], [[], [], undefined]);
    assertEquals(harness.of("paused").length, 1);
    await change(harness, { annotations: { [annotation]: null } });
    assertEquals(ran[0], "created");
    assertEquals(harness.of("resumed").length, 1);
    assertEquals(finalizersOf(harness), [own]);
    // Paused again: the count stands still, and the deletion waits.
    await change(harness, { annotations: { [annotation]: "true" } });
    const [count, writes] = [ran.length, touched(harness).length];
    await remove(harness);
    await harness.clock.advance(60_000);
    assertEquals([ran.length, touched(harness).length], [count, writes]);
    assertEquals(finalizersOf(harness), [own]);
    await change(harness, { annotations: { [annotation]: null } });
    assertEquals(harness.stored("a"), undefined);
    assertEquals(ran.filter((step) => step === "deleted").length, 1);
    assertEquals(harness.of("paused").length, 2);
  }
});

Deno.test("pause: its end runs the object at once, whatever the predicate says (V7-1)", async () => {
  await using harness = createHarness();
  const { controller, ran } = recording({ predicate: ({ old }) => old === undefined });
  await harness.start(controller);
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" }, annotations: { [paused]: "true" } },
  }));
  await harness.clock.advance(1_000);
  await change(harness, { annotations: { other: "1" } });
  assertEquals(harness.of("started").length, 1);
  await change(harness, { annotations: { [paused]: null } });
  assertEquals([ran, harness.of("resumed").length], [["created"], 1]);
  await change(harness, { annotations: { [paused]: "true" } });
  assertEquals(harness.of("paused").length, 2);
});

Deno.test("pause: a paused object that left the selector is not released before the pause ends (V7-1, FL-11)", async () => {
  await using harness = createHarness();
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), finalizers: [own], annotations: { [paused]: "true" } },
  }));
  await harness.start(recording({ outOfScope: "release" }).controller);
  await harness.clock.advance(300_000);
  assertEquals([finalizersOf(harness), harness.writes()], [[own], []]);
  await change(harness, { annotations: { [paused]: null } }, 60_000);
  assertEquals(finalizersOf(harness), undefined);
});

Deno.test("pause: key and value have to match, and the map can be replaced or switched off (V7-1, FL-31)", async () => {
  const own = { "example.com/hold": "yes" };
  const cases: readonly (readonly [Options["pause"], Record<string, string>, boolean])[] = [
    [undefined, {}, false],
    [undefined, { [paused]: "" }, false],
    [undefined, { [paused]: "false" }, false],
    [undefined, { "example.com/other": "" }, false],
    [undefined, { other: "x", [clusterPaused]: "true" }, true],
    [own, { "example.com/hold": "yes" }, true],
    [own, { "example.com/hold": "no" }, false],
    [own, { [paused]: "true" }, false],
    [{ [paused]: "on" }, { [paused]: "true" }, false],
    [false, { [paused]: "true", [clusterPaused]: "true" }, false],
  ];
  for (const [pause, annotations, isPaused] of cases) {
    await using harness = createHarness();
    const { controller, ran } = recording(pause === undefined ? {} : { pause });
    const { client } = harness;
    const labels = { mine: "1" };
    const create = client.create(ConfigMap, { metadata: { ...key("a"), labels, annotations } });
    await harness.finish(create);
    const { type } = await harness.finish(
      reconcileOnce(controller, { client, request: key("a") }),
    );
    assertEquals([type, ran.length], isPaused ? ["paused", 0] : ["success", 1]);
  }
  assertEquals(own, { "example.com/hold": "yes" });
  assertThrows(() => recording({ pause: { a: true as unknown as string } }), TypeError, "text");
});

Deno.test("resyncPeriod: every object runs again once per period, whatever the predicate says (CT-8)", async () => {
  await using harness = createHarness();
  const { controller, ran } = recording({ resyncPeriod: 300_000, predicate: () => false });
  await createMine(harness, [own]);
  await harness.start(controller);
  await harness.clock.advance(1_000);
  // The predicate lets nothing pass, so that all runs are resyncs.
  assertEquals(ran, []);
  await harness.clock.advance(300_000);
  assertEquals(ran, ["created"]);
  assertEquals(harness.of("started").map(({ causes }) => causes), [[{ reason: "resync" }]]);
  await harness.clock.advance(3_000_000);
  assertEquals(ran.length, 11);
  for (const resyncPeriod of [0, NaN, Infinity]) {
    assertThrows(() => recording({ resyncPeriod }), TypeError, "resyncPeriod");
  }
});

Deno.test("onError: decides kind, delay, reason and note; without it a typed error's name is the reason (V7-2, DP-3, CT-18)", async () => {
  class QuotaExceeded extends Error {
    override readonly name = "QuotaExceeded";
  }
  const thrown: readonly (() => unknown)[] = [
    () => new QuotaExceeded("3 of 3 used"),
    () => new Error("cannot go on", { cause: new QuotaExceeded("3 of 3 used") }),
    () => new Error("plain"),
    () => "text",
  ];
  for (const [index, make] of thrown.entries()) {
    await using harness = createHarness();
    await harness.start(
      recording({
        reconcile: () => {
          throw make();
        },
      }).controller,
    );
    await createMine(harness);
    await harness.clock.advance(100);
    const [event] = await harness.events();
    assertEquals(
      [event?.reason, event?.type, event?.reportingController],
      [index < 2 ? "QuotaExceeded" : "Error", "Warning", "maps"],
    );
  }
  await using harness = createHarness();
  const asked: number[] = [];
  await harness.start(
    recording({
      reconcile: () => {
        throw new Error("a raw message");
      },
      onError: ({ error, failures, request }) => {
        asked.push(failures);
        assertEquals([(error as Error).message, request.name], ["a raw message", "a"]);
        if (failures === 0) return { after: 60_000, reason: "Waiting", message: "for the moon" };
        if (failures === 1) return { as: "again", after: 10_000 };
        if (failures === 2) throw new Error("wrong");
        return { as: "terminal" };
      },
    }).controller,
  );
  await createMine(harness);
  await harness.clock.advance(59_000);
  assertEquals(asked, [0]);
  await harness.clock.advance(10_000);
  assertEquals(asked, [0, 1]);
  await harness.clock.advance(600_000);
  assertEquals(asked, [0, 1, 2, 3]);
  const told = (await harness.events()).map(({ reason, note }) => `${reason}: ${note}`);
  assertEquals(told, ["Waiting: for the moon", "Error: a raw message"]);
  const outcomes = harness.of("finished").map(({ outcome }) =>
    outcome.type === "error" ? `error ${outcome.terminal}` : outcome.type
  );
  assertEquals(outcomes, ["error false", "again", "error false", "error true"]);
});

Deno.test("onError: its delay counts as it is, however often the object failed, and one that is none does not (DP-4)", async () => {
  for (const as of ["error", "again"] as const) {
    await using harness = createHarness();
    const times: number[] = [];
    await harness.start(
      recording({
        reconcile: () => {
          times.push(harness.clock.monotonic());
          throw new Error("no");
        },
        onError: ({ failures }) => ({
          as,
          after: failures < 2 ? [NaN, -1][failures] ?? 0 : 30_000,
        }),
      }).controller,
    );
    await createMine(harness);
    await harness.clock.advance(2_000);
    assertEquals(times.length, 3);
    await harness.clock.advance(600_000);
    assertEquals(times.length, 23);
    for (const [index, time] of times.entries()) {
      if (index > 2) assertEquals(time - (times[index - 1] ?? 0), 30_000);
    }
  }
});
