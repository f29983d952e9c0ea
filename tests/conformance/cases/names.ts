import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ConformanceCase, inArea, take } from "../case.ts";
import { ask, core } from "../ask.ts";
import { configMaps } from "../resources.ts";

const suffix = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;

export const generatedNameCases: readonly ConformanceCase[] = inArea("generateName", [
  {
    name: "appends letters without vowels and digits that are no letters",
    async run({ client, namespace }) {
      for (let round = 0; round < 5; round++) {
        const made = await client.create(configMaps, {
          metadata: { generateName: "a-", namespace },
        });
        assertMatch(made.metadata.name.slice(2), suffix);
      }
    },
  },
  {
    name: "stays in the object",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { generateName: "a-", namespace } });
      assertEquals(made.metadata.generateName, "a-");
      assertEquals((await client.get(configMaps, made.metadata)).metadata.generateName, "a-");
    },
  },
  {
    name: "is not looked at when there is a name",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "b", generateName: "a-", namespace },
      });
      assertEquals([made.metadata.name, made.metadata.generateName], ["b", "a-"]);
    },
  },
  {
    name: "is cut to 58 characters",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { generateName: "a".repeat(100), namespace },
      });
      assertEquals(made.metadata.name.length, 63);
      assertEquals(made.metadata.name.slice(0, 58), "a".repeat(58));
      assertEquals(made.metadata.generateName?.length, 100);
    },
  },
  {
    name: "that makes no name is Invalid, at both fields",
    async run({ client, namespace }) {
      const answer = await ask(client, "POST", core(namespace, "configmaps"), {
        metadata: { generateName: "A_" },
      });
      assertEquals([answer.code, answer.reason], [422, "Invalid"]);
      assertEquals(answer.causes, [
        "FieldValueInvalid metadata.generateName",
        "FieldValueInvalid metadata.name",
      ]);
    },
  },
  {
    name: "answers a name in a dry run, too",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { generateName: "a-", namespace },
      }, { dryRun: true });
      assertMatch(made.metadata.name.slice(2), suffix);
      assertEquals((await client.list(configMaps, { namespace })).items, []);
    },
  },
  {
    name: "names custom resources",
    async run({ client, namespace, widgets }) {
      const made = await client.create(widgets, {
        metadata: { generateName: "w-", namespace },
        spec: {},
      });
      assertMatch(made.metadata.name.slice(2), suffix);
    },
  },
  {
    name: "is no name for an apply or an update",
    async run({ client, namespace }) {
      const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "a-" } };
      const put = await ask(client, "PUT", core(namespace, "configmaps/a"), body);
      assertEquals([put.code, put.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "is what a watch tells the object's name by",
    async run({ client, namespace }) {
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      const made = await client.create(configMaps, { metadata: { generateName: "a-", namespace } });
      const [event] = await take(
        client.watch(configMaps, { namespace, resourceVersion, timeoutSeconds: 20 }),
        1,
      );
      assertEquals((event?.object as typeof made).metadata.name, made.metadata.name);
    },
  },
  {
    name: "may be changed later, and the name stays",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, { metadata: { generateName: "a-", namespace } });
      const changed = await client.patch(configMaps, made.metadata, {
        merge: { metadata: { generateName: "b-" } },
      });
      assertEquals(changed.metadata.name, made.metadata.name);
      assertEquals(changed.metadata.generateName, "b-");
      assert(changed.metadata.resourceVersion !== made.metadata.resourceVersion);
    },
  },
]);
