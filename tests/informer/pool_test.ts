import { assertEquals, assertThrows } from "@std/assert";
import { createInformerPool, field, reflect } from "../../informer/mod.ts";
import { FIELDS, scanObject } from "../../informer/scan.ts";
import { createSnapshot } from "../../informer/snapshot.ts";
import { bookmark, createScript, line, Thing, thing } from "./script.ts";

function present(version: number, ...objects: readonly unknown[]): string {
  return objects.map((object) => line("ADDED", object)).join("") + bookmark(version, "true");
}

Deno.test("createInformerPool shares one watch between declarations, each with its own indexes", async () => {
  const script = createScript("feed");
  const pool = createInformerPool(script.client);
  const first = pool.open({ resource: Thing, indexers: { theme: field<Thing>("spec.theme") } });
  const second = pool.open({ resource: Thing, indexers: { theme: field<Thing>("spec.other") } });
  await script.runtime.clock.settle();
  assertEquals([script.requests.length, pool.problems()], [1, [{
    name: "things.example.com",
    problem: "things.example.com: not listed yet",
  }]]);
  script.feeds[0]?.send(present(5, thing("a", 1, { theme: "x", other: "y" })));
  await script.runtime.clock.settle();
  assertEquals([
    pool.problems(),
    first.store.count("theme", "x"),
    second.store.count("theme", "x"),
    second.store.count("theme", "y"),
  ], [[], 1, 0, 1]);
  await first[Symbol.asyncDispose]();
  assertEquals([second.healthy, first.healthy, script.feeds[0]?.cancelled], [true, false, false]);
  const third = pool.open({ resource: Thing, namespace: "other" });
  await script.runtime.clock.settle();
  assertEquals([script.requests.length, third.healthy], [2, false]);
  const late = pool.open({ resource: Thing, indexers: { late: field<Thing>("spec.theme") } });
  await late.synced();
  assertEquals([late.store.count("late", "x"), script.requests.length], [1, 2]);
  await pool[Symbol.asyncDispose]();
  assertEquals([
    script.feeds[0]?.cancelled,
    script.feeds[1]?.cancelled,
    script.runtime.clock.pending,
  ], [true, true, 0]);
});

Deno.test("createInformerPool tells how each informer is doing: objects, synced, how long it is silent", async () => {
  const script = createScript("feed");
  const pool = createInformerPool(script.client);
  pool.open({ resource: Thing });
  const { clock } = script.runtime;
  await clock.advance(1_000);
  const name = "things.example.com";
  assertEquals(pool.states(), [{ name, objects: 0, synced: false, silent: 1_000 }]);
  script.feeds[0]?.send(present(5, thing("a", 1), thing("b", 2)));
  await clock.settle();
  assertEquals(pool.states(), [{ name, objects: 2, synced: true, silent: 0 }]);
  await clock.advance(40_000);
  assertEquals(pool.states(), [{ name, objects: 2, synced: true, silent: 40_000 }]);
  script.feeds[0]?.send(bookmark(6));
  await clock.settle();
  assertEquals(pool.states()[0]?.silent, 0);
  await pool[Symbol.asyncDispose]();
  assertEquals(pool.states(), []);
});

Deno.test("reflect gives a whole set, then changes, each owning its bytes", async () => {
  const script = createScript("feed");
  const controller = new AbortController();
  const events: string[] = [];
  const loop = (async () => {
    for await (const event of reflect(script.client, Thing, { signal: controller.signal })) {
      events.push(
        "key" in event
          ? `${event.type} ${event.key.name}@${event.metadata.resourceVersion}`
          : event.type,
      );
    }
  })();
  await script.runtime.clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1)), line("DELETED", thing("a", 6)), bookmark(7));
  await script.runtime.clock.settle();
  controller.abort();
  await loop;
  assertEquals(events, ["start", "item a@1", "complete", "deleted a@6", "bookmark"]);
  assertEquals(script.feeds[0]?.cancelled, true);
});

Deno.test("field reads strings, numbers, booleans and lists, and refuses what is no path", () => {
  const spec = {
    ref: "r",
    n: 12,
    yes: true,
    none: null,
    deep: { "a.b": "dot" },
    refs: [{ name: "x" }, { name: "y" }, { other: 1 }, { name: "x" }],
    tags: ["p", "q"],
  };
  const bytes = new TextEncoder().encode(JSON.stringify(thing("a", 1, spec)));
  const records = new Int32Array(FIELDS);
  scanObject(bytes, 0, bytes.length, records, 0);
  const snapshot = createSnapshot<Thing>(() => ({ bytes, records, at: 0 }), thing("a", 1));
  const values = (path: string) => field<Thing>(path)(snapshot);
  assertEquals(
    [
      "spec.ref",
      "spec.n",
      "spec.yes",
      "spec.none",
      "spec.gone",
      "spec.deep.a\\.b",
      "spec.refs[].name",
      "spec.tags[]",
      "spec.tags",
      "spec",
    ].map(values),
    [
      ["r"],
      ["12"],
      ["true"],
      [],
      [],
      ["dot"],
      ["x", "y"],
      ["p", "q"],
      [],
      [],
    ],
  );
  for (const path of ["", ".", "a..b", "a.", "a[0]"]) {
    assertThrows(() => field(path), TypeError, "is no field path");
  }
});
