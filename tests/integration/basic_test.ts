import { assert, assertEquals } from "@std/assert";
import { defineController, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { resources } from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, finalizerOf, find } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name:
    "IT-1 basic: the finalizer is added once, holds the object, and is removed after one deletion pass",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-cm", namespace: namespace.name };
    const resource = countingResource();
    const controller = defineController({
      name: "test-operator",
      for: ConfigMap,
      reconcile: resources([resource]),
    });

    await client.create(ConfigMap, { metadata: key });
    await client.patch(ConfigMap, key, { merge: { metadata: { labels: { a: "b" } } } });
    await reconcileOnce(controller, { client, request: key });
    await reconcileOnce(controller, { client, request: key });
    const created = await client.get(ConfigMap, key);
    assertEquals(created.metadata.finalizers, [finalizerOf("test-operator")]);
    assert(resource.counts.created >= 1);
    assertEquals(resource.counts.deleted, 0);

    await client.delete(ConfigMap, created);
    const deleting = await client.get(ConfigMap, key);
    assert(deleting.metadata.deletionTimestamp);
    assertEquals(deleting.metadata.finalizers, [finalizerOf("test-operator")]);

    await reconcileOnce(controller, { client, request: key });
    assertEquals(resource.counts.deleted, 1);
    assertEquals(await find(client, key), undefined);
  },
});
