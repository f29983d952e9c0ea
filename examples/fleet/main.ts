/**
 * Runs one of several replicas of the Fleet operator: each keeps its local copies, and the one that holds the Lease
 * `fleets` does the work.
 *
 *     deno run examples/fleet/manifests.ts | kubectl apply -f -
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG,PORT examples/fleet/main.ts
 *     PORT=8081 deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG,PORT examples/fleet/main.ts
 *
 * In a pod, where `manifests.ts` gives it three replicas and the rights that it needs:
 *
 *     deno run --allow-net=kubernetes.default.svc:443,0.0.0.0:8080 \
 *       --allow-read=/var/run/secrets/kubernetes.io/serviceaccount \
 *       --allow-env=KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT,PORT examples/fleet/main.ts
 *
 * A replica that loses the Lease ends with code 1, and whatever started it starts it anew: it cannot be sure that a
 * reconcile has stopped in any other way. On SIGTERM it finishes what it does and gives the Lease up, so that another
 * goes on within a second or two.
 */
import { loadConfig, runOperator } from "@operatorkit/operatorkit";
import { fleets } from "./operator.ts";

const config = await loadConfig();
await runOperator({
  config,
  controllers: [fleets],
  // In a pod it is the pod's namespace.
  leaderElection: { name: "fleets", namespace: config.namespace ?? "default" },
  health: { port: Number(Deno.env.get("PORT") ?? 8080) },
});
