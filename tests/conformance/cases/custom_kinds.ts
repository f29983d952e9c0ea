import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  causes,
  type ConformanceCase,
  type ConformanceEnv,
  eventually,
  inArea,
  isGone,
  refusal,
  take,
} from "../case.ts";
import { groupOf, thingDefinition, things, type ThingVersion, withThings } from "../kinds.ts";
import { customResourceDefinitions } from "../resources.ts";

const text = { type: "string" };
const versions: readonly ThingVersion[] = [
  { name: "v1", properties: { a: text, old: { ...text, default: "o" } } },
  { name: "v2", properties: { a: text, fresh: { ...text, default: "f" } } },
  { name: "v1beta1", properties: { a: text }, more: { served: false } },
  { name: "v1alpha1", properties: { a: text }, more: { deprecated: true } },
];

function conditionsOf(
  { client }: ConformanceEnv,
  name: string,
): Promise<readonly { type: string; status: string; reason?: string; message?: string }[]> {
  return client.get(customResourceDefinitions, { name }).then((one) =>
    one.status?.conditions ?? []
  );
}

export const customKindCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    name: "are read and written in each version that is served, stored in one",
    run: (env) =>
      withThings(env, versions, async (v1) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const v2 = things(env, "v2");
        const made = await client.create(v2, { metadata: key, spec: { a: "x", fresh: "lost" } });
        assertEquals(made.apiVersion, `${v2.group}/v2`);
        // What the stored version does not have is lost, and its defaults are for who reads that version.
        assertEquals(made.spec, { a: "x" });
        const read = await client.get(v1, key);
        assertEquals([read.apiVersion, read.spec], [`${v1.group}/v1`, { a: "x", old: "o" }]);
        await client.patch(v1, key, { merge: { spec: { a: "y" } } });
        assertEquals((await client.get(v2, key)).spec, { a: "y" });
        const { items } = await client.list(v2, { namespace });
        assertEquals(items.map((one) => one.apiVersion), [`${v2.group}/v2`]);
      }),
  },
  {
    name: "are watched in each version that is served",
    run: (env) =>
      withThings(env, versions, async (v1) => {
        const { client, namespace } = env;
        const v2 = things(env, "v2");
        const { resourceVersion } = (await client.list(v2, { namespace })).metadata;
        await client.create(v1, { metadata: { name: "a", namespace }, spec: { a: "x" } });
        const [event] = await take(
          client.watch(v2, { namespace, ...(resourceVersion ? { resourceVersion } : {}) }),
          1,
        );
        assert(event?.type === "ADDED");
        assertEquals([event.object.apiVersion, event.object.spec], [`${v2.group}/v2`, { a: "x" }]);
      }),
  },
  {
    name: "are not found in a version that is not served, and warn of one that is deprecated",
    run: (env) =>
      withThings(env, versions, async ({ group }) => {
        const { client, namespace } = env;
        assert(await isGone(client.list(things(env, "v1beta1"), { namespace })));
        const path = `/apis/${group}/v1alpha1/namespaces/${namespace}/things`;
        const answer = await client.request(path);
        await answer.body?.cancel();
        assertEquals(
          answer.headers.get("warning"),
          `299 - "${group}/v1alpha1 Thing is deprecated; use ${group}/v2 Thing"`,
        );
      }),
  },
  {
    name: "are refused in a body of another version than the path",
    run: (env) =>
      withThings(env, versions, async ({ group }) => {
        const { client, namespace } = env;
        const status = await refusal(client.request(
          `/apis/${group}/v1/namespaces/${namespace}/things`,
          {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({
              apiVersion: `${group}/v2`,
              kind: "Thing",
              metadata: { name: "a" },
            }),
          },
        ));
        assertEquals(status.code, 400);
      }),
  },
  {
    name: "are stored in another version once their definition says so, which remembers both",
    run: (env) =>
      withThings(env, versions, async (v1, definition) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        await client.create(v1, { metadata: key, spec: { a: "x" } });
        const changed = await client.patch(customResourceDefinitions, definition, {
          json: [
            { op: "replace", path: "/spec/versions/0/storage", value: false },
            { op: "replace", path: "/spec/versions/1/storage", value: true },
          ],
        });
        assertEquals(changed.status?.storedVersions, ["v1", "v2"]);
        assertEquals((await client.get(things(env, "v2"), key)).spec?.a, "x");
      }),
  },
  {
    name: "hold no key twice in a set",
    run: (env) =>
      withThings(env, [{
        properties: { set: { type: "array", items: text, "x-kubernetes-list-type": "set" } },
      }], async (resource) => {
        const { client, namespace } = env;
        const metadata = { name: "a", namespace };
        const status = await refusal(
          client.create(resource, { metadata, spec: { set: ["x", "y", "x"] } }),
        );
        assertEquals(causes(status), ["FieldValueDuplicate spec.set[2]"]);
      }),
  },
  {
    area: "field validation",
    name: "take null only where their schema does, an integer or a text where it says either",
    run: (env) =>
      withThings(env, [{
        properties: {
          some: { ...text, nullable: true },
          none: text,
          either: { "x-kubernetes-int-or-string": true },
        },
      }], async (resource) => {
        const { client, namespace } = env;
        const make = (spec: Record<string, unknown>) =>
          client.create(resource, { metadata: { name: "a", namespace }, spec }, { dryRun: true });
        assertEquals((await make({ some: null, none: null })).spec, { some: null });
        assertEquals((await make({ either: 5 })).spec, { either: 5 });
        assertEquals((await make({ either: "5%" })).spec, { either: "5%" });
        assertEquals(causes(await refusal(make({ either: true }))), [
          "FieldValueTypeInvalid spec.either",
        ]);
      }),
  },
  {
    area: "field validation",
    name: "keep unknown fields where their schema preserves them, and check those it names",
    run: (env) =>
      withThings(env, [{
        properties: {
          free: {
            type: "object",
            "x-kubernetes-preserve-unknown-fields": true,
            properties: { n: { type: "integer" } },
          },
        },
      }], async (resource) => {
        const { client, namespace } = env;
        const make = (spec: Record<string, unknown>) =>
          client.create(resource, { metadata: { name: "a", namespace }, spec }, { dryRun: true });
        const spec = { free: { n: 1, x: { y: [1] } } };
        assertEquals((await make({ ...spec, gone: 1 })).spec, spec);
        assertEquals(causes(await refusal(make({ free: { n: "x" } }))), [
          "FieldValueTypeInvalid spec.free.n",
        ]);
      }),
  },
  {
    name: "hold whole objects that say their kind, with metadata of the right types",
    run: (env) =>
      withThings(env, [{
        properties: {
          object: {
            type: "object",
            "x-kubernetes-embedded-resource": true,
            "x-kubernetes-preserve-unknown-fields": true,
          },
        },
      }], async (resource) => {
        const { client, namespace } = env;
        const make = (object: Record<string, unknown>) =>
          client.create(resource, { metadata: { name: "a", namespace }, spec: { object } }, {
            dryRun: true,
          });
        const kept = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: { a: 1 } };
        const made = await make({ ...kept, metadata: { name: "x", odd: 1 } });
        assertEquals(made.spec, { object: kept });
        assertEquals(causes(await refusal(make({ metadata: { name: "x" } }))), [
          "FieldValueRequired spec.object.apiVersion",
          "FieldValueRequired spec.object.kind",
        ]);
        const status = await refusal(make({ ...kept, metadata: { labels: { a: 1 } } }));
        assertEquals([status.code, status.reason], [400, "BadRequest"]);
      }),
  },
  {
    area: "selectors",
    name: "are selected by the fields that their definition names",
    run: (env) =>
      withThings(env, [{
        properties: { color: text, n: { type: "integer" } },
        more: { selectableFields: [{ jsonPath: ".spec.color" }, { jsonPath: ".spec.n" }] },
      }], async (resource) => {
        const { client, namespace } = env;
        for (const [name, color, n] of [["a", "red", 1], ["b", "blue", 2]] as const) {
          await client.create(resource, { metadata: { name, namespace }, spec: { color, n } });
        }
        const names = async (fieldSelector: string) => {
          const { items } = await client.list(resource, { namespace, fieldSelector });
          return items.map(({ metadata }) => metadata.name);
        };
        assertEquals(await names("spec.color=red"), ["a"]);
        assertEquals(await names("spec.color!=red,spec.n=2"), ["b"]);
        const status = await refusal(names("spec.other=x"));
        assertEquals([status.code, status.reason], [400, "BadRequest"]);
      }),
  },
  {
    area: "status and scale",
    name: "are scaled at the paths that their definition names",
    run: (env) =>
      withThings(env, [{
        properties: { size: { type: "object", properties: { wanted: { type: "integer" } } } },
        more: {
          subresources: {
            status: {},
            scale: {
              specReplicasPath: ".spec.size.wanted",
              statusReplicasPath: ".status.found",
              labelSelectorPath: ".status.selector",
            },
          },
        },
      }], async (resource) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        await client.create(resource, { metadata: key, spec: { size: { wanted: 2 } } });
        await client.patch(resource, key, { merge: { status: { found: 1, selector: "a=b" } } }, {
          subresource: "status",
        });
        const path = `/apis/${resource.group}/v1/namespaces/${namespace}/things/a/scale`;
        const scale = await (await client.request(path)).json();
        assertEquals([scale.spec, scale.status], [{ replicas: 2 }, {
          replicas: 1,
          selector: "a=b",
        }]);
        await (await client.request(path, {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ...scale, spec: { replicas: 5 } }),
        })).body?.cancel();
        assertEquals((await client.get(resource, key)).spec, { size: { wanted: 5 } });
      }),
  },
  {
    name: "whose names are taken in their group wait for them, and say so",
    run: (env) =>
      withThings(env, [{}], async (_, first) => {
        const { client } = env;
        const others = thingDefinition(groupOf(env), [{}], { plural: "others", kind: "Thing" });
        const key = { name: others.metadata.name ?? "" };
        await client.create(customResourceDefinitions, others);
        try {
          await eventually("the conflict is said", async () =>
            (await conditionsOf(env, key.name)).length > 0);
          const conditions = await conditionsOf(env, key.name);
          const found = (type: string) =>
            conditions.find((one) => one.type === type);
          assertEquals(found("NamesAccepted")?.status, "False");
          assertEquals(found("NamesAccepted")?.reason, "ListKindConflict");
          assertStringIncludes(found("NamesAccepted")?.message ?? "", "is already in use");
          assertEquals([found("Established")?.status, found("Established")?.reason], [
            "False",
            "NotAccepted",
          ]);
          assert(await isGone(client.list(things(env, "v1", "others"))));
          await client.delete(customResourceDefinitions, first);
          await eventually("the names are given", async () =>
            (await conditionsOf(env, key.name)).every((one) =>
              one.status === "True"
            ));
        } finally {
          await isGone(client.delete(customResourceDefinitions, key));
        }
      }),
  },
  {
    area: "field validation",
    name: "with fields that are unknown are refused strictly, and warned of otherwise",
    run: (env) =>
      withThings(env, [{ properties: { a: text } }], async ({ group }) => {
        const { client, namespace } = env;
        const post = (mode: string) =>
          client.request(
            `/apis/${group}/v1/namespaces/${namespace}/things?dryRun=All&fieldValidation=${mode}`,
            {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({
                apiVersion: `${group}/v1`,
                kind: "Thing",
                metadata: { name: "a" },
                spec: { a: "x", b: 1 },
              }),
            },
          );
        const warned = await post("Warn");
        await warned.body?.cancel();
        assertEquals(warned.headers.get("warning"), '299 - "unknown field \\"spec.b\\""');
        const ignored = await post("Ignore");
        await ignored.body?.cancel();
        assertEquals(ignored.headers.get("warning"), null);
        const status = await refusal(post("Strict"));
        assertEquals(status.code, 400);
        assertStringIncludes(status.message ?? "", 'unknown field "spec.b"');
      }),
  },
]);
