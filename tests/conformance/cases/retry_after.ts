import { assertEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, type ConformanceEnv, inArea } from "../case.ts";
import { type Answer, ask, core } from "../ask.ts";
import { configMaps } from "../resources.ts";

/** A refusal that tells nobody to come again. */
function silent(
  name: string,
  code: number,
  reason: string,
  call: (env: ConformanceEnv) => Promise<Answer>,
): AreaCase {
  return {
    name: `${name}: ${code} ${reason} has none`,
    async run(env) {
      const answer = await call(env);
      assertEquals([answer.code, answer.reason], [code, reason]);
      assertEquals([answer.retryAfter, answer.body.details?.retryAfterSeconds], [null, undefined]);
    },
  };
}

/** A read of a version that is not there yet, which tells to come again in a second. */
function early(
  name: string,
  path: (env: ConformanceEnv, version: string) => string,
  accept?: string,
): AreaCase {
  return {
    name: `${name} of a version to come: in 1 s`,
    async run(env) {
      const { client, namespace } = env;
      const { metadata } = await client.list(configMaps, { namespace });
      const version = String(BigInt(metadata.resourceVersion) + 1_000_000n);
      const answer = await ask(client, "GET", path(env, version), undefined, {
        ...(accept ? { headers: { accept } } : {}),
      });
      assertEquals([answer.code, answer.reason, answer.retryAfter], [504, "Timeout", "1"]);
      assertEquals(answer.body.details.retryAfterSeconds, 1);
    },
  };
}

export const retryAfterCases: readonly ConformanceCase[] = inArea("Retry-After", [
  early("a get", ({ namespace }, v) => core(namespace, `configmaps/a?resourceVersion=${v}`)),
  early("a list", ({ namespace }, v) => core(namespace, `configmaps?resourceVersion=${v}`)),
  early("a list of all namespaces", (_, v) => `/api/v1/configmaps?resourceVersion=${v}`),
  early(
    "a list of custom resources",
    ({ namespace, widgets }, v) =>
      `/apis/${widgets.group}/v1/namespaces/${namespace}/widgets?resourceVersion=${v}`,
  ),
  early("a list of cluster-scoped objects", (_, v) => `/api/v1/nodes?resourceVersion=${v}`),
  early(
    "a table",
    ({ namespace }, v) => core(namespace, `configmaps?resourceVersion=${v}`),
    "application/json;as=Table;v=v1;g=meta.k8s.io",
  ),
  silent(
    "what is not there",
    404,
    "NotFound",
    ({ client, namespace }) => ask(client, "GET", core(namespace, "configmaps/none")),
  ),
  silent("an old version", 409, "Conflict", async ({ client, namespace }) => {
    const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
    await client.update(configMaps, { ...made, data: { k: "1" } });
    return ask(client, "PUT", core(namespace, "configmaps/a"), { ...made, data: { k: "2" } });
  }),
  silent("a name that is taken", 409, "AlreadyExists", async ({ client, namespace }) => {
    await client.create(configMaps, { metadata: { name: "a", namespace } });
    return ask(client, "POST", core(namespace, "configmaps"), { metadata: { name: "a" } });
  }),
  silent(
    "an object that is wrong",
    422,
    "Invalid",
    ({ client, namespace }) =>
      ask(client, "POST", core(namespace, "configmaps"), { metadata: { name: "A" } }),
  ),
  silent(
    "a query that is wrong",
    400,
    "BadRequest",
    ({ client, namespace }) =>
      ask(client, "GET", core(namespace, "configmaps?labelSelector=a=b=c")),
  ),
  silent(
    "a verb that is not served",
    405,
    "MethodNotAllowed",
    ({ client, namespace }) => ask(client, "PUT", core(namespace, "configmaps"), {}),
  ),
  silent("a namespace that ends", 403, "Forbidden", async ({ client, unique }) => {
    const name = `ends-${unique}`;
    await ask(client, "POST", "/api/v1/namespaces", { metadata: { name } });
    const held = { metadata: { name: "held", finalizers: ["example.test/hold"] } };
    await ask(client, "POST", core(name, "configmaps"), held);
    await ask(client, "DELETE", `/api/v1/namespaces/${name}`);
    const answer = await ask(client, "POST", core(name, "configmaps"), { metadata: { name: "b" } });
    await ask(client, "PATCH", core(name, "configmaps/held"), { metadata: { finalizers: null } });
    return answer;
  }),
]);
