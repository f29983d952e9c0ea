import { assertEquals, assertStringIncludes } from "@std/assert";
import { createInformer } from "../../../informer/mod.ts";
import { ConfigMap, Role, RoleBinding } from "../../../kinds/mod.ts";
import { createApiServer, createTestRuntime } from "../../../testing/mod.ts";

const group = "rbac.authorization.k8s.io";
const namespace = "default";

Deno.test("an informer that is forbidden says so, goes on asking, and syncs once it is allowed", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime, rbac: true });
  await using admin = server.client();
  await using operator = server.client({ serviceAccount: { namespace, name: "operator" } });
  await admin.create(ConfigMap, { metadata: { name: "a", namespace } });
  const reasons: string[] = [];
  await using informer = createInformer(operator, ConfigMap, {
    namespace,
    observe: (event) => void (event.type === "retry" && reasons.push(event.reason)),
  });
  await runtime.clock.until(() => reasons.length >= 2);
  assertStringIncludes(
    informer.problem ?? "",
    'User "system:serviceaccount:default:operator" cannot',
  );
  assertEquals(server.log.at(-1)?.status, 403);
  assertEquals(informer.store.size, 0);

  await admin.create(Role, {
    metadata: { name: "operator", namespace },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["list", "watch"] }],
  });
  await admin.create(RoleBinding, {
    metadata: { name: "operator", namespace },
    subjects: [{ kind: "ServiceAccount", name: "operator" }],
    roleRef: { kind: "Role", apiGroup: group, name: "operator" },
  });
  await runtime.clock.until(() => informer.store.size === 1);
  await admin.create(ConfigMap, { metadata: { name: "b", namespace } });
  await runtime.clock.until(() => informer.store.size === 2);
});

Deno.test("an informer keeps what it has while its right is taken away, and catches up when it is back", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime, rbac: true });
  await using admin = server.client();
  await using alice = server.client({ user: "alice" });
  const binding = {
    metadata: { name: "alice", namespace },
    subjects: [{ kind: "User", apiGroup: group, name: "alice" }],
    roleRef: { kind: "ClusterRole", apiGroup: group, name: "view" },
  };
  await admin.create(RoleBinding, binding);
  await admin.create(ConfigMap, { metadata: { name: "a", namespace } });
  await using informer = createInformer(alice, ConfigMap, { namespace });
  await runtime.clock.until(() => informer.store.size === 1);
  await admin.delete(RoleBinding, binding.metadata);
  // Who has a watch keeps it to its end, as on a real server.
  server.cut();
  await admin.create(ConfigMap, { metadata: { name: "b", namespace } });
  const refusals = () => server.log.filter((entry) => entry.status === 403).length;
  await runtime.clock.until(() => refusals() >= 2);
  assertEquals(informer.store.size, 1);
  await admin.create(RoleBinding, binding);
  await runtime.clock.until(() => informer.store.size === 2);
});
