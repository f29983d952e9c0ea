import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";
import { defineApiResource } from "../../../client/mod.ts";
import { readingCases } from "./edges_of_reading.ts";

const events = defineApiResource({
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  scope: "Namespaced",
});
const leases = defineApiResource({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",
});

const writingCases = inArea("storage and conflicts", [
  {
    name:
      "create: an unknown field is dropped with a warning, and refused with fieldValidation=Strict",
    async run({ client, namespace, widgets }) {
      const path = `/apis/${widgets.group}/v1/namespaces/${namespace}/widgets`;
      const body = {
        apiVersion: `${widgets.group}/v1`,
        kind: "Widget",
        metadata: { name: "a" },
        spec: { surprise: 1 },
      };
      const warned = await client.request(path, { method: "POST", body });
      assertEquals((await warned.json()).spec.surprise, undefined);
      assertEquals(warned.headers.get("warning"), '299 - "unknown field \\"spec.surprise\\""');
      const status = await refusal(client.request(path, {
        method: "POST",
        query: { fieldValidation: "Strict" },
        body: { ...body, metadata: { name: "b" } },
      }));
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    area: "dry run",
    name: "create: a dryRun other than All is refused",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        query: { dryRun: "Some" },
        body: { metadata: { name: "a" } },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    area: "request limits",
    name: "create: a field manager of more than 128 characters is refused",
    async run({ client, namespace }) {
      const status = await refusal(
        client.create(configMaps, { metadata: { name: "a", namespace } }, {
          fieldManager: "m".repeat(129),
        }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    area: "generateName",
    name: "create: of an Event, with generateName",
    async run({ client, namespace }) {
      const made = await client.create(events, {
        metadata: { generateName: "site.", namespace },
        involvedObject: { kind: "ConfigMap", namespace, name: "a", apiVersion: "v1" },
        reason: "Tested",
        message: "It was",
        type: "Normal",
      } as never);
      assert(made.metadata.name.startsWith("site."));
    },
  },
  {
    name: "update: of a Lease with an old version is a Conflict",
    async run({ client, namespace }) {
      const made = await client.create(leases, {
        metadata: { name: "a", namespace },
        spec: { holderIdentity: "one", leaseDurationSeconds: 15 },
      } as never);
      const renewed = { ...made, spec: { holderIdentity: "two" } };
      await client.update(leases, renewed);
      const status = await refusal(client.update(leases, { ...made, spec: {} } as never));
      assertEquals([status.code, status.reason], [409, "Conflict"]);
    },
  },
  {
    area: "patch",
    name: "patch: JSON that adds below what is not there is Invalid",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const status = await refusal(client.patch(configMaps, key, {
        json: [{ op: "add", path: "/data/k", value: "v" }],
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    area: "preconditions",
    name: "patch: with another uid is Invalid, where an update is a Conflict",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const uid = "11111111-2222-3333-4444-555555555555";
      const status = await refusal(
        client.patch(configMaps, key, { merge: { metadata: { uid }, data: { k: "v" } } }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    area: "preconditions",
    name: "patch: JSON with a test of the uid and the version goes through when both hold",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const { metadata } = await client.create(configMaps, { metadata: key });
      const changed = await client.patch(configMaps, key, {
        json: [
          { op: "test", path: "/metadata/uid", value: metadata.uid },
          { op: "test", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
          { op: "add", path: "/metadata/finalizers", value: ["example.test/hold"] },
        ],
      });
      assertEquals(changed.metadata.finalizers, ["example.test/hold"]);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "apply",
    name: "apply: of what is not there into a namespace that is not there is NotFound",
    async run({ client, unique }) {
      const metadata = { name: "a", namespace: `none-${unique}` };
      const status = await refusal(client.apply(configMaps, { metadata }, { fieldManager: "one" }));
      assertEquals([status.code, status.reason], [404, "NotFound"]);
    },
  },
  {
    area: "preconditions",
    name: "apply: of another uid is Invalid, and a Conflict where nothing is",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      const uid = "11111111-2222-3333-4444-555555555555";
      const status = await refusal(
        client.apply(configMaps, { metadata: { ...metadata, uid }, data: { k: "v" } }, {
          fieldManager: "one",
        }),
      );
      assertEquals([status.code, status.reason], [409, "Conflict"]);
      await client.apply(configMaps, { metadata }, { fieldManager: "one" });
      const invalid = await refusal(
        client.apply(configMaps, { metadata: { ...metadata, uid }, data: { k: "v" } }, {
          fieldManager: "one",
        }),
      );
      assertEquals([invalid.code, invalid.reason], [422, "Invalid"]);
    },
  },
  {
    area: "apply",
    name: "apply: of a status through the object itself creates none",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      const made = await client.apply(widgets, { metadata, spec: {}, status: { ready: true } }, {
        fieldManager: "one",
      });
      assertEquals(made.status, undefined);
    },
  },
  {
    area: "apply",
    name: "apply: fills in defaults, and does not own them",
    async run({ client, namespace, widgets }) {
      const metadata = { name: "a", namespace };
      const made = await client.apply(widgets, { metadata, spec: { color: "green" } }, {
        fieldManager: "one",
      });
      assertEquals(made.spec, { color: "green", size: 3 });
      assertEquals(made.metadata.managedFields?.[0]?.fieldsV1, { "f:spec": { "f:color": {} } });
    },
  },
  {
    area: "apply",
    name: "apply: to a marked object changes it",
    async run({ client, namespace }) {
      const metadata = { name: "a", namespace };
      await client.create(configMaps, {
        metadata: { ...metadata, finalizers: ["example.test/hold"] },
      });
      await client.delete(configMaps, metadata);
      const changed = await client.apply(configMaps, { metadata, data: { k: "v" } }, {
        fieldManager: "one",
      });
      assertEquals(changed.data, { k: "v" });
      assert(changed.metadata.deletionTimestamp);
      await client.patch(configMaps, metadata, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "refusals",
    name: "delete: a propagation policy that is none is refused",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
        method: "DELETE",
        body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Sometimes" },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
]);

export const edgeCases: readonly ConformanceCase[] = [...writingCases, ...readingCases];
