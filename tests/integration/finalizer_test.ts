import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, finalizerOf, find, operate } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name:
    "IT-4 finalizer: only the controller that handles the object removes it, and only after success",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-cm", namespace: namespace.name };
    const resource = countingResource();
    resource.failWhen = () => true;
    // Three replicas with one name, as during a rolling update: two of them do not know this object's version.
    await using stack = new AsyncDisposableStack();
    for (const handled of [true, false, false]) {
      stack.use(
        await operate(client, {
          namespace: namespace.name,
          controllers: { "test-controller": [resource] },
          handles: (name) => handled && name === key.name,
        }),
      );
    }

    await client.create(ConfigMap, { metadata: key });
    await eventually("two failed creations", () => resource.counts.created >= 2);
    assertEquals(resource.counts.deleted, 0);
    const created = await client.get(ConfigMap, key);
    assertEquals(created.metadata.finalizers, [finalizerOf("test-controller")]);

    await client.delete(ConfigMap, created);
    await eventually("three failed deletions", () => resource.counts.deleted >= 3);
    const deleting = await client.get(ConfigMap, key);
    assert(deleting.metadata.deletionTimestamp);
    assertEquals(deleting.metadata.finalizers, [finalizerOf("test-controller")]);

    resource.failWhen = undefined;
    await eventually("the object is gone", async () => await find(client, key) === undefined);
  },
});
