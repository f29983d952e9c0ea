/**
 * Client and informer alone: prints what happens to the ConfigMaps of a namespace, from a local copy that follows the
 * server through broken connections and restarts.
 *
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG examples/watch.ts [namespace]
 */
import { createClient, loadConfig } from "@operatorkit/operatorkit/client";
import { createInformer } from "@operatorkit/operatorkit/informer";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { shutdownSignal } from "@operatorkit/operatorkit/operator";

const [namespace = "default"] = Deno.args;
using shutdown = shutdownSignal();
await using client = createClient(await loadConfig());
await using informer = createInformer(client, ConfigMap, { namespace });

for await (const event of informer.events({ signal: shutdown.signal })) {
  if (event.type === "synced") {
    console.log(`-- ${informer.store.size} config maps in ${namespace}; changes follow`);
  } else {
    const keys = Object.keys(event.object().data ?? {}).join(" ");
    console.log(
      `${event.type.padEnd(8)} ${event.key.name} (${event.metadata.resourceVersion}) ${keys}`,
    );
  }
}
