import { assertEquals } from "@std/assert";
import { type Client, createClient } from "../../../client/mod.ts";
import { ConfigMap, Pod, ServiceAccount } from "../../../kinds/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../../testing/mod.ts";

const namespace = "default";

async function tokenOf(client: Client, spec: unknown): Promise<string> {
  const answer = await client.request(
    `/api/v1/namespaces/${namespace}/serviceaccounts/builder/token`,
    { method: "POST", body: { spec } },
  );
  return (await answer.json()).status.token;
}

async function codeWith(server: ApiServer, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await server.fetch("/version", { headers });
  await answer.body?.cancel();
  return answer.status;
}

Deno.test("a token of TokenRequest ends at its time, by the server's clock", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime, rbac: true });
  await using admin = server.client();
  await admin.create(ServiceAccount, { metadata: { name: "builder", namespace } });
  const token = await tokenOf(admin, { expirationSeconds: 600 });
  await runtime.clock.advance(599_000);
  assertEquals(await codeWith(server, token), 200);
  await runtime.clock.advance(2_000);
  assertEquals(await codeWith(server, token), 401);
});

Deno.test("a token ends with the pod that it is bound to, and with its service account made anew", async () => {
  await using server = createApiServer({ rbac: true });
  await using admin = server.client();
  const key = { name: "builder", namespace };
  await admin.create(ServiceAccount, { metadata: key });
  await admin.create(Pod, {
    metadata: key,
    spec: { serviceAccountName: "builder", containers: [{ name: "a", image: "a" }] },
  });
  const boundObjectRef = { apiVersion: "v1", kind: "Pod", name: "builder" };
  const bound = await tokenOf(admin, { boundObjectRef });
  const free = await tokenOf(admin, {});
  assertEquals([await codeWith(server, bound), await codeWith(server, free)], [200, 200]);
  await admin.delete(Pod, key);
  assertEquals([await codeWith(server, bound), await codeWith(server, free)], [401, 200]);
  await admin.delete(ServiceAccount, key);
  await admin.create(ServiceAccount, { metadata: key });
  assertEquals(await codeWith(server, free), 401);
});

Deno.test("ApiServer.config is the administrator's, ApiServer.token anybody's", async () => {
  await using server = createApiServer({ rbac: true });
  const runtime = { ...createTestRuntime(), fetch: server.fetch };
  await using admin = createClient(server.config, { runtime });
  assertEquals((await admin.list(ConfigMap)).items, []);
  assertEquals(server.token({ user: "alice" }), server.token({ user: "alice" }));
  assertEquals(await codeWith(server, server.token({ user: "alice" })), 200);
});

Deno.test("createApiServer without rbac lets everybody do everything, and still says who asks", async () => {
  await using server = createApiServer();
  await using alice = server.client({ user: "alice" });
  await alice.create(ConfigMap, { metadata: { name: "a", namespace } });
  const who = async (client: Client) => {
    const answer = await client.request("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
      method: "POST",
      body: {},
    });
    return (await answer.json()).status.userInfo.username;
  };
  assertEquals(await who(alice), "alice");
  await using anybody = server.client();
  assertEquals(await who(anybody), "admin");
  const review = await alice.request("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    method: "POST",
    body: { spec: { resourceAttributes: { verb: "delete", resource: "nodes" } } },
  });
  assertEquals((await review.json()).status, { allowed: true });
  assertEquals(server.objects({ group: "rbac.authorization.k8s.io", plural: "clusterroles" }), []);
});
