import { assert, assertEquals } from "@std/assert";
import { configMap, configMaps, type Json, start } from "./_support.ts";
function brief(event: Json): [string, string] {
  return [event.type, event.object.metadata.name];
}

Deno.test("watch: from a version gives what came after it, in order", async () => {
  await using bench = start();
  const { body } = await bench.call("POST", configMaps, configMap("a"));
  await bench.call("POST", configMaps, configMap("b"));
  await using watch = await bench.watch(
    `${configMaps}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
  );
  await bench.merge(`${configMaps}/a`, { data: { x: "1" } });
  const removed = await bench.call("DELETE", `${configMaps}/b`);
  assertEquals(removed.code, 200);
  const events = await watch.take(3);
  assertEquals(events.map(brief), [["ADDED", "b"], ["MODIFIED", "a"], ["DELETED", "b"]]);
  const versions = events.map((event) => Number(event.object.metadata.resourceVersion));
  assertEquals(versions, [...versions].sort((a, b) => a - b));
});

Deno.test("watch: without a version the present state comes first", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a"));
  await using watch = await bench.watch(`${configMaps}?watch=1`);
  await bench.call("POST", configMaps, configMap("b"));
  assertEquals((await watch.take(2)).map(brief), [["ADDED", "a"], ["ADDED", "b"]]);
});

Deno.test("watch: a version that is forgotten is an ERROR event with 410", async () => {
  await using bench = start();
  const { body } = await bench.call("POST", configMaps, configMap("a"));
  await bench.call("POST", configMaps, configMap("b"));
  bench.server.compact();
  await using watch = await bench.watch(
    `${configMaps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
  );
  const [event, ...more] = await watch.rest();
  assertEquals([event.type, event.object.code, event.object.reason, more.length], [
    "ERROR",
    410,
    "Expired",
    0,
  ]);
});

Deno.test("watch: history is bounded by the option", async () => {
  await using bench = start({ history: 8 });
  const { body } = await bench.call("POST", configMaps, configMap("a"));
  for (let index = 0; index < 20; index++) {
    await bench.merge(`${configMaps}/a`, { data: { x: `${index}` } });
  }
  await using watch = await bench.watch(
    `${configMaps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
  );
  assertEquals((await watch.rest())[0].object.code, 410);
});

Deno.test("watch: WatchList ends the present state with a marked bookmark and goes on", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a"));
  const query =
    "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  await using watch = await bench.watch(`${configMaps}?${query}`);
  const [added, mark] = await watch.take(2);
  assertEquals(brief(added), ["ADDED", "a"]);
  assertEquals(mark.type, "BOOKMARK");
  assertEquals(mark.object.metadata.annotations, { "k8s.io/initial-events-end": "true" });
  await bench.call("POST", configMaps, configMap("b"));
  assertEquals((await watch.take(1)).map(brief), [["ADDED", "b"]]);
  const asked = bench.watch(`${configMaps}?${query}&resourceVersion=9999`);
  await bench.runtime.clock.advance(3_000);
  await using future = await asked;
  assertEquals((await future.rest())[0].object.details.causes[0].reason, "ResourceVersionTooLarge");
  const refused = await bench.call("GET", `${configMaps}?watch=1&sendInitialEvents=true`);
  assertEquals(refused.code, 422);
});

Deno.test("watch: entering a selector is ADDED, leaving it DELETED with the old state and the new version", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  await using watch = await bench.watch(`${configMaps}?watch=1&labelSelector=on=yes`);
  await bench.merge(`${configMaps}/a`, { metadata: { labels: { on: "yes" } } });
  const { body } = await bench.merge(`${configMaps}/a`, {
    metadata: { labels: { on: "no" } },
    data: { x: "2" },
  });
  await bench.call("POST", configMaps, configMap("b", {}, { labels: { on: "yes" } }));
  const events = await watch.take(3);
  assertEquals(events.map(brief), [["ADDED", "a"], ["DELETED", "a"], ["ADDED", "b"]]);
  assertEquals(events[1].object.data, { x: "1" });
  assertEquals(events[1].object.metadata.resourceVersion, body.metadata.resourceVersion);
});

Deno.test("watch: bookmarks come each minute and before the end, which timeoutSeconds sets", async () => {
  await using bench = start();
  const { clock } = bench.runtime;
  await using watch = await bench.watch(
    `${configMaps}?watch=1&allowWatchBookmarks=true&timeoutSeconds=100`,
  );
  await clock.advance(60_000);
  await bench.call("POST", "/api/v1/namespaces", { metadata: { name: "n" } });
  await clock.advance(39_999);
  assertEquals(bench.server.watchCount, 1);
  await clock.advance(1);
  assertEquals(bench.server.watchCount, 0);
  const events = await watch.rest();
  assertEquals(events.map((event) => event.type), ["BOOKMARK", "BOOKMARK"]);
  const [first, second] = events.map((event) => Number(event.object.metadata.resourceVersion));
  assert(first !== undefined && second !== undefined && second > first);
  assertEquals(clock.pending, 0);
});

Deno.test("watch: a reader that goes leaves nothing behind", async () => {
  await using bench = start();
  const controller = new AbortController();
  const response = await bench.server.fetch(`http://in-memory.test${configMaps}?watch=1`, {
    signal: controller.signal,
  });
  assertEquals(bench.server.watchCount, 1);
  controller.abort(new Error("enough"));
  const error = await response.text().catch((error) => error);
  assertEquals([error.message, bench.server.watchCount, bench.runtime.clock.pending], [
    "enough",
    0,
    0,
  ]);
  const watch = await bench.watch(`${configMaps}?watch=1`);
  await watch[Symbol.asyncDispose]();
  assertEquals([bench.server.watchCount, bench.runtime.clock.pending], [0, 0]);
});
