import { assert, assertEquals } from "@std/assert";
import { createIndex } from "../../informer/index_set.ts";
import { createMemory, type Entry } from "../../informer/memory.ts";
import { createPace } from "../../informer/pace.ts";
import { FIELDS, NAME, scanObject, textOf } from "../../informer/scan.ts";
import { objectOf } from "../../informer/snapshot.ts";

const encoder = new TextEncoder();
const types = { apiVersion: "v1", kind: "Thing" };

function record(name: string, pad: number) {
  const bytes = encoder.encode(
    JSON.stringify({
      metadata: { name, resourceVersion: "1", managedFields: [] },
      pad: "p".repeat(pad),
    }),
  );
  const records = new Int32Array(FIELDS);
  scanObject(bytes, 0, bytes.length, records, 0);
  return [bytes, records, 0] as const;
}

Deno.test("createMemory moves what is left together, and overwrites in place (S9)", () => {
  const memory = createMemory();
  const entries = new Map<string, Entry>();
  for (let k = 0; k < 20_000; k++) {
    entries.set(`e${k}`, memory.create(`e${k}`, ...record(`e${k}`, 1000 + k % 500)));
  }
  const full = memory.held();
  for (let k = 0; k < 5; k++) {
    for (const [key, entry] of entries) memory.overwrite(entry, ...record(key, 1000 + k));
  }
  assert(memory.held() <= full * 1.5, `${memory.held()} of ${full}`);
  for (const [key, entry] of entries) {
    if (Number(key.slice(1)) % 10 === 0) continue;
    memory.release(entry);
    entries.delete(key);
  }
  for (let k = 0; k < 10; k++) memory.compact(() => entries.values());
  assert(memory.held() < full / 3, `${memory.held()} of ${full}`);
  for (const [key, entry] of entries) {
    const view = memory.view(entry);
    assertEquals(textOf(view.bytes, view.records, view.at, NAME), key);
    assertEquals(objectOf(view, types).metadata, { name: key, resourceVersion: "1" } as never);
  }
});

Deno.test("createIndex keeps no empty sets (S9)", () => {
  const index = createIndex((entry) => [entry.key, "all"]);
  const memory = createMemory();
  for (let k = 0; k < 1000; k++) {
    const entry = memory.create(`e${k}`, ...record(`e${k}`, 1));
    index.put(entry);
    assertEquals([index.size(), index.get("all")?.size], [2, 1]);
    index.remove(entry);
    memory.release(entry);
  }
  assertEquals(index.size(), 0);
});

Deno.test("createPace lets others run after some milliseconds, and never where time stands still", async () => {
  let time = 0;
  let turns = 0;
  const clock = {
    now: () => time,
    monotonic: () => time,
    setTimeout: () => ({ [Symbol.dispose]() {} }),
    turn: () => {
      turns++;
      return Promise.resolve();
    },
  };
  const pace = createPace(clock);
  for (let k = 0; k < 1000; k++) assertEquals(pace.pause(), undefined);
  assertEquals(turns, 0);
  let longest = 0, since = 0;
  for (let k = 0; k < 1000; k++) {
    time++;
    const pause = pace.pause();
    if (!pause) continue;
    await pause;
    longest = Math.max(longest, time - since);
    since = time;
  }
  assert(turns > 50 && longest <= 20, `${turns} turns, at most ${longest} ms`);
});
