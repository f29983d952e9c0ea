/** Reads namespaces with whatever permissions it was given, and says how that went. Arguments: options of loadConfig, JSON. */
import { createClient, defineApiResource, loadConfig } from "../../client/mod.ts";

const namespaces = defineApiResource({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  scope: "Cluster",
});

try {
  const config = await loadConfig(Deno.args[0] === undefined ? {} : JSON.parse(Deno.args[0]));
  await using client = createClient(config);
  const { items } = await client.list(namespaces);
  console.log(items.map((item) => item.metadata.name).join(" "));
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  Deno.exitCode = 1;
}
