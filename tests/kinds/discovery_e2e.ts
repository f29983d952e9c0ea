import { assertEquals } from "@std/assert";
import * as kinds from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

interface Discovered {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

Deno.test({
  name: "kinds: plural, kind and scope are those of the real server's discovery",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    for (const resource of Object.values(kinds)) {
      const { group, version, plural, kind, scope } = resource;
      const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
      const discovered: Discovered = await (await cluster.client.request(path)).json();
      const found = discovered.resources.find(({ name }) => name === plural);
      assertEquals(found && { kind: found.kind, namespaced: found.namespaced }, {
        kind,
        namespaced: scope === "Namespaced",
      }, `${path} ${plural}`);
    }
  },
});
