import { assert, assertEquals, assertThrows } from "@std/assert";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ReconcileRequest } from "../../context/mod.ts";
import { defineController, requestsFrom, type RequestSource } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createHarness, type Harness, key } from "./harness.ts";

function controller(source: RequestSource, runs: string[]) {
  return defineController({
    name: "maps",
    for: ConfigMap,
    sources: [source],
    reconcile: ({ metadata: { name } }, { causes }) =>
      void runs.push(`${name} ${causes.map(({ reason }) => reason)}`),
  });
}

/** Starts a controller with one object, and forgets its first run. */
async function started(harness: Harness, source: RequestSource): Promise<string[]> {
  const runs: string[] = [];
  await harness.create("a");
  await harness.start(controller(source, runs));
  await harness.clock.settle();
  return runs;
}

Deno.test("requestsFrom reconciles what an async iterable names, and ends with the controller", async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let ended = false;
  async function* requests({ signal }: { signal: AbortSignal }): AsyncGenerator<ReconcileRequest> {
    try {
      for (const gate of gates) {
        await gate.promise;
        yield key("a");
      }
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    } finally {
      ended = true;
    }
  }
  await using harness = createHarness();
  const runs = await started(harness, requestsFrom(requests));
  assertEquals(runs, ["a initial"]);
  gates[0]?.resolve();
  await harness.clock.settle();
  gates[1]?.resolve();
  await harness.clock.settle();
  assertEquals(runs, ["a initial", "a requested", "a requested"]);
  assertEquals(ended, false);
  await harness[Symbol.asyncDispose]();
  assertEquals(ended, true);
});

Deno.test("requestsFrom opens a source again that failed, later each time, and tells it", async () => {
  let opened = 0;
  async function* requests(): AsyncGenerator<ReconcileRequest> {
    opened++;
    if (opened === 3) yield key("a");
    throw new Error("The queue is gone");
  }
  await using harness = createHarness();
  const runs = await started(harness, requestsFrom(requests, { name: "orders" }));
  assertEquals(opened, 1);
  await harness.clock.advance(1_500);
  assertEquals(opened, 2);
  await harness.clock.advance(2_300);
  assertEquals([opened, runs], [3, ["a initial", "a requested"]]);
  const told = harness.of("source-failed");
  assertEquals(told.map(({ source }) => source), ["orders", "orders", "orders"]);
  const grows = told.map(({ after }) => Math.floor(after / 1_000));
  assertEquals(grows, [1, 2, 1], "what worked in between begins anew");
});

Deno.test("requestsFrom: a source that fails is a problem of the controller until it stays open or tells something", async () => {
  let opened = 0;
  // deno-lint-ignore require-yield -- it fails, or says nothing
  async function* requests(): AsyncGenerator<ReconcileRequest> {
    opened++;
    await Promise.resolve();
    if (opened > 2) await new Promise(() => {});
    throw new Error("wrong password: hunter2");
  }
  await using harness = createHarness();
  await harness.create("a");
  const running = await harness.start(controller(requestsFrom(requests, { name: "orders" }), []));
  await harness.clock.settle();
  const problem = 'maps: the source "orders" fails; the log says why';
  assertEquals(running.problems(), [problem]);
  await harness.clock.until(() => opened === 3);
  assertEquals(running.problems(), [problem]);
  await harness.clock.advance(3_000);
  assertEquals([running.problems(), opened], [[], 3]);
});

Deno.test("requestsFrom: a generator that failed cannot be opened again, and stays a problem", async () => {
  // deno-lint-ignore require-yield -- it fails before
  async function* requests(): AsyncGenerator<ReconcileRequest> {
    await Promise.resolve();
    throw new Error("The queue is gone");
  }
  await using harness = createHarness();
  await harness.create("a");
  const running = await harness.start(controller(requestsFrom(requests()), []));
  await harness.clock.advance(120_000);
  assertEquals(running.problems(), [
    'maps: the source "requests" failed, and cannot be opened again: give requestsFrom a function',
  ]);
});

Deno.test("a controller does not wait for a source of requests that ends late, or has ended", async () => {
  const never: AsyncIterable<ReconcileRequest> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
  };
  async function* once(): AsyncGenerator<ReconcileRequest> {
    yield key("a");
    yield { name: "" };
    yield { name: "not-there", namespace: "default" };
  }
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.create("a");
  await harness.start(defineController({
    ...{ name: "maps", for: ConfigMap },
    sources: [requestsFrom(never), requestsFrom(once())],
    reconcile: ({ metadata: { name } }) => void runs.push(name),
  }));
  await harness.clock.settle();
  assertEquals(runs, ["a"]);
  assertEquals(harness.of("source-failed"), []);
});

Deno.test("requestsFrom keeps nothing of the requests that went by", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const gone: WeakRef<IteratorResult<ReconcileRequest>>[] = [];
  const requests: AsyncIterable<ReconcileRequest> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        if (gone.length === 1_000) return new Promise(() => {});
        const result = { done: false, value: key("a") };
        gone.push(new WeakRef(result));
        return Promise.resolve(result);
      },
    }),
  };
  await using harness = createHarness();
  await started(harness, requestsFrom(requests));
  assertEquals(gone.length, 1_000);
  await harness.clock.advance(1_000);
  await new Promise((resolve) => setTimeout(resolve, 0)); // a WeakRef holds its object during a turn
  collect();
  const held = gone.filter((one) => one.deref() !== undefined).length;
  assert(held < 100, `${held} requests are still held`);
});

Deno.test("requestsFrom refuses what is no async iterable", () => {
  assertThrows(() => requestsFrom([] as unknown as AsyncIterable<ReconcileRequest>), TypeError);
});
