import { assert, assertEquals } from "@std/assert";
import {
  causes,
  type ConformanceCase,
  type ConformanceEnv,
  eventually,
  inArea,
  isGone,
  refusal,
} from "../case.ts";
import { crd, customResourceDefinitions, type Widget } from "../resources.ts";
import { defineApiResource } from "../../../client/mod.ts";

const hold = "example.test/hold";

/** Serves a kind of the case's own, which goes again with the case. */
async function withGadgets(
  { client, unique }: ConformanceEnv,
  use: (
    key: { readonly name: string },
    gadgets: ReturnType<typeof defineApiResource<Widget>>,
  ) => Promise<void>,
): Promise<void> {
  const group = `d${unique}.example.test`;
  const key = { name: `gadgets.${group}` };
  const gadgets = defineApiResource<Widget>({
    group,
    version: "v1",
    kind: "Gadget",
    plural: "gadgets",
    scope: "Namespaced",
  });
  await client.create(customResourceDefinitions, crd(group, "Gadget"));
  try {
    await eventually("gadgets are served", async () => !await isGone(client.list(gadgets)));
    await use(key, gadgets);
  } finally {
    await isGone(client.delete(customResourceDefinitions, key));
  }
}

const properties = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";

export const definitionCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    name: "show objects by the schema of now: new defaults, no fields that went",
    run: (env) =>
      withGadgets(env, async (definition, gadgets) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        await client.create(gadgets, { metadata: key, spec: { size: 4, tags: ["x"] } });
        await client.patch(customResourceDefinitions, definition, {
          json: [
            { op: "remove", path: `${properties}/tags` },
            { op: "add", path: `${properties}/mode`, value: { type: "string", default: "fast" } },
            { op: "replace", path: `${properties}/size/maximum`, value: 3 },
          ],
        });
        await eventually("the default is shown", async () => {
          const { spec } = await client.get(gadgets, key);
          return spec !== undefined && "mode" in spec;
        });
        const now = await client.get(gadgets, key);
        assertEquals(now.spec, { color: "red", size: 4, mode: "fast" } as never);
        assertEquals(now.metadata.generation, 1);
        const status = await refusal(client.patch(gadgets, key, { merge: { spec: { size: 5 } } }));
        assertEquals(causes(status), ["FieldValueInvalid spec.size"]);
      }),
  },
  {
    name: "let a value stay that they have come to refuse, until it changes (KEP-4008)",
    run: (env) =>
      withGadgets(env, async (definition, gadgets) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const ports = [{ name: "x", port: 1 }];
        await client.create(gadgets, { metadata: key, spec: { size: 4, ports } });
        await client.patch(customResourceDefinitions, definition, {
          json: [
            { op: "replace", path: `${properties}/size/maximum`, value: 3 },
            { op: "add", path: `${properties}/ports/items/properties/port/minimum`, value: 2 },
          ],
        });
        await eventually("new objects are refused", async () => {
          try {
            await client.create(gadgets, {
              metadata: { ...key, name: "b" },
              spec: { size: 4 },
            }, { dryRun: true });
            return false;
          } catch {
            return true;
          }
        });
        const changed = await client.patch(gadgets, key, { merge: { spec: { color: "blue" } } });
        assertEquals(changed.spec?.size, 4);
        const status = await refusal(client.patch(gadgets, key, {
          merge: { spec: { size: 5, ports: [{ name: "x", port: 0 }] } },
        }));
        assertEquals(causes(status).sort(), [
          "FieldValueInvalid spec.ports[0].port",
          "FieldValueInvalid spec.size",
        ]);
      }),
  },
  {
    name: "can be replaced, but for group, scope, kind and stored versions",
    run: (env) =>
      withGadgets(env, async (key) => {
        const { client } = env;
        const found = await client.get(customResourceDefinitions, key);
        await client.update(customResourceDefinitions, {
          ...found,
          metadata: { ...found.metadata, labels: { a: "b" } },
        });
        const refused = async (merge: Record<string, unknown>) =>
          causes(await refusal(client.patch(customResourceDefinitions, key, { merge } as never)));
        assertEquals(await refused({ spec: { scope: "Cluster" } }), [
          "FieldValueInvalid spec.scope",
        ]);
        assertEquals(await refused({ spec: { group: "other.example.test" } }), [
          "FieldValueInvalid spec.group",
        ]);
        assertEquals(await refused({ spec: { names: { kind: "Other" } } }), [
          "FieldValueInvalid spec.names.kind",
        ]);
        const [version] = found.spec.versions as Record<string, unknown>[];
        assertEquals(await refused({ spec: { versions: [{ ...version, name: "v2" }] } }), [
          "FieldValueInvalid status.storedVersions[0]",
        ]);
      }),
  },
  {
    name: "are held for their objects from their deletion on, and say so",
    run: (env) =>
      withGadgets(env, async (key, gadgets) => {
        const { client, namespace } = env;
        const object = { name: "a", namespace };
        await client.create(gadgets, { metadata: { ...object, finalizers: [hold] }, spec: {} });
        const before = await client.get(customResourceDefinitions, key);
        assertEquals(before.metadata.finalizers, undefined);
        const { name, namespace: _, ...marked } = (await (await client.request(
          `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${key.name}`,
          { method: "DELETE" },
        )).json()).metadata;
        assertEquals(name, key.name);
        assert(marked.deletionTimestamp);
        assertEquals([marked.generation, marked.deletionGracePeriodSeconds], [1, undefined]);
        const { status } = await client.get(customResourceDefinitions, key);
        assert(status?.conditions?.some(({ type }) => type === "Terminating"));
        await client.patch(gadgets, object, { merge: { metadata: { finalizers: null } } });
      }),
  },
], "definitions");
