import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ensureCustomResource } from "../../client/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { Site } from "../../examples/site/site.ts";
import { findKubectl } from "../cluster/binaries.ts";
import { shareCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";

// kubectl is in the same binary as the control plane; no cluster is used here.
const { ignore } = await shareCluster();

interface Stage extends AsyncDisposable {
  readonly server: ReturnType<typeof createApiServer>;
  readonly kubectl: (
    ...args: string[]
  ) => Promise<{ code: number; stdout: string; stderr: string }>;
  readonly spawn: (...args: string[]) => Deno.ChildProcess;
  readonly folder: string;
}

/** An API server in memory over HTTP, and the real kubectl pointed at it. */
async function stage(): Promise<Stage> {
  const server = createApiServer();
  const listener = await server.listen();
  const folder = await Deno.makeTempDir();
  const [program = "kubectl", ...words] = await findKubectl();
  await Deno.writeTextFile(
    `${folder}/config`,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "memory", cluster: { server: listener.url } }],
      users: [{ name: "me", user: {} }],
      contexts: [{ name: "memory", context: { cluster: "memory", user: "me" } }],
      "current-context": "memory",
    }),
  );
  const command = (args: string[]) =>
    new Deno.Command(program, {
      args: [...words, `--kubeconfig=${folder}/config`, `--cache-dir=${folder}/cache`, ...args],
      stdout: "piped",
      stderr: "piped",
    });
  return {
    server,
    folder,
    kubectl: async (...args) => {
      const { code, stdout, stderr } = await command(args).output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    spawn: (...args) => command(args).spawn(),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

Deno.test({
  name: "kubectl create -f, get, patch --type=merge and delete work on the API server in memory",
  ignore,
  fn: async () => {
    await using on = await stage();
    await using client = on.server.client();
    const file = `${on.folder}/map.yaml`;
    await Deno.writeTextFile(
      file,
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  color: red\n",
    );
    const created = await on.kubectl("create", "-f", file);
    assertEquals([created.code, created.stdout, created.stderr], [
      0,
      "configmap/settings created\n",
      "",
    ]);
    const again = await on.kubectl("create", "-f", file);
    assertEquals(again.code, 1);
    assertStringIncludes(again.stderr, 'configmaps "settings" already exists');

    const table = await on.kubectl("get", "configmaps");
    assertEquals(table.stderr, "");
    assert(/^NAME +DATA +AGE\nsettings +1 +\d+s\n$/.test(table.stdout), table.stdout);
    const json = await on.kubectl("get", "configmap", "settings", "-o", "jsonpath={.data.color}");
    assertEquals(json.stdout, "red");

    const patched = await on.kubectl(
      "patch",
      "configmap",
      "settings",
      "--type=merge",
      "-p",
      '{"data":{"color":"blue"}}',
    );
    assertEquals([patched.code, patched.stdout], [0, "configmap/settings patched\n"]);
    const key = { name: "settings", namespace: "default" };
    assertEquals((await client.get(ConfigMap, key)).data, { color: "blue" });

    const deleted = await on.kubectl("delete", "configmap", "settings");
    assertEquals(deleted.code, 0, deleted.stderr);
    assertStringIncludes(deleted.stdout, 'configmap "settings" deleted');
    const missing = await on.kubectl("get", "configmap", "settings");
    assertEquals([missing.code, missing.stderr], [
      1,
      'Error from server (NotFound): configmaps "settings" not found\n',
    ]);
  },
});

Deno.test({
  name: "kubectl api-resources and get show a custom resource with its printer columns",
  ignore,
  fn: async () => {
    await using on = await stage();
    await using client = on.server.client();
    await ensureCustomResource(client, Site);
    await client.create(Site, {
      metadata: { name: "blog", namespace: "default" },
      spec: { title: "My blog" },
    });
    const resources = await on.kubectl("api-resources");
    assertEquals(resources.code, 0, resources.stderr);
    assert(/^sites +example\.com\/v1 +true +Site$/m.test(resources.stdout), resources.stdout);
    assert(
      /^deployments +deploy +apps\/v1 +true +Deployment$/m.test(resources.stdout),
      resources.stdout,
    );
    const table = await on.kubectl("get", "sites");
    assert(/^NAME +TITLE +APPLIED +URL\nblog +My blog/.test(table.stdout), table.stdout);
  },
});

Deno.test({
  name: "kubectl get -w follows changes on the API server in memory",
  ignore,
  fn: async () => {
    await using on = await stage();
    await using client = on.server.client();
    const watching = on.spawn("get", "configmaps", "-w", "--output-watch-events");
    let text = "";
    const reading = (async () => {
      for await (const chunk of watching.stdout.pipeThrough(new TextDecoderStream())) text += chunk;
    })();
    const key = { name: "settings", namespace: "default" };
    await eventually(
      "the watch is open",
      () => on.server.log.some(({ query }) => `${query}`.includes("watch=")),
    );
    await client.create(ConfigMap, { metadata: key, data: { a: "1" } });
    await client.patch(ConfigMap, key, { merge: { data: { b: "2" } } });
    await client.delete(ConfigMap, key);
    await eventually("all three changes are shown", () => text.includes("DELETED"));
    watching.kill("SIGTERM");
    await Promise.all([reading, watching.stderr.cancel(), watching.status]);
    const events = text.split("\n").slice(1).map((line) => line.split(/ +/).slice(0, 3).join(" "))
      .filter((line) => line);
    assertEquals(events, ["ADDED settings 1", "MODIFIED settings 2", "DELETED settings 2"]);
  },
});
