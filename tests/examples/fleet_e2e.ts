import { assertEquals } from "@std/assert";
import { manifests } from "../../examples/fleet/manifests.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "examples/fleet/manifests.ts prints what a real server takes, without a warning",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const file = await Deno.makeTempFile({ suffix: ".json" });
    const items = manifests(namespace.name, "example.com/fleet-operator");
    await Deno.writeTextFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    const { code, stderr, stdout } = await cluster.kubectl("apply", "--dry-run=server", "-f", file);
    await Deno.remove(file);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(stdout.trim().split("\n").length, items.length);
  },
});
