/**
 * Starts the demo with just the permissions that it needs: loopback, or the cluster that a kubeconfig names.
 *
 *     deno task demo [--sites N] [--kubeconfig FILE]
 */
import { loadConfig } from "../client/mod.ts";

const kubeconfig = valueOf("--kubeconfig");
const flags = ["--no-prompt", "--quiet"];
if (kubeconfig === undefined) {
  flags.push("--allow-net=127.0.0.1");
} else {
  const { server } = await loadConfig({ kubeconfig });
  const { hostname, port, protocol } = new URL(server);
  flags.push(
    `--allow-net=${hostname}:${port || (protocol === "https:" ? 443 : 80)}`,
    "--allow-read",
  );
}
const program = new URL("../examples/site/demo/main.ts", import.meta.url).href;
const child = new Deno.Command(Deno.execPath(), { args: ["run", ...flags, program, ...Deno.args] })
  .spawn();
const { code } = await child.status;
Deno.exit(code);

function valueOf(name: string): string | undefined {
  const index = Deno.args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (index < 0) return undefined;
  const arg = Deno.args[index] ?? "";
  return arg === name ? Deno.args[index + 1] : arg.slice(name.length + 1);
}
