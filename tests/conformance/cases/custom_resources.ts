import { assert, assertEquals } from "@std/assert";
import { causes, type ConformanceCase, eventually, inArea, isGone, refusal } from "../case.ts";
import { crd, customResourceDefinitions } from "../resources.ts";
import { defineApiResource } from "../../../client/mod.ts";

export const customResourceCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    name: "get the defaults of their schema",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { color: "blue" },
      });
      assertEquals(made.spec, { color: "blue", size: 3 });
    },
  },
  {
    area: "field validation",
    name: "lose fields that their schema does not name",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { size: 4, unknown: true } as never,
      });
      assertEquals(made.spec, { color: "red", size: 4 });
    },
  },
  {
    area: "field validation",
    name: "that break their schema are Invalid, with the field of each fault",
    async run({ client, namespace, widgets }) {
      const status = await refusal(client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { size: 0, color: "pink" },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(causes(status).sort(), [
        "FieldValueInvalid spec.size",
        "FieldValueNotSupported spec.color",
      ]);
    },
  },
  {
    area: "field validation",
    name: "of a wrong type are Invalid",
    async run({ client, namespace, widgets }) {
      const status = await refusal(client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { size: "four" as never },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(causes(status), ["FieldValueTypeInvalid spec.size"]);
    },
  },
  {
    area: "field validation",
    name: "without a required field are Invalid",
    async run({ client, namespace, widgets }) {
      const status = await refusal(client.create(widgets, { metadata: { name: "a", namespace } }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(causes(status), ["FieldValueRequired spec"]);
    },
  },
  {
    name: "with a key twice in a keyed list are Invalid",
    async run({ client, namespace, widgets }) {
      const status = await refusal(client.create(widgets, {
        metadata: { name: "a", namespace },
        spec: { ports: [{ name: "x" }, { name: "x" }] },
      }));
      assertEquals([status.code, status.reason], [422, "Invalid"]);
      assertEquals(causes(status), ["FieldValueDuplicate spec.ports[1]"]);
    },
  },
  {
    name: "are found by discovery",
    async run({ client, widgets }) {
      const path = `/apis/${widgets.group}`;
      const group = await (await client.request(path)).json();
      assertEquals([group.kind, group.preferredVersion?.version], ["APIGroup", "v1"]);
      const list = await (await client.request(`${path}/v1`)).json();
      assertEquals(list.kind, "APIResourceList");
      const entry = list.resources.find((each: { name: string }) => each.name === "widgets");
      assertEquals([entry.kind, entry.namespaced, entry.singularName], ["Widget", true, "widget"]);
      assert(list.resources.some((each: { name: string }) => each.name === "widgets/status"));
    },
  },
  {
    name: "are served once their definition is Established, and are gone with it",
    async run({ client, namespace, unique }) {
      const group = `g${unique}.example.test`;
      const definition = await client.create(customResourceDefinitions, crd(group, "Gadget"));
      await eventually("Established", async () => {
        const { status } = await client.get(customResourceDefinitions, definition.metadata);
        return status?.conditions?.some((each) =>
          each.type === "Established" && each.status === "True"
        ) ?? false;
      });
      const { status } = await client.get(customResourceDefinitions, definition.metadata);
      assertEquals([status?.storedVersions, status?.acceptedNames?.plural], [["v1"], "gadgets"]);
      const gadgets = defineApiResource({
        group,
        version: "v1",
        kind: "Gadget",
        plural: "gadgets",
        scope: "Namespaced",
      });
      await eventually("gadgets can be made", async () =>
        !await isGone(
          client.create(gadgets, { metadata: { name: "a", namespace }, spec: {} } as never),
        ));
      await client.delete(customResourceDefinitions, { name: definition.metadata.name });
      await eventually(
        "the definition is gone",
        () => isGone(client.get(customResourceDefinitions, { name: definition.metadata.name })),
      );
      await eventually("gadgets are gone", () => isGone(client.list(gadgets, { namespace })));
    },
  },
  {
    name: "cannot be defined under a name that is not plural.group",
    async run({ client, unique }) {
      const definition = crd(`g${unique}.example.test`);
      const metadata = { name: `wrong.${unique}.example.test` };
      const status = await refusal(
        client.create(customResourceDefinitions, { ...definition, metadata }),
      );
      assertEquals([status.code, status.reason], [422, "Invalid"]);
    },
  },
]);
