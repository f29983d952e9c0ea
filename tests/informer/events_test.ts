import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createInformer, field, type Informer, type InformerEvent } from "../../informer/mod.ts";
import { bookmark, createScript, line, Thing, thing } from "./script.ts";

function present(version: number, ...objects: readonly unknown[]): string {
  return objects.map((object) => line("ADDED", object)).join("") + bookmark(version, "true");
}

function describe(event: InformerEvent<Thing>): string {
  if (event.type === "synced") return "synced";
  const old = event.type === "updated" ? `<${event.old.resourceVersion}` : "";
  const initial = event.type === "added" && event.initial ? "!" : "";
  const stale = event.type === "deleted" && event.stale ? "?" : "";
  return `${event.type} ${event.key.name}@${event.metadata.resourceVersion}${old}${initial}${stale}`;
}

/** A loop that is read in the background. */
function follow(
  informer: Informer<Thing>,
): { readonly seen: string[]; readonly done: Promise<void> } {
  const seen: string[] = [];
  const done = (async () => {
    for await (const event of informer.events()) seen.push(describe(event));
  })();
  return { seen, done };
}

async function begin(...objects: readonly unknown[]) {
  const script = createScript("feed");
  const informer = createInformer(script.client, Thing, {
    indexers: {
      theme: field<Thing>("spec.theme"),
      odd: ({ metadata }) => metadata.name === "bad" ? [] : [metadata.uid],
    },
  });
  const { clock } = script.runtime;
  await clock.settle();
  const send = async (...lines: readonly string[]) => {
    script.feeds.at(-1)?.send(lines.join(""));
    await clock.settle();
  };
  await send(present(100, ...objects));
  return {
    script,
    informer,
    clock,
    send,
    [Symbol.asyncDispose]: () => informer[Symbol.asyncDispose](),
  };
}

Deno.test("Informer.events gives the present state, synced, then changes (S8 S11)", async () => {
  await using run = await begin(thing("a", 1), thing("b", 2));
  const { seen } = follow(run.informer);
  await run.clock.settle();
  assertEquals(seen.splice(0), ["added a@1!", "added b@2!", "synced"]);
  await run.send(line("MODIFIED", thing("a", 101)), line("ADDED", thing("c", 102)));
  assertEquals(seen.splice(0), ["updated a@101<1", "added c@102"]);
  await run.send(line("DELETED", thing("a", 103)));
  await run.send(line("ADDED", thing("a", 104)));
  assertEquals(seen.splice(0), ["deleted a@103", "added a@104"]);
});

Deno.test("Informer.events says synced at once where there is nothing, and not before the copy is complete (S8)", async () => {
  const script = createScript("feed");
  await using informer = createInformer(script.client, Thing);
  const { seen } = follow(informer);
  script.feeds[0]?.send(line("ADDED", thing("a", 1)));
  await script.runtime.clock.settle();
  assertEquals(seen, []);
  script.feeds[0]?.send(line("DELETED", thing("a", 2)), bookmark(2, "true"));
  await script.runtime.clock.settle();
  assertEquals(seen, ["synced"]);
});

Deno.test("Informer.events gives a slow loop one deletion and one state for each key (S3), and holds nothing up", async () => {
  await using run = await begin(thing("a", 1), thing("b", 2));
  const events = run.informer.events();
  const next = async () => describe((await events.next()).value as InformerEvent<Thing>);
  assertEquals([await next(), await next(), await next()], ["added a@1!", "added b@2!", "synced"]);
  await run.send(
    line("MODIFIED", thing("a", 101)),
    line("MODIFIED", thing("a", 102)),
    line("DELETED", thing("a", 103)),
    line("ADDED", thing("a", 104, {}, "uid-new")),
    line("MODIFIED", thing("a", 105, {}, "uid-new")),
    line("ADDED", thing("flash", 106)),
    line("DELETED", thing("flash", 107)),
    line("MODIFIED", thing("b", 108, {}, "uid-b2")),
  );
  assertEquals(
    run.informer.store.get({ name: "a", namespace: "default" })?.metadata.resourceVersion,
    "105",
  );
  assertEquals([await next(), await next(), await next(), await next()], [
    "deleted a@103",
    "added a@105",
    "deleted b@2?",
    "added b@108",
  ]);
  const waiting = events.next();
  await events.return?.();
  assertEquals((await waiting).done, true);
});

Deno.test("Informer.events tells with a deletion what a slow loop saw last, when a change came between (S3)", async () => {
  await using run = await begin(thing("a", 1, { owner: "x" }), thing("b", 2));
  const events = run.informer.events({ keepOld: true });
  for (let i = 0; i < 3; i++) await events.next();
  await run.send(
    line("MODIFIED", thing("a", 101, { owner: "y" })),
    line("MODIFIED", thing("a", 102, { owner: "z" })),
    line("DELETED", thing("a", 103, { owner: "z" })),
    line("DELETED", thing("b", 104)),
  );
  const { value: changed } = await events.next();
  assert(changed?.type === "deleted");
  assertEquals(changed.object().spec, { owner: "z" });
  assertEquals([changed.old?.resourceVersion, changed.oldObject?.().spec], ["1", { owner: "x" }]);
  const { value: plain } = await events.next();
  assert(plain?.type === "deleted");
  assertEquals([plain.old, plain.oldObject], [undefined, undefined]);
  await events.return?.();
});

Deno.test("Informer.events gives what a list changed as differences, deletions first, and nothing for the rest (S1 S2 S3)", async () => {
  await using run = await begin(thing("a", 1), thing("b", 2), thing("c", 3), thing("d", 4));
  const { seen } = follow(run.informer);
  await run.clock.advance(20_000);
  seen.splice(0);
  await run.send(line("ERROR", { kind: "Status", code: 410, reason: "Expired" }));
  await run.send(
    present(200, thing("e", 150), thing("b", 2), thing("c", 160), thing("d", 170, {}, "uid-d2")),
  );
  assertEquals(seen, [
    "deleted a@1?",
    "added e@150",
    "updated c@160<3",
    "deleted d@4?",
    "added d@170",
  ]);
  assertEquals([...run.informer.store.keys()].map(({ name }) => name).sort(), ["b", "c", "d", "e"]);
  assertEquals([
    run.informer.store.count("odd", "uid-d"),
    run.informer.store.count("odd", "uid-d2"),
  ], [0, 1]);
});

Deno.test("Informer.store is not rolled back by old events that come again (S4)", async () => {
  await using run = await begin(thing("a", 50), thing("b", 2));
  const { seen } = follow(run.informer);
  await run.send(line("DELETED", thing("b", 101)));
  seen.splice(0);
  await run.send(
    line("MODIFIED", thing("a", 9)),
    line("DELETED", thing("a", 8)),
    line("ADDED", thing("b", 2)),
    line("MODIFIED", thing("a", 50)),
  );
  assertEquals([seen, run.informer.store.size], [[], 1]);
  await run.send(
    line("MODIFIED", thing("a", "opaque-1")),
    line("MODIFIED", thing("a", "opaque-0")),
  );
  assertEquals(
    run.informer.store.get({ name: "a", namespace: "default" })?.metadata.resourceVersion,
    "opaque-0",
  );
});

Deno.test("Informer.events gives a late loop all there is, without gap or repetition (S5), and loops are independent (S6 S7)", async () => {
  await using run = await begin(thing("a", 1));
  const first = follow(run.informer);
  const broken = (async () => {
    for await (const event of run.informer) throw new Error(`cannot handle ${event.type}`);
  })();
  await assertRejects(() => broken, Error, "cannot handle added");
  await run.send(line("ADDED", thing("b", 101)));
  const late = follow(run.informer);
  await run.send(line("MODIFIED", thing("a", 102)));
  assertEquals(first.seen, ["added a@1!", "synced", "added b@101", "updated a@102<1"]);
  assert(
    ["added a@102!,added b@101!,synced", "added a@1!,added b@101!,synced,updated a@102<1"].includes(
      late.seen.join(),
    ),
  );
  await run.informer[Symbol.asyncDispose]();
  await Promise.all([first.done, late.done]);
});

Deno.test("Informer.events ends with its signal and gives oldObject with keepOld", async () => {
  await using run = await begin(thing("a", 1, { n: 1 }));
  const controller = new AbortController();
  const old: unknown[] = [];
  const loop = (async () => {
    for await (const event of run.informer.events({ signal: controller.signal, keepOld: true })) {
      if (event.type === "updated") old.push(event.oldObject?.().spec, event.object().spec);
    }
  })();
  await run.clock.settle();
  await run.send(line("MODIFIED", thing("a", 101, { n: 2 })));
  controller.abort();
  await loop;
  assertEquals(old, [{ n: 1 }, { n: 2 }]);
});

Deno.test("Store gives copies that callers may change (S10), and fills in what list items lack", async () => {
  const { kind: _kind, apiVersion: _version, ...bare } = thing("a", 1, { list: [1] });
  await using run = await begin(bare);
  const key = { name: "a", namespace: "default" };
  const one = run.informer.store.get(key);
  if (one) one.spec = {};
  const { metadata } = run.informer.store.snapshot(key) ?? {};
  if (metadata) metadata.labels = { x: "y" };
  assertEquals(run.informer.store.get(key), thing("a", 1, { list: [1] }));
});

Deno.test("Store selects by namespace, labels and index, with the keys of the time of the call", async () => {
  const labelled = (
    name: string,
    version: number,
    labels: Record<string, string>,
    theme: unknown,
  ) => ({
    ...thing(name, version, { theme }),
    metadata: { ...thing(name, version).metadata, labels, managedFields: [{ manager: "x" }] },
  });
  await using run = await begin(
    labelled("a", 1, { app: "x", t: "1" }, "dark"),
    labelled("b", 2, { app: "x" }, "dark"),
    labelled("c", 3, {}, 7),
  );
  const { store } = run.informer;
  const names = (snapshots: Iterable<{ key: { name: string } }>) =>
    [...snapshots].map(({ key }) => key.name);
  assertEquals(names(store.snapshots({ labels: { app: "x" } })), ["a", "b"]);
  assertEquals(names(store.snapshots({ labels: { app: "x", t: "1" }, namespace: "default" })), [
    "a",
  ]);
  assertEquals([...store.list({ namespace: "other" })], []);
  assertEquals([
    store.count("theme", "dark"),
    store.count("theme", "7"),
    names(store.snapshotsByIndex("theme", "dark")),
  ], [2, 1, ["a", "b"]]);
  const listed = store.list();
  const before = store.snapshots();
  const held = before[Symbol.iterator]().next().value;
  await run.send(
    line("DELETED", labelled("b", 101, {}, "dark")),
    line("MODIFIED", labelled("a", 102, {}, "light")),
  );
  assertEquals([...listed].map(({ metadata }) => metadata.name), ["a", "c"]);
  assertThrows(() => held?.object(), TypeError, "has expired");
  assertEquals([
    store.count("theme", "dark"),
    store.count("theme", "light"),
    store.get({ name: "a", namespace: "default" })?.metadata.managedFields,
  ], [0, 1, undefined]);
});

Deno.test("Informer.atLeast and goneOrTerminating wait for the copy (S12)", async () => {
  await using run = await begin(thing("a", 1));
  const { informer } = run;
  const key = { name: "a", namespace: "default" };
  let seen = 0;
  informer.atLeast(key, "105").then(() => seen++);
  informer.atLeast(key, "110").then(() => seen++);
  await run.send(line("MODIFIED", thing("a", 104)));
  assertEquals([seen, informer.hasSeen(key, "104"), informer.hasSeen(key, "105")], [
    0,
    true,
    false,
  ]);
  await run.send(line("MODIFIED", thing("a", 106)));
  assertEquals(seen, 1);
  await run.send(bookmark(120));
  assertEquals(seen, 2);
  let gone = false;
  informer.goneOrTerminating(key, "uid-a").then(() => gone = true);
  await run.send(line("MODIFIED", thing("a", 121)));
  assertEquals(gone, false);
  await run.send(
    line("MODIFIED", {
      ...thing("a", 122),
      metadata: { ...thing("a", 122).metadata, deletionTimestamp: "2026-01-01T00:00:00Z" },
    }),
  );
  assertEquals(gone, true);
  await informer.goneOrTerminating(key, "another");
  const controller = new AbortController();
  const waiting = informer.atLeast(key, "999", { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assertRejects(() => waiting, Error, "enough");
  const last = informer.atLeast(key, "999");
  informer[Symbol.asyncDispose]();
  await assertRejects(() => last, DOMException, "disposed of");
});

Deno.test("createInformer keeps memory flat over 100,000 creations and deletions, indexes too (S9)", async () => {
  await using run = await begin();
  for (let k = 0; k < 100; k++) {
    const lines: string[] = [];
    for (let n = 0; n < 1000; n++) {
      const version = 1000 + (k * 1000 + n) * 2;
      lines.push(
        line(
          "ADDED",
          thing(`t${k}-${n}`, version, { theme: `x${n}`, pad: "p".repeat(n) }, `u${version}`),
        ),
      );
      lines.push(
        line("DELETED", thing(`t${k}-${n}`, version + 1, { theme: `x${n}` }, `u${version}`)),
      );
    }
    run.script.feeds[0]?.send(lines.join(""));
    await run.clock.settle();
  }
  assertEquals([run.informer.store.size, run.informer.store.count("theme", "x5")], [0, 0]);
  assertEquals(run.informer.store.resourceVersion, String(1000 + 200_000 - 1));
});
