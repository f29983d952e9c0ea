import { assertEquals, assertThrows } from "@std/assert";
import { ownerReference } from "../../context/mod.ts";
import {
  defineController,
  generationChanged,
  owns,
  RoutingError,
  watched,
  watches,
} from "../../controller/mod.ts";
import { definitionOf } from "../../controller/define.ts";
import { field } from "../../informer/mod.ts";
import { ConfigMap, Deployment, Namespace, Secret } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { createHarness, key } from "./harness.ts";

function nothing(): void {}

Deno.test("owns: a change of an owned object runs its owner, found by kind and group in the controller reference", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    sources: [owns(Secret)],
    reconcile: ({ metadata: { name } }, { causes }) =>
      void runs.push(`${name} ${causes.map((cause) => `${cause.reason} ${cause.kind}`)}`),
  }));
  const owner = await harness.create("a");
  await harness.clock.settle();
  runs.length = 0;
  const create = (name: string, references: ReturnType<typeof ownerReference>[]) =>
    harness.finish(harness.client.create(Secret, {
      metadata: { ...key(name), ownerReferences: references },
    }));
  await create("owned", [ownerReference(owner)]);
  await create("not-controlled", [ownerReference(owner, { controller: false })]);
  await create("other-kind", [{ ...ownerReference(owner), kind: "Pod" }]);
  await create("other-group", [{ ...ownerReference(owner), apiVersion: "x.example.com/v1" }]);
  await create("free", []);
  await harness.clock.settle();
  assertEquals(runs, ["a changed Secret"]);
  await harness.finish(harness.client.delete(Secret, key("owned")));
  await harness.clock.settle();
  assertEquals(runs, ["a changed Secret", "a deleted Secret"]);
});

Deno.test("owns: an object that changes hands runs the old and the new owner", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    sources: [owns(Secret)],
    reconcile: ({ metadata: { name } }) => void runs.push(name),
  }));
  const [a, b] = [await harness.create("a"), await harness.create("b")];
  await harness.finish(harness.client.create(Secret, {
    metadata: { ...key("s"), ownerReferences: [ownerReference(a)] },
  }));
  await harness.clock.settle();
  runs.length = 0;
  await harness.finish(harness.client.patch(Secret, key("s"), {
    merge: { metadata: { ownerReferences: [ownerReference(b)] } },
  }));
  await harness.clock.settle();
  assertEquals(runs.toSorted(), ["a", "b"]);
});

Deno.test("watches: the map gets the old and the new state whole, and finds objects by a declared index", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  const states: string[] = [];
  const maps = watched(ConfigMap, { indexers: { theme: field("data.theme") } });
  const secrets = watched(Secret);
  await harness.start(defineController({
    name: "maps",
    for: maps,
    sources: [
      watches(secrets, ({ object }, { store }) => {
        const theme = object().metadata.annotations?.theme ?? "";
        states.push(theme);
        return [...store(maps).snapshotsByIndex("theme", theme)].map((snapshot) => snapshot.key);
      }),
    ],
    reconcile: ({ metadata: { name } }, { store }) =>
      void runs.push(`${name} ${store(secrets).size} ${store(maps).count("theme", "dark")}`),
  }));
  for (const [name, theme] of [["a", "dark"], ["b", "light"], ["c", "dark"]] as const) {
    await harness.create(name, { theme });
  }
  await harness.clock.settle();
  runs.length = 0;
  await harness.finish(harness.client.create(Secret, {
    metadata: { ...key("s"), annotations: { theme: "dark" } },
  }));
  await harness.clock.settle();
  assertEquals(runs, ["a 1 2", "c 1 2"]);
  runs.length = 0;
  await harness.finish(harness.client.patch(Secret, key("s"), {
    merge: { metadata: { annotations: { theme: "light" } } },
  }));
  await harness.clock.settle();
  assertEquals(runs.toSorted(), ["a 1 2", "b 1 2", "c 1 2"]);
  assertEquals(states, ["dark", "light", "dark"]);
});

Deno.test("watches: a map that throws loses its change and nothing else", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    sources: [
      watches(Secret, ({ key: { name } }) => {
        if (name === "bad") throw new Error("no");
        return [key("a")];
      }),
    ],
    reconcile: ({ metadata: { name } }) => void runs.push(name),
  }));
  await harness.create("a");
  await harness.clock.settle();
  runs.length = 0;
  for (const name of ["bad", "good"]) {
    await harness.finish(harness.client.create(Secret, { metadata: key(name) }));
  }
  await harness.clock.settle();
  assertEquals(runs, ["a"]);
});

Deno.test("watches: a map that throws for one of the two states is still asked about the other", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    sources: [
      watches(Secret, (snapshot) => {
        const of = snapshot.metadata.labels?.of;
        if (!of) throw new Error("no label");
        return [key(of)];
      }),
    ],
    reconcile: ({ metadata: { name } }) => void runs.push(name),
  }));
  await harness.create("a");
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  const label = (owner: string | null) =>
    harness.finish(
      harness.client.patch(Secret, key("s"), { merge: { metadata: { labels: { of: owner } } } }),
    );
  for (const owner of ["a", null]) {
    await harness.clock.settle();
    runs.length = 0;
    await label(owner);
    await harness.clock.settle();
    assertEquals(runs, ["a"]);
  }
});

Deno.test("predicate: one that throws drops nothing", async () => {
  await using harness = createHarness();
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    predicate: () => {
      throw new Error("no");
    },
    sources: [
      watches(Secret, () => [key("a")], {
        predicate: () => {
          throw new Error("no");
        },
      }),
    ],
    reconcile: ({ metadata: { name } }) => void runs.push(name),
  }));
  await harness.create("a");
  await harness.clock.settle();
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  await harness.clock.settle();
  assertEquals(runs.filter((name) => name === "a"), ["a", "a"]);
});

Deno.test("sources: workers start when every local copy is complete, also one that triggers nothing", async () => {
  await using harness = createHarness();
  const runs: number[] = [];
  await harness.create("a");
  await harness.finish(harness.client.create(Secret, { metadata: key("s") }));
  const gate = Promise.withResolvers<void>();
  using _hold = harness.server.intercept(async ({ path, headers }) => {
    if (path.endsWith("/secrets") && headers.get("user-agent") === "controller") await gate.promise;
  });
  const secrets = watched(Secret);
  const running = harness.begin(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "!kube",
    sources: [secrets],
    reconcile: (_map, { store }) => void runs.push(store(secrets).size),
  }));
  await harness.clock.advance(1_000);
  assertEquals(runs, []);
  assertEquals(running.problems().map((problem) => problem.split(":")[0]), ["secrets"]);
  gate.resolve();
  await harness.finish(running.ready);
  await harness.clock.settle();
  assertEquals(runs, [1]);
  assertEquals(running.problems(), []);
});

Deno.test("predicate: what it drops runs nothing, but never the beginning of a deletion", async () => {
  await using harness = createHarness();
  const runs: boolean[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    finalizer: true,
    predicate: ({ old }) => old === undefined,
    reconcile: (_map, { deleting }) => void runs.push(deleting),
  }));
  await harness.create("a");
  await harness.clock.settle();
  await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: { a: "1" } } }));
  await harness.clock.settle();
  assertEquals(runs, [false]);
  await harness.finish(harness.client.delete(ConfigMap, key("a")));
  await harness.clock.settle();
  assertEquals(runs, [false, true]);
  assertEquals(harness.stored("a"), undefined);
});

Deno.test("namespace: a list of namespaces is one informer each, shown as one store", async () => {
  await using harness = createHarness();
  for (const name of ["one", "two", "three"]) {
    await harness.finish(harness.client.create(Namespace, { metadata: { name } }));
    await harness.finish(
      harness.client.create(Secret, { metadata: { name: "s", namespace: name } }),
    );
  }
  const secrets = watched(Secret, { indexers: { name: field("metadata.name") } });
  const runs: string[] = [];
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    namespace: ["one", "two"],
    sources: [secrets],
    reconcile: ({ metadata: { namespace = "", name } }, { store }) => {
      const local = store(secrets);
      runs.push([
        `${namespace}/${name}`,
        local.size,
        local.count("name", "s"),
        [...local.keys({ namespace: "two" })].length,
        [...local.byIndex("name", "s")].map((secret) => secret.metadata.namespace).join("+"),
        local.get({ name: "s", namespace: "three" }) === undefined,
      ].join(" "));
    },
  }));
  for (const namespace of ["one", "two", "three"]) {
    await harness.finish(harness.client.create(ConfigMap, { metadata: { name: "a", namespace } }));
  }
  await harness.clock.settle();
  assertEquals(runs, ["one/a 2 2 1 one+two true", "two/a 2 2 1 one+two true"]);
  const watchedPaths = harness.server.log
    .filter(({ userAgent, query }) => userAgent === "controller" && query.includes("watch"))
    .map(({ path }) => path);
  assertEquals([...new Set(watchedPaths)].length, 4);
});

Deno.test("defineController: freezes, names the finalizer, and takes what resources() makes", () => {
  const step = defineResource(ConfigMap, { name: "a", ensureCreated: nothing });
  const deleting = defineResource(ConfigMap, {
    name: "b",
    ensureCreated: nothing,
    ensureDeleted: nothing,
  });
  const base = { name: "maps", for: ConfigMap };
  const plain = defineController({ ...base, reconcile: resources([step]) });
  const full = defineController({ ...base, reconcile: [resources([step]), resources([deleting])] });
  assertEquals(Object.isFrozen(plain), true);
  assertEquals(plain.finalizer, undefined);
  assertEquals(full.finalizer, "operatorkit.giantswarm.io/maps");
  assertEquals(full.resource, ConfigMap);
  const named = defineController({ ...base, reconcile: nothing, finalizer: "example.com/x" });
  assertEquals(named.finalizer, "example.com/x");
  assertEquals(defineController({ ...base, reconcile: nothing }).finalizer, undefined);
  assertEquals(definitionOf(plain).concurrency, 4);
});

Deno.test("defineController: refuses what makes no sense and says what to do", () => {
  const base = { name: "maps", for: ConfigMap, reconcile: nothing };
  const deleting = resources([
    defineResource(ConfigMap, { name: "b", ensureCreated: nothing, ensureDeleted: nothing }),
  ]);
  const secrets = watched(Secret);
  const refused = (define: () => unknown, message: string) =>
    void assertThrows(define, TypeError, message);
  for (const name of ["", "a/b", "-a", "a".repeat(64), "ä"]) {
    refused(() => defineController({ ...base, name }), "cannot be the name");
  }
  refused(() => defineController({ ...base, finalizer: "short" }), "cannot be a finalizer");
  refused(() => defineController({ ...base, finalizer: false, reconcile: deleting }), "deletes");
  refused(() => defineController({ ...base, reconcile: [] }), "empty list");
  refused(() => defineController({ ...base, namespace: [] }), "names no namespace");
  refused(() => defineController({ ...base, namespace: "" }), "names no namespace");
  refused(
    () => defineController({ ...base, for: Namespace, namespace: "x" }),
    "not in a namespace",
  );
  refused(() => defineController({ ...base, namespace: "a/b" }), '"a/b"');
  refused(() => watched(Namespace, { namespace: "x" }), "not in a namespace");
  refused(() => watched(Secret, { namespace: "" }), "namespace");
  for (const concurrency of [0, 1.5, Infinity]) {
    refused(() => defineController({ ...base, concurrency }), `concurrency is ${concurrency}`);
  }
  refused(() => defineController({ ...base, timeout: NaN }), "timeout is NaN");
  refused(() => defineController({ ...base, sources: [secrets, secrets] }), "listed twice");
  refused(
    () => defineController({ ...base, sources: [owns(Secret), owns(Secret)] }),
    "owns Secret",
  );
  refused(
    () =>
      defineController({
        ...base,
        for: watched(ConfigMap, { labelSelector: "a" }),
        labelSelector: "b",
      }),
    "two label selectors",
  );
  defineController({
    ...base,
    sources: [
      secrets,
      owns(secrets),
      watches(secrets, () => []),
      owns(Deployment, {
        predicate: generationChanged,
      }),
    ],
  });
});

Deno.test("RoutingError: its name is the reason of the event", () => {
  assertEquals(new RoutingError("NoResourceSet", "m").name, "NoResourceSet");
});

Deno.test("owns, watches: one change of an object is one reason and one run of each object that it concerns", async () => {
  for (const source of [owns(Secret), watches(Secret, () => [key("owner"), key("owner")])]) {
    await using harness = createHarness();
    const counts: number[] = [];
    const owner = await harness.create("owner");
    await harness.start(defineController({
      name: "maps",
      for: ConfigMap,
      sources: [source],
      reconcile: (_map, { causeCount }) => void counts.push(causeCount),
    }));
    const metadata = { ...key("s"), ownerReferences: [ownerReference(owner)] };
    await harness.finish(harness.client.create(Secret, { metadata }));
    await harness.clock.settle();
    counts.length = 0;
    await harness.finish(
      harness.client.patch(Secret, key("s"), { merge: { stringData: { a: "1" } } }),
    );
    await harness.clock.settle();
    assertEquals(counts, [1]);
  }
});
