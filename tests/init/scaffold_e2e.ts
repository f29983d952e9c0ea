/** The manifests that init.ts writes, on a real server: they are taken, and the role is just what the operator needs. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createClient,
  defineApiResource,
  isForbidden,
  type KubernetesObject,
  loadConfig,
} from "../../client/mod.ts";
import { ConfigMap, Event, Pod } from "../../kinds/mod.ts";
import { loadAll } from "js-yaml";
import {
  type AuditEvent,
  type Cluster,
  kubeconfigText,
  type PolicyRule,
  shareCluster,
  startCluster,
} from "../cluster/mod.ts";
import { kubeconfigFor } from "../examples/process.ts";
import { eventually, find } from "../integration/harness.ts";
import { startFrozenProxy } from "./frozen_proxy.ts";
import { type NewProject, newProject } from "./project.ts";

const { ignore } = await shareCluster();

interface Greeting extends KubernetesObject {
  spec: { message: string };
  status?: { conditions: { status: string }[] };
}

/** An operator in a project that was made from the scaffold, with its manifests on the cluster. */
async function install(cluster: Cluster) {
  await using stack = new AsyncDisposableStack();
  const name = `scaffold-${crypto.randomUUID().slice(0, 8)}`;
  const group = `${name}.example.com`;
  const project = stack.use(await newProject("--name", name, "--group", group));
  const kubectl = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await cluster.kubectl(...args);
    assertEquals([code, code === 0 ? "" : stderr], [0, ""], args.join(" "));
    return stdout;
  };
  const files = ["crd", "rbac", "deployment"].flatMap((one) => [
    "-f",
    `${project.folder}/manifests/${one}.yaml`,
  ]);
  stack.defer(async () => void await cluster.kubectl("delete", "--wait=false", ...files));
  await kubectl("apply", ...files);
  await kubectl("wait", "--for=condition=Established", `crd/greetings.${group}`, "--timeout=30s");
  const token = (await kubectl("create", "token", name, "--namespace", name)).trim();
  const all = stack.move();
  return {
    name,
    group,
    project,
    kubectl,
    user: `system:serviceaccount:${name}:${name}`,
    token,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Runs the operator with the flags of its Dockerfile, but for the places of a real pod. */
async function run(project: NewProject, pod: string, server: string, kubeconfig: string) {
  const config = `${project.folder}/${pod}.config`;
  await Deno.writeTextFile(config, kubeconfig);
  const command: string[] = JSON.parse(
    (/^CMD (\[[^]*\])$/m.exec(await project.read("Dockerfile"))?.[1] ?? "[]").replaceAll(
      "\\\n",
      "",
    ),
  );
  const port = freePort();
  const flags = command.map((flag) =>
    flag
      .replace("kubernetes.default.svc:443,0.0.0.0:8080", `${new URL(server).host},0.0.0.0:${port}`)
      .replace("/var/run/secrets/kubernetes.io/serviceaccount", config)
      .replace("KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT", "HOME,KUBECONFIG")
  );
  const env = { KUBECONFIG: config, PORT: String(port), POD_NAME: pod };
  const child = project.deno(flags, env).spawn();
  const output = new Response(child.stdout).text();
  const errors = new Response(child.stderr).text();
  let ended = false;
  child.status.then(() => ended = true);
  return {
    async ready(): Promise<boolean> {
      assert(!ended, `${pod} ended:\n${ended && await output}${ended && await errors}`);
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
        await answer.body?.cancel();
        return answer.status === 200;
      } catch {
        return false;
      }
    },
    async stop(): Promise<number> {
      if (!ended) child.kill("SIGTERM");
      await Promise.all([output, errors]);
      return (await child.status).code;
    },
    async [Symbol.asyncDispose]() {
      if (!ended) child.kill("SIGKILL");
      await Promise.all([output, errors, child.status]);
    },
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Group, resource and verb of what was asked for; an apply that creates is a create, too. */
function usedBy(events: readonly AuditEvent[]): Set<string> {
  return new Set(events.flatMap(({ verb, objectRef, responseStatus }) => {
    const { apiGroup = "", resource = "", subresource } = objectRef ?? {};
    const what = `${apiGroup}/${resource}${subresource === undefined ? "" : `/${subresource}`}`;
    const created = verb === "patch" && responseStatus?.code === 201;
    return created ? [`patch ${what}`, `create ${what}`] : [`${verb} ${what}`];
  }));
}

/** The same of all rules of a file of manifests. */
function allowedBy(manifests: string): Set<string> {
  const roles = loadAll(manifests) as { readonly rules?: readonly PolicyRule[] }[];
  return new Set(
    roles.flatMap(({ rules = [] }) => rules).flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))
      )
    ),
  );
}

Deno.test({
  name:
    "init.ts writes manifests that the API server takes, and whose pods the restricted Pod Security Standard admits",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using installed = await install(cluster);
    await eventually("both pods are made", async () => {
      const { items } = await cluster.client.list(Pod, { namespace: installed.name });
      return items.length === 2;
    });
    const example = `${installed.project.folder}/example.yaml`;
    await installed.kubectl("apply", "-f", example);
    const columns = await installed.kubectl("get", `greetings.${installed.group}`);
    assertEquals(columns.split("\n")[0]?.split(/ +/), ["NAME", "MESSAGE", "READY"]);
    await installed.kubectl("delete", "-f", example);
  },
});

Deno.test({
  name:
    "init.ts writes a role that is enough for the operator, its standby and its end: no 403, and a role of which no verb is unused",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using installed = await install(cluster);
    const { client } = cluster;
    const Greeting = defineApiResource<Greeting>({
      group: installed.group,
      version: "v1",
      kind: "Greeting",
      plural: "greetings",
      scope: "Namespaced",
    });
    const greet = (name: string, message = "Hello") =>
      client.apply(
        Greeting,
        { metadata: { name, namespace: namespace.name }, spec: { message } },
        { fieldManager: "user" },
      );
    const messageOf = async (name: string) =>
      (await find(client, { name, namespace: namespace.name }))?.data?.["message"];
    const readyOf = async (name: string) =>
      (await client.get(Greeting, { name, namespace: namespace.name })).status?.conditions[0]
        ?.status;

    const account = await loadConfig({
      server: cluster.server,
      token: installed.token,
      tls: { ca: cluster.certificateAuthority },
    });
    await using own = createClient(account, { userAgent: "proxy" });
    await using proxy = startFrozenProxy(own);
    await using first = await run(
      installed.project,
      "pod-a",
      proxy.server,
      kubeconfigFor(proxy.server).replace(
        '"user":"me"}',
        `"user":"me","namespace":"${installed.name}"}`,
      ),
    );
    await eventually("the first pod is ready", () => first.ready());
    await using second = await run(
      installed.project,
      "pod-b",
      cluster.server,
      kubeconfigText({
        server: cluster.server,
        authority: cluster.certificateAuthority,
        user: { token: installed.token },
        namespace: installed.name,
      }),
    );
    await eventually("the second stands by, and is ready", () => second.ready());

    // A config map of somebody else's: an event with a count.
    await client.create(ConfigMap, { metadata: { name: "taken", namespace: namespace.name } });
    await greet("taken");
    await greet("hello");
    await eventually("the message is there", async () => await messageOf("hello") === "Hello");
    await eventually("and the status", async () => await readyOf("hello") === "True");
    await eventually("the other is told", async () => await readyOf("taken") === "False");
    await eventually("an event with a count", async () => {
      const { items } = await client.list(Event, { namespace: namespace.name });
      return items.some(({ reason, series }) => reason === "NameTaken" && (series?.count ?? 0) > 1);
    }, 60_000);

    // Watches that are late: live reads tell that the writes have arrived.
    const { user } = installed;
    const reads = async (plural: string) =>
      (await cluster.auditLog()).filter((one) =>
        one.user.username === user && one.verb === "get" && one.objectRef?.resource === plural
      ).length;
    {
      using _ = proxy.freeze("configmaps");
      await greet("hello", "Hello again");
      await eventually("a config map is read", async () => await reads("configmaps") > 0);
    }
    {
      using _ = proxy.freeze("greetings");
      await client.delete(ConfigMap, { name: "taken", namespace: namespace.name });
      await eventually("an object is read", async () => await reads("greetings") > 0, 60_000);
    }
    await eventually("all is well", async () => await readyOf("taken") === "True");

    // The lease is given up, and the standby takes over.
    assertEquals(await first.stop(), 0);
    await greet("late");
    await eventually("the other pod works", async () => await messageOf("late") === "Hello");
    assertEquals(await second.stop(), 0);

    const events = (await cluster.auditLog()).filter((one) =>
      one.user.username === user && one.stage === "ResponseComplete"
    );
    const refused = events.filter(({ responseStatus }) => responseStatus?.code === 403);
    assertEquals(refused, []);
    const allowed = allowedBy(await installed.project.read("manifests/rbac.yaml"));
    assertEquals(allowed.size, 14);
    assertEquals([...allowed].filter((one) => !usedBy(events).has(one)), []);
    assertEquals([...usedBy(events)].filter((one) => !allowed.has(one)), []);
  },
});

Deno.test({
  name: "an apply of what is not there needs the verb create, as the role of init.ts says",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "patch"] }],
    });
    await using client = createClient(
      await loadConfig({
        server: cluster.server,
        token: account.token,
        tls: { ca: cluster.certificateAuthority },
      }),
    );
    const key = { name: "a", namespace: namespace.name };
    const error = await assertRejects(() => client.apply(ConfigMap, { metadata: key }));
    assert(isForbidden(error));
    await cluster.client.create(ConfigMap, { metadata: key });
    await client.apply(ConfigMap, { metadata: key, data: { a: "b" } });
  },
});
