import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { changedPaths, digest, essence } from "../../controller/hot_loop_diff.ts";
import { createHotLoops } from "../../controller/hot_loop.ts";
import { stateOf } from "../../controller/hot_loop_writes.ts";
import type { ObjectEvent } from "../../controller/pump.ts";
import { createTestClock } from "../../testing/mod.ts";

const now = Date.UTC(2026, 0, 1);

function same(a: unknown, b: unknown): boolean {
  return essence(JSON.stringify(a), now) === essence(JSON.stringify(b), now);
}

Deno.test("essence: moments, the order of lists and the server's bookkeeping do not count; all else does", () => {
  assert(same({ at: "2026-01-01T00:00:00Z" }, { at: "2026-01-01T00:00:01.5+02:00" }));
  assert(same({ note: "done at 12:00:01" }, { note: "done at 12:00:02" }));
  assert(same({ at: now }, { at: now + 1 }));
  assert(same({ at: now / 1_000 }, { at: String(now / 1_000 + 1) }));
  assert(same({ list: [{ a: 1, b: 2 }, { a: 2 }] }, { list: [{ a: 2 }, { b: 2, a: 1 }] }));
  assert(
    same(
      { metadata: { resourceVersion: "1", generation: 1, uid: "a", managedFields: [] } },
      { metadata: { resourceVersion: "2", generation: 2, uid: "b", managedFields: [1] } },
    ),
  );
  assert(!same({ count: 1 }, { count: 2 }));
  assert(!same({ list: ["a"] }, { list: ["a", "b"] }));
  assert(!same({ a: "1" }, { a: 1 }));
  assert(!same({ a: { b: "c" } }, { a: [["b", "c"]] }), "a map is no list of pairs");
  assertEquals(essence("no JSON", now), "");
});

Deno.test("changedPaths: names what differs, three places at most, timestamps included", () => {
  const paths = (a: unknown, b: unknown) => changedPaths(JSON.stringify(a), JSON.stringify(b));
  assertEquals(
    paths(
      { metadata: { resourceVersion: "1", generation: 1 }, status: { lastSync: "1", phase: "A" } },
      { metadata: { resourceVersion: "2", generation: 2 }, status: { lastSync: "2", phase: "A" } },
    ),
    ["status.lastSync"],
  );
  assertEquals(paths({ a: [1, 2] }, { a: [2, 1] }), ["a"], "an order");
  assertEquals(paths({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }), ["a[1].b"]);
  assertEquals(paths({ a: [1] }, { a: [1, 2] }), ["a"], "a length");
  assertEquals(
    paths({ metadata: { annotations: { "x/y": "1" } } }, { metadata: {} }),
    ["metadata.annotations"],
  );
  assertEquals(
    paths({ metadata: { annotations: { "x/y": "1" } } }, { metadata: { annotations: {} } }),
    ['metadata.annotations["x/y"]'],
  );
  assertEquals(paths({ a: 1, b: 1, c: 1, d: 1 }, {}), ["a", "b", "c"]);
  assertEquals(paths({ a: null }, { a: null }), []);
  assertNotEquals(digest("a"), digest("b"));
});

Deno.test("createHotLoops: knows a key while it runs, and for two minutes after it wrote; then nothing is left (Q7)", async () => {
  const clock = createTestClock();
  using loops = createHotLoops({
    limits: { repeats: 10, runs: 1_000, initial: 1_000, max: 300_000 },
    clock,
    labelOf: ({ name }) => name,
    release: () => {},
    cooled: () => {},
  });
  const run = (name: string, state?: string) => {
    assertEquals(loops.begin({ name }, { causes: [], uid: name }), undefined);
    const states = state === undefined ? [] : [{ object: name, state, specification: undefined }];
    loops.end({ name }, {
      writes: { states, answers: new Map() },
      after: undefined,
      isGone: false,
    });
  };
  for (let n = 0; n < 1_000; n++) run(`idle${n}`);
  assertEquals(loops.size, 0);
  for (let n = 0; n < 1_000; n++) run(`busy${n}`, `busy${n}@1`);
  assertEquals(loops.size, 1_000);
  loops.begin({ name: "running" }, { causes: [], uid: "u" });
  await clock.advance(120_000);
  assertEquals(loops.size, 1, "the one that runs");
  loops.end({ name: "running" }, {
    writes: { states: [], answers: new Map() },
    after: undefined,
    isGone: false,
  });
  assertEquals(loops.size, 0);
  assertEquals(clock.pending, 0);
});

Deno.test("createHotLoops: a reaction shortens the wait of a slow loop, whether it comes before the wait or during it", async () => {
  const clock = createTestClock();
  const released: number[] = [];
  using loops = createHotLoops({
    limits: { repeats: 1, runs: 1_000, initial: 60_000, max: 300_000 },
    clock,
    labelOf: ({ name }) => name,
    release: (_request, after) => released.push(after),
    cooled: () => {},
  });
  const request = { name: "site" };
  let version = 0;
  const changeOf = (uid: string) =>
    ({
      type: "updated",
      metadata: { uid, resourceVersion: String(++version), generation: 1 },
    }) as ObjectEvent;
  /** A run that writes the status and the Deployment, and is woken by that. */
  const run = () => {
    const change = changeOf("deployment");
    const states = [stateOf(changeOf("site")), stateOf(change)];
    const answers = new Map([["web", { text: "{}", sent: undefined }]]);
    loops.end(request, { writes: { states, answers }, after: undefined, isGone: false });
    loops.woken(request, change);
  };
  const begin = () => loops.begin(request, { causes: [], uid: "site" })?.after;
  const heat = () => {
    let after = begin();
    for (let n = 0; n < 10 && after === undefined; n++) {
      run();
      after = begin();
    }
    return after;
  };
  assertEquals(heat(), 60_000);
  loops.woken(request, changeOf("deployment"));
  assertEquals(released, [10_000]);

  assertEquals(begin(), undefined, "its time has come");
  run();
  loops.woken(request, changeOf("deployment"));
  assertEquals(begin(), 10_000);
  await clock.advance(5_001);
  loops.woken(request, changeOf("deployment"));
  assertEquals(released, [10_000, 0], "no reaction any more");

  assertEquals(begin(), undefined);
  run();
  assertEquals(heat(), 60_000, "it counts anew");
  loops.woken(request, changeOf("site"));
  assertEquals(released, [10_000, 0, 0], "nobody's reaction: the status of the object itself");
});
