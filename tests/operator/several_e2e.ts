import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  createClient,
  defineCustomResource,
  deleteCustomResource,
  discover,
  ensureCustomResource,
} from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController, owns } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { z } from "zod";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";

const { ignore } = await shareCluster();

/** A kind that no other test has. */
function kindOf(group: string, kind: string) {
  return defineCustomResource({
    group,
    kind,
    plural: `${kind.toLowerCase()}s`,
    scope: "Namespaced",
    version: "v1",
    versions: { v1: { schema: z.object({ spec: z.object({ on: z.boolean() }) }) } },
  });
}

Deno.test({
  name:
    "Operator.add() works with kinds whose CRDs are installed while the operator runs, and each is watched once by all",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const userAgent = `several-${namespace.name}`;
    await using client = createClient(cluster.config, { userAgent });
    const group = `${namespace.name}.example.com`;
    const Lamp = kindOf(group, "Lamp");
    const Dimmer = kindOf(group, "Dimmer");
    const seen = new Set<string>();
    const note =
      (name: string) => ({ metadata }: { readonly metadata: { readonly name: string } }) =>
        void seen.add(`${name}: ${metadata.name}`);
    const maps = defineController({
      name: "maps",
      for: ConfigMap,
      namespace: namespace.name,
      reconcile: note("maps"),
    });
    // A controller of a kind that is not there yet waits for it; the other works.
    const lamps = defineController({
      name: "lamps",
      for: Lamp,
      namespace: namespace.name,
      sources: [owns(ConfigMap)],
      reconcile: note("lamps"),
    });
    await using operator = createOperator({ client, controllers: [maps, lamps], log: noLogger });
    operator.ready.catch(() => {});
    await cluster.client.create(ConfigMap, { metadata: { name: "a", namespace: namespace.name } });
    await eventually("the config map is seen", () => seen.has("maps: a"));
    assertStringIncludes(operator.health().problems.join("\n"), `lamps.${group}`);

    await ensureCustomResource(cluster.client, Lamp);
    await ensureCustomResource(cluster.client, Dimmer);
    await using _ = {
      [Symbol.asyncDispose]: () => deleteCustomResource(cluster.client, Dimmer).then(() => {}),
    };
    const spec = { on: true };
    await cluster.client.create(Lamp, {
      metadata: { name: "desk", namespace: namespace.name },
      spec,
    });
    await cluster.client.create(Dimmer, {
      metadata: { name: "wall", namespace: namespace.name },
      spec,
    });
    await eventually("the lamp is seen", () => seen.has("lamps: desk"), 60_000);

    // A kind that is found by its name while the operator runs.
    const kind = await discover(client, { group, kind: "Dimmer" });
    const added = operator.add(defineController({
      name: "dimmers",
      for: kind,
      namespace: namespace.name,
      sources: [owns(Lamp)],
      reconcile: note("dimmers"),
    }));
    await added.ready;
    await eventually("the dimmer is seen", () => seen.has("dimmers: wall"));
    await eventually("all is well", () => operator.health().ready);

    const open = async () => {
      const events = (await cluster.auditLog()).filter((one) =>
        one.userAgent === userAgent && one.verb === "watch" &&
        (one.responseStatus?.code ?? 200) === 200
      );
      const ended = new Set(
        events.filter(({ stage }) => stage === "ResponseComplete").map(({ auditID }) => auditID),
      );
      return events.filter(({ stage, auditID }) =>
        stage === "ResponseStarted" && !ended.has(auditID)
      )
        .map(({ objectRef }) => objectRef?.resource ?? "").sort();
    };
    assertEquals(await open(), ["configmaps", "dimmers", "lamps"], "one watch each");

    // The controller goes, and the watch that nobody else needs.
    await added.stop();
    await eventually(
      "the watch of the dimmers ends",
      async () => (await open()).join() === "configmaps,lamps",
    );
    await cluster.client.create(Dimmer, {
      metadata: { name: "late", namespace: namespace.name },
      spec,
    });
    await cluster.client.create(ConfigMap, { metadata: { name: "b", namespace: namespace.name } });
    await eventually("the others go on", () => seen.has("maps: b"));
    assert(!seen.has("dimmers: late"));

    // A CRD that goes is named, one that comes again is taken up.
    await deleteCustomResource(cluster.client, Lamp);
    await eventually(
      "the missing kind is named",
      () => operator.health().problems.some((problem) => problem.includes(`lamps.${group}`)),
      60_000,
    );
    seen.clear();
    await ensureCustomResource(cluster.client, Lamp);
    await cluster.client.create(Lamp, {
      metadata: { name: "new", namespace: namespace.name },
      spec,
    });
    await eventually("the new lamp is seen", () => seen.has("lamps: new"), 60_000);
    await deleteCustomResource(cluster.client, Lamp);
  },
});
