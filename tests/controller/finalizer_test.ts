import { assert, assertEquals } from "@std/assert";
import { defineController, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { counting, createMine, finalizersOf, foreign, own, remove } from "./counting.ts";
import { createHarness, holdWatch, key } from "./harness.ts";

Deno.test("finalizer: is stored before the first effect, with tests on what was read, and the same pass goes on (F1)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  const seen: unknown[] = [];
  state.during = () => Promise.resolve(void seen.push(finalizersOf(harness)));
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.settle();
  assertEquals(seen[0], [own]);
  assertEquals(harness.writes().slice(0, 2), [
    "PATCH /api/v1/namespaces/default/configmaps/a",
    "PATCH /api/v1/namespaces/default/configmaps/a-child",
  ]);
  const patch = harness.server.log.find(({ method }) => method === "PATCH")?.body ?? "";
  assertEquals(
    (JSON.parse(patch) as { op: string; path: string }[]).map(({ op, path }) => `${op} ${path}`),
    ["test /metadata/uid", "test /metadata/resourceVersion", "add /metadata/finalizers"],
  );
  assertEquals(ran.includes("deleted"), false);
  await harness.clock.advance(60_000);
  assert(ran.length <= 2, "the write of the finalizer runs the object once more at most");
});

Deno.test("finalizer: nothing happens to an object whose finalizer cannot be stored (F1)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  using _refuse = harness.server.intercept(({ method, path }) =>
    method === "PATCH" && path.endsWith("/a")
      ? Response.json({ kind: "Status", code: 403, reason: "Forbidden" }, { status: 403 })
      : undefined
  );
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(10_000);
  assertEquals(ran, []);
  assertEquals((await harness.events()).map(({ reason }) => reason), ["ApiError"]);
});

Deno.test("finalizer: adding and removing leave those of others alone, also under concurrent edits (F2)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  let edits = 0;
  // Somebody else edits the list right before each of our first patches of the object.
  using _race = harness.server.intercept(async ({ method, path, headers }) => {
    if (method !== "PATCH" || !path.endsWith("/a")) return;
    if (headers.get("user-agent") !== "controller" || edits >= 2) return;
    edits++;
    const finalizers = harness.stored("a")?.metadata.finalizers ?? [];
    await harness.client.patch(ConfigMap, key("a"), {
      merge: { metadata: { finalizers: [`example.com/new-${edits}`, ...finalizers] } },
    }).catch(() => {});
  });
  await harness.start(controller);
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), ["example.com/new-2", "example.com/new-1", foreign, own]);
  edits = 0;
  await harness.finish(harness.client.patch(ConfigMap, key("a"), {
    merge: { metadata: { finalizers: ["example.com/z", own, foreign] } },
  }));
  await harness.clock.advance(1_000);
  edits = 2;
  await remove(harness);
  await harness.clock.advance(60_000);
  assertEquals(finalizersOf(harness), ["example.com/z", foreign]);
  assertEquals(ran.filter((one) => one === "deleted").length, 1);
});

Deno.test("finalizer: is removed although the list is edited in between; nothing else is lost (F2, F3)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  await harness.start(controller);
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  let edits = 0;
  using _race = harness.server.intercept(async ({ method, path, headers }) => {
    if (method !== "PATCH" || !path.endsWith("/a")) return;
    if (headers.get("user-agent") !== "controller" || edits++ > 0) return;
    await harness.client.patch(ConfigMap, key("a"), {
      merge: { metadata: { finalizers: [own] } },
    });
  });
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals(ran.filter((one) => one === "deleted").length, 1);
  assertEquals(await harness.events(), []);
});

Deno.test("finalizer: 404, 409 and 422 on removal lead to another look; the deletion succeeds exactly once (F3)", async () => {
  for (const code of [404, 409, 422, 500]) {
    await using harness = createHarness();
    const { controller, ran } = counting();
    await harness.start(controller);
    await createMine(harness);
    await harness.clock.advance(1_000);
    let failures = 0;
    using _fail = harness.server.intercept(async ({ method, path, headers, proceed }) => {
      if (method !== "PATCH" || !path.endsWith("/a") || failures >= 7) return;
      if (headers.get("user-agent") !== "controller") return;
      failures++;
      // 404: somebody else took it away, and the object went with it.
      if (code === 404) await proceed();
      return Response.json({ kind: "Status", status: "Failure", code }, { status: code });
    });
    await remove(harness);
    await harness.clock.advance(120_000);
    assertEquals(harness.stored("a"), undefined, `${code}`);
    assertEquals(ran.filter((one) => one === "deleted").length, 1, `${code}`);
    const reasons = (await harness.events()).map(({ reason }) => reason);
    assertEquals(reasons.includes("ApiError"), code === 422 || code === 500, `${code}: ${reasons}`);
  }
});

Deno.test("finalizer: a removal whose answer is lost is not repeated as a deletion (F3)", async () => {
  for (const finalizers of [[], [foreign]]) {
    await using harness = createHarness();
    const { controller, ran } = counting();
    await harness.start(controller);
    await createMine(harness, finalizers);
    await harness.clock.advance(1_000);
    let isLost = false;
    using _lose = harness.server.intercept(async ({ method, path, headers, proceed }) => {
      if (method !== "PATCH" || !path.endsWith("/a") || isLost) return;
      if (headers.get("user-agent") !== "controller") return;
      isLost = true;
      await proceed();
      throw new TypeError("connection reset");
    });
    await remove(harness);
    await harness.clock.advance(60_000);
    assertEquals(finalizersOf(harness), finalizers.length ? finalizers : undefined);
    assertEquals(ran.filter((one) => one === "deleted").length, 1);
  }
});

Deno.test("finalizer: a local copy that still shows it after the removal does not run the deletion again (F3, S12)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  using watch = holdWatch(harness, "configmaps");
  const running = await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  state.during = () => Promise.resolve(watch.hold());
  await remove(harness);
  assertEquals(harness.stored("a"), undefined);
  for (let n = 0; n < 3; n++) {
    running.reconcile(key("a"));
    await harness.clock.advance(10_000);
  }
  assert(harness.of("finished").filter(({ outcome }) => outcome.type === "success").length >= 4);
  assertEquals(ran.filter((one) => one === "deleted").length, 1);
  watch.release();
  await harness.clock.advance(1_000);
  assertEquals(harness.of("finished").at(-1)?.outcome, { type: "gone" });
});

Deno.test("finalizer: another's that has moved to our place in the list is not removed (F2)", async () => {
  await using harness = createHarness();
  const { controller } = counting();
  await harness.start(controller);
  await createMine(harness, [foreign]);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [foreign, own]);
  let edits = 0;
  using _race = harness.server.intercept(async ({ method, path, headers }) => {
    if (method !== "PATCH" || !path.endsWith("/a")) return;
    if (headers.get("user-agent") !== "controller" || edits++ > 0) return;
    await harness.client.patch(ConfigMap, key("a"), {
      merge: { metadata: { finalizers: [own, foreign] } },
    });
  });
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(edits, 2);
  assertEquals(finalizersOf(harness), [foreign]);
});

Deno.test("finalizer: the deletion runs again in a new process that knows nothing of the pass (F4)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  const first = await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  const fail = harness.server.intercept(({ method, path, headers }) => {
    if (method !== "PATCH" || !path.endsWith("/a")) return;
    if (headers.get("user-agent") !== "controller") return;
    throw new TypeError("connection reset");
  });
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(ran.filter((one) => one === "deleted").length, 1);
  await harness.finish(first.stop());
  fail[Symbol.dispose]();
  await harness.start(controller);
  await harness.clock.advance(1_000);
  assertEquals(ran.filter((one) => one === "deleted").length, 2);
  assertEquals(harness.stored("a"), undefined);
});

Deno.test("finalizer: is never added to an object that is being deleted, and never twice (F5)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  await createMine(harness, [foreign]);
  await remove(harness);
  await harness.start(controller);
  await harness.clock.advance(10_000);
  assertEquals(finalizersOf(harness), [foreign]);
  assertEquals(ran, [], "without our finalizer the steps that delete do not run");
  assertEquals(harness.writes(), []);
});

Deno.test("finalizer: a stale local copy leads neither to a second entry nor to one on a deleted object (F5)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  const request = key("a");
  await createMine(harness, [foreign]);
  // The object changes between the read and the patch: first it gets the finalizer, then it is deleted.
  for (const change of ["add", "delete"]) {
    let isChanged = false;
    using _race = harness.server.intercept(async ({ method, path, headers }) => {
      if (method !== "PATCH" || !path.endsWith("/a") || isChanged) return;
      if (headers.get("user-agent") !== "once") return;
      isChanged = true;
      if (change === "delete") return void await harness.client.delete(ConfigMap, request);
      await harness.client.patch(ConfigMap, request, {
        merge: { metadata: { finalizers: [foreign, own] } },
      });
    });
    await using client = harness.server.client({
      userAgent: "once",
      runtime: { ...harness.client.runtime },
    });
    const outcome = await harness.finish(reconcileOnce(controller, { client, request }));
    assertEquals(outcome.type, "success");
    if (change === "add") {
      assertEquals(finalizersOf(harness), [foreign, own]);
      assertEquals(ran, ["created"]);
      await harness.finish(harness.client.patch(ConfigMap, request, {
        merge: { metadata: { finalizers: [foreign] } },
      }));
    }
  }
  assertEquals(finalizersOf(harness), [foreign]);
  assertEquals(ran, ["created"]);
});

Deno.test("finalizer: a failing deletion keeps it, backs off, and tells with an event (F6)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  state.failing = 3;
  await remove(harness);
  assertEquals(finalizersOf(harness), [own]);
  await harness.clock.advance(60_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals(ran.filter((one) => one === "deleted").length, 4);
  const events = await harness.events();
  assertEquals(events.map(({ note, series }) => [note, series?.count]), [["not yet", 3]]);
});

Deno.test("finalizer: keepFinalizers keeps it and tries again; many times are told with an event (CX-3)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  state.keeping = 10;
  await remove(harness);
  await harness.clock.advance(1_000);
  assertEquals(finalizersOf(harness), [own]);
  await harness.clock.advance(3_600_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals(ran.filter((one) => one === "deleted").length, 11);
  assertEquals((await harness.events()).map(({ reason }) => reason), ["DeletionIncomplete"]);
});

Deno.test("finalizer: waiting for a deletion with requeue is no failure: the first error is tried again soon", async () => {
  await using harness = createHarness();
  const at: number[] = [];
  const failures: number[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    finalizer: true,
    reconcile: (_map, context) => {
      if (!context.deleting) return;
      at.push(context.clock.monotonic());
      failures.push(context.failures);
      if (at.length <= 12) return context.requeue(5_000);
      if (at.length === 13) throw new Error("The disk is still attached");
    },
  }));
  await createMine(harness);
  await harness.clock.advance(1_000);
  await remove(harness);
  await harness.clock.advance(120_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals(failures, [...Array(13).fill(0), 1]);
  const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  assertEquals(waits.slice(0, 12), Array(12).fill(5_000));
  assert((waits[12] ?? 0) <= 240, `${waits[12]} ms until the retry`);
});
