import { assert, assertEquals } from "@std/assert";
import { sleep } from "../../_internal/mod.ts";
import type { Answer, Context } from "../../context/mod.ts";
import { createController, defineController, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { counting, createMine, finalizersOf, foreign, own, remove } from "./counting.ts";
import { createHarness, holdWatch, key } from "./harness.ts";

Deno.test("finalizer: objects of one name, made anew at once, are each deleted exactly once (FL-1, CT-15)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  await harness.start(controller);
  for (let n = 1; n <= 3; n++) {
    await createMine(harness);
    await harness.clock.advance(100);
    assertEquals(finalizersOf(harness), [own]);
    await remove(harness);
    assertEquals(harness.stored("a"), undefined);
    assertEquals(ran.filter((one) => one === "deleted").length, n);
  }
});

Deno.test("finalizer: an object that is made anew and deleted before anybody looks is not taken for the one before (FL-1)", async () => {
  await using harness = createHarness();
  const deleted: string[] = [];
  let hold = Promise.resolve();
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: async ({ metadata }) => {
      if (metadata.name === "blocker") await hold;
    },
    ensureDeleted: ({ metadata }) => {
      deleted.push(metadata.uid);
      watch.hold();
    },
  });
  using watch = holdWatch(harness, "configmaps");
  const running = await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    concurrency: 1,
    consistencyTimeout: 0,
    reconcile: resources([step]),
  }));
  const labels = { mine: "1" };
  const { client } = harness;
  await harness.finish(client.create(ConfigMap, { metadata: { ...key("blocker"), labels } }));
  const first = await createMine(harness);
  await harness.clock.advance(1_000);
  await remove(harness);
  assertEquals([deleted, finalizersOf(harness)], [[first.metadata.uid], undefined]);
  // The local copy is behind and the only worker busy, while a new object comes and is deleted.
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  running.reconcile(key("blocker"));
  await harness.clock.settle();
  const second = await createMine(harness, [own]);
  await remove(harness);
  watch.release();
  await harness.clock.settle();
  resolve();
  await harness.clock.advance(10_000);
  assertEquals(harness.stored("a"), undefined);
  assertEquals(deleted, [first.metadata.uid, second.metadata.uid]);
});

Deno.test("reconcileOnce: errors without a running operator never hang it, whatever becomes of observe and of events (FL-7, CT-13)", async () => {
  await using harness = createHarness();
  const { controller, ran, state } = counting();
  const { client } = harness;
  const request = key("a");
  await createMine(harness, [own]);
  await remove(harness);
  state.failing = 1_000;
  const never = new Promise<void>(() => {});
  const told: string[] = [];
  // Nobody ever takes the events, and what observe begins never ends.
  using _silent = harness.server.intercept(({ path }) =>
    path.endsWith("/events") ? never.then(() => undefined) : undefined
  );
  const observe = ({ type }: { readonly type: string }): Promise<void> => {
    told.push(type);
    return never;
  };
  for (let n = 1; n <= 5; n++) {
    const before = harness.clock.monotonic();
    const { type } = await harness.finish(reconcileOnce(controller, { client, request, observe }));
    assertEquals([type, ran.length, told.length], ["error", n, n]);
    assert(harness.clock.monotonic() - before <= 3_000, "it waits for events 3 s at most");
  }
});

Deno.test("createController: an observer whose work never ends, and a server that takes no events, hold nothing up (FL-7)", async () => {
  await using harness = createHarness();
  const never = new Promise<void>(() => {});
  using _silent = harness.server.intercept(({ path }) =>
    path.endsWith("/events") ? never.then(() => undefined) : undefined
  );
  const runs: string[] = [];
  const running = createController(
    defineController({
      name: "maps",
      for: ConfigMap,
      namespace: "default",
      concurrency: 1,
      reconcile: ({ metadata: { name } }) => {
        runs.push(name);
        if (name === "bad") throw new Error("no");
      },
    }),
    { client: harness.client, informers: harness.informers, observe: () => never },
  );
  await harness.finish(running.ready);
  await harness.create("bad");
  await harness.clock.advance(2_000);
  assert(runs.filter((name) => name === "bad").length > 2, runs.join());
  await harness.create("good");
  await harness.clock.settle();
  assertEquals(runs.at(-1), "good");
  await harness.finish(running.stop());
});

Deno.test("finalizer: only objects whose set has a deleting step get one; all others are reconciled without a write (FL-12, CT-14)", async () => {
  await using harness = createHarness();
  const ran: string[] = [];
  const ensureCreated = ({ metadata }: ConfigMap) => void ran.push(metadata.name);
  const handles = (name: string) => (map: ConfigMap) => map.metadata.name.startsWith(name);
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: [
      resources([defineResource(ConfigMap, { name: "x", ensureCreated })], {
        handles: handles("light"),
      }),
      resources([
        defineResource(ConfigMap, { name: "y", ensureCreated }),
        defineResource(ConfigMap, { name: "z", ensureCreated: () => {}, ensureDeleted: () => {} }),
      ], { handles: handles("heavy") }),
    ],
  }));
  for (const name of ["light", "heavy"]) await harness.create(name);
  await harness.clock.advance(60_000);
  assertEquals([...new Set(ran)], ["light", "heavy"]);
  assertEquals(harness.stored("light")?.metadata.finalizers, undefined);
  assertEquals(harness.stored("heavy")?.metadata.finalizers, [own]);
  assertEquals(harness.writes().filter((write) => !write.includes("/events")), [
    "PATCH /api/v1/namespaces/default/configmaps/heavy",
  ]);
});

Deno.test("finalizer: an object that is gone while it is added ends the work, with neither a retry nor an error (FL-13)", async () => {
  await using harness = createHarness();
  const { controller, ran } = counting();
  let patches = 0;
  using _gone = harness.server.intercept(async ({ method, path, headers }) => {
    if (method !== "PATCH" || !path.endsWith("/a")) return;
    if (headers.get("user-agent") !== "controller") return;
    patches++;
    await harness.client.delete(ConfigMap, key("a"));
  });
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(600_000);
  assertEquals([patches, ran, await harness.events()], [1, [], []]);
  assertEquals(
    harness.of("finished").filter(({ outcome: { type } }) => type === "error" || type === "again"),
    [],
  );
});

Deno.test("createController: 4 objects at the same time unless concurrency says else, and one object never twice (CT-21, FL-8)", async () => {
  for (const concurrency of [undefined, 1, 7]) {
    await using harness = createHarness();
    const working = new Map<string, number>();
    let most = 0;
    await harness.start(defineController({
      name: "maps",
      for: ConfigMap,
      namespace: "default",
      labelSelector: "mine",
      ...(concurrency === undefined ? {} : { concurrency }),
      reconcile: async ({ metadata: { name } }, { clock }) => {
        working.set(name, (working.get(name) ?? 0) + 1);
        assertEquals(working.get(name), 1);
        most = Math.max(most, working.size);
        await sleep(clock, 1_000);
        working.delete(name);
      },
    }));
    for (let n = 0; n < 9; n++) {
      await harness.finish(harness.client.create(ConfigMap, {
        metadata: { ...key(`m${n}`), labels: { mine: "1" } },
      }));
    }
    await harness.clock.settle();
    for (let n = 0; n < 9; n++) {
      const patch = { merge: { data: { again: "1" } } };
      await harness.finish(harness.client.patch(ConfigMap, key(`m${n}`), patch));
    }
    await harness.clock.advance(30_000);
    assertEquals([most, working.size], [concurrency ?? 4, 0]);
    assertEquals(harness.of("finished").every(({ outcome }) => outcome.type === "success"), true);
  }
});

Deno.test("createController: backoff sets the first wait and the longest (CT-22, DP-4)", async () => {
  await using harness = createHarness();
  const at: number[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    backoff: { initial: 1_000, max: 4_000 },
    reconcile: (_map, { clock }) => {
      at.push(clock.monotonic());
      throw new Error("no");
    },
  }));
  await createMine(harness);
  await harness.clock.until(() => at.length === 6);
  const least = [1_000, 2_000, 4_000, 4_000, 4_000];
  least.forEach((least, index) => {
    const wait = (at[index + 1] ?? 0) - (at[index] ?? 0);
    assert(wait >= least && wait <= 1.2 * least, `wait ${index} is ${wait}`);
  });
});

Deno.test("labelSelector, namespace: the server selects, so that nothing else is sent (CT-6, CT-9)", async () => {
  await using harness = createHarness();
  const { controller } = counting();
  await harness.start(controller);
  await createMine(harness);
  await harness.clock.advance(1_000);
  const followed = harness.server.log.filter(({ path, query, userAgent }) =>
    userAgent === "controller" && path === "/api/v1/configmaps" &&
    new URLSearchParams(query).has("watch")
  );
  assert(followed.length > 0);
  for (const { query } of followed) {
    assertEquals(new URLSearchParams(query).get("labelSelector"), "mine");
  }
});

/** A pass in which the first of two resources says or does something. */
interface Happening {
  readonly what: string;
  readonly say: (context: Context) => Answer;
  /** Whether the second resource runs. */
  readonly runsNext: boolean;
  /** Whether the finalizer goes. */
  readonly isRemoved: boolean;
  readonly outcome: "success" | "incomplete" | "error";
}

const happenings: readonly Happening[] = [
  {
    what: "cancelResource (CX-1)",
    say: (context) => context.cancelResource(),
    runsNext: true,
    isRemoved: true,
    outcome: "success",
  },
  {
    what: "cancelReconciliation (CX-2, FL-4)",
    say: (context) => context.cancelReconciliation(),
    runsNext: false,
    isRemoved: false,
    outcome: "incomplete",
  },
  {
    what: "keepFinalizers (CX-3)",
    say: (context) => context.keepFinalizers(),
    runsNext: true,
    isRemoved: false,
    outcome: "incomplete",
  },
  {
    what: "keepFinalizers and cancelResource (CX-3, CX-1)",
    say: (context) => {
      context.keepFinalizers();
      return context.cancelResource();
    },
    runsNext: true,
    isRemoved: false,
    outcome: "incomplete",
  },
  {
    what: "an error (RS-1)",
    say: () => {
      throw new Error("no");
    },
    runsNext: false,
    isRemoved: false,
    outcome: "error",
  },
  {
    what: "keepFinalizers and an error (CX-3)",
    say: (context) => {
      context.keepFinalizers();
      throw new Error("no");
    },
    runsNext: false,
    isRemoved: false,
    outcome: "error",
  },
];

for (const { what, say, runsNext, isRemoved, outcome } of happenings) {
  Deno.test(`outcome of a deletion with ${what}: later resources, finalizer and the next try`, async () => {
    await using harness = createHarness();
    const ran: string[] = [];
    let isQuiet = true;
    const step = (name: string, say: (context: Context) => Answer = () => {}) =>
      defineResource(ConfigMap, {
        name,
        ensureCreated: () => {},
        ensureDeleted: (_map, context) => {
          ran.push(name);
          if (!isQuiet) return say(context);
        },
      });
    await harness.start(defineController({
      name: "maps",
      for: ConfigMap,
      labelSelector: "mine",
      reconcile: resources([step("first", say), step("second")]),
    }));
    await createMine(harness, [foreign]);
    await harness.clock.advance(1_000);
    isQuiet = false;
    await remove(harness);
    assertEquals(ran, runsNext ? ["first", "second"] : ["first"]);
    assertEquals(finalizersOf(harness), isRemoved ? [foreign] : [foreign, own]);
    const last = harness.of("finished").find(({ deleting }) => deleting);
    assertEquals(last?.outcome.type, outcome);
    // What is not over is tried again by itself, without a change of the object, until it is.
    isQuiet = true;
    await harness.clock.advance(60_000);
    assertEquals(finalizersOf(harness), [foreign]);
    assertEquals(ran.filter((name) => name === "second").length, runsNext && !isRemoved ? 2 : 1);
    const events = (await harness.events()).map(({ note }) => note);
    assertEquals(events, outcome === "error" ? ["no"] : []);
  });
}
