import { assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";

export const getCases: readonly ConformanceCase[] = inArea("refusals", [
  {
    area: "storage and conflicts",
    name: "answers what create answered",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, labels: { l: "1" }, annotations: { n: "2" } },
        data: { k: "v" },
      });
      assertEquals(await client.get(configMaps, { name: "a", namespace }), made);
    },
  },
  {
    name: "of what is not there is NotFound, with the name and the plural",
    async run({ client, namespace }) {
      const status = await refusal(client.get(configMaps, { name: "a", namespace }));
      assertEquals([status.code, status.reason], [404, "NotFound"]);
      assertEquals([status.details?.name, status.details?.kind], ["a", "configmaps"]);
      assertEquals(status.message, 'configmaps "a" not found');
    },
  },
  {
    name: "of a kind of a group names the group in its refusal",
    async run({ client, namespace, widgets }) {
      const status = await refusal(client.get(widgets, { name: "a", namespace }));
      assertEquals([status.details?.group, status.details?.kind], [widgets.group, "widgets"]);
      assertEquals(status.message, `widgets.${widgets.group} "a" not found`);
    },
  },
  {
    name: "of a path that is not served is 404",
    async run({ client }) {
      const status = await refusal(client.request("/apis/none.example.test/v1/nones"));
      assertEquals(status.code, 404);
    },
  },
  {
    area: "storage and conflicts",
    name: "with resourceVersion 0 answers any version",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      // The cache may lag, and an object that it has not seen yet is looked for no further.
      const key = { name: "kube-root-ca.crt", namespace: "kube-system" };
      await client.apply(configMaps, { metadata: key }, { fieldManager: "get", force: true });
      const found = await client.get(configMaps, key);
      const any = await client.get(configMaps, key, {
        resourceVersion: found.metadata.resourceVersion,
      });
      assertEquals(any.metadata.uid, found.metadata.uid);
    },
  },
  {
    name: "of a missing subresource is 404",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(
        client.get(configMaps, { name: "a", namespace }, { subresource: "status" }),
      );
      assertEquals(status.code, 404);
    },
  },
], "get");
