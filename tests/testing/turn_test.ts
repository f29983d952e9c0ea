import { assert } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";

Deno.test("createApiServer() lets timers run while a client writes without a pause", async () => {
  await using server = createApiServer();
  await using client = server.client();
  let fired = false;
  const timer = setTimeout(() => fired = true, 1);
  for (let i = 0; i < 20_000 && !fired; i++) {
    await client.create(ConfigMap, { metadata: { name: `a-${i}`, namespace: "default" } });
  }
  clearTimeout(timer);
  assert(fired);
});
