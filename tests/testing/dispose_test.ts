import { assertEquals, assertRejects } from "@std/assert";
import { configMaps, start } from "./_support.ts";

Deno.test("disposing of a server ends watches and listeners, leaves no timer, and refuses what comes later", async () => {
  const bench = start();
  const listener = await bench.server.listen();
  const watch = await bench.watch(`${configMaps}?watch=1&allowWatchBookmarks=true`);
  await bench.server[Symbol.asyncDispose]();
  assertEquals(await watch.rest(), []);
  assertEquals([bench.server.watchCount, bench.runtime.clock.pending], [0, 0]);
  await assertRejects(() => bench.server.fetch(configMaps), TypeError, "disposed of");
  await assertRejects(() => fetch(listener.url), TypeError);
  await listener[Symbol.asyncDispose]();
});

Deno.test("a request that is aborted ends while an interceptor keeps it, and nothing is written", async () => {
  await using bench = start();
  using _stuck = bench.server.intercept(() => new Promise(() => {}));
  const controller = new AbortController();
  const answer = bench.server.fetch(configMaps, {
    method: "POST",
    body: JSON.stringify({ metadata: { name: "a" } }),
    signal: controller.signal,
  });
  controller.abort(new Error("given up"));
  await assertRejects(() => answer, Error, "given up");
  assertEquals(bench.server.objects({ group: "", plural: "configmaps" }), []);
});

Deno.test("an abort while a body is read breaks the watch and frees its timers", async () => {
  await using bench = start();
  const controller = new AbortController();
  const response = await bench.server.fetch(`${configMaps}?watch=1`, { signal: controller.signal });
  const body = response.text();
  controller.abort(new Error("enough"));
  await assertRejects(() => body, Error, "enough");
  assertEquals([bench.server.watchCount, bench.runtime.clock.pending], [0, 0]);
});

Deno.test("a listener that is disposed of does not wait for an interceptor that keeps a request", async () => {
  await using bench = start();
  const listener = await bench.server.listen();
  const asked = Promise.withResolvers<void>();
  using _stuck = bench.server.intercept(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  using http = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const answer = fetch(listener.url, { client: http }).then((response) => response.text());
  const refused = assertRejects(() => answer);
  await asked.promise;
  await listener[Symbol.asyncDispose]();
  await refused;
});
