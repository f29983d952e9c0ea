import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createClient, loadConfig } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap, Secret, Service } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "createOperator() goes on with the other kinds when one is forbidden, and /readyz names it",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [{
        apiGroups: [""],
        resources: ["configmaps", "services"],
        verbs: ["get", "list", "watch"],
      }],
    });
    await using client = createClient(
      await loadConfig({
        server: cluster.server,
        token: account.token,
        tls: { ca: cluster.certificateAuthority },
      }),
    );
    const seen = new Set<string>();
    const controllers = [ConfigMap, Service, Secret].map((kind) =>
      defineController({
        name: kind.plural,
        for: kind,
        namespace: namespace.name,
        reconcile: ({ metadata }) => void seen.add(`${kind.kind}/${metadata.name}`),
      })
    );
    await using operator = createOperator({
      client,
      controllers,
      log: noLogger,
      health: { port: 0, hostname: "127.0.0.1" },
    });
    operator.ready.catch(() => {});
    await cluster.client.create(ConfigMap, {
      metadata: { name: "one", namespace: namespace.name },
    });
    await cluster.client.create(Service, {
      metadata: { name: "two", namespace: namespace.name },
      spec: { ports: [{ port: 80 }] },
    });
    await cluster.client.create(Secret, { metadata: { name: "three", namespace: namespace.name } });
    await eventually(
      "the allowed kinds are reconciled",
      () => seen.has("ConfigMap/one") && seen.has("Service/two"),
    );
    const answer = await fetch(`${operator.address}/readyz`);
    const text = await answer.text();
    assertEquals(answer.status, 503);
    assertStringIncludes(text, "secrets");
    assertStringIncludes(text, "forbidden");
    assert(!text.includes("configmaps"), text);
    assertEquals(await fetch(`${operator.address}/healthz`).then((one) => one.text()), "ok\n");

    const rules = [{
      apiGroups: [""],
      resources: ["configmaps", "services", "secrets"],
      verbs: ["get", "list", "watch"],
    }];
    const roles =
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace.name}/roles/${account.name}`;
    await cluster.client.request(roles, {
      method: "PATCH",
      headers: { "content-type": "application/merge-patch+json" },
      body: { rules },
    }).then((answer) => answer.body?.cancel());
    await eventually("the third kind recovers", () => seen.has("Secret/three"), 60_000);
    await eventually("all is well", () => operator.health().ready);
    assertEquals(await fetch(`${operator.address}/readyz`).then((one) => one.text()), "ok\n");
  },
});
