import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, finalizerOf, find, operate } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "IT-5 parallel: three controllers delete on their own, each exactly until it has succeeded",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-object", namespace: namespace.name };
    const names = ["a", "b", "c"];
    const [a, b, c] = names.map((name) => countingResource(name));
    if (!a || !b || !c) throw new Error("No resources");
    // On deletion a never fails, b fails once, c always fails.
    b.failWhen = ({ metadata }) => Boolean(metadata.deletionTimestamp) && b.counts.deleted === 1;
    c.failWhen = ({ metadata }) => Boolean(metadata.deletionTimestamp);
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { a: [a], b: [b], c: [c] },
      handles: (name) => name === key.name,
    });

    await client.create(ConfigMap, { metadata: key });
    await eventually("each has created", () => [a, b, c].every(({ counts }) => counts.created > 0));
    const created = await client.get(ConfigMap, key);
    assertEquals(created.metadata.finalizers?.toSorted(), names.map(finalizerOf));
    assertEquals([a, b, c].map(({ counts }) => counts.deleted), [0, 0, 0]);

    await client.delete(ConfigMap, created);
    await eventually(
      "only the finalizer of c is left",
      async () => (await find(client, key))?.metadata.finalizers?.length === 1,
    );
    const deleting = await client.get(ConfigMap, key);
    assert(deleting.metadata.deletionTimestamp);
    assertEquals(deleting.metadata.finalizers, [finalizerOf("c")]);
    await eventually("four failed deletions of c", () => c.counts.deleted > 3);
    assertEquals([a.counts.deleted, b.counts.deleted], [1, 2]);

    c.failWhen = undefined;
    await eventually("the object is gone", async () => await find(client, key) === undefined);
    assertEquals([a.counts.deleted, b.counts.deleted], [1, 2]);
  },
});
