import { assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, operate } from "./harness.ts";

const { ignore } = await shareCluster();

Deno.test({
  name: "IT-3 error: a failed resource stops the chain for its object only",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const first = countingResource("a");
    const second = countingResource("b");
    first.failWhen = ({ metadata }) => metadata.name === "test-object-a";
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { "test-controller": [first, second] },
      handles: (name) => name.startsWith("test-object-"),
    });
    const [a, b] = ["test-object-a", "test-object-b"].map((name) => ({
      name,
      namespace: namespace.name,
    }));
    if (!a || !b) throw new Error("No keys");
    await client.create(ConfigMap, { metadata: a });
    await client.create(ConfigMap, { metadata: b });

    // The failing object is tried again and again; the second resource never gets it.
    await eventually("three tries of a", () => first.of(a.name).created >= 3);
    await eventually("both resources have b", () => second.of(b.name).created >= 1);
    assertEquals(second.of(a.name), { created: 0, deleted: 0 });
    assertEquals([first.counts.deleted, second.counts.deleted], [0, 0]);

    first.failWhen = undefined;
    await eventually("the chain of a goes on", () => second.of(a.name).created >= 1);
    // Every completed pass of an object has run both resources.
    await eventually(
      "as many passes of b",
      () => second.of(b.name).created === first.of(b.name).created,
    );
  },
});
