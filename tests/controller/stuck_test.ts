import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createHarness, type Harness, key } from "./harness.ts";

/** A controller whose reconciles of `hang…` do not mind their signal and end when told to. */
async function start(harness: Harness, concurrency: number) {
  const hanging = new Map<string, () => void>();
  const ran: string[] = [];
  const running = await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency,
    timeout: 1_000,
    reconcile: ({ metadata: { name } }) => {
      ran.push(name);
      if (!name.startsWith("hang") || hanging.has(name)) return;
      return new Promise((resolve) => void hanging.set(name, resolve));
    },
  }));
  return { running, hanging, ran };
}

Deno.test("createController: reconciles that do not end use up no slot, and are told when they are stuck and when not (C5 Q6)", async () => {
  await using harness = createHarness();
  const { running, hanging, ran } = await start(harness, 2);
  for (let n = 0; n < 5; n++) await harness.create(`hang${n}`);
  await harness.clock.advance(10_000);
  assertEquals(hanging.size, 5, "each had a slot");
  assertEquals(running.queue.stuck, 5);
  assertEquals(running.queue.processing, 5);
  assertEquals(harness.of("stuck").map(({ request }) => request.name).sort(), [
    "hang0",
    "hang1",
    "hang2",
    "hang3",
    "hang4",
  ]);
  for (const { running } of harness.of("stuck")) assertEquals(running, 2_000);
  await harness.create("other");
  await harness.clock.settle();
  assert(ran.includes("other"));

  hanging.get("hang3")?.();
  await harness.clock.settle();
  assertEquals(harness.of("unstuck").map(({ request }) => request.name), ["hang3"]);
  assertEquals(running.queue.stuck, 4);
  assertEquals(ran.filter((name) => name === "hang3").length, 1);
  await harness.clock.advance(1_000);
  assertEquals(ran.filter((name) => name === "hang3").length, 2, "the time-out is tried again");
  assertEquals(ran.filter((name) => name === "hang2").length, 1, "the key stays locked");
  for (const end of hanging.values()) end();
  await harness.clock.advance(1_000);
  assertEquals(running.queue.stuck, 0);
  assertEquals(running.queue.size, 0, "nothing is left of them");
});

Deno.test("RunningController.problems: one object that hangs is no problem of the controller; as many as have slots are, after a minute", async () => {
  await using harness = createHarness();
  const { running, hanging } = await start(harness, 2);
  await harness.create("hang0");
  await harness.clock.advance(600_000);
  assertEquals(running.problems(), []);
  await harness.create("hang1");
  await harness.clock.advance(2_000 + 59_999);
  assertEquals(running.problems(), []);
  await harness.clock.advance(1);
  const [problem, ...more] = running.problems();
  assertEquals(more, []);
  assertStringIncludes(
    problem ?? "",
    "2 reconciles timed out and do not end (default/hang0, default/hang1)",
  );
  hanging.get("hang0")?.();
  await harness.clock.settle();
  assertEquals(running.problems(), []);
  hanging.get("hang1")?.();
  await harness.clock.settle();
});

Deno.test("RunningController.stop: does not wait for what is stuck, and tells nothing of it afterwards", async () => {
  await using harness = createHarness();
  const { running, hanging } = await start(harness, 2);
  await harness.create("hang0");
  await harness.clock.advance(1_500);
  await harness.finish(running.stop());
  assertEquals(harness.of("stuck"), []);
  await harness.clock.advance(10_000);
  assertEquals(harness.of("stuck"), []);
  hanging.get("hang0")?.();
  await harness.clock.settle();
  assertEquals(harness.of("unstuck"), []);
});

Deno.test("RunningController.queue: tells what waits, runs, and is to come", async () => {
  await using harness = createHarness();
  const gate = Promise.withResolvers<void>();
  const running = await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 1,
    reconcile: async ({ metadata }, { requeue }) => {
      if (metadata.name === "first") await gate.promise;
      return requeue(5_000);
    },
  }));
  for (const name of ["first", "second", "third"]) await harness.create(name);
  await harness.clock.settle();
  assertEquals(running.queue, {
    ready: 2,
    processing: 1,
    size: 3,
    parked: 0,
    delayed: 0,
    stuck: 0,
    added: 3,
  });
  gate.resolve();
  await harness.clock.settle();
  assertEquals(running.queue, {
    ready: 0,
    processing: 0,
    size: 3,
    parked: 0,
    delayed: 3,
    stuck: 0,
    added: 3,
  });
  for (const name of ["first", "second", "third"]) {
    await harness.finish(harness.client.delete(ConfigMap, key(name)));
  }
  await harness.clock.settle();
  assertEquals(running.queue.size, 0);
  assertEquals(running.queue.added, 6);
});
