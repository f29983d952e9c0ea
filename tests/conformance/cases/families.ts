import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, type ConformanceEnv, eventually, inArea } from "../case.ts";
import { ask, core } from "../ask.ts";

async function make(
  { client, namespace }: ConformanceEnv,
  name: string,
  more: Record<string, unknown> = {},
): Promise<{ apiVersion: string; kind: string; name: string; uid: string }> {
  const made = await ask(client, "POST", core(namespace, "configmaps"), {
    metadata: { name, ...more },
  });
  assertEquals(made.code, 201, made.message);
  return { apiVersion: "v1", kind: "ConfigMap", name, uid: made.body.metadata.uid };
}

const there = async ({ client, namespace }: ConformanceEnv, name: string) =>
  (await ask(client, "GET", core(namespace, `configmaps/${name}`))).code === 200;

const remove = ({ client, namespace }: ConformanceEnv, name: string, options?: unknown) =>
  ask(client, "DELETE", core(namespace, `configmaps/${name}`), options);

export const familyCases: readonly ConformanceCase[] = inArea("garbage collection", [
  {
    name: "goes down several generations",
    async run(env) {
      const a = await make(env, "a");
      const b = await make(env, "b", { ownerReferences: [a] });
      await make(env, "c", { ownerReferences: [b] });
      await remove(env, "a");
      await eventually("the grandchild is gone", async () => !await there(env, "c"));
    },
  },
  {
    name: "takes a dependent whose owner has the name and another uid",
    async run(env) {
      const a = await make(env, "a");
      await make(env, "b", {
        ownerReferences: [{ ...a, uid: "11111111-2222-3333-4444-555555555555" }],
      });
      await eventually("the dependent is gone", async () => !await there(env, "b"));
      assert(await there(env, "a"));
    },
  },
  {
    name: "of an owner that waits for a finalizer leaves its dependents until then",
    async run(env) {
      const { client, namespace } = env;
      const a = await make(env, "a", { finalizers: ["example.test/hold"] });
      await make(env, "b", { ownerReferences: [a] });
      await remove(env, "a", { propagationPolicy: "Background" });
      assert(await there(env, "b"));
      await ask(client, "PATCH", core(namespace, "configmaps/a"), {
        metadata: { finalizers: null },
      });
      await eventually("the dependent is gone", async () => !await there(env, "b"));
    },
  },
  {
    name: "in the foreground does not wait for dependents that do not block",
    async run(env) {
      const { client, namespace } = env;
      const a = await make(env, "a");
      await make(env, "b", { ownerReferences: [a], finalizers: ["example.test/hold"] });
      await remove(env, "a", { propagationPolicy: "Foreground" });
      await eventually("the owner is gone", async () => !await there(env, "a"));
      assert(await there(env, "b"));
      await ask(client, "PATCH", core(namespace, "configmaps/b"), {
        metadata: { finalizers: null },
      });
    },
  },
  {
    name: "orphanDependents says what the policies Orphan and Background say",
    async run(env) {
      for (const orphanDependents of [true, false]) {
        const [owner, child] = [`a-${orphanDependents}`, `b-${orphanDependents}`];
        const a = await make(env, owner);
        await make(env, child, { ownerReferences: [a] });
        await remove(env, owner, { orphanDependents });
        await eventually("the owner is gone", async () => !await there(env, owner));
        if (orphanDependents) assert(await there(env, child));
        else await eventually("the child is gone", async () => !await there(env, child));
      }
    },
  },
  {
    name: "of two owners who both control is Invalid",
    async run(env) {
      const controller = true;
      const a = await make(env, "a");
      const b = await make(env, "b");
      const answer = await ask(env.client, "POST", core(env.namespace, "configmaps"), {
        metadata: { name: "c", ownerReferences: [{ ...a, controller }, { ...b, controller }] },
      });
      assertEquals([answer.code, answer.causes], [422, [
        "FieldValueInvalid metadata.ownerReferences",
      ]]);
    },
  },
]);

interface Ending {
  readonly path: string;
  readonly end: () => Promise<void>;
}

/** A namespace that ends and is held by a config map. */
async function ending({ client, unique }: ConformanceEnv): Promise<Ending> {
  const path = `/api/v1/namespaces/ending-${unique}`;
  await ask(client, "POST", "/api/v1/namespaces", { metadata: { name: `ending-${unique}` } });
  await ask(client, "POST", `${path}/configmaps`, {
    metadata: { name: "held", finalizers: ["example.test/hold"] },
  });
  await ask(client, "DELETE", path);
  return {
    path,
    async end() {
      await ask(client, "PATCH", `${path}/configmaps/held`, { metadata: { finalizers: null } });
      await eventually(
        "the namespace is gone",
        async () => (await ask(client, "GET", path)).code === 404,
      );
    },
  };
}

export const endingNamespaceCases: readonly ConformanceCase[] = inArea("namespaces", [
  {
    name: "that end are Terminating, with a time, and keep the finalizer kubernetes",
    async run(env) {
      const { path, end } = await ending(env);
      const { body } = await ask(env.client, "GET", path);
      assertEquals([body.status.phase, body.spec.finalizers], ["Terminating", ["kubernetes"]]);
      assert(body.metadata.deletionTimestamp);
      await end();
    },
  },
  {
    name: "that end still let objects be changed",
    async run(env) {
      const { path, end } = await ending(env);
      const changed = await ask(env.client, "PATCH", `${path}/configmaps/held`, {
        data: { k: "v" },
      });
      assertEquals([changed.code, changed.body.data], [200, { k: "v" }]);
      await end();
    },
  },
  {
    name: "that end refuse with a cause that programs know",
    async run(env) {
      const { path, end } = await ending(env);
      const answer = await ask(env.client, "POST", `${path}/secrets`, { metadata: { name: "s" } });
      assertEquals([answer.code, answer.reason, answer.causes], [403, "Forbidden", [
        "NamespaceTerminating metadata.namespace",
      ]]);
      await end();
    },
  },
  {
    name: "may be made again under their name, with another uid",
    async run(env) {
      const { path, end } = await ending(env);
      const first = await ask(env.client, "GET", path);
      await end();
      const body = { metadata: { name: first.body.metadata.name } };
      const again = await ask(env.client, "POST", "/api/v1/namespaces", body);
      assertEquals([again.code, again.body.status.phase], [201, "Active"]);
      assert(again.body.metadata.uid !== first.body.metadata.uid);
      await ask(env.client, "DELETE", path);
    },
  },
  {
    name: "with a name that is no label are Invalid",
    async run({ client }) {
      for (const name of ["a.b", "A", "a".repeat(64)]) {
        const answer = await ask(client, "POST", "/api/v1/namespaces", { metadata: { name } });
        assertEquals([answer.code, answer.causes[0]], [422, "FieldValueInvalid metadata.name"]);
      }
    },
  },
  {
    name: "have their name as a label, though another was written",
    async run({ client, namespace }) {
      const answer = await ask(client, "PATCH", `/api/v1/namespaces/${namespace}`, {
        metadata: { labels: { "kubernetes.io/metadata.name": "other" } },
      });
      assertEquals(answer.code, 200);
      assertEquals(answer.body.metadata.labels["kubernetes.io/metadata.name"], namespace);
    },
  },
]);
