import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, older, refusal, take } from "../case.ts";
import { configMaps } from "../resources.ts";

/** A version that the server will not reach during a case. */
function future(version: string): string {
  return String(BigInt(version) + 1_000_000n);
}

export const viewCases: readonly ConformanceCase[] = inArea("list options", [
  {
    area: "Retry-After",
    name: "a get or list of a version to come waits about three seconds, then is a Timeout",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const resourceVersion = future(made.metadata.resourceVersion);
      const begin = performance.now();
      const refused = await Promise.all([
        refusal(client.get(configMaps, { name: "a", namespace }, { resourceVersion })),
        refusal(client.get(configMaps, { name: "none", namespace }, { resourceVersion })),
        refusal(client.list(configMaps, { namespace, resourceVersion })),
        refusal(client.list(configMaps, { namespace, resourceVersion, limit: 1 })),
        ...(["Exact", "NotOlderThan"] as const).map((resourceVersionMatch) =>
          refusal(client.list(configMaps, { namespace, resourceVersion, resourceVersionMatch }))
        ),
      ]);
      const waited = performance.now() - begin;
      assert(waited > 2_500 && waited < 10_000, `${waited} ms`);
      for (const { code, reason, details } of refused) {
        assertEquals([code, reason, details?.retryAfterSeconds], [504, "Timeout", 1]);
        assertEquals(details?.causes, [{
          reason: "ResourceVersionTooLarge",
          message: "Too large resource version",
        }]);
      }
    },
  },
  {
    name: "a list of a version that comes within that time answers then",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const resourceVersion = String(BigInt(made.metadata.resourceVersion) + 1n);
      const listed = client.list(configMaps, { namespace, resourceVersion });
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      const { metadata } = await listed;
      assert(!older(metadata.resourceVersion, resourceVersion));
    },
  },
  {
    name: "a get at the version of a write shows that write",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      for (let round = 0; round < 10; round++) {
        const { metadata: { resourceVersion } } = await client.patch(configMaps, key, {
          merge: { data: { round: String(round) } },
        });
        const found = await client.get(configMaps, key, { resourceVersion });
        assertEquals(found.data, { round: String(round) });
      }
    },
  },
  {
    name: "a list without a version shows the last write at once, each time",
    async run({ client, namespace }) {
      for (let round = 1; round <= 10; round++) {
        const { metadata } = await client.create(configMaps, {
          metadata: { name: `a${round}`, namespace },
        });
        const list = await client.list(configMaps, { namespace });
        assertEquals(list.items.length, round);
        assert(!older(list.metadata.resourceVersion, metadata.resourceVersion));
      }
    },
  },
  {
    name: "a list at 0 has no pages",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const { metadata } = await client.create(configMaps, { metadata: { name: "b", namespace } });
      const atLeast = await client.list(configMaps, {
        namespace,
        resourceVersion: metadata.resourceVersion,
        resourceVersionMatch: "NotOlderThan",
        limit: 1,
      });
      assertEquals(atLeast.items.length, 1);
      assert(atLeast.metadata.continue);
      const any = await client.list(configMaps, { namespace, resourceVersion: "0", limit: 1 });
      assertEquals(any.items.length, 2);
      assertEquals(any.metadata.continue ?? "", "");
    },
  },
  {
    area: "watch",
    name: "a watch at 0 starts with what is there, one that wants no initial events with nothing",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const newest = await client.list(configMaps, { namespace });
      const legacy = client.watch(configMaps, { namespace, resourceVersion: "0" });
      const [first] = await take(legacy, 1);
      assertEquals(first?.type, "ADDED");
      const events = client.watch(configMaps, {
        namespace,
        resourceVersion: newest.metadata.resourceVersion,
        resourceVersionMatch: "NotOlderThan",
        sendInitialEvents: false,
        timeoutSeconds: 20,
      });
      const told = take(events, 1);
      await client.create(configMaps, { metadata: { name: "later", namespace } });
      const [event] = await told;
      assert(event?.type === "ADDED");
      assertEquals(event.object.metadata.name, "later");
    },
  },
  {
    area: "watch",
    name: "a watch from a version to come is silent until it is reached",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const events = client.watch(configMaps, {
        namespace,
        resourceVersion: future(made.metadata.resourceVersion),
        timeoutSeconds: 2,
      });
      const told: string[] = [];
      const all = (async () => {
        for await (const { type } of events) told.push(type);
      })();
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      await all;
      assertEquals(told, []);
    },
  },
], "watch cache");
