import { assert, assertEquals } from "@std/assert";
import { defineController, watched, watches } from "../../controller/mod.ts";
import type { Context, Watched } from "../../context/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createHarness, type Harness, key } from "./harness.ts";
import { holdChanges, innerUserAgent, loseAnswers, opaqueVersions } from "./held.ts";

const secrets = watched(Secret);

/** A controller of the ConfigMaps labelled `mine`, whose reconcile is told the number of the run. */
function controllerOf(
  reconcile: (run: number, context: Context) => Promise<unknown>,
  options: {
    readonly sources?: readonly Watched[];
    readonly namespace?: readonly string[];
    readonly consistencyTimeout?: number;
  } = {},
) {
  let run = 0;
  return defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [secrets],
    ...options,
    reconcile: async (_map, context) => void await reconcile(++run, context),
  });
}

async function createMine(harness: Harness): Promise<void> {
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" } },
  }));
  await harness.clock.settle();
}

/** Makes the key run again as soon as it may. */
async function touch(harness: Harness, value = "1"): Promise<void> {
  await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: { value } } }));
  await harness.clock.settle();
}

function names({ store }: Context): string[] {
  return [...store(secrets).keys()].map(({ name }) => name);
}

function hows(harness: Harness): string[] {
  return harness.of("unparked").map(({ how }) => how);
}

Deno.test("own writes: an object that we made and somebody deleted before the copy saw it is no ghost (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run === 1) await context.client.create(Secret, { metadata: key("s") });
  }));
  watch.hold();
  await createMine(harness);
  await harness.finish(harness.client.delete(Secret, key("s")));
  await touch(harness);
  assertEquals(seen.length, 1);
  watch.release();
  await harness.clock.settle();
  await touch(harness, "2");
  assertEquals(seen.at(-1), []);
  assertEquals(hows(harness), ["seen"]);
});

Deno.test("own writes: an object made and deleted in one run holds the key until the copy is past both (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run > 1) return;
    await context.client.delete(
      Secret,
      await context.client.create(Secret, { metadata: key("s") }),
    );
  }));
  watch.hold();
  await createMine(harness);
  await touch(harness);
  assertEquals(harness.of("parked").length, 1);
  assertEquals(seen.length, 1);
  watch.release();
  await harness.clock.settle();
  assertEquals(seen, [[], []]);
});

Deno.test("own writes: a list that lacks what somebody deleted meanwhile ends the wait (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run === 1) await context.client.create(Secret, { metadata: key("s") });
  }));
  watch.hold();
  await createMine(harness);
  await harness.finish(harness.client.delete(Secret, key("s")));
  await touch(harness);
  harness.server.compact();
  watch.break();
  await harness.clock.advance(4_000);
  assertEquals(seen, [[], [], []], "once for the change, once for what went");
  assertEquals(hows(harness), ["seen"]);
});

Deno.test("own writes: what somebody deleted before the copy ever showed it is made again, though no event tells of it (S12)", async () => {
  for (const how of ["list", "changes"] as const) {
    await using harness = createHarness();
    using watch = holdChanges(harness, "secrets");
    const causes: string[] = [];
    const children = watches(Secret, () => [key("a")]);
    await harness.start(controllerOf(async (_run, { store, client, causes: [cause] }) => {
      causes.push(`${cause?.reason} ${cause?.kind}`);
      if (!store(children).get(key("s"))) await client.create(Secret, { metadata: key("s") });
    }, { sources: [children] }));
    watch.hold();
    await createMine(harness);
    await harness.finish(harness.client.delete(Secret, key("s")));
    if (how === "changes") watch.release();
    else {
      harness.server.compact();
      watch.break();
    }
    await harness.clock.advance(4_000);
    assertEquals(harness.server.objects(Secret).length, 1, how);
    assertEquals(causes[0], "changed ConfigMap");
    assert(causes.includes("deleted Secret"), causes.join());
  }
});

Deno.test("own writes: a watch that brings nothing in time makes the kind be listed anew (S12, C11)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run === 1) await context.client.create(Secret, { metadata: key("s") });
  }, { consistencyTimeout: 3_000 }));
  watch.hold();
  await createMine(harness);
  await touch(harness);
  await harness.clock.advance(2_999);
  assertEquals(seen.length, 1);
  await harness.clock.advance(1_000);
  assertEquals(seen, [[], ["s"]]);
  assertEquals(hows(harness), ["live"]);
});

Deno.test("own writes: versions that cannot be compared are waited for by equality, then by a live read and a list (S12)", async () => {
  for (const change of ["none", "newer", "gone"] as const) {
    await using harness = createHarness();
    using _opaque = opaqueVersions(harness, "secrets");
    using watch = holdChanges(harness, "secrets", innerUserAgent);
    const seen: (string | undefined)[] = [];
    await harness.start(controllerOf(async (run, { store, client }) => {
      const secret = store(secrets).get(key("s"));
      seen.push(secret && `${secret.metadata.labels?.x}`);
      if (run === 1) await client.create(Secret, { metadata: { ...key("s"), labels: { x: "1" } } });
    }, { consistencyTimeout: 3_000 }));
    watch.hold();
    await createMine(harness);
    const { client } = harness;
    if (change === "newer") {
      await harness.finish(
        client.patch(Secret, key("s"), { merge: { metadata: { labels: { x: "2" } } } }),
      );
    }
    if (change === "gone") await harness.finish(client.delete(Secret, key("s")));
    await touch(harness);
    if (change === "none") watch.release();
    await harness.clock.advance(change === "none" ? 100 : 3_500);
    const expected = { none: "1", newer: "2", gone: undefined }[change];
    assertEquals(seen.slice(0, 2), [undefined, expected], change);
    assertEquals(hows(harness), [change === "none" ? "seen" : "live"], change);
  }
});

Deno.test("own writes: what a deletion of many took is waited for (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  for (const name of ["s", "t"]) {
    await harness.finish(
      harness.client.create(Secret, { metadata: { ...key(name), labels: { old: "1" } } }),
    );
  }
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run > 1) return;
    await context.client.deleteCollection(Secret, { namespace: "default", labelSelector: "old" });
  }));
  watch.hold();
  await createMine(harness);
  await touch(harness);
  assertEquals(harness.of("parked").map(({ waitingFor }) => waitingFor), [
    "secrets default/s, secrets default/t",
  ]);
  assertEquals(seen.length, 1);
  watch.release();
  await harness.clock.settle();
  assertEquals(seen, [["s", "t"], []]);
});

Deno.test("own writes: a write whose answer was lost is looked up, and waited for if it was taken (S12)", async () => {
  for (const taken of [true, false]) {
    await using harness = createHarness();
    using watch = holdChanges(harness, "secrets");
    const seen: string[][] = [];
    await harness.start(controllerOf(async (run, context) => {
      seen.push(names(context));
      if (run > 1) return;
      watch.hold();
      using _lost = loseAnswers(harness, "secrets", taken);
      await context.client.create(Secret, { metadata: key("s") });
    }));
    await createMine(harness);
    await harness.clock.advance(1_000);
    assertEquals(seen, taken ? [[]] : [[], []], "the retry after 200 ms waits for what was taken");
    watch.release();
    await harness.clock.advance(1_000);
    assertEquals(seen, taken ? [[], ["s"]] : [[], []]);
    assertEquals(hows(harness), ["live"]);
  }
});

Deno.test("own writes: a deletion whose answer was lost is waited for if it was taken (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  const seen: string[][] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context));
    if (run > 1) return;
    watch.hold();
    using _lost = loseAnswers(harness, "secrets", true);
    await context.client.delete(Secret, key("s"));
  }));
  await createMine(harness);
  await harness.clock.advance(1_000);
  assertEquals(seen, [["s"]], "the retry waits until the copy shows that it is gone");
  watch.release();
  await harness.clock.advance(1_000);
  assertEquals(seen, [["s"], []]);
});

Deno.test("own writes: a creation with a name from the server whose answer was lost is not done twice (S12, C11)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  await harness.start(controllerOf(async (run, context) => {
    if (names(context).length > 0) return;
    watch.hold();
    using _lost = run === 1 ? loseAnswers(harness, "secrets", true) : undefined;
    await context.client.create(Secret, { metadata: { generateName: "s-", namespace: "default" } });
  }));
  await createMine(harness);
  assertEquals(harness.of("parked")[0]?.waitingFor, "secrets of any name");
  await harness.clock.advance(60_000);
  assertEquals(harness.server.objects(Secret).length, 1);
});

Deno.test("own writes: in a list of namespaces the copy of the object's own is waited for (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const { client } = harness;
  for (const name of ["other", "far"]) {
    await harness.finish(client.request("/api/v1/namespaces", {
      method: "POST",
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    }));
  }
  const seen: string[] = [];
  await harness.start(controllerOf(async (run, context) => {
    seen.push(names(context).join());
    const namespace = ["far", "other"][run - 1];
    if (namespace) await context.client.create(Secret, { metadata: { name: "s", namespace } });
  }, { namespace: ["default", "other"] }));
  watch.hold();
  await createMine(harness);
  await touch(harness); // what is in a namespace without a copy is not waited for
  assertEquals(seen, ["", ""]);
  assertEquals(harness.of("parked").map(({ waitingFor }) => waitingFor), ["secrets other/s"]);
  await touch(harness, "2");
  assertEquals(seen.length, 2);
  watch.release();
  await harness.clock.settle();
  assertEquals(seen, ["", "", "s"]);
});

Deno.test("own writes: an object that was written out of a copy's selector has to leave the copy (S12)", async () => {
  await using harness = createHarness();
  const mine = watched(Secret, { labelSelector: "of=map" });
  using watch = holdChanges(harness, "secrets");
  const { client } = harness;
  await harness.finish(client.create(Secret, { metadata: { ...key("s"), labels: { of: "map" } } }));
  const seen: number[] = [];
  const label = (of: string | null) => ({ merge: { metadata: { labels: { of } } } });
  await harness.start(controllerOf(async (run, { store, client }) => {
    seen.push(store(mine).size);
    if (run > 2) return;
    watch.hold();
    if (run === 1) return void await client.patch(Secret, key("s"), label(null));
    await client.patch(Secret, key("s"), label("map")); // in and out before the copy sees it
    await client.patch(Secret, key("s"), label(null));
  }, { sources: [mine] }));
  await createMine(harness);
  for (const run of [1, 2]) {
    await touch(harness, `${run}`);
    assertEquals(seen.length, run);
    watch.release();
    await harness.clock.settle();
  }
  assertEquals(seen, [1, 0, 0]);
  assertEquals(new Set(hows(harness)), new Set(["seen"]));
});

Deno.test("own writes: the finalizer and what is written after it are waited for on the object itself (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "configmaps");
  const seen: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    finalizer: true,
    reconcile: async ({ metadata, data = {} }, { client }) => {
      seen.push(`${metadata.finalizers?.length ?? 0} ${data.run ?? "-"}`);
      if (seen.length > 1) return;
      watch.hold();
      await client.patch(ConfigMap, metadata, { merge: { data: { run: "1" } } });
    },
  }));
  await harness.create("a");
  await harness.clock.settle();
  await touch(harness);
  assertEquals(seen, ["1 -"]);
  watch.release();
  await harness.clock.settle();
  assertEquals(new Set(seen.slice(1)), new Set(["1 1"]));
});

Deno.test("own writes: the key that wrote waits, and no other controller's key (S12)", async () => {
  await using harness = createHarness();
  using watch = holdChanges(harness, "secrets");
  const seen: string[] = [];
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  const other = await harness.start(defineController({
    name: "secrets",
    for: Secret,
    reconcile: ({ data = {} }) => void seen.push(Object.keys(data).join()),
  }));
  await harness.start(controllerOf(async (run, { client }) => {
    if (run === 1) await client.patch(Secret, key("s"), { merge: { data: { x: "" } } });
  }));
  watch.hold();
  await createMine(harness);
  other.reconcile(key("s"));
  await harness.clock.settle();
  assertEquals(seen, ["", ""], "it runs on the state that its copy has");
  watch.release();
  await harness.clock.settle();
  assertEquals(seen, ["", "", "x"], "and again when the change arrives");
});
