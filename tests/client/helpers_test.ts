import { assertEquals } from "@std/assert";
import { createApiServer } from "../../testing/mod.ts";
import { ConfigMap } from "./fake.ts";

Deno.test("CL-2, CL-3, CL-7: one client of an API server in memory is ready without discovery and takes any kind", async () => {
  await using server = createApiServer();
  await using client = server.client();
  assertEquals(server.log.length, 0);
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  assertEquals(server.objects(ConfigMap).map(({ metadata }) => metadata.name), ["a"]);
  assertEquals(server.log.map(({ method }) => method), ["POST"]);
});
