import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, finalizerOf, find, operate } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "IT-2 controlflow: deletion is tried again until it succeeds, and ends the object then",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-object", namespace: namespace.name };
    const resource = countingResource();
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { "test-controller": [resource] },
      handles: (name) => name === key.name,
    });

    await client.create(ConfigMap, { metadata: key });
    for (const state of ["a", "b", "c"]) {
      const before = resource.counts.created;
      await client.patch(ConfigMap, key, { merge: { metadata: { labels: { state } } } });
      await eventually(`a run after ${state}`, () => resource.counts.created > before);
    }
    assertEquals(resource.counts.deleted, 0);
    const created = await client.get(ConfigMap, key);
    assertEquals(created.metadata.finalizers, [finalizerOf("test-controller")]);
    assertEquals(created.metadata.deletionTimestamp, undefined);

    resource.failWhen = () => true;
    await client.delete(ConfigMap, created);
    await eventually("three failed deletions", () => resource.counts.deleted > 2);
    const deleting = await client.get(ConfigMap, key);
    assert(deleting.metadata.deletionTimestamp);
    assertEquals(deleting.metadata.finalizers, [finalizerOf("test-controller")]);

    resource.failWhen = undefined;
    await eventually("the object is gone", async () => await find(client, key) === undefined);
  },
});
