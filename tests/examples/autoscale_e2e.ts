import { createClient, ensureCustomResource, loadConfig } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { Autoscaler } from "../../examples/autoscale/autoscaler.ts";
import { autoscaleController } from "../../examples/autoscale/operator.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";
import { autoscaleLife, fakeLoads } from "./autoscale_life.ts";

const { ignore } = await shareCluster();

Deno.test({
  name:
    "examples/autoscale scales a Deployment of a real server, with the rights that its main.ts names",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await ensureCustomResource(cluster.client, Autoscaler);
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [
        {
          apiGroups: ["example.com"],
          resources: ["autoscalers"],
          verbs: ["get", "list", "watch"],
        },
        { apiGroups: ["example.com"], resources: ["autoscalers/status"], verbs: ["patch"] },
        { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
        { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "patch"] },
      ],
    });
    await using client = createClient(
      await loadConfig({
        server: cluster.server,
        token: account.token,
        tls: { ca: cluster.certificateAuthority },
      }),
    );
    const loads = fakeLoads(namespace.name);
    const controller = autoscaleController({
      readLoads: loads.read,
      clock: client.runtime.clock,
      period: 200,
      namespace: namespace.name,
    });
    await using operator = createOperator({ client, controllers: [controller], log: noLogger });
    await operator.ready;
    await autoscaleLife({
      client: cluster.client,
      namespace: namespace.name,
      loads,
      eventually: (what, condition) => eventually(what, condition, 60_000),
    });
  },
});
