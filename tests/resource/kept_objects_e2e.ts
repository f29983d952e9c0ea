import { assert, assertEquals, assertRejects } from "@std/assert";
import { createContext } from "../../context/mod.ts";
import { ConfigMap, Secret, ServiceAccount } from "../../kinds/mod.ts";
import {
  configMapResource,
  ImmutableChangeError,
  plan,
  type Resource,
  resources,
  secretResource,
} from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();
const labels = { own: "1" };

Deno.test({
  name:
    "configMapResource, secretResource: converge on a real server, are silent then, and recreate what is immutable (RS-4, RS-5, FL-19)",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using place = await cluster.namespace();
    const { client } = cluster;
    const namespace = place.name;
    const account = await client.create(ServiceAccount, { metadata: { name: "site", namespace } });
    const maps = (value: string, immutable: "error" | "recreate" = "error") =>
      configMapResource({
        for: ServiceAccount,
        name: "maps",
        immutable,
        getCurrentState: async () =>
          (await client.list(ConfigMap, { namespace, labelSelector: "own" })).items,
        getDesiredState: () => [
          { metadata: { name: "empty", labels, annotations: {} }, data: {}, binaryData: {} },
          { metadata: { name: "fixed", labels }, data: { value }, immutable: true },
        ],
      });
    const secrets = (type?: string) =>
      secretResource({
        for: ServiceAccount,
        name: "secrets",
        immutable: "recreate",
        getCurrentState: async () =>
          (await client.list(Secret, { namespace, labelSelector: "own" })).items,
        getDesiredState: () => [{
          metadata: { name: "secret", labels },
          data: { raw: "AQID\n", both: "AAAA" },
          stringData: { both: "grüße" },
          ...(type === undefined ? {} : { type }),
        }],
      });
    const settle = async (resource: Resource<ServiceAccount>) => {
      const context = createContext({ object: account, client });
      await resource.ensureCreated(account, context);
      const { changes } = await plan(resources([resource]), account, context);
      assertEquals(changes, []);
    };
    await settle(maps("1"));
    await settle(secrets());
    const { data } = await client.get(Secret, { name: "secret", namespace });
    assertEquals(data, { raw: "AQID", both: "Z3LDvMOfZQ==" });
    const fixed = { name: "fixed", namespace };
    const { uid } = (await client.get(ConfigMap, fixed)).metadata;
    await assertRejects(() => settle(maps("2")), ImmutableChangeError, "immutable");
    await settle(maps("2", "recreate"));
    const now = await client.get(ConfigMap, fixed);
    assert(now.metadata.uid !== uid && now.data?.value === "2");
    await settle(secrets("example.com/own"));
    // A foreign label stays, drift goes.
    await client.patch(ConfigMap, { name: "empty", namespace }, {
      merge: { data: { drift: "1" }, metadata: { labels: { team: "red" } } },
    });
    await settle(maps("2"));
    const empty = await client.get(ConfigMap, { name: "empty", namespace });
    assertEquals([empty.data, empty.metadata.labels], [undefined, { ...labels, team: "red" }]);
    const deleting = createContext({ object: account, client, deleting: true });
    for (const resource of [maps("2"), secrets()]) {
      await resource.ensureDeleted?.(account, deleting);
    }
    assertEquals((await client.list(ConfigMap, { namespace, labelSelector: "own" })).items, []);
    assertEquals((await client.list(Secret, { namespace, labelSelector: "own" })).items, []);
  },
});
