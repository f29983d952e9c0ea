import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ApiServerView } from "../../testing/mod.ts";
import {
  type Answer,
  type Bench,
  configMap,
  configMaps,
  type Json,
  start,
  talk,
} from "./_support.ts";

const watchList =
  "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

const names = ({ body }: Answer): string[] => body.items.map((one: Json) => one.metadata.name);
const brief = ({ type, object }: Json) => `${type} ${object.metadata.name ?? ""}`;
const cause = ({ code, body }: Answer) => `${code} ${body.details?.causes?.[0]?.reason}`;

async function create(bench: Bench, name: string): Promise<string> {
  const { body } = await bench.call("POST", configMaps, configMap(name));
  return body.metadata.resourceVersion;
}

/** A replica that stands still before `b` was made. */
async function frozen(bench: Bench): Promise<{
  replica: ApiServerView;
  old: ReturnType<typeof talk>;
  a: string;
  b: string;
}> {
  const replica = bench.server.replica();
  const a = await create(bench, "a");
  replica.freeze();
  const b = await create(bench, "b");
  return { replica, old: talk(replica.fetch), a, b };
}

Deno.test("replica: reads at 0 and NotOlderThan come from a view that stands still, as old as it is", async () => {
  await using bench = start();
  const { replica, old, a, b } = await frozen(bench);
  assertEquals([replica.resourceVersion, bench.server.resourceVersion], [a, b]);
  const list = await old.call("GET", `${configMaps}?resourceVersion=0`);
  assertEquals([names(list), list.body.metadata.resourceVersion], [["a"], a]);
  const same = `resourceVersion=${a}&resourceVersionMatch=NotOlderThan`;
  assertEquals(names(await old.call("GET", `${configMaps}?${same}`)), ["a"]);
  assertEquals((await old.call("GET", `${configMaps}/b?resourceVersion=0`)).code, 404);
  assertEquals((await old.call("GET", `${configMaps}/a?resourceVersion=${a}`)).code, 200);
  assertEquals(names(await bench.call("GET", `${configMaps}?resourceVersion=0`)), ["a", "b"]);
  replica.thaw();
  assertEquals(names(await old.call("GET", `${configMaps}?resourceVersion=0`)), ["a", "b"]);
});

Deno.test("replica: it shows changed and deleted objects as it knew them", async () => {
  await using bench = start();
  const { replica, old } = await frozen(bench);
  await bench.call("DELETE", `${configMaps}/b`);
  await bench.call("POST", configMaps, configMap("b"));
  replica.thaw();
  replica.freeze();
  await bench.merge(`${configMaps}/a`, { data: { k: "1" } });
  await bench.merge(`${configMaps}/a`, { data: { k: "2" } });
  await bench.call("DELETE", `${configMaps}/b`);
  const { body } = await old.call("GET", `${configMaps}/a?resourceVersion=0`);
  assertEquals(body.data, undefined);
  assertEquals(names(await old.call("GET", `${configMaps}?resourceVersion=0`)), ["a", "b"]);
  replica.thaw();
  assertEquals(names(await old.call("GET", `${configMaps}?resourceVersion=0`)), ["a"]);
});

Deno.test("replica: reads without a resourceVersion are consistent: a get at once, a list when the view knows, or after 3 s", async () => {
  await using bench = start();
  const { replica, old, b } = await frozen(bench);
  const { clock } = bench.runtime;
  assertEquals((await old.call("GET", `${configMaps}/b`)).code, 200);
  let listed: Answer | undefined;
  const first = old.call("GET", configMaps).then((answer) => listed = answer);
  await clock.advance(2_999);
  assertEquals(listed, undefined);
  await clock.advance(1);
  assertEquals([names(await first), (await first).body.metadata.resourceVersion], [["a", "b"], b]);
  const second = old.call("GET", configMaps);
  await clock.advance(1_000);
  replica.thaw();
  assertEquals(names(await second), ["a", "b"]);
  assertEquals(clock.pending, 0);
});

Deno.test("replica: a version that the view does not know in time is a Timeout, ResourceVersionTooLarge (R3)", async () => {
  await using bench = start();
  const { replica, old, b } = await frozen(bench);
  const { clock } = bench.runtime;
  const paths = [
    `${configMaps}/a?resourceVersion=${b}`,
    `${configMaps}?resourceVersion=${b}`,
    `${configMaps}?resourceVersion=${b}&resourceVersionMatch=NotOlderThan`,
    `${configMaps}?resourceVersion=${b}&resourceVersionMatch=Exact`,
    `${configMaps}?resourceVersion=${b}&limit=1`,
  ];
  const answers = Promise.all(paths.map((path) => old.call("GET", path)));
  await clock.advance(3_000);
  for (const answer of await answers) {
    assertEquals(cause(answer), "504 ResourceVersionTooLarge");
    assertEquals(answer.headers.get("retry-after"), "1");
  }
  const again = Promise.all(paths.map((path) => old.call("GET", path)));
  await clock.advance(2_999);
  replica.thaw();
  assertEquals((await again).map(({ code }) => code), [200, 200, 200, 200, 200]);
});

Deno.test("replica: pages go on from a token that the view does not know yet when it comes to know it", async () => {
  await using bench = start();
  const { replica, old } = await frozen(bench);
  const { body } = await bench.call("GET", `${configMaps}?limit=1`);
  const page = old.call("GET", `${configMaps}?limit=1&continue=${body.metadata.continue}`);
  await bench.runtime.clock.advance(1_000);
  replica.thaw();
  assertEquals(names(await page), ["b"]);
});

Deno.test("replica: a watch starts from what the view knows, goes on at its pace, and waits where it starts in the future", async () => {
  await using bench = start();
  const { replica, old, a, b } = await frozen(bench);
  await using legacy = await old.watch(`${configMaps}?watch=1`);
  await using before = await old.watch(`${configMaps}?watch=1&resourceVersion=${a}`);
  await using ahead = await old.watch(`${configMaps}?watch=1&resourceVersion=${b}`);
  assertEquals((await legacy.take(1)).map(brief), ["ADDED a"]);
  assertEquals([replica.watchCount, bench.server.watchCount], [3, 0]);
  const c = await create(bench, "c");
  replica.thaw();
  assertEquals((await legacy.take(2)).map(brief), ["ADDED b", "ADDED c"]);
  assertEquals((await before.take(2)).map(brief), ["ADDED b", "ADDED c"]);
  const [event] = await ahead.take(1);
  assertEquals([brief(event), event.object.metadata.resourceVersion], ["ADDED c", c]);
});

Deno.test("replica: a WatchList without a resourceVersion waits until the view knows the newest, and is refused after 3 s", async () => {
  await using bench = start();
  const { replica, old, b } = await frozen(bench);
  const { clock } = bench.runtime;
  const asked = old.watch(`${configMaps}?${watchList}`);
  await clock.advance(3_000);
  const [error] = await (await asked).rest();
  assertEquals([error.type, error.object.code, error.object.details.causes[0].reason], [
    "ERROR",
    504,
    "ResourceVersionTooLarge",
  ]);
  await using any = await old.watch(`${configMaps}?${watchList}&resourceVersion=0`);
  assertEquals((await any.take(2)).map(brief), ["ADDED a", "BOOKMARK "]);
  const again = old.watch(`${configMaps}?${watchList}`);
  await clock.advance(1_000);
  replica.thaw();
  await using newest = await again;
  const events = await newest.take(3);
  assertEquals(events.map(brief), ["ADDED a", "ADDED b", "BOOKMARK "]);
  assertEquals(events[2].object.metadata.resourceVersion, b);
});

Deno.test("replica: writes go to the storage: they answer with the newest, and refuse what is out of date", async () => {
  await using bench = start();
  const { old, replica, a } = await frozen(bench);
  await bench.merge(`${configMaps}/a`, { data: { k: "newer" } });
  const outdated = configMap("a", {}, { resourceVersion: a });
  assertEquals((await old.call("PUT", `${configMaps}/a`, outdated)).code, 409);
  const { body } = await old.merge(`${configMaps}/a`, { data: { mine: "1" } });
  assertEquals(body.data, { k: "newer", mine: "1" });
  assertEquals((await old.call("POST", configMaps, configMap("b"))).body.reason, "AlreadyExists");
  assertEquals((await old.call("GET", `${configMaps}/a?resourceVersion=0`)).body.data, undefined);
  assertEquals(replica.resourceVersion, a);
});

Deno.test("replica: lag is virtual time; changes come in order, each after it", async () => {
  await using bench = start();
  const replica = bench.server.replica({ lag: 500 });
  const old = talk(replica.fetch);
  const { clock } = bench.runtime;
  const at = async () => names(await old.call("GET", `${configMaps}?resourceVersion=0`));
  await create(bench, "a");
  await clock.advance(300);
  await create(bench, "b");
  assertEquals(await at(), []);
  await clock.advance(200);
  assertEquals(await at(), ["a"]);
  await clock.advance(300);
  assertEquals(await at(), ["a", "b"]);
  assertEquals(clock.pending, 0);
  await create(bench, "c");
  replica.freeze();
  await clock.advance(1_000);
  assertEquals(await at(), ["a", "b"]);
  await create(bench, "d");
  replica.thaw();
  assertEquals(await at(), ["a", "b", "c"]);
  await clock.advance(500);
  assertEquals(await at(), ["a", "b", "c", "d"]);
});

Deno.test("replica: history and compact are its own; compact of the server ends the storage's pages too", async () => {
  await using bench = start();
  const replica = bench.server.replica({ history: 4 });
  const old = talk(replica.fetch);
  const a = await create(bench, "a");
  const watch = `${configMaps}?watch=1&timeoutSeconds=1&resourceVersion=${a}`;
  for (let index = 0; index < 6; index++) await create(bench, `b${index}`);
  const [forgotten] = await (await old.watch(watch)).rest();
  assertEquals([forgotten.type, forgotten.object.code], ["ERROR", 410]);
  const other = talk(bench.server.replica().fetch);
  const b = await create(bench, "c");
  bench.server.compact();
  const [compacted] = await (await bench.watch(watch)).rest();
  assertEquals([compacted.type, compacted.object.code], ["ERROR", 410]);
  const exact = await other.call("GET", `${configMaps}?resourceVersion=${a}&limit=1`);
  assertEquals(exact.code, 410);
  await create(bench, "d");
  await using kept = await other.watch(`${configMaps}?watch=1&resourceVersion=${b}`);
  assertEquals((await kept.take(1)).map(brief), ["ADDED d"]);
});

Deno.test("freeze: also the server itself can stand still", async () => {
  await using bench = start();
  const a = await create(bench, "a");
  bench.server.freeze();
  await create(bench, "b");
  const list = await bench.call("GET", `${configMaps}?resourceVersion=0`);
  assertEquals([names(list), list.body.metadata.resourceVersion], [["a"], a]);
  bench.server.compact();
  await using watch = await bench.watch(`${configMaps}?watch=1&resourceVersion=${a}`);
  bench.server.thaw();
  assertEquals((await watch.take(1)).map(brief), ["ADDED b"]);
});

Deno.test("pause: requests wait and watches hear nothing until resume; what was given up never came", async () => {
  await using bench = start();
  const { server, runtime } = bench;
  await using watch = await bench.watch(`${configMaps}?watch=1&timeoutSeconds=1`);
  const replica = server.replica();
  server.pause();
  const other = talk(replica.fetch);
  await other.call("POST", configMaps, configMap("a"));
  let answered = 0;
  const late = bench.call("POST", configMaps, configMap("b")).then(() => answered++);
  const controller = new AbortController();
  const lost = server.fetch(`http://x${configMaps}/a`, {
    method: "DELETE",
    signal: controller.signal,
  });
  await runtime.clock.advance(60_000);
  controller.abort(new Error("given up"));
  await assertRejects(() => lost, Error, "given up");
  assertEquals([answered, server.watchCount], [0, 1]);
  assertEquals(names(await other.call("GET", configMaps)), ["a"]);
  server.resume();
  await late;
  assertEquals(names(await other.call("GET", configMaps)), ["a", "b"]);
  // The watch had come to its end in silence, before b was made.
  assertEquals((await watch.rest()).map(brief), ["ADDED a"]);
});

Deno.test("cut: ends watches of one replica cleanly, as a broken connection, or in the middle of a line", async () => {
  await using bench = start();
  await create(bench, "a");
  const replica = bench.server.replica();
  const old = talk(replica.fetch);
  const path = `${configMaps}?watch=1`;
  await using _stays = await bench.watch(path);
  const clean = await old.watch(path);
  assertEquals(replica.cut(), 1);
  assertEquals((await clean.rest()).map(brief), ["ADDED a"]);
  const broken = await old.watch(path);
  replica.cut(() => true, { error: new TypeError("connection reset") });
  await assertRejects(() => broken.rest(), TypeError, "connection reset");
  for (const error of [undefined, new TypeError("connection reset")]) {
    const response = await replica.fetch(`http://x${path}`);
    const text: string[] = [];
    const read = (async () => {
      for await (const chunk of response.body ?? []) text.push(new TextDecoder().decode(chunk));
    })();
    await bench.runtime.clock.settle();
    replica.cut(undefined, { midLine: true, ...(error ? { error } : {}) });
    if (error) await assertRejects(() => read, TypeError);
    else await read;
    const [first, half = "", ...more] = text.join("").split("\n");
    assertEquals([JSON.parse(first ?? "").type, more.length], ["ADDED", 0]);
    assert(half.startsWith('{"type":"MODIFIED"'), half);
    let parsed: unknown;
    try {
      parsed = JSON.parse(half);
    } catch {
      // It is half a line.
    }
    assertEquals(parsed, undefined);
  }
  assertEquals(bench.server.watchCount, 1);
});

Deno.test("replica: it listens, is told apart in the log and by interceptors, and ends with the server", async () => {
  const bench = start();
  const replica = bench.server.replica({ name: "second" });
  const seen: (string | undefined)[] = [];
  using _seen = bench.server.intercept(({ replica }) => void seen.push(replica));
  const listener = await replica.listen();
  const response = await fetch(`${listener.url}${configMaps}`);
  assertEquals((await response.json()).items, []);
  await bench.call("GET", configMaps);
  assertEquals(bench.server.log.map(({ replica }) => replica), ["second", undefined]);
  assertEquals(seen, ["second", undefined]);
  await bench[Symbol.asyncDispose]();
  await assertRejects(() => replica.fetch(`http://x${configMaps}`), TypeError, "disposed");
  await assertRejects(() => fetch(`${listener.url}${configMaps}`), TypeError);
});
