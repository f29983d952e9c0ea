import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CANARY, createFolder, kubeconfig, loadInProcess } from "./fixtures.ts";

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

Deno.test("loadConfig with --allow-net alone finds kubectl proxy on localhost:8001, and nothing that is not one", async (t) => {
  const answers = [
    new Response(JSON.stringify({ major: "1", gitVersion: "v1.36.3" })),
    new Response("<html>"),
    new Response("", { status: 401 }),
  ];
  let server: Deno.HttpServer;
  try {
    server = Deno.serve(
      { hostname: "127.0.0.1", port: 8001, onListen: () => {} },
      () => answers.shift() ?? new Response(""),
    );
  } catch {
    console.log("skipped: port 8001 is taken on this machine");
    return;
  }
  await using _server = server;
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
});
