import { assert, assertEquals, assertRejects } from "@std/assert";
import { dryRunClient, isInvalid } from "../../client/mod.ts";
import { ConfigMap, Pod } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";

const key = { name: "a", namespace: "default" };

Deno.test("dryRunClient: no write of any kind is stored, and all are checked and answered", async () => {
  await using server = createApiServer();
  await using client = server.client();
  const map = await client.create(ConfigMap, { metadata: key, data: { x: "1" } });
  const before = JSON.stringify(server.objects(ConfigMap));
  const dry = dryRunClient(client);
  const created = await dry.create(ConfigMap, { metadata: { ...key, name: "b" } });
  assert(created.metadata.uid);
  assertEquals((await dry.update(ConfigMap, { ...map, data: { x: "2" } })).data, { x: "2" });
  assertEquals((await dry.apply(ConfigMap, { metadata: key, data: { y: "1" } })).data?.y, "1");
  const patched = await dry.patch(ConfigMap, key, { merge: { data: { x: "3" } } }, {
    dryRun: false,
  });
  assertEquals(patched.data, { x: "3" });
  await dry.delete(ConfigMap, map);
  await dry.delete(ConfigMap, key, { dryRun: false });
  await dry.deleteCollection(ConfigMap, { namespace: "default" });
  await dry.request(`/api/v1/namespaces/default/configmaps/a?dryRun=`, { method: "DELETE" });
  await dry.request(`/api/v1/namespaces/default/configmaps/a`, {
    method: "DELETE",
    body: JSON.stringify({ apiVersion: "v1", kind: "DeleteOptions" }),
  });
  assertEquals(JSON.stringify(server.objects(ConfigMap)), before);
  assertEquals((await dry.get(ConfigMap, key)).data, { x: "1" }, "reads show what is");
  const error = await assertRejects(() =>
    dry.create(ConfigMap, { metadata: { ...key, name: "A" } })
  );
  assert(isInvalid(error));
  await dry[Symbol.asyncDispose]();
  await client.get(ConfigMap, key); // is as it was
});

Deno.test("dryRunClient: refuses what cannot be a dry run, before it is sent", async () => {
  await using server = createApiServer();
  await using client = server.client();
  const dry = dryRunClient(client);
  const pod = "/api/v1/namespaces/default/pods/p";
  const refused: [string, Parameters<typeof dry.request>[1]?][] = [
    [`${pod}/exec?command=rm`, { method: "POST" }],
    [`${pod}/exec?command=rm`],
    [`${pod}/proxy/a/b`],
    [`${pod}/portforward`, { method: "POST" }],
    ["/healthz", { method: "POST" }],
    [pod, { method: "DELETE", body: "not JSON" }],
    [pod, { method: "DELETE", body: new TextEncoder().encode("{}") }],
  ];
  for (const [path, options] of refused) {
    await assertRejects(
      () => dry.request(path, options),
      TypeError,
      "refused by the dry-run client",
    );
  }
  assertEquals(server.log, []);
  await assertRejects(() => dry.get(Pod, { ...key, name: "p" }, { subresource: "log" })); // is sent
  assertEquals(server.log.length, 1);
});
