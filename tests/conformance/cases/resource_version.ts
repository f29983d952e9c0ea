import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, older, refusal, take } from "../case.ts";
import { configMaps } from "../resources.ts";

export const resourceVersionCases: readonly ConformanceCase[] = inArea("list options", [
  {
    name: "Exact shows the past",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const before = await client.list(configMaps, { namespace });
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      const past = await client.list(configMaps, {
        namespace,
        resourceVersion: before.metadata.resourceVersion,
        resourceVersionMatch: "Exact",
      });
      assertEquals(past.items.map((item) => item.metadata.name), ["a"]);
      assertEquals(past.metadata.resourceVersion, before.metadata.resourceVersion);
    },
  },
  {
    name: "NotOlderThan is at least that new",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const list = await client.list(configMaps, {
        namespace,
        resourceVersion: made.metadata.resourceVersion,
        resourceVersionMatch: "NotOlderThan",
      });
      assertEquals(list.items.map((item) => item.metadata.name), ["a"]);
      assert(!older(list.metadata.resourceVersion, made.metadata.resourceVersion));
    },
  },
  {
    name: "match without a resource version is Invalid",
    async run({ client, namespace }) {
      const status = await refusal(
        client.list(configMaps, { namespace, resourceVersionMatch: "NotOlderThan" }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "Exact with 0 is Invalid",
    async run({ client, namespace }) {
      const status = await refusal(client.list(configMaps, {
        namespace,
        resourceVersion: "0",
        resourceVersionMatch: "Exact",
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "that is no number is refused",
    async run({ client, namespace }) {
      const status = await refusal(client.list(configMaps, { namespace, resourceVersion: "new" }));
      assert(status.code === 400 || status.code === 422, `${status.code}`);
    },
  },
  {
    name: "of a later write of the same kind is larger",
    async run({ client, namespace }) {
      const a = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const b = await client.create(configMaps, { metadata: { name: "b", namespace } });
      const c = await client.update(configMaps, { ...a, data: { k: "v" } });
      assert(older(a.metadata.resourceVersion, b.metadata.resourceVersion));
      assert(older(b.metadata.resourceVersion, c.metadata.resourceVersion));
    },
  },
  {
    name:
      "of a WatchList that lies in the future is a Timeout with the cause ResourceVersionTooLarge",
    async run({ client, namespace }) {
      const { metadata } = await client.list(configMaps, { namespace });
      const events = client.watch(configMaps, {
        namespace,
        resourceVersion: `${BigInt(metadata.resourceVersion) + 1_000_000n}`,
        resourceVersionMatch: "NotOlderThan",
        sendInitialEvents: true,
        timeoutSeconds: 20,
      });
      const status = await refusal(take(events, 1));
      assertEquals([status.code, status.reason], [504, "Timeout"]);
      assertEquals(status.details?.causes?.map((cause) => cause.reason), [
        "ResourceVersionTooLarge",
      ]);
    },
  },
], "resource version");
