import { assert, assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, older, refusal } from "../case.ts";
import { configMaps, deployment, deployments } from "../resources.ts";

export const updateCases: readonly ConformanceCase[] = inArea("storage and conflicts", [
  {
    name: "changes the object and raises its resource version",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const changed = await client.update(configMaps, { ...made, data: { k: "v" } });
      assertEquals(changed.data, { k: "v" });
      assert(older(made.metadata.resourceVersion, changed.metadata.resourceVersion));
      assertEquals(changed.metadata.uid, made.metadata.uid);
    },
  },
  {
    name: "removes what is left out",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, labels: { l: "1" } },
        data: { k: "v" },
      });
      const { data: _, ...rest } = made;
      const { labels: __, ...metadata } = made.metadata;
      const changed = await client.update(configMaps, { ...rest, metadata });
      assertEquals([changed.data, changed.metadata.labels], [undefined, undefined]);
    },
  },
  {
    name: "of an old version is a Conflict with the name and the plural",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      await client.update(configMaps, { ...made, data: { k: "1" } });
      const status = await refusal(client.update(configMaps, { ...made, data: { k: "2" } }));
      assertEquals([status.code, status.reason], [409, "Conflict"]);
      assertEquals([status.details?.name, status.details?.kind], ["a", "configmaps"]);
    },
  },
  {
    name: "without a resource version is unconditional for built-in kinds",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
        method: "PUT",
        body: { metadata: { name: "a" }, data: { k: "v" } },
      });
      assertEquals((await response.json()).data, { k: "v" });
    },
  },
  {
    name: "without a resource version is Invalid for custom resources",
    async run({ client, namespace, widgets }) {
      await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const status = await refusal(
        client.request(`/apis/${widgets.group}/v1/namespaces/${namespace}/widgets/a`, {
          method: "PUT",
          body: {
            apiVersion: `${widgets.group}/v1`,
            kind: "Widget",
            metadata: { name: "a" },
            spec: {},
          },
        }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(causes(status), ["FieldValueInvalid metadata.resourceVersion"]);
    },
  },
  {
    area: "no-op updates",
    name: "that changes nothing keeps the resource version",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace },
        data: { k: "v" },
      });
      const same = await client.update(configMaps, made);
      assertEquals(same.metadata.resourceVersion, made.metadata.resourceVersion);
    },
  },
  {
    area: "preconditions",
    name: "with another uid is a Conflict",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const metadata = { ...made.metadata, uid: "11111111-2222-3333-4444-555555555555" };
      const status = await refusal(client.update(configMaps, { ...made, metadata }));
      assertEquals([status.code, status.reason], [409, "Conflict"]);
    },
  },
  {
    area: "refusals",
    name: "with another name in the body than in the path is a BadRequest",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PUT",
          body: { metadata: { name: "b" } },
        }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "of what is not there is NotFound",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PUT",
          body: { metadata: { name: "a" } },
        }),
      );
      assertEquals([status.code, status.reason], [404, "NotFound"]);
    },
  },
  {
    area: "generation",
    name: "of a Deployment's spec raises generation, of its labels does not",
    async run({ client, namespace }) {
      const made = await client.create(deployments, deployment(namespace));
      const key = { name: "web", namespace };
      const labelled = await client.patch(deployments, key, {
        merge: { metadata: { labels: { l: "1" } } },
      });
      assertEquals(labelled.metadata.generation, made.metadata.generation);
      const changed = await client.patch(deployments, key, {
        merge: { spec: { minReadySeconds: 1 } },
      });
      assertEquals(changed.metadata.generation, 2);
    },
  },
  {
    area: "dry run",
    name: "with dryRun answers the change and stores nothing",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const changed = await client.update(configMaps, { ...made, data: { k: "v" } }, {
        dryRun: true,
      });
      assertEquals(changed.data, { k: "v" });
      assertEquals(await client.get(configMaps, { name: "a", namespace }), made);
    },
  },
  {
    area: "refusals",
    name: "of an immutable ConfigMap's data is Invalid",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace },
        data: { k: "1" },
        immutable: true,
      });
      const status = await refusal(client.update(configMaps, { ...made, data: { k: "2" } }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "keeps the creation time, whatever is written there",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const metadata = { ...made.metadata, creationTimestamp: "2001-01-01T00:00:00Z" };
      const changed = await client.update(configMaps, { ...made, metadata, data: { k: "v" } });
      assertEquals(changed.metadata.creationTimestamp, made.metadata.creationTimestamp);
    },
  },
], "update");
