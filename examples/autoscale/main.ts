/**
 * Scales workloads by the loads that the Prometheus server at PROMETHEUS_URL knows:
 *
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG,PROMETHEUS_URL examples/autoscale/main.ts
 *
 * In a cluster it may `get,list,watch` autoscalers, `patch` autoscalers/status, `create,patch` events of events.k8s.io,
 * and `get,patch` the scale subresource of what it scales: deployments/scale.
 */
import { createClient, ensureCustomResource, loadConfig } from "@operatorkit/operatorkit/client";
import { runOperator } from "@operatorkit/operatorkit";
import { Autoscaler } from "./autoscaler.ts";
import { autoscaleController } from "./operator.ts";
import { readPrometheus } from "./prometheus.ts";

const url = Deno.env.get("PROMETHEUS_URL");
if (!url) throw new Error("Set PROMETHEUS_URL to http://host:port of a Prometheus server");
const config = await loadConfig();
await using client = createClient(config);
await ensureCustomResource(client, Autoscaler);
const controller = autoscaleController({
  readLoads: (options) => readPrometheus(url, options),
  clock: client.runtime.clock,
});
await runOperator({ config, controllers: [controller] });
