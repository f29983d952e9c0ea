import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps, deployment, deployments } from "../resources.ts";

export const applyCases: readonly ConformanceCase[] = inArea("apply", [
  {
    name: "creates, and owns what it names",
    async run({ client, namespace }) {
      const made = await client.apply(configMaps, {
        metadata: { name: "a", namespace },
        data: { k: "v" },
      }, { fieldManager: "one" });
      assertEquals(made.data, { k: "v" });
      const [entry] = made.metadata.managedFields ?? [];
      assertEquals([entry?.manager, entry?.operation], ["one", "Apply"]);
      assertEquals(entry?.fieldsV1, { "f:data": { "f:k": {} } });
    },
  },
  {
    name: "removes what the same manager applied before and applies no more",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const options = { fieldManager: "one" };
      await client.apply(configMaps, { metadata, data: { a: "1", b: "2" } }, options);
      const changed = await client.apply(configMaps, { metadata, data: { a: "1" } }, options);
      assertEquals(changed.data, { a: "1" });
    },
  },
  {
    name: "leaves alone what others own",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.apply(configMaps, { metadata, data: { a: "1" } }, { fieldManager: "one" });
      const changed = await client.apply(configMaps, { metadata, data: { b: "2" } }, {
        fieldManager: "two",
      });
      assertEquals(changed.data, { a: "1", b: "2" });
    },
  },
  {
    name: "of another's field with another value is a Conflict that names manager and field",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.apply(configMaps, { metadata, data: { k: "1" } }, { fieldManager: "one" });
      const status = await refusal(
        client.apply(configMaps, { metadata, data: { k: "2" } }, { fieldManager: "two" }),
      );
      assertEquals([status.code, status.reason], [409, "Conflict"]);
      assertEquals(causes(status), ["FieldManagerConflict .data.k"]);
      assertEquals(status.details?.causes?.[0]?.message, 'conflict with "one"');
    },
  },
  {
    name: "with force takes the field over",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.apply(configMaps, { metadata, data: { k: "1" } }, { fieldManager: "one" });
      const changed = await client.apply(configMaps, { metadata, data: { k: "2" } }, {
        fieldManager: "two",
        force: true,
      });
      assertEquals(changed.data, { k: "2" });
      assertEquals(changed.metadata.managedFields?.map((entry) => entry.manager), ["two"]);
    },
  },
  {
    name: "of another's field with the same value shares it, and only the last owner removes it",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.apply(configMaps, { metadata, data: { k: "1" } }, { fieldManager: "one" });
      await client.apply(configMaps, { metadata, data: { k: "1" } }, { fieldManager: "two" });
      const kept = await client.apply(configMaps, { metadata }, { fieldManager: "one" });
      assertEquals(kept.data, { k: "1" });
      const gone = await client.apply(configMaps, { metadata }, { fieldManager: "two" });
      assertEquals(gone.data, undefined);
    },
  },
  {
    area: "no-op updates",
    name: "that changes nothing keeps the resource version",
    async run({ client, namespace }) {
      const object = { metadata: { name: "a", namespace }, data: { k: "1" } };
      const made = await client.apply(configMaps, object, { fieldManager: "one" });
      const same = await client.apply(configMaps, object, { fieldManager: "one" });
      assertEquals(same.metadata.resourceVersion, made.metadata.resourceVersion);
    },
  },
  {
    name: "conflicts with the fields of an update",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata }, { fieldManager: "one" });
      await client.update(configMaps, { ...made, data: { k: "1" } }, { fieldManager: "editor" });
      const status = await refusal(
        client.apply(configMaps, { metadata, data: { k: "2" } }, { fieldManager: "two" }),
      );
      assertEquals(causes(status), ["FieldManagerConflict .data.k"]);
    },
  },
  {
    name: "merges a keyed list by its key",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      await client.apply(widgets, {
        metadata,
        spec: { ports: [{ name: "a", port: 1 }, { name: "b", port: 2 }] },
      }, { fieldManager: "one" });
      const changed = await client.apply(widgets, {
        metadata,
        spec: { ports: [{ name: "c", port: 3 }] },
      }, { fieldManager: "two" });
      assertEquals(changed.spec?.ports, [
        { name: "a", port: 1 },
        { name: "b", port: 2 },
        { name: "c", port: 3 },
      ]);
      const less = await client.apply(widgets, {
        metadata,
        spec: { ports: [{ name: "b", port: 2 }] },
      }, { fieldManager: "one" });
      assertEquals(less.spec?.ports, [{ name: "b", port: 2 }, { name: "c", port: 3 }]);
    },
  },
  {
    name: "merges a set",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      await client.apply(widgets, { metadata, spec: { tags: ["a", "b"] } }, {
        fieldManager: "one",
      });
      await client.apply(widgets, { metadata, spec: { tags: ["c"] } }, { fieldManager: "two" });
      const changed = await client.apply(widgets, { metadata, spec: { tags: ["b"] } }, {
        fieldManager: "one",
      });
      assertEquals(changed.spec?.tags, ["b", "c"]);
    },
  },
  {
    name: "merges the containers of a Deployment by their names",
    async run({ client, namespace }) {
      const object = deployment(namespace);
      await client.apply(deployments, object, { fieldManager: "one" });
      const sidecar = { name: "side", image: "example.test/side:1" };
      const changed = await client.apply(deployments, {
        metadata: object.metadata,
        spec: { template: { spec: { containers: [sidecar] } } } as never,
      }, { fieldManager: "two" });
      assertEquals(
        changed.spec.template.spec.containers.map((container) => container.name),
        ["main", "side"],
      );
    },
  },
  {
    name: "names a keyed field in a Conflict by its key",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      await client.apply(widgets, { metadata, spec: { ports: [{ name: "a", port: 1 }] } }, {
        fieldManager: "one",
      });
      const status = await refusal(
        client.apply(widgets, { metadata, spec: { ports: [{ name: "a", port: 2 }] } }, {
          fieldManager: "two",
        }),
      );
      assertEquals(causes(status), ['FieldManagerConflict .spec.ports[name="a"].port']);
    },
  },
  {
    area: "preconditions",
    name: "with an old resource version is a Conflict",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const made = await client.apply(configMaps, { metadata, data: { k: "1" } }, {
        fieldManager: "one",
      });
      await client.apply(configMaps, { metadata, data: { k: "2" } }, { fieldManager: "one" });
      const { resourceVersion } = made.metadata;
      const status = await refusal(
        client.apply(configMaps, { metadata: { ...metadata, resourceVersion }, data: { k: "3" } }, {
          fieldManager: "one",
        }),
      );
      assertEquals([status.code, status.reason], [409, "Conflict"]);
    },
  },
  {
    name: "of metadata.managedFields is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PATCH",
          headers: { "content-type": "application/apply-patch+yaml" },
          query: { fieldManager: "one" },
          body: JSON.stringify({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "a", managedFields: [{ manager: "x", operation: "Apply" }] },
          }),
        }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "without a field manager is refused",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PATCH",
          headers: { "content-type": "application/apply-patch+yaml" },
          body: JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }),
        }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    area: "status and scale",
    name: "through the status subresource is an entry of its own",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      await client.apply(widgets, { metadata, spec: { size: 5 } }, { fieldManager: "one" });
      const changed = await client.apply(widgets, { metadata, status: { ready: true } }, {
        fieldManager: "one",
        subresource: "status",
      });
      assertEquals([changed.spec?.size, changed.status], [5, { ready: true }]);
      assertEquals(
        changed.metadata.managedFields?.map((entry) => [entry.operation, entry.subresource]),
        [["Apply", undefined], ["Apply", "status"]],
      );
    },
  },
  {
    area: "dry run",
    name: "with dryRun stores nothing",
    async run({ client, namespace }) {
      await client.apply(configMaps, { metadata: { name: "a", namespace }, data: { k: "1" } }, {
        fieldManager: "one",
        dryRun: true,
      });
      assertEquals((await client.list(configMaps, { namespace })).items, []);
    },
  },
]);
