/** The greeter as a process of its own, with health endpoints on a free port. Argument: options of loadConfig, JSON. */
import { loadConfig } from "@operatorkit/operatorkit/client";
import { runOperator } from "@operatorkit/operatorkit";
import { greeter } from "../../examples/configmap.ts";

await runOperator({
  config: await loadConfig(JSON.parse(Deno.args[0] ?? "{}")),
  controllers: [greeter],
  health: { hostname: "127.0.0.1", port: 0 },
});
