import { assertEquals } from "@std/assert";
import { createController, defineController } from "../../controller/mod.ts";
import type { InformerPool } from "../../informer/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { createMine, finalizersOf, own } from "./counting.ts";
import { createHarness, type Harness, key } from "./harness.ts";

const paused = "operatorkit.giantswarm.io/paused";

/** A controller that releases what leaves its selector; `during` runs in each pass. */
function releasing(during: () => Promise<void> = () => Promise.resolve()) {
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: () => during(),
    ensureDeleted: () => {},
  });
  return defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    outOfScope: "release",
    reconcile: resources([step]),
  });
}

async function change(harness: Harness, metadata: Record<string, unknown>): Promise<void> {
  await harness.client.patch(ConfigMap, key("a"), { merge: { metadata } });
}

/** Does something before the controller's first patch of the object arrives. */
function beforePatch(harness: Harness, act: () => Promise<void>): void {
  let done = false;
  harness.server.intercept(async ({ method, path, headers }) => {
    if (done || method !== "PATCH" || !path.endsWith("/configmaps/a")) return undefined;
    if (headers.get("user-agent") !== "controller") return undefined;
    done = true;
    await act();
    return undefined;
  });
}

Deno.test("outOfScope: an object that leaves the selector while a pass runs is released after it (FL-11)", async () => {
  await using harness = createHarness();
  const gate = Promise.withResolvers<void>();
  await harness.start(releasing(() => gate.promise));
  await createMine(harness);
  await harness.clock.advance(1_000);
  await harness.finish(change(harness, { labels: { mine: null } }));
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
  gate.resolve();
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), undefined);
});

Deno.test("outOfScope: an object that leaves the selector before the finalizer is stored does not get it (FL-11)", async () => {
  await using harness = createHarness();
  beforePatch(harness, () => change(harness, { labels: { mine: null } }));
  await harness.start(releasing());
  await createMine(harness);
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), undefined);
});

Deno.test("outOfScope: an object that leaves unseen, with a finalizer not seen either, is released (FL-11)", async () => {
  await using harness = createHarness();
  let away = false;
  harness.server.intercept(({ query, headers }) => {
    if (!away || !query.has("watch") || headers.get("user-agent") !== "controller") return;
    return new Response("", { status: 503 });
  });
  beforePatch(harness, async () => {
    away = true;
    harness.server.cut();
    await Promise.resolve();
  });
  await harness.start(releasing());
  await createMine(harness);
  await harness.clock.advance(1_000);
  assertEquals([away, finalizersOf(harness)], [true, [own]]);
  await harness.finish(change(harness, { labels: { mine: null } }));
  harness.server.compact();
  away = false;
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), undefined);
});

Deno.test("pause: an object that is paused before the finalizer is stored does not get it (V7-1)", async () => {
  await using harness = createHarness();
  beforePatch(harness, () => change(harness, { annotations: { [paused]: "true" } }));
  await harness.start(releasing());
  await createMine(harness);
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), undefined);
  await harness.finish(change(harness, { annotations: { [paused]: null } }));
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
});

Deno.test("pause: a change that a pass found paused runs at its end, though the pause was never handed out (V7-1)", async () => {
  await using harness = createHarness();
  // Hands out events only while the gate is open; the loop behind it coalesces.
  let gate = Promise.resolve();
  const slow: InformerPool = {
    ...harness.informers,
    open: (options) => {
      const informer = harness.informers.open(options);
      const events: typeof informer.events = async function* (given) {
        for await (const event of informer.events(given)) {
          await gate;
          yield event;
        }
      };
      return { ...informer, events };
    },
  };
  const ran: string[] = [];
  const busy = Promise.withResolvers<void>();
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    concurrency: 1,
    consistencyTimeout: 0,
    predicate: ({ snapshot, old }) =>
      snapshot.metadata.labels?.generation !== old?.labels?.generation,
    reconcile: async ({ metadata }) => {
      ran.push(`${metadata.name} ${metadata.labels?.generation}`);
      if (metadata.name === "b") await busy.promise;
    },
  });
  const client = harness.client;
  const running = createController(controller, { client, informers: slow });
  await harness.finish(running.ready);
  const put = async (name: string, metadata: Record<string, unknown>) => {
    const patch = { merge: { metadata } };
    await harness.finish(client.patch(ConfigMap, key(name), patch));
    await harness.clock.settle();
  };
  for (const name of ["a", "b", "c"]) {
    const metadata = { ...key(name), labels: { mine: "1", generation: "1" } };
    await harness.finish(client.create(ConfigMap, { metadata }));
    await harness.clock.settle();
  }
  await put("a", { labels: { generation: "2" } }); // waits for the worker, which is busy with b
  const open = Promise.withResolvers<void>();
  gate = open.promise;
  await put("c", { annotations: { x: "1" } }); // waits at the gate
  await put("a", { annotations: { [paused]: "true" } });
  busy.resolve();
  await harness.clock.settle();
  await put("a", { annotations: { [paused]: null } });
  open.resolve();
  await harness.clock.advance(1_000);
  assertEquals(ran.filter((one) => one.startsWith("a")), ["a 1", "a 2"]);
  await harness.finish(running.stop());
});
