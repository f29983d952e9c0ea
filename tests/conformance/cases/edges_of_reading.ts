import { assertEquals, assertNotEquals } from "@std/assert";
import { type ConformanceCase, eventually, inArea, isGone, refusal, take } from "../case.ts";
import { configMaps, crd, customResourceDefinitions, namespaces } from "../resources.ts";
import { defineApiResource } from "../../../client/mod.ts";

const quiet = { allowWatchBookmarks: false, timeoutSeconds: 20 };

export const readingCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    area: "list options",
    name: "list: with resourceVersion 0 a limit is ignored",
    async run({ client, namespace }) {
      for (const name of ["a", "b", "c"]) {
        await client.create(configMaps, { metadata: { name, namespace } });
      }
      await eventually("all are in the cache", async () => {
        const { items } = await client.list(configMaps, { namespace, resourceVersion: "0" });
        return items.length === 3;
      });
      const { items, metadata } = await client.list(configMaps, {
        namespace,
        resourceVersion: "0",
        limit: 1,
      });
      assertEquals([items.length, metadata.continue], [3, undefined]);
    },
  },
  {
    area: "list options",
    name: "list: of custom resources comes in pages too",
    async run({ client, namespace, widgets }) {
      for (const name of ["a", "b", "c"]) {
        await client.create(widgets, { metadata: { name, namespace }, spec: {} });
      }
      const pages: string[] = [];
      for await (const page of client.pages(widgets, { namespace, limit: 2 })) {
        pages.push(page.items.map((item) => item.metadata.name).join(" "));
      }
      assertEquals(pages, ["a b", "c"]);
    },
  },
  {
    area: "watch",
    name: "watch: of a name that is deleted and made again tells of both uids",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const first = await client.create(configMaps, { metadata: key });
      await client.delete(configMaps, key);
      const second = await client.create(configMaps, { metadata: key });
      const seen = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion: first.metadata.resourceVersion,
          ...quiet,
        }),
        2,
      );
      assertEquals(seen.map((event) => event.type), ["DELETED", "ADDED"]);
      assertNotEquals(first.metadata.uid, second.metadata.uid);
      assertEquals(seen[1]?.object, second);
    },
  },
  {
    area: "watch",
    name: "watch: from 0 starts with what is there",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const [event] = await take(
        client.watch(configMaps, { namespace, resourceVersion: "0", ...quiet }),
        1,
      );
      assertEquals([event?.type, event?.object], ["ADDED", made]);
    },
  },
  {
    area: "watch",
    name: "watch: of namespaces tells of their life",
    async run({ client, unique }) {
      const name = `seen-${unique}`;
      const made = await client.create(namespaces, { metadata: { name } });
      const seen: string[] = [];
      const watching = client.watch(namespaces, {
        resourceVersion: made.metadata.resourceVersion,
        fieldSelector: `metadata.name=${name}`,
        ...quiet,
      });
      await client.delete(namespaces, { name });
      for await (const event of watching) {
        seen.push(event.type);
        if (event.type === "DELETED") break;
      }
      assertEquals([seen[0], seen.at(-1)], ["MODIFIED", "DELETED"]);
    },
  },
  {
    area: "WatchList",
    name: "WatchList: its bookmark carries the kind that is watched",
    async run({ client, namespace }) {
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        query: {
          watch: true,
          sendInitialEvents: true,
          resourceVersionMatch: "NotOlderThan",
          allowWatchBookmarks: true,
          timeoutSeconds: 1,
        },
        stream: true,
      });
      const [first = ""] = (await response.text()).split("\n");
      const { type, object } = JSON.parse(first);
      assertEquals([type, object.kind, object.apiVersion], ["BOOKMARK", "ConfigMap", "v1"]);
      assertEquals(object.metadata.annotations, { "k8s.io/initial-events-end": "true" });
    },
  },
  {
    area: "custom resources",
    name: "custom resources: two served versions show one object, each in its own",
    async run({ client, namespace, unique }) {
      const group = `v${unique}.example.test`;
      const definition = crd(group, "Gizmo");
      const [v1] = definition.spec.versions;
      const versions = [v1, { ...v1, name: "v1beta1", storage: false }];
      await client.create(customResourceDefinitions, {
        ...definition,
        spec: { ...definition.spec, versions },
      });
      const names = { kind: "Gizmo", plural: "gizmos", scope: "Namespaced" } as const;
      const stable = defineApiResource({ group, version: "v1", ...names });
      const beta = defineApiResource({ group, version: "v1beta1", ...names });
      await eventually(
        "both are served",
        async () => !await isGone(client.list(stable)) && !await isGone(client.list(beta)),
      );
      await eventually("gizmos can be made", async () =>
        !await isGone(
          client.create(beta, { metadata: { name: "a", namespace }, spec: { size: 7 } } as never),
        ));
      const read = await client.get(stable, { name: "a", namespace });
      assertEquals([read.apiVersion, (read as never as { spec: unknown }).spec], [
        `${group}/v1`,
        { color: "red", size: 7 },
      ]);
      await client.delete(customResourceDefinitions, { name: `gizmos.${group}` });
    },
  },
  {
    area: "custom resources",
    name: "custom resources: a definition waits for the finalizers of its objects",
    async run({ client, namespace, unique }) {
      const group = `f${unique}.example.test`;
      const name = `holders.${group}`;
      await client.create(customResourceDefinitions, crd(group, "Holder"));
      const holders = defineApiResource({
        group,
        version: "v1",
        kind: "Holder",
        plural: "holders",
        scope: "Namespaced",
      });
      const key = { name: "a", namespace };
      await eventually("holders can be made", async () =>
        !await isGone(
          client.create(holders, {
            metadata: { ...key, finalizers: ["example.test/hold"] },
            spec: {},
          } as never),
        ));
      await client.delete(customResourceDefinitions, { name });
      await eventually(
        "the object is marked",
        async () => (await client.get(holders, key)).metadata.deletionTimestamp !== undefined,
      );
      const held = await client.get(customResourceDefinitions, { name });
      assertEquals(held.metadata.finalizers, ["customresourcecleanup.apiextensions.k8s.io"]);
      await client.patch(holders, key, { merge: { metadata: { finalizers: null } } });
      await eventually(
        "the definition is gone",
        () => isGone(client.get(customResourceDefinitions, { name })),
      );
    },
  },
  {
    area: "namespaces",
    name: "namespaces: default cannot be deleted",
    async run({ client }) {
      const status = await refusal(client.delete(namespaces, { name: "default" }));
      assertEquals([status.code, status.reason], [403, "Forbidden"]);
    },
  },
  {
    area: "refusals",
    name: "errors: an Accept that is not served is NotAcceptable",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        headers: { accept: "image/png" },
      }));
      assertEquals([status.code, status.reason], [406, "NotAcceptable"]);
    },
  },
]);
