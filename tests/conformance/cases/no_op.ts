import { assertEquals, assertNotEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, type ConformanceEnv, inArea } from "../case.ts";
import { type Answer, ask, core } from "../ask.ts";
import { deployment } from "../resources.ts";

type Path = (env: ConformanceEnv) => string;

const deploymentsPath: Path = ({ namespace }) =>
  `/apis/apps/v1/namespaces/${namespace}/deployments`;
const widgetsPath: Path = ({ namespace, widgets: { group } }) =>
  `/apis/${group}/v1/namespaces/${namespace}/widgets`;

/** A change after which the version is the same. */
function same(
  name: string,
  write: (env: ConformanceEnv, path: string) => Promise<Answer>,
): AreaCase {
  return {
    name,
    async run(env) {
      const path = core(env.namespace, "configmaps");
      const made = await ask(env.client, "POST", path, {
        metadata: { name: "a", labels: { l: "1" }, annotations: { n: "1" } },
        data: { k: "v" },
      });
      const answer = await write(env, `${path}/a`);
      assertEquals(answer.code, 200);
      assertEquals(answer.body.metadata.resourceVersion, made.body.metadata.resourceVersion);
    },
  };
}

const noOps: readonly AreaCase[] = [
  same(
    "a merge patch to what is there",
    ({ client }, path) =>
      ask(client, "PATCH", path, { data: { k: "v" }, metadata: { labels: { l: "1" } } }),
  ),
  same("a merge patch of nothing", ({ client }, path) => ask(client, "PATCH", path, {})),
  same(
    "a JSON patch of no operations",
    ({ client }, path) => ask(client, "PATCH", path, [], { patch: "json" }),
  ),
  same("a JSON patch that adds and removes", ({ client }, path) =>
    ask(client, "PATCH", path, [
      { op: "add", path: "/data/x", value: "1" },
      { op: "remove", path: "/data/x" },
    ], { patch: "json" })),
  same(
    "a strategic merge patch to what is there",
    ({ client }, path) => ask(client, "PATCH", path, { data: { k: "v" } }, { patch: "strategic" }),
  ),
  same(
    "a null for what is not there",
    ({ client }, path) =>
      ask(client, "PATCH", path, { data: { none: null }, metadata: { finalizers: null } }),
  ),
  same(
    "an update by another manager",
    async ({ client }, path) =>
      ask(client, "PUT", path, (await ask(client, "GET", path)).body, {
        query: { fieldManager: "somebody" },
      }),
  ),
  same("a uid and a creation time of its own", async ({ client }, path) => {
    const { body } = await ask(client, "GET", path);
    const metadata = { ...body.metadata, creationTimestamp: "2001-01-01T00:00:00Z" };
    return ask(client, "PUT", path, { ...body, metadata });
  }),
];

/** What a write does to a generation that begins at 1. */
function generation(
  name: string,
  [of, body]: [Path, (env: ConformanceEnv) => unknown],
  change: unknown,
  after: number,
  subresource = "",
): AreaCase {
  return {
    name,
    async run(env) {
      const path = of(env);
      const made = await ask(env.client, "POST", path, body(env));
      assertEquals(made.body.metadata.generation, 1);
      const place = `${path}/${made.body.metadata.name}`;
      const answer = await ask(env.client, "PATCH", `${place}${subresource}`, change);
      assertEquals(answer.code, 200, answer.message);
      assertEquals((await ask(env.client, "GET", place)).body.metadata.generation, after);
    },
  };
}

const aDeployment: [Path, (env: ConformanceEnv) => unknown] = [
  deploymentsPath,
  ({ namespace }) => deployment(namespace),
];
const aWidget: [Path, (env: ConformanceEnv) => unknown] = [
  widgetsPath,
  ({ widgets: { group } }) => ({
    apiVersion: `${group}/v1`,
    kind: "Widget",
    metadata: { name: "w" },
    spec: { size: 1 },
  }),
];

const generations: readonly AreaCase[] = [
  generation(
    "of a Deployment that is scaled rises",
    aDeployment,
    { spec: { replicas: 2 } },
    2,
    "/scale",
  ),
  generation("of a Deployment whose annotation changes rises", aDeployment, {
    metadata: { annotations: { a: "1" } },
  }, 2),
  generation(
    "of a Deployment whose status changes stays",
    aDeployment,
    {
      status: { replicas: 4 },
    },
    1,
    "/status",
  ),
  generation("of a custom resource that gets a default anew stays", aWidget, {
    spec: { color: null },
  }, 1),
  generation("of a custom resource whose spec changes rises", aWidget, { spec: { size: 2 } }, 2),
  generation("of a custom resource that gets a finalizer stays", aWidget, {
    metadata: { finalizers: null, labels: { a: "1" } },
  }, 1),
  generation("that is written by hand stays as it is", aWidget, { metadata: { generation: 9 } }, 1),
  {
    name: "is not for ConfigMaps and Secrets",
    async run({ client, namespace }) {
      for (const plural of ["configmaps", "secrets"]) {
        const path = core(namespace, plural);
        const made = await ask(client, "POST", path, { metadata: { name: "a" } });
        assertEquals(made.body.metadata.generation, undefined);
      }
    },
  },
];

const dryRuns: readonly AreaCase[] = [
  {
    name: "of a merge patch answers the change and stores nothing",
    async run({ client, namespace }) {
      const path = core(namespace, "configmaps");
      const made = await ask(client, "POST", path, { metadata: { name: "a" } });
      const tried = await ask(client, "PATCH", `${path}/a?dryRun=All`, { data: { k: "v" } });
      assertEquals(tried.body.data, { k: "v" });
      assertEquals(tried.body.metadata.resourceVersion, made.body.metadata.resourceVersion);
      assertEquals((await ask(client, "GET", `${path}/a`)).body.data, undefined);
    },
  },
  {
    name: "of a creation answers a uid and a time, and no version",
    async run({ client, namespace }) {
      const path = core(namespace, "configmaps");
      const tried = await ask(client, "POST", `${path}?dryRun=All`, { metadata: { name: "a" } });
      assertEquals(tried.code, 201);
      assertEquals(tried.body.metadata.resourceVersion, undefined);
      assertEquals(typeof tried.body.metadata.uid, "string");
      assertEquals(typeof tried.body.metadata.creationTimestamp, "string");
    },
  },
  {
    name: "refuses what the server would refuse: a name that is taken, an object that is wrong",
    async run({ client, namespace }) {
      const path = core(namespace, "configmaps");
      await ask(client, "POST", path, { metadata: { name: "a" } });
      const taken = await ask(client, "POST", `${path}?dryRun=All`, { metadata: { name: "a" } });
      const wrong = await ask(client, "POST", `${path}?dryRun=All`, { metadata: { name: "A" } });
      assertEquals([taken.reason, wrong.reason], ["AlreadyExists", "Invalid"]);
    },
  },
  {
    name: "of a custom resource applies defaults and rules",
    async run(env) {
      const path = `${widgetsPath(env)}?dryRun=All`;
      const body = aWidget[1](env) as Record<string, unknown>;
      const tried = await ask(env.client, "POST", path, body);
      assertEquals(tried.body.spec, { size: 1, color: "red" });
      const wrong = await ask(env.client, "POST", path, { ...body, spec: { size: 1000 } });
      assertEquals(wrong.reason, "Invalid");
    },
  },
  {
    name: "of a status write stores nothing",
    async run(env) {
      const path = widgetsPath(env);
      await ask(env.client, "POST", path, aWidget[1](env));
      const tried = await ask(env.client, "PATCH", `${path}/w/status?dryRun=All`, {
        status: { ready: true },
      });
      assertEquals(tried.body.status, { ready: true });
      assertEquals((await ask(env.client, "GET", `${path}/w`)).body.status, undefined);
    },
  },
  {
    name: "asked for in the body of a deletion deletes nothing",
    async run({ client, namespace }) {
      const path = core(namespace, "configmaps");
      await ask(client, "POST", path, { metadata: { name: "a" } });
      const tried = await ask(client, "DELETE", `${path}/a`, { dryRun: ["All"] });
      assertEquals([tried.code, tried.body.status], [200, "Success"]);
      assertEquals((await ask(client, "GET", `${path}/a`)).code, 200);
    },
  },
];

const scales: readonly AreaCase[] = [
  {
    name: "a scale of a Deployment names it, its selector and its version",
    async run(env) {
      const path = deploymentsPath(env);
      const made = await ask(env.client, "POST", path, deployment(env.namespace));
      const { body } = await ask(env.client, "GET", `${path}/web/scale`);
      assertEquals([body.apiVersion, body.kind], ["autoscaling/v1", "Scale"]);
      assertEquals(body.metadata.uid, made.body.metadata.uid);
      assertEquals([body.spec, body.status.selector], [{}, "app=web"]);
    },
  },
  {
    name: "a scale with an old version is a Conflict",
    async run(env) {
      const path = deploymentsPath(env);
      await ask(env.client, "POST", path, deployment(env.namespace));
      const { body } = await ask(env.client, "GET", `${path}/web/scale`);
      await ask(env.client, "PATCH", `${path}/web`, { metadata: { labels: { l: "1" } } });
      const late = await ask(env.client, "PUT", `${path}/web/scale`, {
        ...body,
        metadata: { ...body.metadata, resourceVersion: "1" },
      });
      assertEquals([late.code, late.reason], [409, "Conflict"]);
    },
  },
  {
    name: "a scale below 0 is Invalid",
    async run(env) {
      const path = deploymentsPath(env);
      await ask(env.client, "POST", path, deployment(env.namespace));
      const wrong = await ask(env.client, "PATCH", `${path}/web/scale`, { spec: { replicas: -1 } });
      assertEquals([wrong.code, wrong.causes], [422, ["FieldValueInvalid spec.replicas"]]);
    },
  },
  {
    name: "a scale of what has none is not found",
    async run({ client, namespace }) {
      await ask(client, "POST", core(namespace, "configmaps"), { metadata: { name: "a" } });
      assertEquals((await ask(client, "GET", core(namespace, "configmaps/a/scale"))).code, 404);
    },
  },
  {
    name: "a status of a kind without the subresource is not found",
    async run({ client, namespace }) {
      await ask(client, "POST", core(namespace, "configmaps"), { metadata: { name: "a" } });
      assertEquals((await ask(client, "GET", core(namespace, "configmaps/a/status"))).code, 404);
    },
  },
  {
    name: "a patch of a status raises the version, and a repeated one does not",
    async run(env) {
      const path = `${widgetsPath(env)}/w`;
      const made = await ask(env.client, "POST", widgetsPath(env), aWidget[1](env));
      const versions = [made.body.metadata.resourceVersion];
      for (let round = 0; round < 2; round++) {
        const { body } = await ask(env.client, "PATCH", `${path}/status`, {
          status: { ready: true },
        });
        versions.push(body.metadata.resourceVersion);
      }
      assertNotEquals(versions[0], versions[1]);
      assertEquals(versions[1], versions[2]);
    },
  },
];

export const noOpCases: readonly ConformanceCase[] = inArea("no-op updates", noOps);
export const generationCases: readonly ConformanceCase[] = inArea("generation", generations);
export const dryRunCases: readonly ConformanceCase[] = inArea("dry run", dryRuns);
export const scaleCases: readonly ConformanceCase[] = inArea("status and scale", scales);
