import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, older } from "../case.ts";
import { deployment, deployments } from "../resources.ts";

export const statusCases: readonly ConformanceCase[] = inArea("status and scale", [
  {
    area: "generation",
    name: "update through the subresource changes the status only, and no generation",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { size: 5 },
      });
      const changed = await client.update(widgets, {
        ...made,
        spec: { size: 6 },
        status: { ready: true },
      }, { subresource: "status" });
      assertEquals(changed.spec?.size, 5);
      assertEquals(changed.status, { ready: true });
      assertEquals(changed.metadata.generation, 1);
      assert(older(made.metadata.resourceVersion, changed.metadata.resourceVersion));
    },
  },
  {
    name: "update through the subresource leaves labels alone",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const metadata = { ...made.metadata, labels: { l: "1" } };
      const changed = await client.update(widgets, { ...made, metadata, status: { ready: true } }, {
        subresource: "status",
      });
      assertEquals(changed.metadata.labels, undefined);
    },
  },
  {
    name: "update of the object itself leaves the status alone",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const ready = await client.update(widgets, { ...made, status: { ready: true } }, {
        subresource: "status",
      });
      const changed = await client.update(widgets, {
        ...ready,
        spec: { ...ready.spec, size: 9 },
        status: { ready: false },
      });
      assertEquals([changed.spec?.size, changed.status], [9, { ready: true }]);
      assertEquals(changed.metadata.generation, 2);
    },
  },
  {
    name: "merge patch through the subresource ignores the spec",
    async run({ client, namespace, widgets }) {
      await client.create(widgets, { metadata: { name: "a", namespace }, spec: { size: 5 } });
      const changed = await client.patch(widgets, { name: "a", namespace }, {
        merge: { spec: { size: 6 }, status: { note: "n" } },
      }, { subresource: "status" });
      assertEquals([changed.spec?.size, changed.status], [5, { note: "n" }]);
    },
  },
  {
    name: "patch of the object itself ignores the status and then changes nothing",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const same = await client.patch(widgets, { name: "a", namespace }, {
        merge: { status: { ready: true } },
      });
      assertEquals(same.status, undefined);
      assertEquals(same.metadata.resourceVersion, made.metadata.resourceVersion);
    },
  },
  {
    name: "get through the subresource answers the whole object",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const read = await client.get(widgets, { name: "a", namespace }, { subresource: "status" });
      assertEquals(read, made);
    },
  },
  {
    area: "generation",
    name: "write of a Deployment's status keeps spec and generation",
    async run({ client, namespace }) {
      await client.create(deployments, deployment(namespace));
      const changed = await client.patch(deployments, { name: "web", namespace }, {
        merge: {
          spec: { minReadySeconds: 7 },
          metadata: { labels: { l: "1" } },
          status: { replicas: 0 },
        },
      }, { subresource: "status" });
      assertEquals(changed.metadata.generation, 1);
      assertEquals(changed.metadata.labels, undefined);
    },
  },
  {
    area: "preconditions",
    name: "write with an old resource version is a Conflict",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      await client.update(widgets, { ...made, status: { note: "1" } }, { subresource: "status" });
      const error = await client.update(widgets, { ...made, status: { note: "2" } }, {
        subresource: "status",
      }).then(() => undefined, (error) => error);
      assertEquals(error?.reason, "Conflict");
    },
  },
]);
