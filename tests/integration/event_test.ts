import { assertEquals } from "@std/assert";
import { TerminalError } from "../../context/mod.ts";
import { defineController, reconcileOnce } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { Event } from "../../kinds/mod.ts";
import { resources } from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, finalizerOf } from "./harness.ts";

const { ignore } = await shareCluster();

class TestError extends TerminalError {
  override readonly name = "testError";
}

Deno.test({
  name: "IT-8 event: an error of a kind of its own becomes exactly one Warning on the object",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-cm", namespace: namespace.name };
    const resource = countingResource();
    resource.failWith = new Error("the details", { cause: new TestError("This should fail") });
    const controller = defineController({
      name: "test-operator",
      for: ConfigMap,
      reconcile: resources([resource]),
    });

    await client.create(ConfigMap, { metadata: key });
    await client.patch(ConfigMap, key, { merge: { metadata: { labels: { a: "b" } } } });
    const outcome = await reconcileOnce(controller, { client, request: key });
    assertEquals(outcome.type, "error");
    assertEquals((await client.get(ConfigMap, key)).metadata.finalizers, [
      finalizerOf("test-operator"),
    ]);
    const { items } = await client.list(Event, { namespace: namespace.name });
    assertEquals(
      items.map(({ type, reason, note, reportingController, regarding }) => ({
        type,
        reason,
        note,
        reportingController,
        regarding: `${regarding?.kind} ${regarding?.name}`,
      })),
      [{
        type: "Warning",
        reason: "testError",
        note: "the details",
        reportingController: "test-operator",
        regarding: "ConfigMap test-cm",
      }],
    );
  },
});
