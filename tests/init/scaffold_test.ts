/** What init.ts writes is whole: it type-checks, is formatted, passes its own tests, and runs. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { discover } from "../../client/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { load, loadAll } from "js-yaml";
import { kubeconfigFor } from "../examples/process.ts";
import { type NewProject, newProject, said, taskOf } from "./project.ts";

/** Names as long as they may be, and names that could be mistaken for something else. */
const awkward = [
  "--name",
  "a".repeat(63),
  "--kind",
  `K${"x".repeat(58)}`,
  "--plural",
  "k".repeat(63),
  "--group",
  `${"g".repeat(60)}.${"h".repeat(60)}.example.com`,
];

for (const [what, args] of [["default", []], ["awkward", awkward]] as const) {
  Deno.test(`init.ts writes an operator that is checked, formatted and linted, with ${what} names`, async () => {
    await using project = await newProject(...args);
    for (const command of [["check", "."], ["fmt", "--check"], ["lint"]]) {
      const { code, stderr } = await said(project.deno(command));
      assertEquals([code, code === 0 ? "" : stderr], [0, ""], command.join(" "));
    }
  });

  Deno.test(`init.ts writes an operator whose tests pass with its task's flags, with ${what} names`, async () => {
    await using project = await newProject(...args);
    const task = await taskOf(project, "test");
    assertEquals(task, ["test", "--no-prompt", "--allow-read=manifests"]);
    // Types of awkward names are checked above.
    const command = args.length === 0 ? task : [...task, "--no-check"];
    const { code, stdout, stderr } = await said(project.deno(command));
    assertEquals([code, code === 0 ? "" : stdout + stderr], [0, ""]);
    assertStringIncludes(stdout, "5 passed | 0 failed");
  });

  Deno.test(`init.ts writes the very CRD that the operator's task manifests writes, with ${what} names`, async () => {
    await using project = await newProject(...args);
    const before = await project.read("manifests/crd.yaml");
    await Deno.remove(`${project.folder}/manifests/crd.yaml`);
    const { code, stderr } = await said(project.deno(await taskOf(project, "manifests")));
    assertEquals([code, code === 0 ? "" : stderr], [0, ""]);
    assertEquals(await project.read("manifests/crd.yaml"), before);
  });
}

Deno.test("init.ts writes tests that fail when the operator does not do its part", async () => {
  await using project = await newProject();
  const text = await project.read("operator.ts");
  const broken = text.replace("message: object.spec.message", 'message: "Always the same"');
  await Deno.writeTextFile(`${project.folder}/operator.ts`, broken);
  const { code, stdout } = await said(
    project.deno([...await taskOf(project, "test"), "--no-check"]),
  );
  assertEquals(code, 1);
  assertStringIncludes(stdout, "FAILED");
});

Deno.test("init.ts writes an operator that runs with its task's flags, is ready, and stops at SIGTERM", async () => {
  await using project = await newProject();
  await runs(project, await taskOf(project, "start"), {});
});

Deno.test("init.ts writes a Dockerfile whose flags are enough for the pod of the Deployment", async () => {
  await using project = await newProject();
  const command: string[] = JSON.parse(
    (/^CMD (\[[^]*\])$/m.exec(await project.read("Dockerfile"))?.[1] ?? "[]").replaceAll(
      "\\\n",
      "",
    ),
  );
  assertEquals(command[0], "run");
  assertEquals(command.at(-1), "main.ts");
  const { spec } = load(await project.read("manifests/deployment.yaml")) as Deployment;
  const [container] = spec.template.spec.containers;
  assertEquals(container?.env.map(({ name }) => name), ["POD_NAME"]);
  assertEquals(container?.ports[0]?.containerPort, 8080);
  // The flags as they are, but for the addresses and the folder of a real pod.
  await runs(project, command, { POD_NAME: "my-operator-0" });
});

Deno.test("init.ts writes manifests that name the operator in all places", async () => {
  await using project = await newProject("--name", "orders", "--kind", "Order");
  const all = [
    ...loadAll(await project.read("manifests/rbac.yaml")) as Manifest[],
    load(await project.read("manifests/deployment.yaml")) as Manifest,
  ];
  assertEquals(new Set(all.map(({ metadata }) => metadata.name)), new Set(["orders"]));
  assertEquals(
    new Set(all.flatMap(({ metadata: { namespace } }) => namespace ?? [])),
    new Set(["orders"]),
  );
});

interface Manifest {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly env: readonly { readonly name: string }[];
          readonly ports: readonly { readonly containerPort: number }[];
        }[];
      };
    };
  };
}

/** Runs the operator against a server in memory, over HTTP, until it has done its work; then asks it to stop. */
async function runs(
  project: NewProject,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using client = server.client();
  const config = `${project.folder}/kubeconfig`;
  const kubeconfig = JSON.parse(kubeconfigFor(listener.url));
  kubeconfig.contexts[0].context.namespace = "default"; // a pod's is told by its service account
  await Deno.writeTextFile(config, JSON.stringify(kubeconfig));
  const crd = load(await project.read("manifests/crd.yaml"));
  const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  await (await client.request(crds, { method: "POST", body: crd })).body?.cancel();
  const Greeting = await discover(client, { group: "example.com", kind: "Greeting" });
  const port = freePort();
  const address = new URL(listener.url).host;
  const here = flags.map((flag) =>
    flag
      .replace("kubernetes.default.svc:443,0.0.0.0:8080", `${address},0.0.0.0:${port}`)
      .replace("/var/run/secrets/kubernetes.io/serviceaccount", config)
      .replace("KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT", "HOME,KUBECONFIG")
  );
  const child = project.deno(here, { KUBECONFIG: config, PORT: String(port), ...env }).spawn();
  const ended = Promise.all([
    child.status,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const stop = new AbortController();
  ended.then(([, output, errors]) => stop.abort(new Error(`It ended early:\n${output}${errors}`)));
  const { resourceVersion } = (await client.list(ConfigMap, { namespace: "default" })).metadata;
  const key = { name: "hello", namespace: "default" };
  await client.create(Greeting, { metadata: key, ...{ spec: { message: "Hello" } } });
  const { signal } = stop;
  for await (
    const { type } of client.watch(ConfigMap, { namespace: "default", resourceVersion, signal })
  ) if (type === "ADDED") break;
  assertEquals((await client.get(ConfigMap, key)).data, { message: "Hello" });
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  assertEquals([ready.status, await ready.text()], [200, "ok\n"]);
  child.kill("SIGTERM");
  const [{ code }, , errors] = await ended;
  const own = errors.split("\n").filter((line) => !/"links" field|at file:.*deno\.json/.test(line));
  assertEquals([code, own.join("\n")], [0, ""]);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
