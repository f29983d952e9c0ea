import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  causes,
  type ConformanceCase,
  type ConformanceEnv,
  inArea,
  isGone,
  refusal,
} from "../case.ts";
import { configMaps } from "../resources.ts";
import type { InputMetadata } from "../../../client/mod.ts";

function refused(
  what: string,
  metadata: InputMetadata,
  cause: string,
): Omit<ConformanceCase, "area"> {
  return {
    name: `with ${what} is Invalid at ${cause.split(" ")[1]}`,
    async run({ client, namespace }: ConformanceEnv) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        body: { metadata: { name: "a", ...metadata } },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals([...new Set(causes(status))], [cause]);
    },
  };
}

const uid = "11111111-2222-3333-4444-555555555555";
const owner = { apiVersion: "v1", kind: "ConfigMap", name: "o", uid };

export const metadataCases: readonly ConformanceCase[] = inArea("refusals", [
  refused(
    "a label value that is none",
    { labels: { l: "not ok" } },
    "FieldValueInvalid metadata.labels",
  ),
  refused(
    "a label key that is none",
    { labels: { "a b": "1" } },
    "FieldValueInvalid metadata.labels",
  ),
  refused(
    "an annotation key that is none",
    { annotations: { "a b": "1" } },
    "FieldValueInvalid metadata.annotations",
  ),
  refused(
    "a finalizer without a domain",
    { finalizers: ["hold"] },
    "FieldValueInvalid metadata.finalizers[0]",
  ),
  refused(
    "an owner without uid",
    { ownerReferences: [{ ...owner, uid: "" }] },
    "FieldValueInvalid metadata.ownerReferences.uid",
  ),
  refused(
    "two controlling owners",
    {
      ownerReferences: [
        { ...owner, controller: true },
        { ...owner, name: "p", uid: uid.replace("1", "2"), controller: true },
      ],
    },
    "FieldValueInvalid metadata.ownerReferences",
  ),
  refused("a name that is too long", { name: "a".repeat(254) }, "FieldValueInvalid metadata.name"),
  {
    area: "storage and conflicts",
    name: "keeps labels, annotations, finalizers and owners as written",
    async run({ client, namespace }) {
      const metadata = {
        name: "a",
        namespace,
        labels: { "example.test/l": "1", empty: "" },
        annotations: { "example.test/n": "any text\n", empty: "" },
        finalizers: ["example.test/b", "example.test/a"],
      };
      const made = await client.create(configMaps, { metadata });
      const { labels, annotations, finalizers } = made.metadata;
      assertEquals(labels, metadata.labels);
      assertEquals(annotations, metadata.annotations);
      assertEquals(finalizers, metadata.finalizers);
      await client.patch(configMaps, metadata, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    name:
      "whose last finalizer goes by an update ends a marked object, and the answer is that object",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: ["example.test/hold"] } });
      await client.delete(configMaps, key);
      const held = await client.get(configMaps, key);
      const { finalizers: _, ...metadata } = held.metadata;
      const last = await client.update(configMaps, { ...held, metadata });
      assertEquals(last.metadata.uid, held.metadata.uid);
      assert(await isGone(client.get(configMaps, key)));
    },
  },
  {
    area: "finalizers and deletion",
    name: "whose finalizer goes while the object lives changes nothing else",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: ["example.test/hold"] } });
      const changed = await client.patch(configMaps, key, {
        merge: { metadata: { finalizers: [] } },
      });
      assertEquals(changed.metadata.finalizers, undefined);
      assertEquals(changed.metadata.deletionTimestamp, undefined);
    },
  },
  {
    area: "generation",
    name: "of a custom resource counts generations from 1, for the spec and not for labels",
    async run({ client, namespace, widgets }) {
      const key = { name: "a", namespace };
      await client.create(widgets, { metadata: key, spec: {} });
      const labelled = await client.patch(widgets, key, {
        merge: { metadata: { labels: { l: "1" } } },
      });
      assertEquals(labelled.metadata.generation, 1);
      const changed = await client.patch(widgets, key, { merge: { spec: { size: 4 } } });
      assertEquals(changed.metadata.generation, 2);
      const forged = await client.patch(widgets, key, { merge: { metadata: { generation: 9 } } });
      assertEquals(forged.metadata.generation, 2);
    },
  },
  {
    name: "alone is answered where PartialObjectMetadata is asked for",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, labels: { l: "1" } },
        data: { k: "v" },
      });
      const headers = { accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1" };
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const one = await (await client.request(`${path}/a`, { headers })).json();
      assertEquals([one.kind, one.apiVersion], ["PartialObjectMetadata", "meta.k8s.io/v1"]);
      assertEquals([one.metadata.uid, one.data], [made.metadata.uid, undefined]);
      const listHeaders = {
        accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
      };
      const list = await (await client.request(path, { headers: listHeaders })).json();
      assertEquals(list.kind, "PartialObjectMetadataList");
      assertEquals(list.items[0].metadata.uid, made.metadata.uid);
      assertEquals(list.items[0].data, undefined);
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      await client.create(configMaps, { metadata: { name: "b", namespace }, data: { k: "v" } });
      const watch = await client.request(path, {
        headers,
        query: { watch: true, resourceVersion, timeoutSeconds: 1 },
        stream: true,
      });
      const event = JSON.parse((await watch.text()).trim());
      assertEquals([event.type, event.object.kind], ["ADDED", "PartialObjectMetadata"]);
      assertEquals(event.object.data, undefined);
    },
  },
  {
    area: "apply",
    name: "of managed fields: an update by another takes the field from who applied it",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const made = await client.apply(configMaps, { metadata, data: { a: "1", b: "1" } }, {
        fieldManager: "one",
      });
      const changed = await client.update(configMaps, { ...made, data: { a: "1", b: "2" } }, {
        fieldManager: "two",
      });
      const fields = Object.fromEntries(
        changed.metadata.managedFields?.map((entry) => [entry.manager, entry.fieldsV1]) ?? [],
      );
      assertEquals(fields, {
        one: { "f:data": { "f:a": {} } },
        two: { "f:data": { "f:b": {} } },
      });
    },
  },
  {
    area: "apply",
    name:
      "of managed fields: applying what an update has taken is a Conflict, and force takes it back",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const object = { metadata, data: { k: "1" } };
      const made = await client.apply(configMaps, object, { fieldManager: "one" });
      await client.update(configMaps, { ...made, data: { k: "2" } }, { fieldManager: "two" });
      const status = await refusal(client.apply(configMaps, object, { fieldManager: "one" }));
      assertEquals(causes(status), ["FieldManagerConflict .data.k"]);
      const back = await client.apply(configMaps, object, { fieldManager: "one", force: true });
      assertEquals(back.data, { k: "1" });
    },
  },
  {
    area: "apply",
    name: "of managed fields: an empty list in an update clears them",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace },
        data: { k: "v" },
      });
      const cleared = await client.patch(configMaps, { name: "a", namespace }, {
        merge: { metadata: { managedFields: [{}] } },
      });
      assertEquals(cleared.metadata.managedFields, undefined);
      assertNotEquals(made.metadata.managedFields, undefined);
    },
  },
  {
    area: "apply",
    name: "of managed fields: a field removed by a patch is owned by nobody",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.apply(configMaps, { metadata, data: { a: "1", b: "1" } }, {
        fieldManager: "one",
      });
      const changed = await client.patch(configMaps, metadata, { merge: { data: { b: null } } }, {
        fieldManager: "two",
      });
      const one = changed.metadata.managedFields?.find((entry) => entry.manager === "one");
      assertEquals(one?.fieldsV1, { "f:data": { "f:a": {} } });
    },
  },
], "metadata");
