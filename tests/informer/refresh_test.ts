import { assertEquals, assertRejects } from "@std/assert";
import { createInformer, createInformerPool } from "../../informer/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer, createTestRuntime, type RequestLogEntry } from "../../testing/mod.ts";

const key = { name: "a", namespace: "default" };
const data = (text: string) => ({ metadata: key, data: { text } });

/** Lists, as the server was asked for them. */
function listsIn(log: readonly RequestLogEntry[]): string[] {
  return log.filter(({ method, path, query }) =>
    method === "GET" && path.endsWith("/configmaps") &&
    (!/watch=true/.test(query) || /sendInitialEvents/.test(query))
  ).map(({ query }) => new URLSearchParams(query).get("resourceVersion") ?? "unset");
}

function setUp() {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  return { runtime, server, client: server.client() };
}

Deno.test("Informer.refresh() brings what the watch holds back, by a read without a resource version", async () => {
  const { runtime, server, client } = setUp();
  await using _server = server;
  await using _client = client;
  const object = await client.create(ConfigMap, data("old"));
  let isSilent = false;
  const held: ReadableStreamDefaultController<Uint8Array>[] = [];
  // A watch that brings nothing any more, as behind a proxy that has lost its connection.
  using _proxy = server.intercept(({ query }) => {
    if (!isSilent || query.get("watch") !== "true" || query.has("sendInitialEvents")) return;
    return new Response(new ReadableStream({ start: (one) => void held.push(one) }), {
      headers: { "content-type": "application/json" },
    });
  });
  isSilent = true;
  await using informer = createInformer(client, ConfigMap, { namespace: "default" });
  const seen: string[] = [];
  const loop = (async () => {
    for await (const event of informer) {
      seen.push(event.type === "synced" ? "synced" : `${event.type} ${event.key.name}`);
    }
  })();
  await runtime.clock.settle();
  server.cut();
  await runtime.clock.advance(2_000);
  assertEquals(held.length > 0, true);
  await client.update(ConfigMap, { ...object, data: { text: "new" } });
  await client.create(ConfigMap, { metadata: { name: "b", namespace: "default" } });
  await runtime.clock.settle();
  assertEquals(informer.store.get(key)?.data, { text: "old" });
  const before = listsIn(server.log).length;
  await informer.refresh();
  assertEquals(informer.store.get(key)?.data, { text: "new" });
  assertEquals([informer.store.size, informer.healthy], [2, true]);
  assertEquals(listsIn(server.log).slice(before), ["unset"]);
  await runtime.clock.settle();
  assertEquals(seen, ["added a", "synced", "updated a", "added b"]);
  await informer[Symbol.asyncDispose]();
  await loop;
});

Deno.test("Informer.refresh() lists once for all who ask, in a pool too, and again for one who asks meanwhile", async () => {
  const { runtime, server, client } = setUp();
  await using _server = server;
  await using _client = client;
  await client.create(ConfigMap, data("1"));
  await using pool = createInformerPool(client);
  const [one, two] = [pool, pool].map(({ open }) =>
    open({ resource: ConfigMap, namespace: "default" })
  );
  await Promise.all([one?.synced(), two?.synced()]);
  await runtime.clock.settle();
  assertEquals(listsIn(server.log).length, 1);
  const gate = Promise.withResolvers<void>();
  let isSlow = true;
  using _slow = server.intercept(async ({ query, proceed }) => {
    if (!isSlow || !query.has("sendInitialEvents")) return;
    const answer = await proceed();
    await gate.promise;
    return answer;
  });
  const first = Promise.all([one?.refresh(), two?.refresh(), one?.refresh()]);
  await runtime.clock.settle();
  assertEquals(listsIn(server.log).length, 2);
  let isDone = false;
  const late = two?.refresh().then(() => isDone = true);
  isSlow = false;
  gate.resolve();
  await first;
  assertEquals(isDone, false, "that list began before");
  await late;
  assertEquals(listsIn(server.log), ["unset", "unset", "unset"]);
});

Deno.test("Informer.refresh() waits while the server fails, and ends with its signal or the informer", async () => {
  const { runtime, server, client } = setUp();
  await using _server = server;
  await using _client = client;
  await using informer = createInformer(client, ConfigMap);
  await informer.synced();
  await runtime.clock.settle();
  const failure = server.intercept(() =>
    Response.json({ kind: "Status", code: 500 }, { status: 500 })
  );
  let isDone = false;
  const refreshed = informer.refresh().then(() => isDone = true);
  const stop = new AbortController();
  const given = assertRejects(() => informer.refresh({ signal: stop.signal }), Error, "enough");
  await runtime.clock.advance(10_000);
  assertEquals([isDone, informer.healthy], [false, false]);
  stop.abort(new Error("enough"));
  await given;
  failure[Symbol.dispose]();
  await runtime.clock.until(() => isDone);
  await refreshed;
  assertEquals(informer.healthy, true);
  const last = assertRejects(() => informer.refresh(), DOMException, "disposed of");
  await informer[Symbol.asyncDispose]();
  await last;
  await assertRejects(() => informer.refresh(), DOMException, "disposed of");
});

Deno.test("Informer.refresh() before the first list is complete waits for one that began after the call", async () => {
  const { runtime, server, client } = setUp();
  await using _server = server;
  await using _client = client;
  server.compact();
  await using informer = createInformer(client, ConfigMap);
  await informer.refresh();
  assertEquals(informer.healthy, true);
  await runtime.clock.settle();
  assertEquals(listsIn(server.log).every((version) => version === "unset"), true);
  for (let n = 0; n < 3; n++) {
    await informer.refresh();
    await client.create(ConfigMap, { metadata: { name: `n${n}`, namespace: "default" } });
    await runtime.clock.settle();
    assertEquals(informer.store.size >= n + 1, true, "it goes on watching");
  }
});

Deno.test("Informer.refresh() lists nothing when a list began late enough, and waits for one under way", async () => {
  const { runtime, server, client } = setUp();
  await using _server = server;
  await using _client = client;
  await client.create(ConfigMap, data("1"));
  const before = runtime.clock.monotonic();
  await runtime.clock.advance(1_000);
  const gate = Promise.withResolvers<void>();
  using _slow = server.intercept(async ({ query, proceed }) => {
    if (!query.has("sendInitialEvents")) return;
    const answer = await proceed();
    await gate.promise;
    return answer;
  });
  await using informer = createInformer(client, ConfigMap, { namespace: "default" });
  await runtime.clock.settle();
  let isDone = false;
  const waited = informer.refresh({ since: before }).then(() => isDone = true);
  await runtime.clock.advance(1_000);
  assertEquals(isDone, false);
  gate.resolve();
  await waited;
  await informer.refresh({ since: before + 1_000 });
  assertEquals([informer.store.size, listsIn(server.log)], [1, ["unset"]]);
  await informer.refresh({ since: before + 1_001 });
  assertEquals(listsIn(server.log), ["unset", "unset"]);
});
