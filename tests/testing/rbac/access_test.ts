import { assertEquals, assertRejects } from "@std/assert";
import { ApiError } from "../../../client/mod.ts";
import {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  Role,
  RoleBinding,
} from "../../../kinds/mod.ts";
import { createApiServer, type Identity } from "../../../testing/mod.ts";

const group = "rbac.authorization.k8s.io";

function code(call: Promise<unknown>): Promise<number> {
  return call.then(() => 200, (error) => {
    if (error instanceof ApiError) return error.code;
    throw error;
  });
}

Deno.test("createApiServer with rbac refuses everybody but the administrator", async () => {
  await using server = createApiServer({ rbac: true });
  await using admin = server.client();
  await using alice = server.client({ user: "alice", groups: ["builders"] });
  await using builder = server.client({
    serviceAccount: { namespace: "default", name: "builder" },
  });
  assertEquals(await code(admin.list(ConfigMap)), 200);
  const error = await assertRejects(
    () => alice.list(ConfigMap, { namespace: "default" }),
    ApiError,
  );
  assertEquals([error.code, error.status.message], [
    403,
    'configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" in the namespace "default"',
  ]);
  assertEquals(await code(builder.list(ConfigMap)), 403);
  assertEquals((await server.fetch("/api")).status, 403);
  assertEquals((await server.fetch("/version")).status, 200);
  assertEquals(
    (await server.fetch("/version", { headers: { authorization: "Bearer none" } })).status,
    401,
  );
});

Deno.test("createApiServer with rbac follows roles and bindings as they come and go", async () => {
  await using server = createApiServer({ rbac: true });
  await using admin = server.client();
  await using alice = server.client({ user: "alice", groups: ["builders"] });
  const look = () => code(alice.get(ConfigMap, { name: "a", namespace: "default" }));
  assertEquals(await look(), 403);
  await admin.create(RoleBinding, {
    metadata: { name: "builders", namespace: "default" },
    subjects: [{ kind: "Group", apiGroup: group, name: "builders" }],
    roleRef: { kind: "Role", apiGroup: group, name: "reader" },
  });
  assertEquals(await look(), 403);
  const role = { name: "reader", namespace: "default" };
  await admin.create(Role, {
    metadata: role,
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
  });
  assertEquals(await look(), 404);
  await admin.patch(Role, role, { merge: { rules: null } });
  assertEquals(await look(), 403);
  await admin.delete(Role, role);
  await admin.create(ClusterRole, {
    metadata: { name: "reader" },
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  });
  assertEquals(await look(), 403);
  await admin.create(ClusterRoleBinding, {
    metadata: { name: "builders" },
    subjects: [{ kind: "User", apiGroup: group, name: "alice" }],
    roleRef: { kind: "ClusterRole", apiGroup: group, name: "reader" },
  });
  assertEquals(await look(), 404);
  await admin.delete(ClusterRoleBinding, { name: "builders" });
  assertEquals(await look(), 403);
});

Deno.test("createApiServer with rbac knows who asks over HTTP by token, or by the listener", async () => {
  await using server = createApiServer({ rbac: true });
  await using open = await server.listen();
  await using proxied = await server.listen({ as: { user: "alice" } });
  const who = async (url: string, identity?: Identity) => {
    const response = await fetch(`${url}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(identity ? { authorization: `Bearer ${server.token(identity)}` } : {}),
      },
      body: "{}",
    });
    const answer = await response.json();
    return answer.status?.userInfo?.username ?? answer.message;
  };
  assertEquals(await who(open.url, { user: "bob" }), "bob");
  assertEquals(await who(proxied.url), "alice");
  assertEquals(await who(proxied.url, { user: "bob" }), "bob");
  assertEquals(
    await who(open.url),
    'selfsubjectreviews.authentication.k8s.io is forbidden: User "system:anonymous" cannot create resource "selfsubjectreviews" in API group "authentication.k8s.io" at the cluster scope',
  );
});
