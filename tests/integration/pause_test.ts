import { assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { countingResource, eventually, finalizerOf, find, operate } from "./harness.ts";

const { ignore } = await shareCluster();
const annotation = "operatorkit.giantswarm.io/paused";

Deno.test({
  name: "IT-9 pause: the count of a paused object stands still while others go on, and then rises",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-paused", namespace: namespace.name };
    const pacemaker = { name: "test-pacemaker", namespace: namespace.name };
    const resource = countingResource();
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { "test-controller": [resource] },
      handles: (name) => name.startsWith("test-"),
    });
    const counts = () => ({ ...resource.of(key.name) });
    const label = (which: typeof key, beat: string) =>
      client.patch(ConfigMap, which, { merge: { metadata: { labels: { beat } } } });
    const pause = (value: string | null) =>
      client.patch(ConfigMap, key, {
        merge: { metadata: { annotations: { [annotation]: value } } },
      });
    /**
     * With one worker and one watch, a run of the pacemaker that sees its label comes after all that was changed before.
     * The first may already be under way when the change comes; the third cannot.
     */
    async function beats(name: string): Promise<void> {
      for (const beat of [1, 2, 3]) {
        await label(pacemaker, `${name}-${beat}`);
        await eventually(
          `beat ${name}-${beat}`,
          () => resource.last(pacemaker.name)?.metadata.labels?.beat === `${name}-${beat}`,
        );
      }
    }

    await client.create(ConfigMap, { metadata: pacemaker });
    await client.create(ConfigMap, { metadata: key });
    await label(key, "one");
    await eventually("a run", () => resource.last(key.name)?.metadata.labels?.beat === "one");
    await beats("before");

    await pause("true");
    await beats("pausing");
    const still = counts();
    for (const beat of ["two", "three", "four"]) {
      await label(key, beat);
      await beats(beat);
    }
    assertEquals(counts(), still);

    // Not even the deletion of a paused object is looked at.
    await client.delete(ConfigMap, key);
    await beats("deleting");
    assertEquals(counts(), still);
    assertEquals((await client.get(ConfigMap, key)).metadata.finalizers, [
      finalizerOf("test-controller"),
    ]);

    await pause(null);
    await eventually("the object is gone", async () => await find(client, key) === undefined);
    assertEquals(counts(), { created: still.created, deleted: 1 });
  },
});

Deno.test({
  name: "IT-9 pause: without the annotation the paused object is reconciled again",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const key = { name: "test-paused", namespace: namespace.name };
    const pacemaker = { name: "test-pacemaker", namespace: namespace.name };
    const resource = countingResource();
    await using _operator = await operate(client, {
      namespace: namespace.name,
      controllers: { "test-controller": [resource] },
      handles: (name) => name.startsWith("test-"),
    });
    // Paused from its first day: it does not even get a finalizer.
    await client.create(ConfigMap, { metadata: { ...key, annotations: { [annotation]: "true" } } });
    await client.create(ConfigMap, { metadata: pacemaker });
    await eventually("a run of the pacemaker", () => resource.of(pacemaker.name).created > 0);
    assertEquals(resource.of(key.name), { created: 0, deleted: 0 });
    assertEquals((await client.get(ConfigMap, key)).metadata.finalizers, undefined);
    await client.patch(ConfigMap, key, {
      merge: { metadata: { annotations: { [annotation]: "false" } } },
    });
    await eventually("a run", () => resource.of(key.name).created > 0);
  },
});
