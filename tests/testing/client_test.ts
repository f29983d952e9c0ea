import { assertEquals } from "@std/assert";
import { defineApiResource, type KubernetesObject } from "../../client/mod.ts";
import { start } from "./_support.ts";

interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
}

const configMaps = defineApiResource<ConfigMap>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  scope: "Namespaced",
});

Deno.test("client speaks to the server in this process", async () => {
  await using bench = start();
  await using client = bench.server.client({ runtime: bench.runtime });
  const key = { name: "a", namespace: "default" };
  const created = await client.create(configMaps, { metadata: key, data: { x: "1" } });
  const changed = await client.update(configMaps, { ...created, data: { x: "2" } });
  assertEquals((await client.get(configMaps, key)).data, { x: "2" });
  assertEquals((await client.list(configMaps)).items.length, 1);
  const stored = bench.server.objects(configMaps).map(({ data }) => data?.x); // typed by the resource
  assertEquals(stored, ["2"]);
  await client.delete(configMaps, changed);
  assertEquals(bench.server.objects(configMaps), []);
});
