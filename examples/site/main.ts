/**
 * Runs the Site operator against the cluster of your kubeconfig, or inside one:
 *
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG examples/site/main.ts
 */
import { createClient, ensureCustomResource, loadConfig } from "@operatorkit/operatorkit/client";
import { runOperator } from "@operatorkit/operatorkit";
import { sites } from "./operator.ts";
import { Site } from "./site.ts";

const config = await loadConfig();
{
  await using client = createClient(config);
  await ensureCustomResource(client, Site);
}
await runOperator({ config, controllers: [sites] });
