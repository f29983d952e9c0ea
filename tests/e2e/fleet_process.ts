/**
 * One replica of examples/fleet that tells each write right before it is sent, with the time at which the fence looked at
 * the clock and let it pass: what comes between the two may be a long time for a process that is stopped. The kubeconfig
 * comes from KUBECONFIG; argument: options of leader election, JSON.
 */
import { runOperator } from "@operatorkit/operatorkit";
import { createClient, loadConfig } from "@operatorkit/operatorkit/client";
import { systemClock, systemRuntime } from "../../_internal/mod.ts";
import { fleets } from "../../examples/fleet/operator.ts";

let looked: number | undefined;

/** Remembers the time that was asked for until what asked for it has run. */
function now(): number {
  queueMicrotask(() => looked = undefined);
  return looked = Date.now();
}

await using client = createClient(await loadConfig(), {
  runtime: { ...systemRuntime, clock: { ...systemClock, now } },
  observe(event) {
    if (event.type !== "request" || event.method === "GET") return;
    // The fence looks right before this; a write that it did not look at is sent now.
    const call = `${event.method} ${event.path}`;
    console.log(JSON.stringify({ sent: looked ?? Date.now(), call }));
  },
});
await runOperator({
  client,
  controllers: [fleets],
  leaderElection: JSON.parse(Deno.args[0] ?? "{}"),
  health: false,
});
