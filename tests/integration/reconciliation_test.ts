import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import type { Resource } from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, finalizerOf, find, operate } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name:
    "IT-6 reconciliation: the last change is seen, the deletion runs once, foreign finalizers stay",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-cm", namespace: namespace.name };
    const foreign = "example.com/foreign";
    const resource = countingResource();
    const labels: (string | undefined)[] = [];
    let finished = 0;
    const watcher: Resource<ConfigMap> = {
      name: "watcher",
      ensureCreated: ({ metadata }) => void labels.push(metadata.labels?.state),
    };
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { "test-controller": [resource, watcher] },
      handles: (name) => name === key.name,
      observe: ({ event }) => {
        if (event.type === "finished" && event.request.name === key.name) finished++;
      },
    });

    await client.create(ConfigMap, { metadata: { ...key, finalizers: [foreign] } });
    await client.patch(ConfigMap, key, { merge: { metadata: { labels: { state: "last" } } } });
    await eventually("a run that sees the last change", () => labels.at(-1) === "last");
    await eventually(
      "both finalizers",
      async () => (await find(client, key))?.metadata.finalizers?.length === 2,
    );
    assertEquals((await client.get(ConfigMap, key)).metadata.finalizers, [
      foreign,
      finalizerOf("test-controller"),
    ]);
    assertEquals(resource.counts.deleted, 0);

    const runs = resource.counts.created;
    await client.delete(ConfigMap, key);
    await eventually(
      "our finalizer is gone",
      async () => (await find(client, key))?.metadata.finalizers?.length === 1,
    );
    // The foreign finalizer keeps the object: later changes must not run the deletion again.
    let before = finished;
    for (const state of ["a", "b", "c"]) {
      before = finished;
      await client.patch(ConfigMap, key, { merge: { metadata: { labels: { state } } } });
    }
    await eventually("a run after the last change", () => finished > before);
    const deleting = await client.get(ConfigMap, key);
    assert(deleting.metadata.deletionTimestamp);
    assertEquals(deleting.metadata.finalizers, [foreign]);
    assertEquals(resource.counts, { created: runs, deleted: 1 });

    await client.patch(ConfigMap, key, { merge: { metadata: { finalizers: null } } });
    await eventually("the object is gone", async () => await find(client, key) === undefined);
    assertEquals(resource.counts, { created: runs, deleted: 1 });
  },
});
