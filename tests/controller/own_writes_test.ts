import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Client } from "../../client/mod.ts";
import { defineController, owns, reconcileOnce, watched } from "../../controller/mod.ts";
import { matchesLabels } from "../../controller/label_selector.ts";
import { createReconcileClient } from "../../controller/writes.ts";
import { ConfigMap, Namespace, Secret } from "../../kinds/mod.ts";
import { createHarness, type Harness, holdWatch, key } from "./harness.ts";
import { holdChanges } from "./held.ts";

/** A controller that makes one Secret for each ConfigMap labelled `mine`, and counts what its local copy showed. */
function setup(options: { consistencyTimeout?: number; labelSelector?: string } = {}) {
  const { labelSelector, ...rest } = options;
  const secrets = watched(Secret, labelSelector === undefined ? {} : { labelSelector });
  const seen: string[] = [];
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [secrets],
    ...rest,
    reconcile: async (map, { store, client }) => {
      const name = map.data?.secret ?? map.metadata.name;
      seen.push(`${name} ${store(secrets).get(key(name)) ? "seen" : "unseen"}`);
      await client.apply(Secret, { metadata: { ...key(name), labels: { of: "map" } } });
    },
  });
  return { controller, seen };
}

async function touch(harness: Harness, value: string): Promise<void> {
  await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: { value } } }));
}

async function createMine(harness: Harness, data: Record<string, string> = {}) {
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" } },
    data,
  }));
  await harness.clock.settle();
}

Deno.test("own writes: a key does not run before its local copies show what it wrote; an event meanwhile runs it then (S12)", async () => {
  await using harness = createHarness();
  const { controller, seen } = setup();
  using watch = holdWatch(harness, "secrets");
  await harness.start(controller);
  watch.hold();
  await createMine(harness);
  assertEquals(harness.of("parked").map(({ waitingFor }) => waitingFor), ["secrets default/a"]);
  await touch(harness, "1");
  await touch(harness, "2");
  await harness.clock.advance(1_000);
  assertEquals(seen, ["a unseen"]);
  watch.release();
  await harness.clock.advance(1);
  assertEquals(seen, ["a unseen", "a seen"]);
  const [unparked] = harness.of("unparked");
  assertEquals(unparked?.how, "seen");
  assert((unparked?.waited ?? 0) >= 1_000);
});

Deno.test("own writes: other keys run while one is parked (S12, Q6)", async () => {
  await using harness = createHarness();
  const { controller, seen } = setup();
  using watch = holdWatch(harness, "secrets");
  await harness.start(controller);
  watch.hold();
  await createMine(harness);
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("b"), labels: { mine: "1" } },
  }));
  await harness.clock.settle();
  assertEquals(seen, ["a unseen", "b unseen"]);
});

Deno.test("own writes: after consistencyTimeout a live read decides; where no list is to be had either, the key runs on (S12)", async () => {
  for (const change of ["none", "newer", "gone"]) {
    await using harness = createHarness();
    const { controller, seen } = setup({ consistencyTimeout: 3_000 });
    using watch = holdWatch(harness, "secrets"); // streamed lists, too
    await harness.start(controller);
    watch.hold();
    await createMine(harness);
    await touch(harness, "1");
    if (change === "newer") {
      await harness.finish(harness.client.patch(Secret, key("a"), {
        merge: { metadata: { labels: { x: "y" } } },
      }));
    }
    if (change === "gone") await harness.finish(harness.client.delete(Secret, key("a")));
    await harness.clock.advance(2_999);
    assertEquals(seen.length, 1);
    await harness.clock.advance(1);
    assertEquals(seen.length, change === "gone" ? 2 : 1);
    await harness.clock.advance(29_999);
    assertEquals(seen.length, change === "gone" ? 2 : 1);
    await harness.clock.advance(1);
    assertEquals(seen.length, 2);
    assertEquals(harness.of("unparked")[0]?.how, change === "gone" ? "live" : "timeout");
  }
});

Deno.test("own writes: a live read that does not answer holds the key up no longer than the wait before it (S12)", async () => {
  await using harness = createHarness();
  const { controller, seen } = setup({ consistencyTimeout: 3_000 });
  using watch = holdChanges(harness, "secrets");
  await harness.start(controller);
  watch.hold();
  await createMine(harness);
  await touch(harness, "1");
  const never = Promise.withResolvers<void>();
  using _silent = harness.server.intercept(async ({ method, path }) => {
    if (method === "GET" && path.endsWith("/secrets/a")) await never.promise;
  });
  await harness.clock.advance(5_999);
  assertEquals(seen.length, 1);
  await harness.clock.advance(1_000); // the list that is made then
  assertEquals(seen, ["a unseen", "a seen"]);
  assertEquals(harness.of("unparked")[0]?.how, "live");
  never.resolve();
});

Deno.test("own writes: a deleted object has to be gone or terminating in the local copy (S12)", async () => {
  await using harness = createHarness();
  const secrets = watched(Secret);
  const seen: string[] = [];
  using watch = holdWatch(harness, "secrets");
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [secrets],
    reconcile: async (_map, { store, client }) => {
      const secret = store(secrets).get(key("s"));
      seen.push(secret ? "seen" : "gone");
      if (secret) await client.delete(Secret, secret);
    },
  }));
  watch.hold();
  await createMine(harness);
  await touch(harness, "1");
  await harness.clock.advance(1_000);
  assertEquals(seen, ["seen"]);
  watch.release();
  await harness.clock.advance(1_000);
  assertEquals(seen, ["seen", "gone"]);
});

Deno.test("own writes: an object that the selector leaves out is not waited for, nor one that was not changed", async () => {
  await using harness = createHarness();
  const { controller, seen } = setup({ labelSelector: "of=somebody" });
  using watch = holdWatch(harness, "secrets");
  await harness.start(controller);
  watch.hold();
  await createMine(harness);
  await touch(harness, "1");
  await harness.clock.settle();
  assertEquals(harness.of("parked"), []);
  assertEquals(seen.length, 2);
});

Deno.test("own writes: consistencyTimeout 0 does not wait, and a stopped controller leaves no wait behind", async () => {
  {
    await using harness = createHarness();
    const { controller } = setup({ consistencyTimeout: 0 });
    using watch = holdWatch(harness, "secrets");
    await harness.start(controller);
    watch.hold();
    await createMine(harness);
    assertEquals(harness.of("parked"), []);
  }
  await using harness = createHarness();
  const { controller } = setup();
  using watch = holdWatch(harness, "secrets");
  const running = await harness.start(controller);
  watch.hold();
  await createMine(harness);
  assertEquals(harness.of("parked").length, 1);
  await harness.finish(running.stop());
  assertEquals(harness.of("unparked"), []);
});

Deno.test("own writes: a run that only confirms what is there parks nothing (C12)", async () => {
  await using harness = createHarness();
  const { controller, seen } = setup();
  await harness.start(controller);
  await createMine(harness);
  await touch(harness, "1");
  await harness.clock.advance(1_000);
  const parked = harness.of("parked").length;
  await touch(harness, "2");
  await harness.clock.advance(3_600_000);
  assertEquals(harness.of("parked").length, parked);
  assertEquals(seen.length, 3);
});

Deno.test("context.client: applies with the controller's name and by force, writes are fenced, dry runs not recorded", async () => {
  await using harness = createHarness();
  const signal = new AbortController().signal;
  let isFenced = false;
  const view = createReconcileClient(harness.client, {
    signal,
    fieldManager: "maps",
    fence: () => {
      if (isFenced) throw new Error("The lease is lost");
    },
  });
  const { client } = view;
  await harness.client.apply(ConfigMap, { metadata: key("a"), data: { x: "1" } });
  await client.apply(ConfigMap, { metadata: key("a"), data: { x: "2" } }, { dryRun: true });
  assertEquals(view.writes(), []);
  const applied = await client.apply(ConfigMap, { metadata: key("a"), data: { x: "2" } });
  assertEquals(applied.data, { x: "2" });
  const managers = harness.stored("a")?.metadata.managedFields?.map(({ manager }) => manager);
  assert(managers?.includes("maps"));
  assertEquals(
    view.writes().map(({ target, resourceVersion, deleted }) => [
      target.plural,
      target.namespace,
      target.name,
      resourceVersion === applied.metadata.resourceVersion,
      deleted,
    ]),
    [["configmaps", "default", "a", true, false]],
  );
  await client.delete(ConfigMap, applied);
  assertEquals(view.writes().map(({ uid, deleted }) => [uid, deleted]), [
    [applied.metadata.uid, true],
  ]);
  await client.create(Namespace, { metadata: { name: "n" } });
  assertEquals(view.writes().at(-1)?.target, {
    group: "",
    version: "v1",
    plural: "namespaces",
    name: "n",
  });
  isFenced = true;
  await assertRejects(() => client.delete(Namespace, { name: "n" }), Error, "The lease is lost");
  await client.get(Namespace, { name: "n" });
  view.revoke();
  await assertRejects(() => client.get(Namespace, { name: "n" }), Error, "had ended");
});

Deno.test("context.client: is of no use after the reconcile", async () => {
  await using harness = createHarness();
  let kept: Client | undefined;
  await harness.create("a");
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    sources: [owns(Secret)],
    reconcile: (_map, { client }) => void (kept = client),
  });
  const { client } = harness;
  await harness.finish(reconcileOnce(controller, { client, request: key("a") }));
  assert(kept);
  const { get } = kept;
  await assertRejects(() => get(ConfigMap, key("a")), Error, "had ended");
});

Deno.test("context.client: the fence is asked before each try, so that a retry after the lease's end is not sent", async () => {
  await using harness = createHarness();
  let asked = 0;
  const { client, writes } = createReconcileClient(harness.client, {
    signal: new AbortController().signal,
    fieldManager: "maps",
    fence: () => {
      if (++asked > 1) throw new Error("The lease is lost");
    },
  });
  using _busy = harness.server.intercept(({ method }) =>
    method === "POST"
      ? new Response("{}", { status: 429, headers: { "retry-after": "1" } })
      : undefined
  );
  const created = client.create(ConfigMap, { metadata: key("a") });
  await assertRejects(() => harness.finish(created), Error, "The lease is lost");
  assertEquals(asked, 2);
  assertEquals(harness.server.log.filter(({ method }) => method === "POST").length, 1);
  await assertRejects(() => client.create(ConfigMap, { metadata: key("b") }), Error, "is lost");
  assertEquals(
    writes().map(({ target }) => target.name),
    ["a"],
    "the first try may have been taken",
  );
});

Deno.test("context.client: a watch that a reconcile opened ends with the reconcile, quietly, but a broken one tells", async () => {
  await using harness = createHarness();
  const view = createReconcileClient(harness.client, {
    signal: new AbortController().signal,
    fieldManager: "maps",
  });
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { type } of view.client.watch(ConfigMap, {})) seen.push(type);
  })();
  await harness.create("a");
  assertEquals(seen, ["ADDED"]);
  assertEquals(harness.server.watchCount, 1);
  view.revoke();
  await harness.finish(watching);
  assertEquals(harness.server.watchCount, 0);
  const other = createReconcileClient(harness.client, {
    signal: new AbortController().signal,
    fieldManager: "maps",
  });
  const broken = Array.fromAsync(other.client.watch(ConfigMap, {}));
  broken.catch(() => {});
  await harness.clock.settle();
  harness.server.cut(undefined, { error: new TypeError("The connection was reset") });
  await assertRejects(() => harness.finish(broken), Error, "reset");
  other.revoke();
  await assertRejects(() => Array.fromAsync(other.client.watch(ConfigMap)), Error, "had ended");
  await harness.create("b");
  assertEquals(seen, ["ADDED"]);
});

Deno.test("context.client: a call that was not awaited goes on, but is not tried again, and its write counts as lost", async () => {
  await using harness = createHarness();
  const view = createReconcileClient(harness.client, {
    signal: new AbortController().signal,
    fieldManager: "maps",
  });
  using _busy = harness.server.intercept(({ method }) =>
    method === "POST"
      ? new Response("{}", { status: 429, headers: { "retry-after": "1" } })
      : undefined
  );
  const created = view.client.create(ConfigMap, { metadata: key("a") });
  created.catch(() => {});
  await harness.clock.settle();
  assertEquals(view.writes().map(({ target, lost }) => [target.name, lost]), [["a", true]]);
  view.revoke();
  await assertRejects(() => harness.finish(created), Error, "had ended");
  assertEquals(harness.stored("a"), undefined);
});

Deno.test("matchesLabels: understands every form of a selector", () => {
  const labels = { app: "web", tier: "front", empty: "" };
  const cases: [string, boolean][] = [
    ["", true],
    ["app", true],
    ["!app", false],
    ["!zone", true],
    ["zone", false],
    ["app=web", true],
    ["app==web,tier=front", true],
    ["app = web , tier != back", true],
    ["app!=web", false],
    ["zone!=a", true],
    ["app in (db, web)", true],
    ["app in (db)", false],
    ["zone in (a)", false],
    ["app notin (db,cache),tier", true],
    ["zone notin (a)", true],
    ["tier notin (front)", false],
    ["empty=", true],
    ["constructor", false],
  ];
  for (const [selector, expected] of cases) {
    assertEquals(matchesLabels(selector, labels), expected, selector);
  }
  assertEquals(matchesLabels(undefined), true);
});
