/** The Site operator as a process of its own, for tests that kill it. The kubeconfig comes from KUBECONFIG. */
import { createClient, ensureCustomResource, loadConfig } from "../../client/mod.ts";
import { runOperator } from "../../operator/mod.ts";
import { sites } from "../../examples/site/operator.ts";
import { Site } from "../../examples/site/site.ts";

const config = await loadConfig();
{
  await using client = createClient(config);
  await ensureCustomResource(client, Site);
}
await runOperator({ config, controllers: [sites], health: false });
