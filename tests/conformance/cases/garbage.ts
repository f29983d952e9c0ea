import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, eventually, inArea, isGone, refusal } from "../case.ts";
import { type ConfigMap, configMaps, namespaces } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

async function family(client: Client, namespace: string): Promise<{ owner: ConfigMap }> {
  const owner = await client.create(configMaps, { metadata: { name: "owner", namespace } });
  await client.create(configMaps, {
    metadata: {
      name: "child",
      namespace,
      ownerReferences: [{
        apiVersion: "v1",
        kind: "ConfigMap",
        name: "owner",
        uid: owner.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      }],
    },
  });
  return { owner };
}

export const garbageCases: readonly ConformanceCase[] = inArea("garbage collection", [
  {
    name: "takes the dependents of what is deleted",
    async run({ client, namespace }) {
      const { owner } = await family(client, namespace);
      await client.delete(configMaps, owner, { propagationPolicy: "Background" });
      assert(await isGone(client.get(configMaps, { name: "owner", namespace })));
      await eventually(
        "the child is gone",
        () => isGone(client.get(configMaps, { name: "child", namespace })),
      );
    },
  },
  {
    name: "in the foreground holds the owner until its dependents are gone",
    async run({ client, namespace }) {
      const { owner } = await family(client, namespace);
      const key = { name: "child", namespace };
      await client.patch(configMaps, key, {
        merge: { metadata: { finalizers: ["example.test/hold"] } },
      });
      await client.delete(configMaps, owner, { propagationPolicy: "Foreground" });
      await eventually(
        "the child is marked",
        async () => (await client.get(configMaps, key)).metadata.deletionTimestamp !== undefined,
      );
      const held = await client.get(configMaps, { name: "owner", namespace });
      assertEquals(held.metadata.finalizers, ["foregroundDeletion"]);
      assert(held.metadata.deletionTimestamp);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
      await eventually(
        "the owner is gone",
        () => isGone(client.get(configMaps, { name: "owner", namespace })),
      );
    },
  },
  {
    name: "with Orphan leaves the dependents, without their owner",
    async run({ client, namespace }) {
      const { owner } = await family(client, namespace);
      await client.delete(configMaps, owner, { propagationPolicy: "Orphan" });
      await eventually(
        "the owner is gone",
        () => isGone(client.get(configMaps, { name: "owner", namespace })),
      );
      const child = await client.get(configMaps, { name: "child", namespace });
      assertEquals(child.metadata.ownerReferences, undefined);
    },
  },
  {
    name: "takes what names an owner that never was",
    async run({ client, namespace }) {
      const uid = "11111111-2222-3333-4444-555555555555";
      await client.create(configMaps, {
        metadata: {
          name: "child",
          namespace,
          ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "none", uid }],
        },
      });
      await eventually(
        "the child is gone",
        () => isGone(client.get(configMaps, { name: "child", namespace })),
      );
    },
  },
  {
    name: "keeps what still has another owner",
    async run({ client, namespace }) {
      const { owner } = await family(client, namespace);
      const other = await client.create(configMaps, { metadata: { name: "other", namespace } });
      const reference = {
        apiVersion: "v1",
        kind: "ConfigMap",
        name: "other",
        uid: other.metadata.uid,
      };
      await client.patch(configMaps, { name: "child", namespace }, {
        json: [{ op: "add", path: "/metadata/ownerReferences/-", value: reference }],
      });
      await client.delete(configMaps, owner, { propagationPolicy: "Background" });
      await eventually("the child has one owner left", async () => {
        const child = await client.get(configMaps, { name: "child", namespace });
        return child.metadata.ownerReferences?.length === 1;
      });
    },
  },
]);

export const namespaceCases: readonly ConformanceCase[] = inArea("namespaces", [
  {
    name: "are Active and labelled with their name",
    async run({ client, namespace }) {
      const made = await client.get(namespaces, { name: namespace });
      assertEquals(made.status?.phase, "Active");
      assertEquals(made.metadata.labels?.["kubernetes.io/metadata.name"], namespace);
      assertEquals(made.spec?.finalizers, ["kubernetes"]);
    },
  },
  {
    name: "take what is in them along",
    async run({ client, unique }) {
      const name = `gone-${unique}`;
      await client.create(namespaces, { metadata: { name } });
      await client.create(configMaps, { metadata: { name: "a", namespace: name } });
      await client.delete(namespaces, { name });
      await eventually("the namespace is gone", () => isGone(client.get(namespaces, { name })));
      assertEquals((await client.list(configMaps, { namespace: name })).items, []);
    },
  },
  {
    name: "that are ending refuse new objects and wait for finalizers",
    async run({ client, unique }) {
      const name = `ending-${unique}`;
      const key = { name: "a", namespace: name };
      await client.create(namespaces, { metadata: { name } });
      await client.create(configMaps, { metadata: { ...key, finalizers: ["example.test/hold"] } });
      await client.delete(namespaces, { name });
      const status = await refusal(
        client.create(configMaps, { metadata: { name: "b", namespace: name } }),
      );
      assertEquals([status.code, status.reason], [403, "Forbidden"]);
      assertEquals(status.details?.causes?.map((cause) => cause.reason), ["NamespaceTerminating"]);
      const ending = await client.get(namespaces, { name });
      assertEquals(ending.status?.phase, "Terminating");
      await eventually(
        "the object is marked",
        async () => (await client.get(configMaps, key)).metadata.deletionTimestamp !== undefined,
      );
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
      await eventually("the namespace is gone", () => isGone(client.get(namespaces, { name })));
    },
  },
]);
