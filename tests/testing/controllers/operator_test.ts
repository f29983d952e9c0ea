import { assertEquals } from "@std/assert";
import { noLogger } from "../../../context/mod.ts";
import { defineController } from "../../../controller/mod.ts";
import { ConfigMap, Deployment } from "../../../kinds/mod.ts";
import { createOperator } from "../../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../../testing/mod.ts";

// A ConfigMap asks for a web server; its annotation says when that is there.
const sites = defineController({
  name: "sites",
  for: ConfigMap,
  labelSelector: "site",
  reconcile: async ({ metadata, data }, { client, requeue }) => {
    const { name, namespace } = metadata;
    const labels = { app: name };
    const deployment = await client.apply(Deployment, {
      metadata: { name, namespace },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "web", image: data?.image ?? "nginx" }] },
        },
      },
    }, { fieldManager: "sites", force: true });
    const available = deployment.status?.conditions?.some(({ type, status }) =>
      type === "Available" && status === "True"
    );
    if (!available) return requeue(1_000);
    await client.patch(ConfigMap, metadata, {
      merge: { metadata: { annotations: { site: "up" } } },
    });
  },
});

Deno.test("controllers: an operator waits for a Deployment to become available, without waiting", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  // Pods take half a minute to start.
  await using server = createApiServer({
    runtime,
    controllers: { pods: () => ({ startsAfter: 30_000 }) },
  });
  await using client = server.client();
  const operator = createOperator({ client, controllers: [sites], log: noLogger });
  const start = clock.now();
  await client.create(ConfigMap, {
    metadata: { name: "shop", namespace: "default", labels: { site: "" } },
  });
  await clock.until(() =>
    server.objects(ConfigMap).some(({ metadata }) => metadata?.annotations?.site === "up")
  );
  assertEquals(Math.round((clock.now() - start) / 1_000), 31);
  const stopped = operator.stop();
  await clock.settle();
  await stopped;
});
