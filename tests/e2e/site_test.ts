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
    await siteLife({
      client: cluster.client,
      namespace: namespace.name,
      // The garbage collector looks for new kinds twice a minute: after another test has removed and installed the CRD,
      // it learns late that it can collect a site's children.
      eventually: (what, condition) => eventually(what, condition, 120_000),
    });
  },
});
