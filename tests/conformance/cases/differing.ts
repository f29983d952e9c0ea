import { assertEquals, assertMatch } from "@std/assert";
import { ApiError } from "../../../client/mod.ts";
import { type AreaCase, type ConformanceCase, type ConformanceEnv, inArea } from "../case.ts";

// One case for each entry of docs/api-server.md, by the entry's name: what the real server says, and what ours does.

interface Sent {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Text goes as it is. */
  readonly body?: object | string;
  readonly type?: string;
  readonly accept?: string;
}

async function send(env: ConformanceEnv, sent: Sent): Promise<{ code: number; text: string }> {
  const { path, type, accept, ...init } = sent;
  const headers = {
    ...(type === undefined ? {} : { "content-type": type }),
    ...(accept === undefined ? {} : { accept }),
  };
  try {
    const response = await env.client.request(path, { ...init, headers });
    const warning = response.headers.get("warning") ?? "";
    const type = response.headers.get("content-type") ?? "";
    return { code: response.status, text: `${type} ${warning} ${await response.text()}` };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const warning = error.headers?.get("warning") ?? "";
    return { code: error.code, text: `${warning} ${JSON.stringify(error.status)}` };
  }
}

type Script = (env: ConformanceEnv, at: (plural: string) => string) => Promise<Sent>;

/** A case of an entry: what either server answers to the last request of a script. */
export function differing(
  id: string,
  name: string,
  script: Script,
  real: RegExp,
  ours: RegExp,
): AreaCase {
  const expecting = (pattern: RegExp) => async (env: ConformanceEnv) => {
    const at = (plural: string) => pathOf(env, plural);
    const { code, text } = await send(env, await script(env, at));
    assertMatch(`${code} ${text}`, pattern);
  };
  return { name, run: expecting(real), differs: { id, run: expecting(ours) } };
}

const groups: Readonly<Record<string, string>> = {
  deployments: "apps/v1",
  jobs: "batch/v1",
};

function pathOf({ namespace, widgets }: ConformanceEnv, plural: string): string {
  const group = plural === "widgets" ? `${widgets.group}/v1` : groups[plural];
  return `/${group ? `apis/${group}` : "api/v1"}/namespaces/${namespace}/${plural}`;
}

/** Makes an object that a script needs. */
export async function make(env: ConformanceEnv, plural: string, body: object): Promise<void> {
  const { code, text } = await send(env, { method: "POST", path: pathOf(env, plural), body });
  assertEquals(code, 201, text);
}

const merge = "application/merge-patch+json";
const apply = "application/apply-patch+yaml";
const pod = { metadata: { name: "a" }, spec: { containers: [{ name: "main", image: "one" }] } };
const deployment = {
  metadata: { name: "a" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "a" } },
    template: { metadata: { labels: { app: "a" } }, spec: pod.spec },
  },
};
const claim = {
  metadata: { name: "a" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

export const differingCases: readonly ConformanceCase[] = inArea("refusals", [
  differing(
    "pod-change-text",
    "a refused change of a pod shows what it would have changed",
    async (env, at) => {
      await make(env, "pods", pod);
      const body = { spec: { nodeSelector: { a: "b" } } };
      return { method: "PATCH", path: `${at("pods")}/a`, type: merge, body };
    },
    /^422 .*pod updates may not change .*@@/s,
    /^422 .*pod updates may not change (?!.*@@)/s,
  ),
  differing(
    "claim-change-text",
    "a refused change of a claim shows what it would have changed",
    async (env, at) => {
      await make(env, "persistentvolumeclaims", claim);
      const body = { spec: { accessModes: ["ReadOnlyMany"] } };
      return { method: "PATCH", path: `${at("persistentvolumeclaims")}/a`, type: merge, body };
    },
    /^422 .*spec is immutable .*@@/s,
    /^422 .*spec is immutable (?!.*@@)/s,
  ),
  differing(
    "job-template-text",
    "a refused change of a job's template shows it as Go names its fields",
    async (env, at) => {
      const spec = { template: { spec: { ...pod.spec, restartPolicy: "Never" } } };
      await make(env, "jobs", { metadata: { name: "a" }, spec });
      const body = { spec: { template: { spec: { hostname: "b" } } } };
      return { method: "PATCH", path: `${at("jobs")}/a`, type: merge, body };
    },
    /^422 .*spec.template: Invalid value: .*\\"Spec\\":/s,
    /^422 .*spec.template: Invalid value: .*\\"spec\\":/s,
  ),
  differing(
    "strategy-text",
    "a deployment's strategy that does not exist is shown as Go writes it",
    async (env, at) => {
      const strategy = { type: "Strange", rollingUpdate: { maxSurge: 1 } };
      await Promise.resolve(env);
      const body = { ...deployment, spec: { ...deployment.spec, strategy } };
      return { method: "POST", path: at("deployments"), body };
    },
    /^422 .*spec.strategy: Unsupported value: .*MaxSurge/s,
    /^422 .*spec.strategy: Unsupported value: .*maxSurge/s,
  ),
  differing(
    "doubled-causes",
    "a finalizer without a domain is told twice among the causes of a refused update",
    async (env, at) => {
      await make(env, "configmaps", { metadata: { name: "a" } });
      const body = { metadata: { finalizers: ["nodomain"] } };
      return { method: "PATCH", path: `${at("configmaps")}/a`, type: merge, body };
    },
    /^422 .*"causes":\[\{[^}]*\},\{/s,
    /^422 .*"causes":\[\{[^}]*\}\]/s,
  ),
  differing(
    "scale-patch-text",
    "a patch of a scale that does not fit is refused with the scale as Go holds it",
    async (env, at) => {
      await make(env, "deployments", deployment);
      const body = { spec: { replicas: "x" } };
      return { method: "PATCH", path: `${at("deployments")}/a/scale`, type: merge, body };
    },
    /^422 .*managedFields.*cannot unmarshal string/s,
    /^422 (?!.*managedFields).*cannot unmarshal string/s,
  ),
  differing(
    "no-yaml",
    "an answer comes as YAML to who asks for that",
    async (env, at) => {
      await make(env, "configmaps", { metadata: { name: "a" } });
      return { path: `${at("configmaps")}/a`, accept: "application/yaml" };
    },
    /^200 application\/yaml/,
    /^200 application\/json/,
  ),
  differing(
    "endpoints-warning",
    "a deprecated kind does not warn on a path that it does not have",
    async (env, at) => {
      await make(env, "endpoints", { metadata: { name: "a" } });
      return { path: `${at("endpoints")}/a/scale` };
    },
    /^404 {2}\{/,
    /^404 .*deprecated/,
  ),
  differing(
    "service-without-name",
    "a service without a name is refused by its address",
    async (env, at) => {
      await Promise.resolve(env);
      return { method: "POST", path: at("services"), body: { metadata: {}, spec: { ports: [] } } };
    },
    /^422 .*spec.parentRef.name/s,
    /^422 .*name or generateName is required/s,
  ),
  differing(
    "cluster-ip-range",
    "a service may not have an address outside of the network of services",
    async (env, at) => {
      await Promise.resolve(env);
      const spec = { clusterIP: "1.2.3.4", ports: [{ port: 80 }] };
      return { method: "POST", path: at("services"), body: { metadata: { name: "a" }, spec } };
    },
    /^422 .*does not match the current range/s,
    /^201 /,
  ),
  differing(
    "headless-dual-stack",
    "a headless service that comes to select is refused for its families",
    async (env, at) => {
      const spec = { clusterIP: "None", ports: [{ port: 80 }] };
      await make(env, "services", { metadata: { name: "a" }, spec });
      const body = { spec: { selector: { app: "a" } } };
      return { method: "PATCH", path: `${at("services")}/a`, type: merge, body };
    },
    /^422 .*not configured for dual-stack/s,
    /^200 /,
  ),
  differing(
    "dry-run-version",
    "a dry run of a creation answers with the version that was sent",
    async (env, at) => {
      await Promise.resolve(env);
      const body = { metadata: { name: "a", resourceVersion: "1" } };
      return { method: "POST", path: at("configmaps"), query: { dryRun: "All" }, body };
    },
    /^201 .*"resourceVersion":"1"/s,
    /^201 (?!.*"resourceVersion")/s,
  ),
  differing(
    "service-type-fields",
    "a service that gets another type loses what only the old one needs",
    async (env, at) => {
      const spec = { type: "LoadBalancer", ports: [{ port: 80 }] };
      await make(env, "services", { metadata: { name: "a" }, spec });
      const body = { spec: { type: "ExternalName", externalName: "example.test" } };
      return { method: "PATCH", path: `${at("services")}/a`, type: merge, body };
    },
    /^200 (?!.*"internalTrafficPolicy":)/s,
    /^200 .*"internalTrafficPolicy":/s,
  ),
  differing(
    "custom-wrong-method",
    "a PUT of a collection of custom objects asks for a name",
    async ({ widgets, namespace }, at) => {
      await Promise.resolve(namespace);
      const body = {
        apiVersion: `${widgets.group}/v1`,
        kind: "Widget",
        metadata: { name: "a" },
        spec: {},
      };
      return { method: "PUT", path: at("widgets"), body };
    },
    /^400 .*name must be provided/s,
    /^405 /,
  ),
  differing(
    "apply-missing-status",
    "an apply to the status of what is not there lacks a name first",
    async (env, at) => {
      await Promise.resolve(env);
      const body = { apiVersion: "v1", kind: "Service", metadata: {} };
      const query = { fieldManager: "m" };
      return { method: "PATCH", path: `${at("services")}/a/status`, type: apply, query, body };
    },
    /^400 .*undeterminable/s,
    /^404 /,
  ),
], "differing");
