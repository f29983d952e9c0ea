import { assertEquals, assertRejects } from "@std/assert";
import { createClient, openConnection } from "../../client/mod.ts";
import { ConfigMap, fakeClient, json } from "./fake.ts";

const unavailable = () =>
  Response.json({ kind: "Status", code: 503, reason: "ServiceUnavailable" }, {
    status: 503,
    headers: { "retry-after": "5" },
  });

Deno.test("request asks its guard before each try, and sends nothing once that throws (L4, K1)", async () => {
  await using fake = fakeClient([unavailable, unavailable, () => json({})]);
  let mayWrite = true;
  const asked: number[] = [];
  const guard = () => {
    asked.push(fake.runtime.clock.now());
    if (!mayWrite) throw new RangeError("the lead is lost");
  };
  const begun = fake.runtime.clock.now();
  const write = assertRejects(
    () => fake.client.request("/api/v1/pods", { method: "POST", guard }),
    RangeError,
    "the lead is lost",
  );
  await fake.runtime.clock.advance(5_000);
  assertEquals(fake.seen.length, 2);
  mayWrite = false;
  await fake.runtime.clock.advance(5_000);
  await write;
  assertEquals([fake.seen.length, asked.map((time) => time - begun)], [2, [0, 5_000, 10_000]]);
});

Deno.test("request asks its guard after all it waits for, right before it sends", async () => {
  const signed = Promise.withResolvers<void>();
  let isOver = false;
  await using fake = fakeClient(() => json({}), {
    authorize: async () => {
      await signed.promise;
      return { authorization: "Bearer x" };
    },
  });
  const call = assertRejects(
    () =>
      fake.client.request("/api/v1/pods", {
        method: "POST",
        guard() {
          if (isOver) throw new RangeError("over");
        },
      }),
    RangeError,
  );
  await fake.runtime.clock.settle();
  isOver = true;
  signed.resolve();
  await call;
  assertEquals(fake.seen, []);
});

Deno.test("createClient() sends requests for leases through connections of their own, and closes them", async () => {
  const abort = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: abort.signal, onListen: () => {} },
    () => json({ kind: "ConfigMap", metadata: { name: "a", uid: "u", resourceVersion: "1" } }),
  );
  const open = new Set<number>();
  let made = 0;
  const client = createClient({
    server: `http://127.0.0.1:${server.addr.port}`,
    connect() {
      const number = ++made;
      const connection = openConnection();
      open.add(number);
      return Promise.resolve({
        ...connection,
        [Symbol.dispose]() {
          open.delete(number);
          connection[Symbol.dispose]();
        },
      });
    },
  });
  await client.get(ConfigMap, { name: "a", namespace: "default" });
  assertEquals(made, 1);
  const lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/a";
  await (await client.request(lease)).body?.cancel();
  assertEquals(made, 2);
  await client.get(ConfigMap, { name: "a", namespace: "default" });
  await (await client.request(lease)).body?.cancel();
  assertEquals([made, open.size], [2, 2]);
  await client[Symbol.asyncDispose]();
  assertEquals(open.size, 0);
  abort.abort();
  await server.finished;
});
