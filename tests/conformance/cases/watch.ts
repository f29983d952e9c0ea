import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, older, refusal, take } from "../case.ts";
import { configMaps } from "../resources.ts";
import type { KubernetesObject, WatchEvent } from "../../../client/mod.ts";

function described(events: readonly WatchEvent<KubernetesObject>[]): string[] {
  return events.map((event) =>
    event.type === "BOOKMARK" ? event.type : `${event.type} ${event.object.metadata.name}`
  );
}

const quiet = { allowWatchBookmarks: false, timeoutSeconds: 20 };

export const watchCases: readonly ConformanceCase[] = inArea("watch", [
  {
    name: "from a list's version tells of create, change and deletion in order",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "before", namespace } });
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key });
      const changed = await client.update(configMaps, { ...made, data: { k: "v" } });
      await client.delete(configMaps, key);
      const events = await take(
        client.watch(configMaps, { namespace, resourceVersion, ...quiet }),
        3,
      );
      assertEquals(described(events), ["ADDED a", "MODIFIED a", "DELETED a"]);
      assertEquals(events[0]?.object, made);
      assertEquals(events[1]?.object, changed);
    },
  },
  {
    name: "tells of a deletion with the last state and the deletion's resource version",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key, data: { k: "v" } });
      await client.delete(configMaps, key);
      const [event] = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion: made.metadata.resourceVersion,
          ...quiet,
        }),
        1,
      );
      assertEquals(event?.type, "DELETED");
      assert(older(made.metadata.resourceVersion, event?.object.metadata.resourceVersion ?? ""));
      assertEquals((event?.object as typeof made).data, { k: "v" });
    },
  },
  {
    name: "sees what happens while it is open",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      const events = take(client.watch(configMaps, { namespace, resourceVersion, ...quiet }), 2);
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      assertEquals(described(await events), ["ADDED a", "ADDED b"]);
    },
  },
  {
    name: "without a resource version starts with what is there as ADDED",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      const events = await take(client.watch(configMaps, { namespace, ...quiet }), 2);
      assertEquals(described(events).sort(), ["ADDED a", "ADDED b"]);
    },
  },
  {
    area: "selectors",
    name: "with a labelSelector tells of those that start to match as ADDED, that stop as DELETED",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      for (const on of ["yes", "no"]) {
        await client.patch(configMaps, key, { merge: { metadata: { labels: { on } } } });
      }
      const changed = await client.get(configMaps, key);
      const events = await take(
        client.watch(configMaps, { namespace, resourceVersion, labelSelector: "on=yes", ...quiet }),
        2,
      );
      assertEquals(described(events), ["ADDED a", "DELETED a"]);
      assertEquals(
        events[1]?.object.metadata.resourceVersion,
        changed.metadata.resourceVersion,
      );
      assertEquals((events[1]?.object as typeof changed).metadata.labels, { on: "yes" });
    },
  },
  {
    area: "selectors",
    name: "with a fieldSelector tells of that object alone",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      for (const name of ["a", "b", "c"]) {
        await client.create(configMaps, { metadata: { name, namespace } });
      }
      await client.delete(configMaps, { name: "b", namespace });
      const events = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion,
          fieldSelector: "metadata.name=b",
          ...quiet,
        }),
        2,
      );
      assertEquals(described(events), ["ADDED b", "DELETED b"]);
    },
  },
  {
    name: "of an object with a finalizer tells of the mark as MODIFIED, then of its end",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, {
        metadata: { ...key, finalizers: ["example.test/hold"] },
      });
      await client.delete(configMaps, key);
      await client.patch(configMaps, key, { merge: { metadata: { finalizers: null } } });
      const events = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion: made.metadata.resourceVersion,
          ...quiet,
        }),
        2,
      );
      assertEquals(described(events), ["MODIFIED a", "DELETED a"]);
    },
  },
  {
    area: "no-op updates",
    name: "tells nothing of a write that changes nothing",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(configMaps, { metadata: key, data: { k: "v" } });
      await client.update(configMaps, made);
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      const [event] = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion: made.metadata.resourceVersion,
          ...quiet,
        }),
        1,
      );
      assertEquals(described(event === undefined ? [] : [event]), ["ADDED b"]);
    },
  },
  {
    name: "of all namespaces sees each",
    async run({ client, namespace, unique }) {
      const labels = { marker: unique };
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      await client.create(configMaps, { metadata: { name: "a", namespace, labels } });
      const other = await client.create(configMaps, {
        metadata: { name: unique, namespace: "default", labels },
      });
      const events = await take(
        client.watch(configMaps, { resourceVersion, labelSelector: `marker=${unique}`, ...quiet }),
        2,
      );
      assertEquals(described(events), ["ADDED a", `ADDED ${unique}`]);
      await client.delete(configMaps, other);
    },
  },
  {
    name: "of a custom resource tells of status writes",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const ready = await client.update(widgets, { ...made, status: { ready: true } }, {
        subresource: "status",
      });
      const [event] = await take(
        client.watch(widgets, {
          namespace,
          resourceVersion: made.metadata.resourceVersion,
          ...quiet,
        }),
        1,
      );
      assertEquals([event?.type, event?.object], ["MODIFIED", ready]);
    },
  },
  {
    name: "ends cleanly after timeoutSeconds",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      const events = client.watch(configMaps, {
        namespace,
        resourceVersion,
        allowWatchBookmarks: false,
        timeoutSeconds: 1,
      });
      let seen = 0;
      for await (const _ of events) seen++;
      assertEquals(seen, 0);
    },
  },
  {
    name: "from a version that is too old is refused as Expired, 410",
    async run({ client, namespace, widgets }) {
      // Older than the kind itself, of which no server can remember anything.
      const status = await refusal(
        take(client.watch(widgets, { namespace, resourceVersion: "1", ...quiet }), 1),
      );
      assertEquals([status.code, status.reason], [410, "Expired"]);
    },
  },
  {
    name: "from a version that is no number is refused",
    async run({ client, namespace }) {
      const status = await refusal(
        take(client.watch(configMaps, { namespace, resourceVersion: "new", ...quiet }), 1),
      );
      assert(status.code >= 400, `${status.code}`);
    },
  },
  {
    name: "is a stream of one JSON object a line",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        query: { watch: true, resourceVersion, timeoutSeconds: 1 },
        stream: true,
      });
      const text = await response.text();
      assertEquals(response.headers.get("content-type"), "application/json");
      assert(text.endsWith("\n"));
      const events = text.trim().split("\n").map((line) => JSON.parse(line));
      assertEquals(events.map((event) => [event.type, event.object.kind]), [[
        "ADDED",
        "ConfigMap",
      ]]);
    },
  },
]);

export const bookmarkCases: readonly ConformanceCase[] = inArea("bookmarks", [
  {
    name: "come before the watch ends, with kind and resource version alone",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const [event] = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion: made.metadata.resourceVersion,
          allowWatchBookmarks: true,
          timeoutSeconds: 8,
        }),
        1,
      );
      assertEquals(event?.type, "BOOKMARK");
      const object = event?.object as { kind?: string; metadata: Record<string, unknown> };
      assert(!older(`${object.metadata.resourceVersion}`, made.metadata.resourceVersion));
      assertEquals(object.metadata.name, undefined);
    },
  },
  {
    name: "do not come when they are not asked for",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      let seen = 0;
      const events = client.watch(configMaps, {
        namespace,
        resourceVersion: made.metadata.resourceVersion,
        allowWatchBookmarks: false,
        timeoutSeconds: 4,
      });
      for await (const _ of events) seen++;
      assertEquals(seen, 0);
    },
  },
]);

const streaming = {
  sendInitialEvents: true,
  resourceVersionMatch: "NotOlderThan",
  allowWatchBookmarks: true,
  timeoutSeconds: 20,
} as const;

export const watchListCases: readonly ConformanceCase[] = inArea("WatchList", [
  {
    name: "sends what is there, then the bookmark that says so, then changes",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const b = await client.create(configMaps, { metadata: { name: "b", namespace } });
      const seen: WatchEvent<KubernetesObject>[] = [];
      for await (const event of client.watch(configMaps, { namespace, ...streaming })) {
        seen.push(event);
        if (event.type === "BOOKMARK") {
          assertEquals(event.object.metadata.annotations?.["k8s.io/initial-events-end"], "true");
          assert(!older(event.object.metadata.resourceVersion, b.metadata.resourceVersion));
          await client.delete(configMaps, { name: "a", namespace });
        }
        if (seen.length === 4) break;
      }
      assertEquals(described(seen.slice(0, 2)).sort(), ["ADDED a", "ADDED b"]);
      assertEquals(described(seen.slice(2)), ["BOOKMARK", "DELETED a"]);
    },
  },
  {
    name: "of nothing sends the bookmark alone",
    async run({ client, namespace }) {
      const [event] = await take(client.watch(configMaps, { namespace, ...streaming }), 1);
      assertEquals(event?.type, "BOOKMARK");
    },
  },
  {
    area: "selectors",
    name: "of a custom resource with a selector sends what matches",
    async run({ client, namespace, widgets }) {
      for (const [name, on] of [["a", "yes"], ["b", "no"]] as const) {
        await client.create(widgets, { metadata: { name, namespace, labels: { on } }, spec: {} });
      }
      const events = await take(
        client.watch(widgets, { namespace, labelSelector: "on=yes", ...streaming }),
        2,
      );
      assertEquals(described(events), ["ADDED a", "BOOKMARK"]);
    },
  },
  {
    name: "without resourceVersionMatch is Invalid",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        query: { watch: true, sendInitialEvents: true, timeoutSeconds: 1 },
        stream: true,
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
  {
    name: "of a plain list is Invalid",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        query: { sendInitialEvents: true },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
]);
