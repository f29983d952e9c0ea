import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, older, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

async function fill(client: Client, namespace: string): Promise<void> {
  const all = {
    a: { app: "x", tier: "1" },
    b: { app: "y" },
    c: { app: "x" },
    d: {},
    e: { app: "z" },
  };
  // Not in the order of their names.
  for (const [name, labels] of Object.entries(all).reverse()) {
    await client.create(configMaps, { metadata: { name, namespace, labels } });
  }
}

function selects(selector: string, names: string): Omit<ConformanceCase, "area"> {
  return {
    name: `with labelSelector ${selector} answers ${names}`,
    async run({ client, namespace }) {
      await fill(client, namespace);
      const { items } = await client.list(configMaps, { namespace, labelSelector: selector });
      assertEquals(items.map((item) => item.metadata.name).join(" "), names);
    },
  };
}

export const listCases: readonly ConformanceCase[] = inArea("list options", [
  {
    name: "is sorted by name and newer than its items",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const { items, metadata } = await client.list(configMaps, { namespace });
      assertEquals(items.map((item) => item.metadata.name), ["a", "b", "c", "d", "e"]);
      for (const item of items) {
        assert(!older(metadata.resourceVersion, item.metadata.resourceVersion));
      }
    },
  },
  {
    name: "of nothing has an empty list and a resource version",
    async run({ client, namespace }) {
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps`);
      const body = await response.json();
      assertEquals([body.kind, body.apiVersion, body.items], ["ConfigMapList", "v1", []]);
      assert(Number(body.metadata.resourceVersion) > 0);
    },
  },
  {
    name:
      "of a built-in kind leaves kind and apiVersion out of the items, of a custom one has them",
    async run({ client, namespace, widgets }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      await client.create(widgets, { metadata: { name: "a", namespace }, spec: {} });
      const core = await (await client.request(`/api/v1/namespaces/${namespace}/configmaps`))
        .json();
      assertEquals([core.items[0].kind, core.items[0].apiVersion], [undefined, undefined]);
      const path = `/apis/${widgets.group}/v1/namespaces/${namespace}/widgets`;
      const custom = await (await client.request(path)).json();
      assertEquals([custom.kind, custom.items[0].kind], ["WidgetList", "Widget"]);
    },
  },
  selects("app=x", "a c"),
  selects("app==x,tier=1", "a"),
  selects("app!=x", "b d e"),
  selects("app in (x,y)", "a b c"),
  selects("app notin (x,y)", "d e"),
  selects("app", "a b c e"),
  selects("!app", "d"),
  {
    area: "selectors",
    name: "with a labelSelector that cannot be read is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.list(configMaps, { namespace, labelSelector: "app in (x" }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    area: "selectors",
    name: "with a fieldSelector by name answers that one",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const { items } = await client.list(configMaps, {
        namespace,
        fieldSelector: "metadata.name=c",
      });
      assertEquals(items.map((item) => item.metadata.name), ["c"]);
      const others = await client.list(configMaps, {
        namespace,
        fieldSelector: "metadata.name!=c",
      });
      assertEquals(others.items.length, 4);
    },
  },
  {
    area: "selectors",
    name: "with a fieldSelector that the kind does not have is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.list(configMaps, { namespace, fieldSelector: "data.k=v" }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "of all namespaces has those of each",
    async run({ client, namespace, unique }) {
      const labels = { marker: unique };
      await client.create(configMaps, { metadata: { name: unique, namespace, labels } });
      await client.create(configMaps, { metadata: { name: unique, namespace: "default", labels } });
      const { items } = await client.list(configMaps, { labelSelector: `marker=${unique}` });
      assertEquals(
        items.map((item) => item.metadata.namespace),
        ["default", namespace].sort(),
      );
      await client.delete(configMaps, { name: unique, namespace: "default" });
    },
  },
  {
    name: "with limit comes in pages with a token and a count of what remains",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const first = await client.list(configMaps, { namespace, limit: 2 });
      assertEquals(first.items.map((item) => item.metadata.name), ["a", "b"]);
      assert(first.metadata.continue);
      assertEquals(first.metadata.remainingItemCount, 3);
      const second = await client.list(configMaps, {
        namespace,
        limit: 3,
        continue: first.metadata.continue,
      });
      assertEquals(second.items.map((item) => item.metadata.name), ["c", "d", "e"]);
      assert(!second.metadata.continue);
      assertEquals(second.metadata.remainingItemCount, undefined);
      assertEquals(second.metadata.resourceVersion, first.metadata.resourceVersion);
    },
  },
  {
    name: "in pages is of one moment: later changes are not seen",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const first = await client.list(configMaps, { namespace, limit: 2 });
      await client.create(configMaps, { metadata: { name: "f", namespace } });
      await client.delete(configMaps, { name: "d", namespace });
      const second = await client.list(configMaps, {
        namespace,
        limit: 10,
        continue: first.metadata.continue ?? "",
      });
      assertEquals(second.items.map((item) => item.metadata.name), ["c", "d", "e"]);
    },
  },
  {
    name: "with limit and a selector leaves the count of what remains out",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const first = await client.list(configMaps, { namespace, limit: 1, labelSelector: "app" });
      assertEquals(first.items.length, 1);
      assert(first.metadata.continue);
      assertEquals(first.metadata.remainingItemCount, undefined);
    },
  },
  {
    name: "with a token that cannot be read is a BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(
        client.list(configMaps, { namespace, limit: 1, continue: "nonsense" }),
      );
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "with a token and a resource version is refused",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const first = await client.list(configMaps, { namespace, limit: 2 });
      const status = await refusal(client.list(configMaps, {
        namespace,
        limit: 2,
        continue: first.metadata.continue ?? "",
        resourceVersion: first.metadata.resourceVersion,
      }));
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
]);
