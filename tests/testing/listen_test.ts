import { assert, assertEquals } from "@std/assert";
import { configMap, configMaps, start } from "./_support.ts";

Deno.test("listen serves over HTTP on loopback, and disposing of it ends open watches", async () => {
  await using bench = start();
  const listener = await bench.server.listen();
  assert(listener.url.startsWith("http://127.0.0.1:"));
  using http = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const watch = await fetch(`${listener.url}${configMaps}?watch=1`, { client: http });
  const source = watch.body?.pipeThrough(new TextDecoderStream()).getReader();
  const created = await fetch(`${listener.url}${configMaps}`, {
    client: http,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(configMap("a")),
  });
  assertEquals([created.status, (await created.json()).metadata.name], [201, "a"]);
  const first = await source?.read();
  assertEquals(JSON.parse(first?.value ?? "").type, "ADDED");
  await listener[Symbol.asyncDispose]();
  assertEquals((await source?.read())?.done, true);
  assertEquals(bench.server.watchCount, 0);
});

Deno.test("listen: a client that goes away ends its watch", async () => {
  await using bench = start();
  await using listener = await bench.server.listen();
  const controller = new AbortController();
  using http = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const watch = await fetch(`${listener.url}${configMaps}?watch=1`, {
    client: http,
    signal: controller.signal,
  });
  assertEquals([watch.status, bench.server.watchCount], [200, 1]);
  controller.abort();
  await watch.text().catch(() => {});
  for (let turn = 0; turn < 200 && bench.server.watchCount; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assertEquals(bench.server.watchCount, 0);
});
