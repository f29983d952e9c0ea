/**
 * One replica of examples/fleet that tells each write right before it is sent. The kubeconfig comes from KUBECONFIG;
 * argument: options of leader election, JSON.
 */
import { runOperator } from "@operatorkit/operatorkit";
import { fleets } from "../../examples/fleet/operator.ts";

await runOperator({
  controllers: [fleets],
  leaderElection: JSON.parse(Deno.args[0] ?? "{}"),
  health: false,
  observe: ({ source, event }) => {
    if (source === "client" && event.type === "request" && event.method !== "GET") {
      console.log(JSON.stringify({ sent: Date.now(), call: `${event.method} ${event.path}` }));
    }
  },
});
