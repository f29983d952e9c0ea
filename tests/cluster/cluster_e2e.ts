import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { createClient, loadConfig } from "../../client/mod.ts";
import { shareCluster, startCluster } from "./mod.ts";

const { ignore } = await shareCluster();
const given = Deno.env.has("E2E_KUBECONFIG");

/** Commands of running processes that mention a text. Read from /proc, or by ps where there is none. */
async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-A", "-o", "pid=,args="] }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line.includes(text));
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!await look()) {
    assert(performance.now() < deadline, `Not so within 10 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

Deno.test({
  name: "startCluster leaves no process and no file behind when its process is killed with SIGKILL",
  ignore,
  async fn() {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-lock", "-A", new URL("./orphan.ts", import.meta.url).href],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    let folder = "";
    for await (const line of child.stdout.pipeThrough(new TextDecoderStream() as never)) {
      folder = JSON.parse(line as unknown as string).folder;
      break;
    }
    assert((await processesWith(folder)).length >= 3, "etcd, API server and controller manager");
    child.kill("SIGKILL");
    await child.status;
    await until(
      "no process of the cluster lives",
      async () => (await processesWith(folder)).length === 0,
    );
    await until(
      "its folder is gone",
      () => Deno.stat(folder).then(() => false, () => true),
    );
  },
});

Deno.test({
  name: "startCluster starts several at once, each with ports, files and objects of its own",
  ignore,
  async fn() {
    let folder = "";
    {
      await using one = await startCluster();
      await using two = await startCluster({ private: true });
      folder = two.handle;
      assertNotEquals(one.server, two.server);
      await using namespace = await one.namespace();
      assertEquals((await one.kubectl("get", "namespace", namespace.name)).code, 0);
      const missing = await two.kubectl("get", "namespace", namespace.name);
      assertEquals(missing.code, 1);
      assert(missing.stderr.includes("NotFound"), missing.stderr);
    }
    assertEquals(await processesWith(folder), []);
  },
});

Deno.test({
  name: "Cluster.apiServer stops, starts, pauses and resumes, and keeps its objects and address",
  ignore,
  async fn() {
    await using cluster = await startCluster({ private: true });
    const { apiServer, client } = cluster;
    await using namespace = await cluster.namespace();
    const path = `/api/v1/namespaces/${namespace.name}`;
    const uid = (await (await client.request(path)).json()).metadata.uid;
    const first = apiServer.pid();

    await apiServer.stop();
    assertEquals(apiServer.pid(), undefined);
    await assertRejects(() => client.request(path, { timeout: 500 }));
    await apiServer.start();
    assertNotEquals(apiServer.pid(), first);
    assertEquals((await (await client.request(path)).json()).metadata.uid, uid);

    apiServer.pause();
    await assertRejects(() => client.request(path, { timeout: 500 }));
    apiServer.resume();
    assertEquals((await (await client.request(path)).json()).metadata.uid, uid);
  },
});

Deno.test({
  name: "Cluster.apiServer of a shared cluster says how to get one's own",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    assertThrows(() => cluster.apiServer, Error, "private: true");
  },
});

Deno.test({
  name: "Cluster.auditLog names each request with its verb, user agent and answer",
  ignore: ignore || given,
  async fn() {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using client = await cluster.connect({ userAgent: "audit-test" });
    const path = `/api/v1/namespaces/${namespace.name}/configmaps`;
    await (await client.request(path, { method: "POST", body: { metadata: { name: "a" } } }))
      .json();
    await (await client.request(`${path}/a`)).json();
    await until("both are in the log", async () => {
      const events = (await cluster.auditLog()).filter((event) =>
        event.objectRef?.namespace === namespace.name && event.userAgent === "audit-test"
      );
      const told = events.map((event) => `${event.verb} ${event.responseStatus?.code}`);
      return told.join() === "create 201,get 200";
    });
  },
});

Deno.test({
  name: "Cluster.proxy answers plain HTTP, and ends with its scope",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    let server = "";
    {
      await using proxy = await cluster.proxy();
      server = proxy.server;
      await using client = createClient(await loadConfig({ server }));
      assertEquals((await (await client.request("/api")).json()).kind, "APIVersions");
    }
    await assertRejects(() => fetch(server));
  },
});

Deno.test({
  name: "Cluster.namespace is a fresh one each time, and ends",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    let name = "";
    {
      await using one = await cluster.namespace();
      await using two = await cluster.namespace();
      assertNotEquals(one.name, two.name);
      name = one.name;
    }
    const { stdout } = await cluster.kubectl(
      "get",
      "namespace",
      name,
      "--ignore-not-found",
      "-o",
      "jsonpath={.status.phase}",
    );
    assert(stdout === "Terminating" || stdout === "", stdout);
  },
});

Deno.test({
  name: "shareCluster lets tests be skipped, with the reason, where no control plane can be had",
  async fn() {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--no-lock",
        "-A",
        decodeURIComponent(new URL("../e2e/client_test.ts", import.meta.url).pathname),
      ],
      env: {
        KUBEBUILDER_ASSETS: "/no/such/folder",
        E2E_CLUSTER: "",
        E2E_KUBECONFIG: "",
        NO_COLOR: "1",
      },
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assertEquals(code, 0, text);
    assert(text.includes("skipped: KUBEBUILDER_ASSETS names a folder without"), text);
    assert(/ok \| 0 passed \| 0 failed \| \d+ ignored/.test(text), text);
  },
});
