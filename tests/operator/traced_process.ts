/** An operator in a process of its own, with Deno's OpenTelemetry: `traced_process.ts URL` of an API server. */
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { runOperator } from "../../operator/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";

const [server = ""] = Deno.args;
const stop = new AbortController();
const labelled = defineResource(ConfigMap, {
  name: "labelled",
  ensureCreated: async ({ metadata }, { client }) => {
    if (metadata.name !== "a" || metadata.labels?.seen) return;
    await client.patch(ConfigMap, metadata, { merge: { metadata: { labels: { seen: "yes" } } } });
    stop.abort();
  },
});

await runOperator({
  config: { server },
  controllers: [
    defineController({
      name: "maps",
      for: ConfigMap,
      namespace: "default",
      reconcile: resources([labelled]),
    }),
  ],
  health: false,
  log: noLogger,
  signal: stop.signal,
});
