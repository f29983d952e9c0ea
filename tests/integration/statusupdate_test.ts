import { assertEquals } from "@std/assert";
import { defineApiResource, type KubernetesObject } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { CustomResourceDefinition } from "../../kinds/generated/apiextensions_v1.ts";
import { eventually, finalizerOf } from "./harness.ts";

const { ignore } = await shareCluster();

interface Drainer extends KubernetesObject {
  spec?: { readonly guest?: string };
  status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const group = "statusupdate.operatorkit.example.com";
const Drainer = defineApiResource<Drainer>({
  group,
  version: "v1",
  kind: "Drainer",
  plural: "drainers",
  scope: "Namespaced",
});
const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

Deno.test({
  name:
    "IT-7 statusupdate: a condition that the resource wrote outlives all patches of the controller",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const name = `drainers.${group}`;
    await client.create(CustomResourceDefinition, {
      metadata: { name },
      spec: {
        group,
        names: { kind: "Drainer", plural: "drainers" },
        scope: "Namespaced",
        versions: [{
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: "object", properties: { spec: open, status: open } } },
        }],
      },
    });
    await using _crd = {
      [Symbol.asyncDispose]: () => client.delete(CustomResourceDefinition, { name }).then(() => {}),
    };
    await eventually("the kind is served", async () => {
      return await client.list(Drainer, { namespace: namespace.name }).then(
        () => true,
        () => false,
      );
    });
    const key = { name: "test-object", namespace: namespace.name };
    const conditions = [{ type: "testType", status: "testStatus" }];
    const seen: unknown[] = [];
    const step = defineResource(Drainer, {
      name: "test-resource",
      ensureCreated: async ({ metadata }, { client }) => {
        const { name, namespace = "" } = metadata;
        const fresh = await client.get(Drainer, { name, namespace });
        seen.push(fresh.status?.conditions);
        if (fresh.status?.conditions) return;
        await client.update(Drainer, { ...fresh, status: { conditions } }, {
          subresource: "status",
        });
      },
      ensureDeleted: () => {},
    });
    await using operator = createOperator({
      client,
      log: noLogger,
      controllers: [defineController({
        name: "test-controller",
        for: Drainer,
        namespace: namespace.name,
        reconcile: resources([step]),
      })],
    });
    await operator.ready;
    await client.create(Drainer, { metadata: key, spec: { guest: "a" } });
    await eventually("the condition", async () => {
      return (await client.get(Drainer, key)).status?.conditions !== undefined;
    });
    for (const guest of ["b", "c", "d"]) {
      const before = seen.length;
      await client.patch(Drainer, key, { merge: { spec: { guest } } });
      await eventually(`a run after ${guest}`, () => seen.length > before);
    }
    const drainer = await client.get(Drainer, key);
    assertEquals(drainer.status, { conditions });
    assertEquals(drainer.metadata.finalizers, [finalizerOf("test-controller")]);
    assertEquals(seen, [undefined, ...seen.slice(1).map(() => conditions)]);
    await client.delete(Drainer, key);
    await eventually("the object is gone", async () => {
      return (await client.list(Drainer, { namespace: namespace.name })).items.length === 0;
    });
  },
});
