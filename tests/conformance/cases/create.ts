import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps, deployment, deployments, secrets } from "../resources.ts";

export const createCases: readonly ConformanceCase[] = inArea("storage and conflicts", [
  {
    name: "gives uid, resource version, time, kind and apiVersion",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace },
        data: { k: "v" },
      });
      assertMatch(made.metadata.uid, /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
      assertMatch(made.metadata.resourceVersion, /^[1-9][0-9]*$/);
      assertMatch(made.metadata.creationTimestamp ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assertEquals([made.apiVersion, made.kind], ["v1", "ConfigMap"]);
      assertEquals(made.data, { k: "v" });
      assertEquals(made.metadata.generation, undefined);
    },
  },
  {
    name: "of a name that exists is refused as AlreadyExists, with the name and the plural",
    async run({ client, namespace }) {
      const object = { metadata: { name: "a", namespace } };
      await client.create(configMaps, object);
      const status = await refusal(client.create(configMaps, object));
      assertEquals([status.code, status.reason], [409, "AlreadyExists"]);
      assertEquals([status.details?.name, status.details?.kind], ["a", "configmaps"]);
      assertEquals(status.message, 'configmaps "a" already exists');
    },
  },
  {
    area: "generateName",
    name: "with generateName appends five characters, each time others",
    async run({ client, namespace }) {
      const object = { metadata: { generateName: "gen-", namespace } };
      const one = await client.create(configMaps, object);
      const two = await client.create(configMaps, object);
      assertMatch(one.metadata.name, /^gen-[a-z0-9]{5}$/);
      assertNotEquals(one.metadata.name, two.metadata.name);
      assertEquals(one.metadata.generateName, "gen-");
    },
  },
  {
    name: "replaces a uid and a creation time that the caller made up",
    async run({ client, namespace }) {
      const uid = "11111111-2222-3333-4444-555555555555";
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, uid, creationTimestamp: "2001-01-01T00:00:00Z" },
      });
      assertNotEquals(made.metadata.uid, uid);
      assert(!made.metadata.creationTimestamp?.startsWith("2001"));
    },
  },
  {
    name: "drops a deletion timestamp",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, deletionTimestamp: "2001-01-01T00:00:00Z" },
      });
      assertEquals(made.metadata.deletionTimestamp, undefined);
    },
  },
  {
    name: "into a namespace that does not exist is refused as NotFound of the namespace",
    async run({ client, unique }) {
      const status = await refusal(
        client.create(configMaps, { metadata: { name: "a", namespace: `none-${unique}` } }),
      );
      assertEquals([status.code, status.reason], [404, "NotFound"]);
      assertEquals([status.details?.kind, status.details?.name], ["namespaces", `none-${unique}`]);
    },
  },
  {
    area: "dry run",
    name: "with dryRun answers as if, and stores nothing",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } }, {
        dryRun: true,
      });
      assert(made.metadata.uid);
      assertEquals((await client.list(configMaps, { namespace })).items, []);
    },
  },
  {
    area: "refusals",
    name: "with a name that is no DNS subdomain is Invalid at metadata.name",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
          method: "POST",
          body: { metadata: { name: "Not_A_Name" } },
        }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(status.details?.causes?.map((cause) => [cause.reason, cause.field]), [
        ["FieldValueInvalid", "metadata.name"],
      ]);
    },
  },
  {
    area: "refusals",
    name: "without any name is Invalid: required",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
          method: "POST",
          body: { metadata: {} },
        }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(status.details?.causes?.[0]?.reason, "FieldValueRequired");
    },
  },
  {
    area: "refusals",
    name: "with another namespace in the body than in the path is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
          method: "POST",
          body: { metadata: { name: "a", namespace: "default" } },
        }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    area: "refusals",
    name: "with a body of another kind is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
          method: "POST",
          body: { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } },
        }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "answers 201",
    async run({ client, namespace }) {
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } },
      });
      await response.body?.cancel();
      assertEquals(response.status, 201);
    },
  },
  {
    area: "apply",
    name: "records the field manager as an Update of the fields written",
    async run({ client, namespace }) {
      const made = await client.create(
        configMaps,
        { metadata: { name: "a", namespace, labels: { l: "1" } }, data: { k: "v" } },
        { fieldManager: "me" },
      );
      const [entry] = made.metadata.managedFields ?? [];
      assertEquals([entry?.manager, entry?.operation, entry?.apiVersion, entry?.fieldsType], [
        "me",
        "Update",
        "v1",
        "FieldsV1",
      ]);
      assertEquals(entry?.fieldsV1, {
        "f:data": { ".": {}, "f:k": {} },
        "f:metadata": { "f:labels": { ".": {}, "f:l": {} } },
      });
    },
  },
  {
    area: "generation",
    name: "of a Deployment starts generation at 1",
    async run({ client, namespace }) {
      const made = await client.create(deployments, deployment(namespace));
      assertEquals(made.metadata.generation, 1);
    },
  },
  {
    name: "of a Secret moves stringData into data",
    async run({ client, namespace }) {
      const made = await client.create(secrets, {
        metadata: { name: "a", namespace },
        stringData: { password: "hush" },
      });
      assertEquals(made.data, { password: btoa("hush") });
      assertEquals([made.stringData, made.type], [undefined, "Opaque"]);
    },
  },
  {
    area: "generation",
    name: "drops the status of a kind with a status subresource, and starts generation at 1",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: {},
        status: { ready: true },
      });
      assertEquals([made.status, made.metadata.generation], [undefined, 1]);
    },
  },
], "create");
