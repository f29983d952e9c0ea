import { assertEquals } from "@std/assert";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "deno task demo --kubeconfig runs on a real cluster, and leaves nothing there",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "demo", `--kubeconfig=${cluster.kubeconfig}`],
      cwd: new URL("../..", import.meta.url),
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    const lines = decoder.decode(stdout).trimEnd().split("\n");
    assertEquals(lines.at(-1), "demo: 3 created, 1 changed, 3 deleted, 0 objects left");
  },
});
