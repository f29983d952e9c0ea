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

Deno.test("listen: what an interceptor throws breaks the connection after the write", async () => {
  await using bench = start();
  await using listener = await bench.server.listen();
  using http = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  using _lost = bench.server.intercept(async ({ method, proceed }) => {
    if (method !== "POST") return;
    await proceed();
    throw new TypeError("lost");
  });
  const failed = await fetch(`${listener.url}${configMaps}`, {
    client: http,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(configMap("a")),
  }).then((response) => response.text()).catch((error) => error);
  assert(failed instanceof TypeError, String(failed));
  assertEquals((await bench.call("GET", `${configMaps}/a`)).code, 200);
});

Deno.test("listen: reads the protobuf that kubectl create sends, and refuses what it cannot read", async () => {
  await using bench = start();
  await using listener = await bench.server.listen();
  using http = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const message = (number: number, content: string) =>
    String.fromCharCode(number * 8 + 2, content.length) + content;
  const send = async (kind: string) => {
    const raw = message(1, message(1, "n") + message(11, message(1, "a") + message(2, "b")));
    const text = "k8s\0" + message(1, message(1, "v1") + message(2, kind)) + message(2, raw);
    const response = await fetch(`${listener.url}/api/v1/namespaces`, {
      client: http,
      method: "POST",
      headers: { "content-type": "application/vnd.kubernetes.protobuf" },
      body: new TextEncoder().encode(text),
    });
    return [response.status, (await response.json()).metadata.labels];
  };
  assertEquals(await send("Namespace"), [201, { a: "b", "kubernetes.io/metadata.name": "n" }]);
  assertEquals(await send("Node"), [415, undefined]);
});
