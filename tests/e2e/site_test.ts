import { ensureCustomResource } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { sites } from "../../examples/site/operator.ts";
import { Site } from "../../examples/site/site.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { siteLife } from "../examples/site_life.ts";
import { eventually } from "../integration/harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "the Site operator lives its whole life on a real server",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using worker = await cluster.connect({ userAgent: "site-operator" });
    await ensureCustomResource(cluster.client, Site);
    await using operator = createOperator({ client: worker, controllers: [sites], log: noLogger });
    await operator.ready;
    await siteLife({ client: cluster.client, namespace: namespace.name, eventually });
  },
});
