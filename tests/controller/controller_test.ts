import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ApiError, type Client } from "../../client/mod.ts";
import { type Context, TerminalError } from "../../context/mod.ts";
import { defineController, generationChanged } from "../../controller/mod.ts";
import { ConfigMap, Deployment } from "../../kinds/mod.ts";
import { sleep } from "../../_internal/mod.ts";
import { createHarness, key } from "./harness.ts";

class QuotaExceeded extends Error {
  override readonly name = "QuotaExceeded";
}

Deno.test("createController: reconciles what is there, what comes and what changes", async () => {
  await using harness = createHarness();
  await harness.create("first");
  const seen: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: ({ metadata, data }, { causes }) => {
      seen.push(`${metadata.name} ${data?.a ?? "-"} ${causes.map(({ reason }) => reason)}`);
    },
  }));
  await harness.clock.settle();
  await harness.create("second", { a: "1" });
  await harness.clock.settle();
  await harness.finish(
    harness.client.patch(ConfigMap, key("first"), { merge: { data: { a: "2" } } }),
  );
  await harness.clock.settle();
  await harness.finish(harness.client.delete(ConfigMap, key("second")));
  await harness.clock.settle();
  assertEquals(seen.filter((one) => !one.startsWith("kube-root")), [
    "first - initial",
    "second 1 changed",
    "first 2 changed",
  ]);
  assertEquals(harness.of("finished").at(-1)?.outcome, { type: "gone" });
});

Deno.test("createController: an error is tried again with backoff, others go on, and one event is told (C1)", async () => {
  await using harness = createHarness();
  const at: number[] = [];
  const others: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: ({ metadata }, { failures, clock }) => {
      if (metadata.name !== "bad") return void others.push(metadata.name);
      at.push(clock.monotonic());
      assertEquals(failures, at.length - 1);
      if (at.length < 5) throw new QuotaExceeded("No room left");
    },
  }));
  await harness.create("bad");
  await harness.create("good");
  await harness.clock.settle();
  assert(others.includes("good"));
  await harness.clock.until(() => at.length === 5);
  const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  waits.forEach((wait, index) => {
    const least = 200 * 2 ** index;
    assert(wait >= least && wait <= 1.2 * least, `wait ${index} is ${wait}`);
  });
  await harness.clock.advance(60_000);
  assertEquals(at.length, 5);
  const events = (await harness.events()).filter(({ regarding }) => regarding.name === "bad");
  assertEquals(events.length, 1);
  assertEquals(events[0]?.type, "Warning");
  assertEquals(events[0]?.reason, "QuotaExceeded");
  assertEquals(events[0]?.note, "No room left");
  assertEquals(events[0]?.series?.count, 4);
});

Deno.test("createController: a TerminalError is not tried again before something changes (C2)", async () => {
  await using harness = createHarness();
  let runs = 0;
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: ({ metadata, data }, { failures }) => {
      if (metadata.name !== "bad") return;
      runs++;
      assertEquals(failures, 0);
      if (!data?.fixed) throw new Error("wrapped", { cause: new TerminalError("Makes no sense") });
    },
  }));
  await harness.create("bad");
  await harness.clock.advance(3_600_000);
  assertEquals(runs, 1);
  assertEquals((await harness.events()).map(({ reason }) => reason), ["Error"]);
  await harness.finish(
    harness.client.patch(ConfigMap, key("bad"), { merge: { data: { fixed: "1" } } }),
  );
  await harness.clock.advance(1_000);
  assertEquals(runs, 2);
});

Deno.test("createController: the backoff begins anew only after a success (C3)", async () => {
  await using harness = createHarness();
  const failures: number[] = [];
  let isBroken = true;
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: ({ metadata }, context) => {
      if (metadata.name !== "bad") return;
      failures.push(context.failures);
      if (isBroken) throw new Error("not yet");
    },
  }));
  await harness.create("bad");
  await harness.clock.until(() => failures.length === 3);
  // A change runs it at once, and is no success by itself.
  await harness.finish(
    harness.client.patch(ConfigMap, key("bad"), { merge: { data: { a: "1" } } }),
  );
  await harness.clock.until(() => failures.length === 5);
  isBroken = false;
  await harness.clock.until(() => failures.length === 6);
  isBroken = true;
  await harness.finish(
    harness.client.patch(ConfigMap, key("bad"), { merge: { data: { a: "2" } } }),
  );
  await harness.clock.until(() => failures.length === 8);
  assertEquals(failures, [0, 1, 2, 3, 4, 5, 0, 1]);
});

Deno.test("createController: requeue runs again in time although the object changes meanwhile; an error beats it (C4)", async () => {
  await using harness = createHarness();
  const at: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: ({ metadata, data }, context) => {
      if (metadata.name !== "a") return;
      at.push(`${context.clock.monotonic()} ${context.causes.map(({ reason }) => reason)}`);
      if (at.length === 1) return context.requeue(5_000);
      if (data?.fail) {
        context.requeue(50_000);
        throw new Error("no");
      }
    },
  }));
  await harness.create("a");
  await harness.clock.advance(2_000);
  await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: { a: "1" } } }));
  await harness.clock.advance(60_000);
  assertEquals(at, ["0 changed", "2000 changed", "5000 requeue"]);
  await harness.finish(
    harness.client.patch(ConfigMap, key("a"), { merge: { data: { fail: "1" } } }),
  );
  await harness.clock.until(() => at.length === 5);
  assertStringIncludes(at[4] ?? "", "retry");
  assert(harness.clock.monotonic() < 62_000 + 1_000);
});

Deno.test("createController: a time-out aborts the signal, revokes the client and frees the slot; the key stays locked (C5)", async () => {
  await using harness = createHarness();
  const release = Promise.withResolvers<void>();
  const runs: string[] = [];
  let kept: Context | undefined;
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 1,
    timeout: 1_000,
    reconcile: async ({ metadata }, context) => {
      runs.push(metadata.name);
      if (metadata.name !== "slow" || kept) return;
      kept = context;
      await release.promise;
    },
  }));
  await harness.create("slow");
  await harness.create("other");
  await harness.clock.advance(999);
  assertEquals(kept?.signal.aborted, false);
  assertEquals(runs.includes("other"), false);
  await harness.clock.advance(1);
  assert(kept);
  assertEquals(kept.signal.reason.name, "TimeoutError");
  assert(runs.includes("other"));
  const { client } = kept;
  await assertRejects(() => client.get(ConfigMap, key("slow")), Error, "had ended");
  // The reconciler has not ended: its key must not run beside it.
  await harness.finish(
    harness.client.patch(ConfigMap, key("slow"), { merge: { data: { a: "1" } } }),
  );
  await harness.clock.advance(10_000);
  assertEquals(runs.filter((name) => name === "slow").length, 1);
  assertEquals(harness.of("stuck").map(({ request }) => request.name), ["slow"]);
  assertEquals((await harness.events()).map(({ reason }) => reason), ["TimeoutError"]);
  release.resolve();
  await harness.clock.advance(1_000);
  assertEquals(runs.filter((name) => name === "slow").length, 2);
});

Deno.test("createController: a reconciler that minds the signal is not called stuck (C5)", async () => {
  await using harness = createHarness();
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    timeout: 1_000,
    reconcile: async (_map, { clock, signal, failures }) => {
      if (failures === 0) await sleep(clock, 5_000, signal);
    },
  }));
  await harness.create("a");
  await harness.clock.advance(10_000);
  assertEquals(harness.of("stuck"), []);
  const outcomes = harness.of("finished").map(({ outcome }) => outcome.type);
  assertEquals(outcomes, ["error", "success"]);
});

Deno.test("createController: an own status write runs the object no more with generationChanged, and once without (C8)", async () => {
  for (const predicate of [generationChanged, undefined]) {
    await using harness = createHarness();
    let runs = 0;
    await harness.start(defineController({
      name: "deployments",
      for: Deployment,
      ...(predicate ? { predicate } : {}),
      reconcile: async ({ metadata: { name, namespace = "", generation = 0 } }, { client }) => {
        runs++;
        await client.apply(Deployment, {
          metadata: { name, namespace },
          status: { observedGeneration: generation },
        }, { subresource: "status" });
      },
    }));
    await harness.finish(harness.client.create(Deployment, {
      metadata: key("web"),
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "web", image: "web" }] },
        },
      },
    }));
    await harness.clock.advance(3_600_000);
    assertEquals(runs, predicate ? 1 : 2);
  }
});

Deno.test("createController: an object that is gone when its turn comes frees the slot; created again it runs (C9)", async () => {
  await using harness = createHarness();
  const hold = Promise.withResolvers<void>();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 1,
    reconcile: async ({ metadata: { name, uid } }) => {
      if (name === "blocker") await hold.promise;
      else runs.push(uid);
    },
  }));
  await harness.create("blocker");
  await harness.clock.settle();
  await harness.create("short");
  await harness.finish(harness.client.delete(ConfigMap, key("short")));
  await harness.clock.settle();
  hold.resolve();
  await harness.clock.settle();
  assertEquals(runs, []);
  assertEquals(harness.of("finished").at(-1)?.outcome, { type: "gone" });
  const { metadata } = await harness.create("short");
  await harness.clock.settle();
  assertEquals(runs, [metadata.uid]);
});

Deno.test("createController: conflicts and 429 run again without an event, 429 when the server says", async () => {
  await using harness = createHarness();
  const at: number[] = [];
  const fail = (code: number, reason: string, seconds?: number) =>
    new ApiError({
      status: { code, reason, ...(seconds ? { details: { retryAfterSeconds: seconds } } : {}) },
    });
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: (_map, { clock }) => {
      at.push(clock.monotonic());
      if (at.length === 1) throw fail(409, "Conflict");
      if (at.length === 2) throw new Error("busy", { cause: fail(429, "TooManyRequests", 7) });
    },
  }));
  await harness.create("a");
  await harness.clock.until(() => at.length === 3);
  assertEquals((at[2] ?? 0) - (at[1] ?? 0), 7_000);
  assertEquals(await harness.events(), []);
  const outcomes = harness.of("finished").map(({ outcome }) => outcome.type);
  assertEquals(outcomes, ["again", "again", "success"]);
});

Deno.test("RunningController: stop takes nothing more, waits for what runs, then aborts it; pending work is no error", async () => {
  await using harness = createHarness();
  const ends: string[] = [];
  let late: Client | undefined;
  const running = await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 2,
    reconcile: async ({ metadata: { name } }, { clock, signal, client }) => {
      late = client;
      try {
        await sleep(clock, name === "quick" ? 500 : 60_000, signal);
        ends.push(`${name} done`);
      } catch (error) {
        ends.push(`${name} ${error instanceof Error ? error.name : ""}`);
        throw error;
      }
    },
  }));
  await harness.create("quick");
  await harness.create("slow");
  await harness.create("never");
  await harness.clock.settle();
  const before = harness.clock.monotonic();
  await harness.finish(running.stop({ grace: 1_000 }));
  assertEquals(harness.clock.monotonic() - before, 1_000);
  assertEquals(ends, ["quick done", "slow AbortError"]);
  assertEquals(await harness.events(), []);
  await harness.finish(running.stop());
  assert(late);
});

Deno.test("RunningController: stop within a reconcile does not lock up (X4)", async () => {
  await using harness = createHarness();
  let isStopped = false;
  const running = await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: async () => {
      await running.stop({ grace: 100 });
      isStopped = true;
    },
  }));
  await harness.create("a");
  await harness.clock.until(() => isStopped);
});

Deno.test("RunningController: stopping before it is ready ends, and ready rejects (X2)", async () => {
  await using harness = createHarness();
  using _never = harness.server.intercept(({ method }) =>
    method === "GET" ? new Promise<undefined>(() => {}) : undefined
  );
  const running = harness.begin(defineController({
    name: "maps",
    for: ConfigMap,
    reconcile: () => {},
  }));
  await harness.clock.settle();
  assertEquals(running.problems().length, 1);
  assertStringIncludes(running.problems()[0] ?? "", "configmaps");
  await harness.finish(running.stop());
  await assertRejects(() => running.ready, DOMException, "was stopped");
});

Deno.test("createController: what was asked for later is dropped when the object is gone (Q7)", async () => {
  await using harness = createHarness();
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "!kube",
    reconcile: (_map, context) => context.requeue(3_600_000),
  }));
  await harness.create("a");
  await harness.clock.settle();
  await harness.finish(harness.client.delete(ConfigMap, key("a")));
  await harness.clock.settle();
  const runs = harness.of("started").filter(({ request }) => request.name === "a").length;
  assertEquals(runs, 2);
  await harness.clock.advance(7_200_000);
  assertEquals(harness.of("started").filter(({ request }) => request.name === "a").length, runs);
});
