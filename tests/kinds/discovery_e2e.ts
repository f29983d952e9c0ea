import { assertEquals } from "@std/assert";
import type { ApiResource } from "../../client/mod.ts";
import { discover, fileOf, specifierOf } from "../../tools/kinds_source.ts";
import { root } from "../../tools/process.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster({ private: true });

Deno.test({
  name: "kinds: all that a real server can serve, with plural, kind and scope, and nothing else",
  ignore: ignore || Boolean(Deno.env.get("E2E_KUBECONFIG")),
  async fn() {
    await using cluster = await startCluster({
      controllerManager: false,
      apiServerFlags: [
        "--runtime-config=api/all=true",
        "--feature-gates=AllAlpha=true,AllBeta=true",
      ],
    });
    const version: { readonly major: string; readonly minor: string } =
      await (await cluster.client.request("/version")).json();
    assertEquals(`${version.major}.${version.minor}`, "1.36");
    const { exports } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
    const groups = await discover(cluster.client);
    const modules = groups.map((group): [string, string] => [
      `./kinds/${specifierOf(group)}`,
      `./kinds/generated/${fileOf(group)}`,
    ]);
    assertEquals(
      Object.entries<string>(exports).filter(([name]) => name.startsWith("./kinds/")),
      modules,
    );
    for (const [index, group] of groups.entries()) {
      const file = new URL(`../../${modules[index]?.[1]}`, import.meta.url).href;
      const exported: Record<string, ApiResource> = await import(file);
      assertEquals(
        { ...exported },
        Object.fromEntries(group.kinds.map((one) => [one.kind, {
          group: group.group,
          version: group.version,
          ...one,
        }])),
        specifierOf(group),
      );
    }
  },
});
