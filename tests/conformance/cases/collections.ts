import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, eventually, inArea, take } from "../case.ts";
import { ask, core, names } from "../ask.ts";
import { configMaps, deployment, deployments } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

async function fill(client: Client, namespace: string): Promise<void> {
  for (const name of ["a", "b", "c"]) {
    await client.create(configMaps, { metadata: { name, namespace, labels: { n: name } } });
  }
}

const list = (client: Client, namespace: string) =>
  ask(client, "GET", core(namespace, "configmaps"));

export const collectionCases: readonly ConformanceCase[] = inArea("deletecollection", [
  {
    name: "answers the list of what was deleted",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const answer = await ask(client, "DELETE", core(namespace, "configmaps"));
      assertEquals([answer.code, answer.body.kind], [200, "ConfigMapList"]);
      assertEquals(names(answer).includes("a b c"), true);
    },
  },
  {
    name: "of nothing is an empty list",
    async run({ client, namespace }) {
      const answer = await ask(client, "DELETE", core(namespace, "secrets"));
      assertEquals([answer.code, answer.body.kind, answer.body.items], [200, "SecretList", []]);
    },
  },
  {
    name: "takes what the fieldSelector names",
    async run({ client, namespace }) {
      await fill(client, namespace);
      await client.deleteCollection(configMaps, { namespace, fieldSelector: "metadata.name=b" });
      assertEquals(
        (await client.list(configMaps, { namespace, labelSelector: "n" })).items.length,
        2,
      );
    },
  },
  {
    name: "with dryRun deletes nothing",
    async run({ client, namespace }) {
      await fill(client, namespace);
      await client.deleteCollection(configMaps, { namespace, labelSelector: "n", dryRun: true });
      assertEquals(
        (await client.list(configMaps, { namespace, labelSelector: "n" })).items.length,
        3,
      );
    },
  },
  {
    name: "with a selector that cannot be read is a BadRequest, and deletes nothing",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const answer = await ask(client, "DELETE", core(namespace, "configmaps?labelSelector=a=b=c"));
      assertEquals([answer.code, answer.reason], [400, "BadRequest"]);
      assert(names(await list(client, namespace)).includes("a b c"));
    },
  },
  {
    name: "in the foreground marks with the finalizer of that policy",
    async run({ client, namespace }) {
      await client.create(configMaps, {
        metadata: { name: "a", namespace, labels: { n: "a" }, finalizers: ["example.test/hold"] },
      });
      await client.deleteCollection(configMaps, {
        namespace,
        labelSelector: "n",
        propagationPolicy: "Foreground",
      });
      const held = await client.get(configMaps, { name: "a", namespace });
      assert(held.metadata.deletionTimestamp);
      assert(held.metadata.finalizers?.includes("example.test/hold"));
      await client.patch(configMaps, held.metadata, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    name: "looks at the preconditions of each: another uid deletes nothing",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const answer = await ask(client, "DELETE", core(namespace, "configmaps?labelSelector=n"), {
        preconditions: { uid: "11111111-2222-3333-4444-555555555555" },
      });
      assertEquals([answer.code, answer.reason], [409, "Conflict"]);
      assertEquals(
        (await client.list(configMaps, { namespace, labelSelector: "n" })).items.length,
        3,
      );
    },
  },
  {
    name: "tells a watch of each deletion",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const { metadata: { resourceVersion } } = await client.list(configMaps, { namespace });
      await client.deleteCollection(configMaps, { namespace, labelSelector: "n" });
      const events = await take(
        client.watch(configMaps, {
          namespace,
          resourceVersion,
          labelSelector: "n",
          allowWatchBookmarks: false,
          timeoutSeconds: 20,
        }),
        3,
      );
      assertEquals(events.map(({ type }) => type), ["DELETED", "DELETED", "DELETED"]);
    },
  },
  {
    name: "with a limit takes that many at most",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const answer = await ask(
        client,
        "DELETE",
        core(namespace, "configmaps?labelSelector=n&limit=2"),
      );
      assertEquals([answer.code, names(answer)], [200, "a b"]);
      assertEquals(
        (await client.list(configMaps, { namespace, labelSelector: "n" })).items.length,
        1,
      );
    },
  },
  {
    name: "of kinds that nobody may delete together, and of all namespaces, is MethodNotAllowed",
    async run({ client }) {
      for (const path of ["/api/v1/namespaces", "/api/v1/configmaps", "/api/v1/services"]) {
        const answer = await ask(client, "DELETE", path);
        assertEquals([answer.code, answer.reason], [405, "MethodNotAllowed"], path);
      }
    },
  },
  {
    area: "finalizers and deletion",
    name: "a grace period is for pods: another kind goes at once",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const answer = await ask(client, "DELETE", core(namespace, "configmaps/a"), {
        gracePeriodSeconds: 300,
      });
      assertEquals([answer.code, answer.body.status], [200, "Success"]);
      assertEquals((await ask(client, "GET", core(namespace, "configmaps/a"))).code, 404);
    },
  },
  {
    area: "finalizers and deletion",
    name: "a negative grace period counts as 1",
    async run({ client, namespace }) {
      await client.create(configMaps, {
        metadata: { name: "f", namespace, finalizers: ["example.test/hold"] },
      });
      const answer = await ask(client, "DELETE", core(namespace, "configmaps/f"), {
        gracePeriodSeconds: -5,
      });
      assertEquals(answer.code, 200);
      const held = await client.get(configMaps, { name: "f", namespace });
      assertEquals(held.metadata.deletionGracePeriodSeconds, 0);
      await client.patch(configMaps, held.metadata, { merge: { metadata: { finalizers: null } } });
    },
  },
  {
    area: "finalizers and deletion",
    name: "a finalizer that is no name of a domain is Invalid",
    async run({ client, namespace }) {
      const answer = await ask(client, "POST", core(namespace, "configmaps"), {
        metadata: { name: "g", finalizers: ["Not A Name"] },
      });
      assertEquals([answer.code, answer.reason], [422, "Invalid"]);
      assertEquals(answer.causes[0], "FieldValueInvalid metadata.finalizers");
    },
  },
  {
    area: "garbage collection",
    name: "of a collection in the background takes the dependents",
    async run({ client, namespace }) {
      const owner = await client.create(deployments, deployment(namespace));
      await client.create(configMaps, {
        metadata: {
          name: "child",
          namespace,
          ownerReferences: [{
            apiVersion: "apps/v1",
            kind: "Deployment",
            name: owner.metadata.name,
            uid: owner.metadata.uid,
          }],
        },
      });
      await client.deleteCollection(deployments, { namespace, propagationPolicy: "Background" });
      await eventually(
        "the child is gone",
        async () => (await ask(client, "GET", core(namespace, "configmaps/child"))).code === 404,
      );
    },
  },
]);
