import { assertEquals, assertRejects } from "@std/assert";
import { ApiError, isTooManyRequests } from "../../client/mod.ts";
import { createInformer } from "../../informer/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer, createTestRuntime, tooManyRequests } from "../../testing/mod.ts";

const namespace = "default";

Deno.test("tooManyRequests answers as a server under load: 429, Retry-After, plain text", async () => {
  const answer = tooManyRequests({ retryAfter: 5 });
  assertEquals(
    [answer.status, answer.headers.get("retry-after"), answer.headers.get("content-type")],
    [429, "5", "text/plain; charset=utf-8"],
  );
  assertEquals(await answer.text(), "Too many requests, please try again later.\n");
});

Deno.test("a client sits out a storm of 429 that ends in time, and gives up on one that does not", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client({ timeout: 20_000 });
  let left = 3;
  server.intercept(() => left-- > 0 ? tooManyRequests({ retryAfter: 2 }) : undefined);
  const made = client.create(ConfigMap, { metadata: { name: "a", namespace } });
  await runtime.clock.advance(10_000);
  assertEquals((await made).metadata.name, "a");
  assertEquals(server.log.map(({ status }) => status), [429, 429, 429, 201]);

  left = Infinity;
  const lost = assertRejects(() => client.list(ConfigMap, { namespace }), ApiError);
  await runtime.clock.advance(60_000);
  assertEquals(isTooManyRequests(await lost), true);
});

Deno.test("an informer lives through a storm of 429 on its watch without listing again", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await client.create(ConfigMap, { metadata: { name: "a", namespace } });
  await using informer = createInformer(client, ConfigMap, { namespace });
  await runtime.clock.until(() => informer.store.size === 1);
  const until = runtime.clock.now() + 30_000;
  using _storm = server.intercept(({ query }) =>
    query.has("watch") && runtime.clock.now() < until ? tooManyRequests() : undefined
  );
  const before = server.log.length;
  server.cut();
  await client.create(ConfigMap, { metadata: { name: "b", namespace } });
  await runtime.clock.until(() => informer.store.size === 2);
  const after = server.log.slice(before);
  assertEquals(after.filter(({ status }) => status === 429).length > 1, true);
  assertEquals(
    after.some(({ query, method }) => method === "GET" && !query.includes("watch")),
    false,
  );
});
