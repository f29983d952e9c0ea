import { assert, assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, isGone, older, refusal } from "../case.ts";
import { configMaps, deployment, deployments } from "../resources.ts";

const finalizer = "example.test/hold";

export const deleteCases: readonly ConformanceCase[] = inArea("finalizers and deletion", [
  {
    name: "removes the object at once when nothing holds it",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      await client.delete(configMaps, key);
      assert(await isGone(client.get(configMaps, key)));
    },
  },
  {
    name: "of what is not there is NotFound",
    async run({ client, namespace }) {
      const status = await refusal(client.delete(configMaps, { name: "a", namespace }));
      assertEquals([status.code, status.reason], [404, "NotFound"]);
    },
  },
  {
    area: "preconditions",
    name: "of another uid is a Conflict",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const first = await client.create(configMaps, { metadata: key });
      await client.delete(configMaps, key);
      await client.create(configMaps, { metadata: key });
      const status = await refusal(client.delete(configMaps, first));
      assertEquals([status.code, status.reason], [409, "Conflict"]);
      assertEquals(await isGone(client.get(configMaps, key)), false);
    },
  },
  {
    area: "preconditions",
    name: "of another resource version is a Conflict",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key });
      const changed = await client.update(configMaps, { ...made, data: { k: "v" } });
      const status = await refusal(client.delete(configMaps, made, { ifUnchanged: true }));
      assertEquals([status.code, status.reason], [409, "Conflict"]);
      await client.delete(configMaps, changed, { ifUnchanged: true });
      assert(await isGone(client.get(configMaps, key)));
    },
  },
  {
    area: "refusals",
    name: "answers a Status with the uid when the object is gone, the object when it is held",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const gone = await (await client.request(`${path}/a`, { method: "DELETE" })).json();
      assertEquals([gone.kind, gone.status, gone.details?.uid], [
        "Status",
        "Success",
        made.metadata.uid,
      ]);
      await client.create(configMaps, {
        metadata: { name: "b", namespace, finalizers: [finalizer] },
      });
      const held = await (await client.request(`${path}/b`, { method: "DELETE" })).json();
      assertEquals([held.kind, typeof held.metadata?.deletionTimestamp], ["ConfigMap", "string"]);
      await client.patch(configMaps, { name: "b", namespace }, {
        merge: { metadata: { finalizers: null } },
      });
    },
  },
  {
    name: "of an object with a finalizer marks it, with a grace of 0",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, {
        metadata: { ...key, finalizers: [finalizer] },
      });
      await client.delete(configMaps, key);
      const held = await client.get(configMaps, key);
      assert(held.metadata.deletionTimestamp);
      assertEquals(held.metadata.deletionGracePeriodSeconds, 0);
      assertEquals(held.metadata.uid, made.metadata.uid);
      assert(older(made.metadata.resourceVersion, held.metadata.resourceVersion));
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    name: "marks only once: a second one changes nothing",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: [finalizer] } });
      await client.delete(configMaps, key);
      const held = await client.get(configMaps, key);
      await client.delete(configMaps, key);
      assertEquals(await client.get(configMaps, key), held);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "generation",
    name: "raises the generation when it marks",
    async run({ client, namespace, widgets }) {
      const key = { name: "a", namespace };
      await client.create(widgets, { metadata: { ...key, finalizers: [finalizer] }, spec: {} });
      await client.delete(widgets, key);
      const held = await client.get(widgets, key);
      assertEquals(held.metadata.generation, 2);
      await client.patch(widgets, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    name: "ends when the last finalizer goes, and not before",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, {
        metadata: { ...key, finalizers: [finalizer, "example.test/other"] },
      });
      await client.delete(configMaps, key);
      const first = await client.patch(configMaps, key, {
        json: [
          { op: "test", path: "/metadata/finalizers/0", value: finalizer },
          { op: "remove", path: "/metadata/finalizers/0" },
        ],
      });
      assertEquals(first.metadata.finalizers, ["example.test/other"]);
      const last = await client.patch(configMaps, key, {
        json: [{ op: "remove", path: "/metadata/finalizers/0" }],
      });
      assertEquals(last.metadata.finalizers, undefined);
      assert(await isGone(client.get(configMaps, key)));
    },
  },
  {
    name: "lets no finalizer be added any more",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: [finalizer] } });
      await client.delete(configMaps, key);
      const status = await refusal(client.patch(configMaps, key, {
        merge: { metadata: { finalizers: [finalizer, "example.test/late"] } },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      // The real server says it twice.
      assertEquals([...new Set(causes(status))], ["FieldValueForbidden metadata.finalizers"]);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    name: "lets a marked object be changed otherwise, and keeps its deletion timestamp",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: [finalizer] } });
      await client.delete(configMaps, key);
      const held = await client.get(configMaps, key);
      const changed = await client.patch(configMaps, key, {
        merge: { metadata: { deletionTimestamp: null }, data: { k: "v" } },
      });
      assertEquals(changed.data, { k: "v" });
      assertEquals(changed.metadata.deletionTimestamp, held.metadata.deletionTimestamp);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "dry run",
    name: "with dryRun deletes nothing",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key });
      await client.delete(configMaps, key, { dryRun: true });
      assertEquals(await client.get(configMaps, key), made);
    },
  },
  {
    area: "generation",
    name: "gives a later object of the name another uid, and generation 1 again",
    async run({ client, namespace }) {
      const first = await client.create(deployments, deployment(namespace));
      await client.delete(deployments, first, { propagationPolicy: "Background" });
      const second = await client.create(deployments, deployment(namespace));
      assert(first.metadata.uid !== second.metadata.uid);
      assertEquals(second.metadata.generation, 1);
    },
  },
  {
    area: "deletecollection",
    name: "of a collection takes what the selector names",
    async run({ client, namespace }) {
      for (const [name, app] of [["a", "x"], ["b", "x"], ["c", "y"]] as const) {
        await client.create(configMaps, { metadata: { name, namespace, labels: { app } } });
      }
      await client.deleteCollection(configMaps, { namespace, labelSelector: "app=x" });
      const { items } = await client.list(configMaps, { namespace });
      assertEquals(items.map((item) => item.metadata.name), ["c"]);
    },
  },
  {
    area: "deletecollection",
    name: "of a collection marks those that are held",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      await client.create(configMaps, {
        metadata: { name: "b", namespace, finalizers: [finalizer] },
      });
      await client.deleteCollection(configMaps, { namespace });
      const { items } = await client.list(configMaps, { namespace });
      assertEquals(items.map((item) => item.metadata.name), ["b"]);
      assert(items[0]?.metadata.deletionTimestamp);
      await client.patch(configMaps, { name: "b", namespace }, {
        merge: { metadata: { finalizers: null } },
      });
    },
  },
], "delete");
