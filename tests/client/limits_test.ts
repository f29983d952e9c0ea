import { assertEquals, assertRejects } from "@std/assert";
import { isTooManyRequests } from "../../client/mod.ts";
import { ConfigMap, createBody, failure, fakeClient, json } from "./fake.ts";

Deno.test("FL-28: the time-out of a request does not end a watch, whose bound is its own", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream), {}, { timeout: 10_000 });
  const { clock } = fake.runtime;
  const names: string[] = [];
  const watching = (async () => {
    for await (const event of fake.client.watch(ConfigMap)) {
      if (event.type !== "BOOKMARK") names.push(event.object.metadata.name);
    }
  })();
  await clock.settle();
  await clock.advance(60_000);
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "late" } };
  body.write(JSON.stringify({ type: "ADDED", object }) + "\n");
  await clock.settle();
  assertEquals(names, ["late"]);
  body.close();
  await watching;
  assertEquals(clock.pending, 0);
});

Deno.test("FL-28: no limit of requests per second is built in: the server's own is obeyed", async () => {
  await using fake = fakeClient(() => json({}));
  await Promise.all(Array.from({ length: 300 }, () => fake.client.request("/x")));
  assertEquals([fake.seen.length, fake.runtime.clock.monotonic()], [300, 0]);
  let refused = 0;
  await using limited = fakeClient(() =>
    refused++ === 0 ? failure(429, "TooManyRequests", { "retry-after": "3" }) : json({})
  );
  const answer = limited.client.request("/x", { method: "POST", body: {} });
  await limited.runtime.clock.advance(2_999);
  assertEquals(limited.seen.length, 1);
  await limited.runtime.clock.advance(1);
  assertEquals([(await answer).status, limited.seen.length], [200, 2]);
  await using closed = fakeClient(() => failure(429, "TooManyRequests"));
  assertEquals(isTooManyRequests(await assertRejects(() => closed.client.request("/x"))), true);
});
