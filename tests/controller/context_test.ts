import { assert, assertEquals } from "@std/assert";
import { createInformerPool } from "../../informer/mod.ts";
import type { Context, Logger } from "../../context/mod.ts";
import {
  createController,
  defineController,
  reasonOf,
  RoutingError,
} from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { crudResource, defineResource, resources, type ResourceSet } from "../../resource/mod.ts";
import { createMine, finalizersOf, own, remove } from "./counting.ts";
import { createHarness, key } from "./harness.ts";

/** A controller with one set. */
function controllerOf(reconcile: ResourceSet<ConfigMap> | readonly ResourceSet<ConfigMap>[]) {
  return defineController({ name: "maps", for: ConfigMap, labelSelector: "mine", reconcile });
}

Deno.test("initContext: runs before the steps of each reconcile with the finalizer stored, and sets updateAllowed (CT-5, CX-4)", async () => {
  await using harness = createHarness();
  const seen: string[] = [];
  const look = (name: string) => (_map: ConfigMap, { updateAllowed }: Context) =>
    void seen.push(`${name} ${updateAllowed}`);
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: look("created"),
    ensureDeleted: look("deleted"),
  });
  await harness.start(controllerOf(resources([step], {
    initContext: ({ metadata, data }, context) => {
      seen.push(`init ${metadata.finalizers?.includes(own)} ${context.updateAllowed}`);
      return { updateAllowed: data?.update === "yes" };
    },
  })));
  await createMine(harness);
  await harness.clock.advance(1_000);
  assertEquals(seen.splice(0, 2), ["init true false", "created false"]);
  seen.length = 0;
  const patch = { merge: { data: { update: "yes" } } };
  await harness.finish(harness.client.patch(ConfigMap, key("a"), patch));
  await harness.clock.advance(1_000);
  assertEquals(seen.splice(0), ["init true false", "created true"]);
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(seen.splice(0), ["init true false", "deleted true"]);
});

Deno.test("initContext: what it throws is an error of the object, and keepFinalizers said in it counts (CT-5, CX-3, FL-5)", async () => {
  await using harness = createHarness();
  let mode: "throw" | "keep" | "pass" = "throw";
  const ran: string[] = [];
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: () => void ran.push("created"),
    ensureDeleted: () => void ran.push("deleted"),
  });
  await harness.start(controllerOf(resources([step], {
    initContext: (_map, context) => {
      if (mode === "throw") throw new Error("not ready");
      if (mode === "keep") context.keepFinalizers({ after: 5_000 });
      return {};
    },
  })));
  await createMine(harness);
  await harness.clock.advance(100);
  assertEquals([ran, (await harness.events())[0]?.note], [[], "not ready"]);
  mode = "keep";
  await harness.clock.advance(60_000);
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
  assertEquals(ran.at(-1), "deleted");
  mode = "pass";
  await harness.clock.advance(5_000);
  assertEquals(harness.stored("a"), undefined);
});

Deno.test("memo: one value per key and reconcile, shared by its resources, never by two reconciles (CX-5)", async () => {
  await using harness = createHarness();
  let computed = 0;
  const seen: string[] = [];
  const look = (name: string) =>
    crudResource({
      for: ConfigMap,
      name,
      getCurrentState: ({ metadata }, { memo }) =>
        memo("value", () => `${metadata.name}${++computed}`),
      getDesiredState: () => "",
      newUpdatePatch: (_map, _context, current) => void seen.push(`${name} ${current}`),
    });
  await harness.start(controllerOf(resources([look("one"), look("two")])));
  await createMine(harness);
  await harness.clock.advance(1_000);
  const patch = { merge: { data: { x: "1" } } };
  await harness.finish(harness.client.patch(ConfigMap, key("a"), patch));
  await harness.clock.advance(1_000);
  assertEquals(seen, ["one a1", "two a1", "one a2", "two a2"]);
});

Deno.test("handles: routes each object to its set, also when its version changes (CT-4)", async () => {
  await using harness = createHarness();
  const ran: string[] = [];
  const set = (version: string) =>
    resources([
      defineResource(ConfigMap, {
        name: "step",
        ensureCreated: ({ metadata }) => void ran.push(`${metadata.name} ${version}`),
      }),
    ], { handles: ({ data }) => (data?.version ?? "1") === version });
  await harness.start(controllerOf([set("1"), set("2")]));
  await createMine(harness);
  await harness.clock.advance(1_000);
  const patch = { merge: { data: { version: "2" } } };
  await harness.finish(harness.client.patch(ConfigMap, key("a"), patch));
  await harness.clock.advance(1_000);
  assertEquals(ran, ["a 1", "a 2"]);
  const error = new RoutingError("NoResourceSet", "none");
  assert(error instanceof RoutingError && reasonOf(error) === "NoResourceSet");
});

Deno.test("log: any logger with four methods gets lines with controller, object and step, and none of another object (DP-1, DP-2, FL-21)", async () => {
  await using harness = createHarness();
  const lines: Record<string, unknown>[] = [];
  const write = (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
    void lines.push({ message, ...fields });
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: async ({ metadata }, { client, log }) => {
      await client.get(ConfigMap, metadata); // so that objects overlap
      log.info("here", { of: metadata.name });
    },
  });
  const { client } = harness;
  const informers = createInformerPool(client);
  const running = createController(controllerOf(resources([step])), { client, informers, log });
  await harness.finish(running.ready);
  for (const name of ["a", "b", "c"]) {
    const labels = { mine: "1" };
    await harness.finish(
      client.create(ConfigMap, { metadata: { name, namespace: "default", labels } }),
    );
  }
  await harness.clock.advance(1_000);
  await harness.finish(running.stop());
  await harness.finish(Promise.resolve(informers[Symbol.asyncDispose]()));
  const own = lines.filter(({ message }) => message === "here");
  assertEquals(own.length, 3);
  for (const line of own) {
    assertEquals(line, {
      message: "here",
      controller: "maps",
      resource: "step",
      name: line.of,
      namespace: "default",
      of: line.of,
    });
  }
});
