import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { ApiError, isExpired, type WatchEvent } from "../../client/mod.ts";
import {
  ConfigMap,
  type ConfigMapObject,
  createBody,
  failure,
  fakeClient,
  outcome,
  type TestBody,
} from "./fake.ts";

type Event = WatchEvent<ConfigMapObject>;

function eventLine(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

Deno.test("watch gives typed events and bookmarks, and ends when the server ends it", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  body.write(eventLine("ADDED", { metadata: { name: "a" } }));
  body.write("\n");
  const metadata = { resourceVersion: "9", annotations: { "k8s.io/initial-events-end": "true" } };
  body.write(eventLine("BOOKMARK", { kind: "ConfigMap", metadata }));
  body.write(eventLine("LATER", {}));
  body.close();
  const events: Event[] = await Array.fromAsync(
    fake.client.watch(ConfigMap, {
      namespace: "n",
      resourceVersion: "5",
      resourceVersionMatch: "NotOlderThan",
      sendInitialEvents: true,
    }),
  );
  assertEquals(JSON.parse(JSON.stringify(events)), [
    { type: "ADDED", object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } } },
    { type: "BOOKMARK", object: { kind: "ConfigMap", metadata } },
  ]);
  assertEquals(
    fake.seen[0]?.url.href,
    "http://api.test/api/v1/namespaces/n/configmaps?watch=true&allowWatchBookmarks=true&timeoutSeconds=290&resourceVersion=5&resourceVersionMatch=NotOlderThan&sendInitialEvents=true",
  );
  assertEquals(fake.seen[0]?.headers.get("accept-encoding"), "identity");
});

Deno.test("watch puts together characters and events that are split at any byte (R25)", async () => {
  const bytes = new TextEncoder().encode(
    eventLine("ADDED", { metadata: { name: "ä€😀" } }) +
      eventLine("DELETED", { metadata: { name: "b" } }),
  );
  for (let cut = 1; cut < bytes.length; cut++) {
    const body = createBody();
    await using fake = fakeClient(() => new Response(body.stream));
    body.write(bytes.subarray(0, cut));
    body.write(bytes.subarray(cut));
    body.close();
    const names: unknown[] = [];
    for await (const event of fake.client.watch(ConfigMap)) {
      if (event.type !== "BOOKMARK") names.push(event.object.metadata.name);
    }
    assertEquals(names, ["ä€😀", "b"]);
  }
});

Deno.test("watch throws an ERROR event as an ApiError (R4)", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  body.write(
    eventLine("ERROR", { kind: "Status", code: 410, reason: "Expired", message: "too old" }),
  );
  const error = await assertRejects(() => Array.fromAsync(fake.client.watch(ConfigMap)), ApiError);
  assert(isExpired(error));
  assertEquals(error.message, "GET /api/v1/configmaps failed with 410 Expired: too old");
  assert(body.cancelled());
});

Deno.test("watch throws what the server answers instead of a stream", async () => {
  await using fake = fakeClient(() => failure(410, "Expired"));
  const error = await assertRejects(() => Array.fromAsync(fake.client.watch(ConfigMap)), ApiError);
  assert(isExpired(error));
});

Deno.test("watch throws on half an event at the end, and takes a whole one without a line feed (R24)", async () => {
  const line = eventLine("ADDED", { metadata: { name: "ä" } }).trim();
  const bytes = new TextEncoder().encode(line);
  for (let length = 1; length < bytes.length; length++) {
    const body = createBody();
    await using fake = fakeClient(() => new Response(body.stream));
    body.write(bytes.subarray(0, length));
    body.close();
    await assertRejects(
      () => Array.fromAsync(fake.client.watch(ConfigMap)),
      Error,
      "half an event",
    );
  }
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  body.write(line);
  body.close();
  assertEquals((await Array.fromAsync(fake.client.watch(ConfigMap))).length, 1);
});

Deno.test("watch throws on what is no event (R24)", async () => {
  for (const line of ["garbage", "[]", '{"type":"ADDED"}', '{"object":{}}']) {
    const body = createBody();
    await using fake = fakeClient(() => new Response(body.stream));
    body.write(`${line}\n`);
    await assertRejects(
      () => Array.fromAsync(fake.client.watch(ConfigMap)),
      Error,
      "the watch has sent",
    );
    assert(body.cancelled());
  }
});

Deno.test("watch cancels the body when the loop is left", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  body.write(eventLine("ADDED", { metadata: { name: "a" } }));
  for await (const _ of fake.client.watch(ConfigMap)) break;
  assert(body.cancelled());
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("watch ends with the signal's reason", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  const controller = new AbortController();
  const result = outcome(
    Array.fromAsync(fake.client.watch(ConfigMap, { signal: controller.signal })),
  );
  await fake.runtime.clock.advance(290_000);
  assertEquals(result.settled, false);
  controller.abort(new Error("enough"));
  await fake.runtime.clock.settle();
  assertEquals(result.error, controller.signal.reason);
  assert(body.cancelled());
});

Deno.test("watch throws on bytes that are no UTF-8 (R24)", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  body.write(new Uint8Array([0x22, 0xff, 0x22, 0x0a]));
  await assertRejects(() => Array.fromAsync(fake.client.watch(ConfigMap)), Error, "no UTF-8");
  assert(body.cancelled());
});

Deno.test("watch that the server does not end in time fails, for its connection is dead (R10)", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  const watch = outcome(Array.fromAsync(fake.client.watch(ConfigMap, { timeoutSeconds: 60 })));
  await fake.runtime.clock.advance(60_000);
  assertEquals(watch.settled, false);
  await fake.runtime.clock.advance(30_000);
  assertInstanceOf(watch.error, DOMException);
  assertEquals(watch.error.name, "TimeoutError");
  assertEquals(
    watch.error.message,
    "GET /api/v1/configmaps: the watch has not ended after the 60 s that were asked for, so the connection seems dead: watch again from the last version",
  );
  assert(body.cancelled());
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("watch without a time of its own lasts as long as the server lets it", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  const watch = outcome(Array.fromAsync(fake.client.watch(ConfigMap, { timeoutSeconds: 0 })));
  await fake.runtime.clock.advance(30 * 86_400_000);
  assertEquals([watch.settled, fake.runtime.clock.pending], [false, 0]);
  body.close();
  await fake.runtime.clock.settle();
  assertEquals(watch.value, []);
});

Deno.test("watch leaves no timer behind, however it ends", async () => {
  const endings: ((body: TestBody) => void)[] = [
    (body) => body.close(),
    (body) => body.fail(new Error("reset")),
    (body) => body.write("garbage\n"),
  ];
  for (const end of endings) {
    const body = createBody();
    await using fake = fakeClient(() => new Response(body.stream));
    const watch = outcome(Array.fromAsync(fake.client.watch(ConfigMap)));
    await fake.runtime.clock.settle();
    end(body);
    await fake.runtime.clock.settle();
    assert(watch.settled);
    assertEquals(fake.runtime.clock.pending, 0);
  }
});

Deno.test("watch asks for initial events in the one way that servers accept (KEP-3157)", async () => {
  await using fake = fakeClient(() => new Response(""));
  await Array.fromAsync(fake.client.watch(ConfigMap, { sendInitialEvents: true }));
  assertEquals(fake.seen[0]?.url.searchParams.get("resourceVersionMatch"), "NotOlderThan");
});
