import { assert, assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, isGone, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";

const hold = "example.test/hold";

export const limitCases: readonly ConformanceCase[] = inArea("storage and conflicts", [
  {
    area: "finalizers and deletion",
    name: "create: of a name whose object is being deleted is AlreadyExists, and says why",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: { ...key, finalizers: [hold] } });
      await client.delete(configMaps, key);
      const status = await refusal(client.create(configMaps, { metadata: key }));
      assertEquals([status.reason, status.message], [
        "AlreadyExists",
        'object is being deleted: configmaps "a" already exists',
      ]);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "refusals",
    name: "create: of a custom resource wants its kind and apiVersion",
    async run({ client, namespace, widgets }) {
      const path = `/apis/${widgets.group}/v1/namespaces/${namespace}/widgets`;
      const apiVersion = `${widgets.group}/v1`;
      const body = { metadata: { name: "a" }, spec: {} };
      const none = await refusal(client.request(path, { method: "POST", body }));
      assertEquals([none.code, none.reason], [400, "BadRequest"]);
      const other = await refusal(
        client.request(path, { method: "POST", body: { ...body, apiVersion, kind: "Other" } }),
      );
      assertEquals([other.code, causes(other)], [422, ["FieldValueInvalid kind"]]);
    },
  },
  {
    area: "preconditions",
    name: "delete: of a marked object still looks at its preconditions",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: { ...key, finalizers: [hold] } });
      await client.delete(configMaps, made, { ifUnchanged: true });
      const status = await refusal(client.delete(configMaps, made, { ifUnchanged: true }));
      assertEquals([status.code, status.details?.kind], [409, "ConfigMap"]);
      await client.delete(configMaps, made);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
      assert(await isGone(client.get(configMaps, key)));
    },
  },
  {
    area: "refusals",
    name: "delete: options in the body that are none, or say two things, are Invalid",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const refused = async (body: Record<string, unknown>) => {
        const status = await refusal(client.request(path, { method: "DELETE", body }));
        return [status.code, ...causes(status)];
      };
      assertEquals(await refused({ dryRun: ["Some"] }), [422, "FieldValueNotSupported dryRun"]);
      assertEquals(await refused({ orphanDependents: true, propagationPolicy: "Orphan" }), [
        422,
        "FieldValueInvalid propagationPolicy",
      ]);
      assertEquals(await refused({ kind: "ConfigMap", apiVersion: "v1" }), [400]);
    },
  },
  {
    area: "refusals",
    name: "get: of a version to come is a Timeout, of no version an error",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const ask = (resourceVersion: string) =>
        refusal(client.request(path, { query: { resourceVersion } }));
      const future = await ask("999999999999");
      assertEquals([future.code, future.details?.causes?.[0]?.reason], [
        504,
        "ResourceVersionTooLarge",
      ]);
      assertEquals((await ask("abc")).code, 500);
    },
  },
  {
    area: "refusals",
    name: "update: of a version that is no number is an error of the server",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const metadata = { ...key, resourceVersion: "abc" };
      const status = await refusal(client.update(configMaps, { metadata } as never));
      assertEquals(status.code, 500);
    },
  },
  {
    area: "refusals",
    name: "patch: that takes the name away is a BadRequest",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      for (const metadata of [null, { name: null }]) {
        const status = await refusal(
          client.patch(configMaps, key, { merge: { metadata } } as never),
        );
        assertEquals([status.code, status.reason], [400, "BadRequest"]);
      }
    },
  },
  {
    area: "request limits",
    name: "patch: JSON of more than 10,000 operations is too large",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const one = { op: "test", path: "/kind", value: "ConfigMap" } as const;
      const status = await refusal(
        client.patch(configMaps, key, { json: Array.from({ length: 10_001 }, () => one) }),
      );
      assertEquals([status.code, status.reason], [413, "RequestEntityTooLarge"]);
    },
  },
  {
    area: "preconditions",
    name: "apply: of resource version 0 is unconditional",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const body = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { ...key, resourceVersion: "0" },
      };
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
        method: "PATCH",
        query: { fieldManager: "one" },
        headers: { "content-type": "application/apply-patch+yaml" },
        body: JSON.stringify({ ...body, data: { k: "v" } }),
      });
      assertEquals((await response.json()).data, { k: "v" });
    },
  },
  {
    area: "refusals",
    name: "list and watch: numbers that are none are BadRequests",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      for (const query of [{ limit: "x" }, { watch: "1", timeoutSeconds: "x" }]) {
        const status = await refusal(client.request(path, { query }));
        assertEquals([status.code, status.reason], [400, "BadRequest"]);
      }
    },
  },
  {
    area: "watch",
    name: "watch: of the path of one object is a get",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
      const found = await client.request(path, { query: { watch: "1", timeoutSeconds: "1" } });
      assertEquals((await found.json()).metadata?.name, "a");
    },
  },
]);
