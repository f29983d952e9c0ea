import { assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps, deployment, deployments } from "../resources.ts";

export const patchCases: readonly ConformanceCase[] = inArea("patch", [
  {
    name: "merge sets, and null removes",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key, data: { old: "1", kept: "2" } });
      const changed = await client.patch(configMaps, key, {
        merge: { metadata: { labels: { l: "1" } }, data: { old: null, new: "3" } },
      });
      assertEquals(changed.data, { kept: "2", new: "3" });
      assertEquals(changed.metadata.labels, { l: "1" });
    },
  },
  {
    name: "merge replaces lists",
    async run({ client, namespace, widgets }) {
      const key = { name: "a", namespace };
      await client.create(widgets, { metadata: key, spec: { tags: ["a", "b"] } });
      const changed = await client.patch(widgets, key, { merge: { spec: { tags: ["c"] } } });
      assertEquals(changed.spec?.tags, ["c"]);
    },
  },
  {
    area: "no-op updates",
    name: "merge that changes nothing keeps the resource version",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key, data: { k: "v" } });
      const same = await client.patch(configMaps, key, { merge: { data: { k: "v" } } });
      assertEquals(same.metadata.resourceVersion, made.metadata.resourceVersion);
    },
  },
  {
    area: "preconditions",
    name: "merge with an old resource version is a Conflict",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key });
      await client.patch(configMaps, key, { merge: { data: { k: "1" } } });
      const { resourceVersion } = made.metadata;
      const status = await refusal(
        client.patch(configMaps, key, {
          merge: { metadata: { resourceVersion }, data: { k: "2" } },
        }),
      );
      assertEquals([status.code, status.reason], [409, "Conflict"]);
    },
  },
  {
    name: "merge of what is not there is NotFound",
    async run({ client, namespace }) {
      const status = await refusal(
        client.patch(configMaps, { name: "a", namespace }, { merge: {} }),
      );
      assertEquals([status.code, status.reason], [404, "NotFound"]);
    },
  },
  {
    name: "merge that breaks the schema is Invalid",
    async run({ client, namespace, widgets }) {
      const key = { name: "a", namespace };
      await client.create(widgets, { metadata: key, spec: {} });
      const status = await refusal(client.patch(widgets, key, { merge: { spec: { size: 1000 } } }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "JSON adds, replaces, removes, moves and copies",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key, data: { a: "1", b: "2", c: "3" } });
      const changed = await client.patch(configMaps, key, {
        json: [
          { op: "test", path: "/data/a", value: "1" },
          { op: "replace", path: "/data/a", value: "x" },
          { op: "remove", path: "/data/b" },
          { op: "add", path: "/data/d", value: "4" },
          { op: "move", from: "/data/c", path: "/data/e" },
          { op: "copy", from: "/data/a", path: "/data/f" },
        ],
      });
      assertEquals(changed.data, { a: "x", d: "4", e: "3", f: "x" });
    },
  },
  {
    name: "JSON appends to a list, inserts into it, and reads escaped names",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, {
        metadata: {
          ...key,
          annotations: { "example.test/x": "1" },
          finalizers: ["example.test/one"],
        },
      });
      const changed = await client.patch(configMaps, key, {
        json: [
          { op: "add", path: "/metadata/finalizers/-", value: "example.test/three" },
          { op: "add", path: "/metadata/finalizers/1", value: "example.test/two" },
          { op: "replace", path: "/metadata/annotations/example.test~1x", value: "2" },
        ],
      });
      assertEquals(changed.metadata.finalizers, [
        "example.test/one",
        "example.test/two",
        "example.test/three",
      ]);
      assertEquals(changed.metadata.annotations, { "example.test/x": "2" });
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "no-op updates",
    name: "JSON whose test fails is Invalid and changes nothing",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key, data: { k: "1" } });
      const status = await refusal(client.patch(configMaps, key, {
        json: [
          { op: "replace", path: "/data/k", value: "2" },
          { op: "test", path: "/data/k", value: "9" },
        ],
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(await client.get(configMaps, key), made);
    },
  },
  {
    name: "JSON that removes what is not there is Invalid",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const status = await refusal(
        client.patch(configMaps, key, { json: [{ op: "remove", path: "/data/k" }] }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "JSON that is no list is a BadRequest",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PATCH",
          headers: { "content-type": "application/json-patch+json" },
          body: JSON.stringify({ data: { k: "v" } }),
        }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "cannot rename",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const status = await refusal(
        client.patch(configMaps, key, { merge: { metadata: { name: "b" } } }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "of a type that is not known is UnsupportedMediaType",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PATCH",
          headers: { "content-type": "application/json" },
          body: "{}",
        }),
      );
      assertEquals([status.code, status.reason], [415, "UnsupportedMediaType"]);
    },
  },
  {
    name: "strategic of a custom resource is UnsupportedMediaType",
    async run({ client, namespace, widgets }) {
      const key = { name: "a", namespace };
      await client.create(widgets, { metadata: key, spec: {} });
      const status = await refusal(
        client.patch(widgets, key, { strategic: { spec: { size: 4 } } }),
      );
      assertEquals([status.code, status.reason], [415, "UnsupportedMediaType"]);
    },
  },
  {
    name: "records its field manager",
    async run({ client, namespace }) {
      const key = { name: "web", namespace };
      await client.create(deployments, deployment(namespace), { fieldManager: "one" });
      const changed = await client.patch(deployments, key, {
        merge: { spec: { minReadySeconds: 2 } },
      }, { fieldManager: "two" });
      const entry = changed.metadata.managedFields?.find((each) => each.manager === "two");
      assertEquals([entry?.operation, entry?.fieldsV1], [
        "Update",
        { "f:spec": { "f:minReadySeconds": {} } },
      ]);
    },
  },
]);
