import { assertEquals } from "@std/assert";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "the demo runs on a real cluster with the permissions that its launcher spells out",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    const launcher = new URL("../../tools/demo.ts", import.meta.url).pathname;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--allow-read",
        "--allow-env=HOME,KUBECONFIG",
        "--allow-run",
      ]
        .concat(
          `--allow-net=${new URL(cluster.server).host}`,
          launcher,
          `--kubeconfig=${cluster.kubeconfig}`,
        ),
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    const lines = decoder.decode(stdout).trimEnd().split("\n");
    assertEquals(lines.at(-1), "demo: 3 created, 1 changed, 3 deleted, 0 objects left");
  },
});
