import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { causes, type ConformanceCase, eventually, inArea, refusal } from "../case.ts";
import { groupOf, thingDefinition, type ThingVersion, withThings } from "../kinds.ts";
import { customResourceDefinitions } from "../resources.ts";

const text = { type: "string", maxLength: 20 };

function rules(...all: readonly Record<string, unknown>[]) {
  return { "x-kubernetes-validations": all };
}

/** A definition of one version, refused. */
function wrong(version: ThingVersion): ConformanceCase["run"] {
  return async (env) => {
    const definition = thingDefinition(groupOf(env), [version]);
    const status = await refusal(env.client.create(customResourceDefinitions, definition));
    assertEquals([status.code, status.reason], [422, "Invalid"]);
    assert(status.details?.causes?.length);
    for (const { field } of status.details.causes) {
      assertStringIncludes(field ?? "", "x-kubernetes-validations[0]");
    }
  };
}

export const ruleCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    name: "refuse a change where self == oldSelf is asked for, and say the rule's message",
    run: (env) =>
      withThings(env, [{
        properties: {
          host: { ...text, ...rules({ rule: "self == oldSelf", message: "host is immutable" }) },
          free: text,
        },
      }], async (things) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        await client.create(things, { metadata: key, spec: { host: "x" } });
        await client.patch(things, key, { merge: { spec: { free: "y" } } });
        const status = await refusal(client.patch(things, key, { merge: { spec: { host: "y" } } }));
        assertEquals(causes(status), ["FieldValueInvalid spec.host"]);
        assertEquals(status.details?.causes?.[0]?.message, 'Invalid value: "y": host is immutable');
        await client.patch(things, key, { merge: { spec: { host: null } } });
      }),
  },
  {
    name: "hold for whole objects, whatever the order of sets and keyed lists in them",
    run: (env) =>
      withThings(env, [{
        properties: {
          fixed: {
            type: "object",
            properties: {
              tags: { type: "array", maxItems: 4, items: text, "x-kubernetes-list-type": "set" },
              ports: {
                type: "array",
                maxItems: 4,
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["name"],
                items: {
                  type: "object",
                  required: ["name"],
                  properties: { name: text, port: { type: "integer" } },
                },
              },
            },
            ...rules({ rule: "self == oldSelf" }),
          },
        },
      }], async (things) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const [x, y] = [{ name: "x", port: 1 }, { name: "y", port: 2 }];
        const fixed = { tags: ["a", "b"], ports: [x, y] };
        await client.create(things, { metadata: key, spec: { fixed } });
        const turned = { tags: ["b", "a"], ports: [y, x] };
        await client.patch(things, key, { merge: { spec: { fixed: turned } } });
        const status = await refusal(
          client.patch(things, key, { merge: { spec: { fixed: { ports: [x] } } } }),
        );
        assertEquals(causes(status), ["FieldValueInvalid spec.fixed"]);
        assertStringIncludes(status.message ?? "", "failed rule: self == oldSelf");
      }),
  },
  {
    name: "compare the items of a keyed list with those of the same key",
    run: (env) =>
      withThings(env, [{
        properties: {
          ports: {
            type: "array",
            maxItems: 4,
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            items: {
              type: "object",
              required: ["name"],
              properties: {
                name: text,
                port: {
                  type: "integer",
                  ...rules({ rule: "self >= oldSelf", reason: "FieldValueForbidden" }),
                },
              },
            },
          },
        },
      }], async (things) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const ports = [{ name: "x", port: 5 }, { name: "y", port: 6 }];
        await client.create(things, { metadata: key, spec: { ports } });
        const status = await refusal(client.patch(things, key, {
          merge: { spec: { ports: [{ name: "y", port: 4 }, { name: "z", port: 1 }] } },
        }));
        assertEquals(causes(status), ["FieldValueForbidden spec.ports[0].port"]);
      }),
  },
  {
    name: "say where and what is wrong by fieldPath and messageExpression",
    run: (env) =>
      withThings(env, [{
        properties: { min: { type: "integer" }, max: { type: "integer" } },
        spec: rules({
          rule: "self.min <= self.max",
          messageExpression: "'%d is over %d'.format([self.min, self.max])",
          fieldPath: ".min",
        }),
      }], async (things) => {
        const { client, namespace } = env;
        const metadata = { name: "a", namespace };
        const status = await refusal(client.create(things, { metadata, spec: { min: 3, max: 2 } }));
        assertEquals(causes(status), ["FieldValueInvalid spec.min"]);
        assertEquals(status.details?.causes?.[0]?.message, "Invalid value: 3 is over 2");
      }),
  },
  {
    name: "of transition hold at creation where oldSelf is optional",
    run: (env) =>
      withThings(env, [{
        properties: {
          mode: {
            ...text,
            ...rules({
              rule: "oldSelf.hasValue() ? oldSelf.value() != self : self != 'late'",
              optionalOldSelf: true,
            }),
          },
        },
      }], async (things) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const status = await refusal(
          client.create(things, { metadata: key, spec: { mode: "late" } }),
        );
        assertEquals(causes(status), ["FieldValueInvalid spec.mode"]);
        await client.create(things, { metadata: key, spec: { mode: "early" } });
        await client.patch(things, key, { merge: { spec: { mode: "late" } } });
      }),
  },
  {
    name: "know the functions of Kubernetes: lists, texts, quantities, addresses, optionals",
    run: (env) =>
      withThings(env, [{
        properties: {
          list: { type: "array", maxItems: 5, items: { type: "integer" } },
          size: text,
          url: text,
          ip: text,
          either: { "x-kubernetes-int-or-string": true },
        },
        spec: rules(
          { rule: "!has(self.list) || (self.list.isSorted() && self.list.sum() < 10)" },
          { rule: "!has(self.size) || quantity(self.size).isLessThan(quantity('1Gi'))" },
          { rule: "!has(self.url) || (isURL(self.url) && url(self.url).getScheme() == 'https')" },
          { rule: "!has(self.ip) || cidr('10.0.0.0/8').containsIP(self.ip)" },
          {
            rule:
              "!has(self.either) || (type(self.either) == int ? self.either < 5 : self.either.find('[0-9]+%') != '')",
          },
          {
            rule: "self.?size.orValue('1') != 'x' && self.?ip.optMap(i, i != 'x').orValue(true)",
          },
        ),
      }], async (things) => {
        const { client, namespace } = env;
        const make = (spec: Record<string, unknown>) =>
          client.create(things, { metadata: { name: "a", namespace }, spec }, { dryRun: true });
        await make({ list: [1, 2], size: "5Mi", url: "https://a.b", ip: "10.1.2.3", either: "5%" });
        await make({ either: 4 });
        const bad = [
          { list: [2, 1] },
          { list: [5, 6] },
          { size: "1Gi" },
          { url: "http://a.b" },
          { ip: "11.0.0.1" },
          { either: 5 },
          { either: "x" },
        ];
        for (const spec of bad) {
          const status = await refusal(make(spec));
          assertEquals([status.code, causes(status)], [422, ["FieldValueInvalid spec"]]);
        }
      }),
  },
  {
    name: "that fail to evaluate refuse the object",
    run: (env) =>
      withThings(env, [{
        properties: { a: text, b: text },
        spec: rules({ rule: "self.a != self.b", message: "must differ" }),
      }], async (things) => {
        const { client, namespace } = env;
        const status = await refusal(
          client.create(things, { metadata: { name: "a", namespace }, spec: { a: "x" } }),
        );
        assertEquals(causes(status), ["FieldValueInvalid spec"]);
        assertStringIncludes(status.message ?? "", "no such key: b evaluating rule: must differ");
      }),
  },
  {
    name: "are not asked of an object that its schema refuses, which is said",
    run: (env) =>
      withThings(env, [{
        properties: { a: text, b: text },
        spec: { required: ["a"], ...rules({ rule: "self.b != 'x'" }) },
      }], async (things) => {
        const { client, namespace } = env;
        const status = await refusal(
          client.create(things, { metadata: { name: "a", namespace }, spec: { b: "x" } }),
        );
        assertEquals(causes(status), ["FieldValueRequired spec.a", "FieldValueInvalid <nil>"]);
        assertStringIncludes(status.message ?? "", "some validation rules were not checked");
      }),
  },
  {
    name: "of the whole object see its name and its status",
    run: (env) =>
      withThings(env, [{
        more: {
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: { type: "object" },
                status: { type: "object", properties: { n: { type: "integer" } } },
              },
              ...rules({ rule: "self.metadata.name != 'no'" }, {
                rule: "!has(self.status) || self.status.n > 0",
              }),
            },
          },
        },
      }], async (things) => {
        const { client, namespace } = env;
        const key = { name: "a", namespace };
        const named = await refusal(client.create(things, { metadata: { ...key, name: "no" } }));
        assertEquals(causes(named), ["FieldValueInvalid <nil>"]);
        await client.create(things, { metadata: key });
        const status = await refusal(client.patch(things, key, { merge: { status: { n: 0 } } }, {
          subresource: "status",
        }));
        assertEquals(causes(status), ["FieldValueInvalid <nil>"]);
      }),
  },
  {
    name: "that came later let what breaks them stay, with a warning, until it changes (KEP-4008)",
    run: (env) =>
      withThings(
        env,
        [{ properties: { mode: text, other: text } }],
        async (things, definition) => {
          const { client, namespace } = env;
          const key = { name: "a", namespace };
          await client.create(things, { metadata: key, spec: { mode: "old" } });
          const properties = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
          await client.patch(customResourceDefinitions, definition, {
            json: [{
              op: "add",
              path: `${properties}/mode/x-kubernetes-validations`,
              value: [{ rule: "self.startsWith('new')" }],
            }],
          });
          await eventually("new objects are refused", async () => {
            try {
              const metadata = { ...key, name: "b" };
              await client.create(things, { metadata, spec: { mode: "old" } }, { dryRun: true });
              return false;
            } catch {
              return true;
            }
          });
          const path = `/apis/${things.group}/v1/namespaces/${namespace}/things/a`;
          const answer = await client.request(path, {
            method: "PATCH",
            headers: { "content-type": "application/merge-patch+json" },
            body: JSON.stringify({ spec: { other: "x" } }),
          });
          await answer.body?.cancel();
          assertEquals(
            answer.headers.get("warning"),
            '299 - "spec.mode: Invalid value: \\"old\\": failed rule: self.startsWith(\'new\')"',
          );
          const status = await refusal(
            client.patch(things, key, { merge: { spec: { mode: "older" } } }),
          );
          assertEquals(causes(status), ["FieldValueInvalid spec.mode"]);
        },
      ),
  },
  {
    name: "that name a field that is not there keep a definition out",
    run: wrong({ properties: { a: text }, spec: rules({ rule: "self.b == ''" }) }),
  },
  {
    name: "that ask has() of a field that is not there keep a definition out",
    run: wrong({ properties: { a: text }, spec: rules({ rule: "has(self.b)" }) }),
  },
  {
    name: "that are of no type bool keep a definition out",
    run: wrong({ properties: { a: text }, spec: rules({ rule: "self.a" }) }),
  },
  {
    name: "that compare values of different types keep a definition out",
    run: wrong({ properties: { a: text }, spec: rules({ rule: "self.a == 1" }) }),
  },
  {
    name: "whose fieldPath or messageExpression is wrong keep a definition out",
    run: async (env) => {
      const rule = { rule: "self.a != ''" };
      await wrong({ properties: { a: text }, spec: rules({ ...rule, fieldPath: ".b" }) })(env);
      const messageExpression = "self.b";
      await wrong({ properties: { a: text }, spec: rules({ ...rule, messageExpression }) })(env);
    },
  },
  {
    name: "of transition within lists without keys keep a definition out",
    run: wrong({
      spec: {
        properties: {
          list: {
            type: "array",
            maxItems: 3,
            items: { ...text, ...rules({ rule: "self == oldSelf" }) },
          },
        },
      },
    }),
  },
], "rules");
