/** The permissions that README.md lists are enough, and none of them can be left out. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Client } from "../../client/mod.ts";
import { ConfigMap, Namespace } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { root } from "../../tools/process.ts";
import { createCertificateAuthority } from "../cluster/mod.ts";
import { kubeconfigFor, program } from "./process.ts";

/** A folder with the files, which ends with the test. */
async function folderWith(files: Readonly<Record<string, string>>) {
  const path = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${path}/${name}`, text);
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Where the operator is run, and with what. */
interface Run {
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: unknown;
}

/** Runs the operator until it has greeted a namespace, then asks it to stop. */
async function greets(client: Client, { flags, env = {}, options = {} }: Run): Promise<void> {
  await client.create(Namespace, { metadata: { name: "team", labels: { greet: "you" } } });
  const child = program("tests/examples/greeter_process.ts", flags, env, [JSON.stringify(options)])
    .spawn();
  const ended = Promise.all([
    child.status,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const stop = new AbortController();
  ended.then(([, output, errors]) => stop.abort(new Error(`It ended early:\n${output}${errors}`)));
  const { metadata } = await client.list(ConfigMap, { namespace: "team" });
  const { resourceVersion } = metadata;
  for await (
    const { type } of client.watch(ConfigMap, {
      namespace: "team",
      resourceVersion,
      signal: stop.signal,
    })
  ) if (type === "ADDED") break;
  child.kill("SIGTERM");
  const [{ code }, , errors] = await ended;
  assertEquals([code, errors], [0, ""]);
  assertEquals((await client.get(ConfigMap, { name: "greeting", namespace: "team" })).data, {
    text: "Hello, you!",
  });
}

/** What the operator says when it does not start. */
async function refusal({ flags, env = {}, options = {} }: Run): Promise<string> {
  const { code, stderr } = await program("tests/examples/greeter_process.ts", flags, env, [
    JSON.stringify(options),
  ]).output();
  assertEquals(code, 1);
  return new TextDecoder().decode(stderr);
}

/** Without any one of the flags the operator does not start, and names the flag. */
async function needsEach(run: Run, named: readonly string[] = run.flags): Promise<void> {
  for (const [index, flag] of named.entries()) {
    const flags = run.flags.filter((_, other) => other !== index);
    assertStringIncludes(await refusal({ ...run, flags }), flag);
  }
}

Deno.test("an operator beside a proxy with plain HTTP needs --allow-net alone", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using client = server.client();
  const options = { server: listener.url };
  const address = new URL(listener.url).host;
  await greets(client, { flags: [`--allow-net=${address},127.0.0.1:0`], options });
  assertStringIncludes(await refusal({ flags: [], options }), `--allow-net=${address}`);
  const unheard = await refusal({ flags: [`--allow-net=${address}`], options });
  assertStringIncludes(unheard, "--allow-net=127.0.0.1:0");
});

Deno.test("an operator with a kubeconfig needs its server, its file and two variables", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using client = server.client();
  await using folder = await folderWith({ config: kubeconfigFor(listener.url) });
  const path = `${folder.path}/config`;
  const address = new URL(listener.url).host;
  const run: Run = {
    flags: [
      `--allow-net=${address},127.0.0.1:0`,
      `--allow-read=${path}`,
      "--allow-env=HOME,KUBECONFIG",
    ],
    env: { KUBECONFIG: path },
  };
  await greets(client, run);
  await needsEach(run, [
    `--allow-net=${address}`,
    `--allow-read=${path}`,
    "--allow-env=KUBECONFIG,HOME",
  ]);
});

Deno.test("an operator in a pod needs the server, the service account's folder and two variables", async () => {
  const authority = await createCertificateAuthority();
  const { certificate, privateKey } = await authority.issueServer(["127.0.0.1"]);
  await using server = createApiServer();
  await using listener = await server.listen();
  await using secure = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: certificate, key: privateKey, onListen() {} },
    (request) => fetch(request.url.replace(/^https:..[^/]+/, listener.url), request),
  );
  await using client = server.client();
  await using folder = await folderWith({ token: "a-token", "ca.crt": authority.certificate });
  const address = `127.0.0.1:${secure.addr.port}`;
  const run: Run = {
    flags: [
      `--allow-net=${address},127.0.0.1:0`,
      `--allow-read=${folder.path}`,
      "--allow-env=KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT",
    ],
    env: {
      KUBERNETES_SERVICE_HOST: "127.0.0.1",
      KUBERNETES_SERVICE_PORT: String(secure.addr.port),
    },
    options: { inCluster: { directory: folder.path } },
  };
  await greets(client, run);
  await needsEach(run, [`--allow-net=${address}`, `--allow-read=${folder.path}`]);
});

Deno.test("the health endpoints of an operator need --allow-net=0.0.0.0:8080, as README.md says", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using folder = await folderWith({ config: kubeconfigFor(listener.url) });
  const path = `${folder.path}/config`;
  const flags = [
    `--allow-net=${new URL(listener.url).host}`,
    `--allow-read=${path}`,
    "--allow-env=HOME,KUBECONFIG,PORT", // PORT: the fleet's main.ts says why
  ];
  const examples = ["examples/configmap.ts", "examples/site/main.ts", "examples/fleet/main.ts"];
  for (const example of examples) {
    const { code, stderr } = await program(example, flags, { KUBECONFIG: path }).output();
    const message = new TextDecoder().decode(stderr);
    assertEquals(code, 1);
    assertStringIncludes(message, "--allow-net=0.0.0.0:8080");
  }
});

Deno.test("deno task demo --kubeconfig runs the demo on the cluster that the file names", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using folder = await folderWith({ config: kubeconfigFor(listener.url) });
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "demo", "--sites", "2", "--kubeconfig", `${folder.path}/config`],
    cwd: root,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assertEquals([code, text.decode(stderr)], [0, ""]);
  const last = text.decode(stdout).trimEnd().split("\n").at(-1);
  assertEquals(last, "demo: 2 created, 1 changed, 2 deleted, 0 objects left");
});
