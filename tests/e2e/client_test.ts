import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ApiError,
  type Client,
  createClient,
  isForbidden,
  isUnauthorized,
  loadConfig,
} from "../../client/mod.ts";
import {
  createCertificateAuthority,
  kubeconfigText,
  shareCluster,
  startCluster,
} from "../cluster/mod.ts";
import { configMaps, secrets } from "../conformance/resources.ts";
import { startBlackHole } from "./black_hole.ts";

const { ignore } = await shareCluster();
const readConfigMaps = { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] };

async function whoAmI(client: Client): Promise<string> {
  const response = await client.request("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    method: "POST",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
  });
  return (await response.json()).status.userInfo.username;
}

async function failure(call: () => Promise<unknown>): Promise<Error> {
  return await assertRejects(call, Error);
}

/** Runs the program with these flags and nothing else; prompts would hang, so none may come. */
async function runProgram(flags: readonly string[], args: readonly string[] = []) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--quiet",
      ...flags,
      new URL("./plain_program.ts", import.meta.url).href,
      ...args,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout).trim(), stderr: decoder.decode(stderr).trim() };
}

Deno.test({
  name: "loadConfig reads a kubeconfig with relative paths of a client certificate",
  ignore: ignore || Deno.env.has("E2E_KUBECONFIG"),
  async fn() {
    await using cluster = await startCluster();
    const folder = await Deno.makeTempDir();
    try {
      for (const file of ["ca.crt", "admin.crt", "admin.key"]) {
        await Deno.copyFile(`${cluster.handle}/${file}`, `${folder}/${file}`);
      }
      const config = JSON.parse(kubeconfigText({
        server: cluster.server,
        authority: "",
        user: { "client-certificate": "admin.crt", "client-key": "./admin.key" },
        namespace: "kube-system",
      }));
      config.clusters[0].cluster = {
        server: cluster.server,
        "certificate-authority": "ca.crt",
      };
      await Deno.writeTextFile(`${folder}/config`, JSON.stringify(config));
      await using client = createClient(await loadConfig({ kubeconfig: `${folder}/config` }));
      assertEquals(await whoAmI(client), "admin");
      assertEquals(client.namespace, "kube-system");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "K5 loadConfig takes a client certificate that has rotated on disk, without a restart",
  ignore: ignore || Deno.env.has("E2E_KUBECONFIG"),
  async fn() {
    await using cluster = await startCluster();
    const folder = await Deno.makeTempDir();
    const put = async (name: string) => {
      await Deno.copyFile(`${cluster.handle}/${name}.crt`, `${folder}/client.crt`);
      await Deno.copyFile(`${cluster.handle}/${name}.key`, `${folder}/client.key`);
    };
    try {
      await put("admin");
      const config = await loadConfig({
        server: cluster.server,
        tls: {
          ca: cluster.certificateAuthority,
          certFile: `${folder}/client.crt`,
          keyFile: `${folder}/client.key`,
        },
      });
      const { runtime } = cluster.client;
      let later = 0;
      const clock = { ...runtime.clock, monotonic: () => runtime.clock.monotonic() + later };
      await using client = createClient(config, { runtime: { ...runtime, clock } });
      assertEquals(await whoAmI(client), "admin");
      await put("other-admin");
      // Files are looked at once a minute.
      later = 61_000;
      const deadline = performance.now() + 5_000;
      while (await whoAmI(client) !== "other-admin") {
        assert(performance.now() < deadline, "The client still sends the old certificate");
        later += 61_000;
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "loadConfig takes a service account's token, and a refusal says who may not do what",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [readConfigMaps],
    });
    const { token } = account;
    const config = await loadConfig({
      server: cluster.server,
      token,
      tls: { ca: cluster.certificateAuthority },
    });
    await using client = createClient(config);
    const user = `system:serviceaccount:${namespace.name}:tester`;
    assertEquals(await whoAmI(client), user);
    assertEquals((await client.list(configMaps, { namespace: namespace.name })).items, []);

    const error = await failure(() => client.list(secrets, { namespace: namespace.name }));
    assert(isForbidden(error), String(error));
    assertStringIncludes(error.message, `User "${user}" cannot list resource "secrets"`);
    assertStringIncludes(error.message, `GET /api/v1/namespaces/${namespace.name}/secrets`);
    assert(!error.message.includes(token));
    const write = await failure(() =>
      client.create(configMaps, { metadata: { name: "a", namespace: namespace.name } })
    );
    assert(isForbidden(write), String(write));
  },
});

Deno.test({
  name: "K5 loadConfig in a cluster reads a rotated token when the server refuses the old one",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using later = await cluster.serviceAccount({ namespace: namespace.name, name: "later" });
    const directory = await Deno.makeTempDir();
    try {
      const earlier = await cluster.serviceAccount({ namespace: namespace.name, name: "earlier" });
      await Deno.writeTextFile(`${directory}/token`, `${earlier.token}\n`);
      await Deno.writeTextFile(`${directory}/ca.crt`, cluster.certificateAuthority);
      await Deno.writeTextFile(`${directory}/namespace`, namespace.name);
      const options = { inCluster: { directory, server: cluster.server } };
      await using client = createClient(await loadConfig(options));
      assertEquals(client.namespace, namespace.name);
      assertEquals(await whoAmI(client), `system:serviceaccount:${namespace.name}:earlier`);

      await earlier[Symbol.asyncDispose]();
      // The server remembers a good token for 10 s.
      await untilUnauthorized(() => whoAmI(client));
      const error = await failure(() => whoAmI(client));
      assert(isUnauthorized(error), String(error));
      assertStringIncludes(error.message, "401 Unauthorized");
      assert(!error.message.includes(earlier.token));

      // As kubelet does: a new file is moved over the old one.
      await Deno.writeTextFile(`${directory}/token.new`, later.token);
      await Deno.rename(`${directory}/token.new`, `${directory}/token`);
      assertEquals(await whoAmI(client), `system:serviceaccount:${namespace.name}:later`);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

async function untilUnauthorized(call: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await call();
    } catch (error) {
      if (isUnauthorized(error)) return;
      throw error;
    }
    assert(performance.now() < deadline, "The server still takes the token");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

Deno.test({
  name: "loadConfig reaches a cluster through kubectl proxy with --allow-net alone",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using proxy = await cluster.proxy();
    const flags = ["--no-prompt", `--allow-net=127.0.0.1:${proxy.port}`];
    const result = await runProgram(flags, [JSON.stringify({ server: proxy.server })]);
    assertEquals([result.code, result.stderr], [0, ""], result.stdout);
    assertStringIncludes(result.stdout, "kube-system");
  },
});

Deno.test({
  name: "loadConfig without permissions names the flags that are missing, and never prompts",
  ignore,
  async fn() {
    const result = await runProgram([]);
    assertEquals(result.code, 1);
    assertStringIncludes(result.stdout, "ConfigError");
    assertStringIncludes(result.stdout, "--allow-net");
    assertStringIncludes(result.stdout, "--allow-env");
    assert(!`${result.stdout}${result.stderr}`.includes("Allow?"), result.stderr);
  },
});

Deno.test({
  name: "loadConfig names --allow-read when it may not read the kubeconfig that it is given",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    const { kubeconfig } = cluster;
    const result = await runProgram(["--allow-net"], [JSON.stringify({ kubeconfig })]);
    assertEquals(result.code, 1);
    assertStringIncludes(result.stdout, "ConfigError");
    assertStringIncludes(result.stdout, `--allow-read=${kubeconfig}`);
  },
});

Deno.test({
  name: "Client names --allow-net with host and port when it may not connect",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    const { kubeconfig, server } = cluster;
    const flags = ["--no-prompt", `--allow-read=${kubeconfig}`];
    const result = await runProgram(flags, [JSON.stringify({ kubeconfig })]);
    assertEquals(result.code, 1);
    assertStringIncludes(result.stdout, `--allow-net=${new URL(server).host}`);
  },
});

Deno.test({
  name: "Client says that a server's certificate is not trusted, and how to mend that",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    const { certificate } = await createCertificateAuthority();
    const config = await loadConfig({
      server: cluster.server,
      token: "hush-hush",
      tls: { ca: certificate },
    });
    await using client = createClient(config);
    const error = await failure(() => client.request("/api"));
    assertStringIncludes(error.message, `certificate of ${cluster.server} is not trusted`);
    assertStringIncludes(error.message, "authority");
    assert(!Deno.inspect(error).includes("hush-hush"));
  },
});

Deno.test({
  name: "Client refuses to follow a redirect, and keeps the token to itself",
  ignore,
  async fn() {
    const seen: string[] = [];
    const other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      seen.push(request.url);
      return new Response("{}");
    });
    const location = `http://127.0.0.1:${other.addr.port}/elsewhere`;
    const redirecting = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(null, { status: 302, headers: { location } }),
    );
    {
      await using client = createClient(
        await loadConfig({ server: `http://127.0.0.1:${redirecting.addr.port}` }),
      );
      const error = await failure(() => client.request("/api"));
      assertStringIncludes(error.message.toLowerCase(), "redirect");
      assertStringIncludes(error.message, `127.0.0.1:${other.addr.port}`);
    }
    await Promise.all([other.shutdown(), redirecting.shutdown()]);
    assertEquals(seen, []);
  },
});

Deno.test({
  name: "K4 Client uses another connection after a request got no answer in time",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({ namespace: namespace.name });
    await using hole = startBlackHole(cluster.server);
    const config = await loadConfig({
      server: `https://127.0.0.1:${hole.port}`,
      token: account.token,
      tls: { ca: cluster.certificateAuthority },
    });
    await using client = createClient(config);
    const user = await whoAmI(client);
    assertEquals(await whoAmI(client), user);
    assertEquals(hole.accepted(), 1, "connections are kept while they work");

    hole.silence();
    const error = await failure(() => client.request("/version", { timeout: 500 }));
    assertEquals(error.name, "TimeoutError");
    assertEquals(await whoAmI(client), user);
    assertEquals(hole.accepted(), 2);
  },
});

Deno.test({
  name:
    "R10 Client.watch on a connection that died in silence is given up by its signal, and the next one works",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [{ ...readConfigMaps, verbs: ["watch", "list"] }],
    });
    await using hole = startBlackHole(cluster.server);
    const config = await loadConfig({
      server: `https://127.0.0.1:${hole.port}`,
      token: account.token,
      tls: { ca: cluster.certificateAuthority },
    });
    await using client = createClient(config);
    const { metadata } = await client.list(configMaps, { namespace: namespace.name });
    const options = { namespace: namespace.name, resourceVersion: metadata.resourceVersion };
    const stop = new AbortController();
    const names: string[] = [];
    const watching = (async () => {
      for await (const event of client.watch(configMaps, { ...options, signal: stop.signal })) {
        if (event.type !== "BOOKMARK") names.push(event.object.metadata.name);
        hole.silence();
        await cluster.client.create(configMaps, {
          metadata: { name: "second", namespace: namespace.name },
        });
        stop.abort(new Error("silent for too long"));
      }
    })();
    await cluster.client.create(configMaps, {
      metadata: { name: "first", namespace: namespace.name },
    });
    const error = await failure(() => watching);
    assert(!(error instanceof ApiError), String(error));
    assertEquals(names, ["first"]);

    const again: string[] = [];
    for await (const event of client.watch(configMaps, { ...options, timeoutSeconds: 10 })) {
      if (event.type !== "BOOKMARK") again.push(event.object.metadata.name);
      if (again.length === 2) break;
    }
    assertEquals(again, ["first", "second"]);
  },
});
