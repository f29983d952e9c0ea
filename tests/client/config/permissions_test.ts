import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CANARY, CERTIFICATE, createFolder, kubeconfig, loadInProcess } from "./fixtures.ts";

Deno.test("loadConfig without permissions names every place and every flag, and prompts for none", async () => {
  const { message = "" } = await loadInProcess([], { HOME: "/nowhere" });
  assertStringIncludes(message, "KUBECONFIG: may not be read");
  assertStringIncludes(message, "~/.kube/config: HOME may not be read");
  assertStringIncludes(message, "service account: ");
  assertStringIncludes(message, "kubectl proxy: localhost:8001 may not be connected to");
  assertStringIncludes(message, "--allow-env=KUBECONFIG,HOME");
  assertStringIncludes(message, "--allow-read=/var/run/secrets/kubernetes.io/serviceaccount");
  assertStringIncludes(message, "--allow-net=localhost:8001");
});

Deno.test("loadConfig with a readable KUBECONFIG names the file's and the server's flag, one after the other", async () => {
  await using folder = await createFolder();
  const path = await folder.write("config", kubeconfig());
  const env = { KUBECONFIG: path };
  const unreadable = await loadInProcess(["--allow-env=KUBECONFIG,HOME"], env);
  assertStringIncludes(unreadable.message ?? "", `--allow-read=${path}`);
  const flags = ["--allow-env=KUBECONFIG,HOME", `--allow-read=${path}`];
  const unreachable = await loadInProcess(flags, env);
  assertStringIncludes(unreachable.message ?? "", "--allow-net=127.0.0.1:6443");
  assert(!JSON.stringify([unreadable, unreachable]).includes(CANARY));
  const loaded = await loadInProcess([...flags, "--allow-net=127.0.0.1:6443"], env);
  assertEquals(loaded.server, "https://127.0.0.1:6443");
});

Deno.test("loadConfig does not pass by a KUBECONFIG or ~/.kube/config that is broken", async () => {
  await using folder = await createFolder();
  await Deno.mkdir(`${folder.path}/.kube`);
  const path = await folder.write(".kube/config", "current-context: x");
  const flags = ["--allow-env=KUBECONFIG,HOME", `--allow-read=${folder.path}`, "--allow-net"];
  const { message = "" } = await loadInProcess(flags, { HOME: folder.path });
  assertStringIncludes(message, `There is no context "x" in the kubeconfig ${path}`);
  const missing = await loadInProcess(flags, { KUBECONFIG: `${folder.path}/a:${folder.path}/b` });
  assertStringIncludes(missing.message ?? "", "but there is no such file");
});

Deno.test("loadConfig reads ~/.kube/config where HOME and the folder may be read", async () => {
  await using folder = await createFolder();
  await Deno.mkdir(`${folder.path}/.kube`);
  const path = await folder.write(".kube/config", kubeconfig());
  const flags = ["--allow-env=KUBECONFIG,HOME", `--allow-read=${folder.path}/.kube`, "--allow-net"];
  const { source } = await loadInProcess(flags, { HOME: folder.path });
  assertEquals(source, `kubeconfig ${path}, context dev`);
});

Deno.test("the service account's server is the address from the environment, else the DNS name, as far as granted", async () => {
  await using folder = await createFolder();
  await folder.write("token", CANARY);
  await folder.write("ca.crt", CERTIFICATE);
  const options = JSON.stringify({ inCluster: { directory: folder.path } });
  const read = `--allow-read=${folder.path}`;
  const env = "--allow-env=KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT";
  const address = { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "6443" };
  const load = (flags: readonly string[], variables = {}) =>
    loadInProcess([read, ...flags], variables, options);
  assertEquals((await load([env, "--allow-net"], address)).server, "https://10.0.0.1:6443");
  assertEquals(
    (await load([env, "--allow-net"], { ...address, KUBERNETES_SERVICE_HOST: "fd00::1" })).server,
    "https://[fd00::1]:6443",
  );
  const name = "--allow-net=kubernetes.default.svc:443";
  assertEquals((await load([env, name], address)).server, "https://kubernetes.default.svc");
  assertEquals((await load([name], address)).server, "https://kubernetes.default.svc");
  const { message = "" } = await load([env], address);
  assertStringIncludes(message, name);
  assertStringIncludes(message, "--allow-net=10.0.0.1:6443");
  assert(!message.includes(CANARY));
  const unread = await loadInProcess(["--allow-net"], {}, options);
  assertStringIncludes(unread.message ?? "", read);
});

Deno.test("loadConfig warns of a proxy from the environment unless NO_PROXY names the server", async () => {
  const options = JSON.stringify({ server: "https://api.example.com:6443" });
  const flags = ["--allow-env", "--allow-net"];
  const proxy = { HTTPS_PROXY: "http://me:secret@127.0.0.1:3128" };
  const warnings = async (env: Record<string, string>) =>
    (await loadInProcess(flags, env, options)).warnings ?? [];
  const [warning = ""] = await warnings(proxy);
  assertStringIncludes(warning, "through the proxy that HTTPS_PROXY names");
  assert(!warning.includes("secret"));
  assertEquals(await warnings({}), []);
  for (const exception of ["api.example.com", "localhost, .example.com", "*"]) {
    assertEquals(await warnings({ ...proxy, NO_PROXY: exception }), []);
  }
  assertEquals((await warnings({ ...proxy, NO_PROXY: "example.org" })).length, 1);
});

Deno.test({
  name:
    "loadConfig with --allow-net alone finds kubectl proxy on localhost:8001, and nothing that is not one",
  ignore: isProxyPortTaken(),
  fn: async (t) => {
    const answers = [
      new Response(JSON.stringify({ major: "1", gitVersion: "v1.36.3" })),
      new Response("<html>"),
      new Response("", { status: 401 }),
    ];
    await using _server = Deno.serve(
      { hostname: "127.0.0.1", port: 8001, onListen: () => {} },
      () => answers.shift() ?? new Response(""),
    );
    await t.step("a proxy", async () => {
      const { server, source } = await loadInProcess(["--allow-net"]);
      assertEquals([server, source], ["http://localhost:8001", "kubectl proxy on localhost:8001"]);
    });
    await t.step("a page", async () => {
      const { message = "" } = await loadInProcess(["--allow-net"]);
      assertStringIncludes(message, "what answers on localhost:8001 is no API server");
    });
    await t.step("a refusal", async () => {
      const { message = "" } = await loadInProcess(["--allow-net"]);
      assertStringIncludes(message, "what answers on localhost:8001 says 401");
    });
  },
});

/** The port cannot be chosen: it is where `kubectl proxy` listens. */
function isProxyPortTaken(): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: 8001 }).close();
    return false;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    console.log("Ignored: the test of kubectl proxy, for port 8001 of this machine is taken");
    return true;
  }
}
