import { assertEquals } from "@std/assert";
import { createApiServer } from "../../testing/mod.ts";
import { findKubectl } from "../cluster/binaries.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

interface Pair extends AsyncDisposable {
  /** Runs kubectl against both servers and compares what it says, whose first line is its exit code. */
  readonly same: (...args: readonly string[]) => Promise<string>;
}

// What differs between any two servers.
function masked(text: string, folder: string, namespace: string): string {
  return text.replaceAll(folder, "FOLDER").replaceAll(namespace, "NAMESPACE")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}/g, "UID")
    .replace(/(resourceVersion"?: |Resource Version: +)"?\d+"?/g, "$1N")
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "TIME")
    .replace(/\b\d+s\b/g, "Ns").replace(/(LIVE|MERGED)-\d+/g, "$1");
}

async function pair(files: Readonly<Record<string, string>>): Promise<Pair> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(createApiServer());
  const listener = stack.use(await server.listen());
  const cluster = stack.use(await startCluster());
  const { name: namespace } = stack.use(await cluster.namespace());
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text, { mode: 0o755 });
  }
  await Deno.writeTextFile(
    `${folder}/memory`,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "memory", cluster: { server: listener.url } }],
      users: [{ name: "me", user: {} }],
      contexts: [{ name: "memory", context: { cluster: "memory", user: "me" } }],
      "current-context": "memory",
    }),
  );
  const [program = "kubectl", ...words] = await findKubectl();
  const run = async (kubeconfig: string, cache: string, args: readonly string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [
        ...words,
        `--kubeconfig=${kubeconfig}`,
        `--cache-dir=${folder}/${cache}`,
        `--namespace=${namespace}`,
        ...args,
      ],
      env: { KUBE_EDITOR: `${folder}/editor` },
      stdin: "null",
    }).output();
    const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
    return `${code}\n${masked(text, folder, namespace)}`;
  };
  await run(`${folder}/memory`, "memory-cache", ["create", "namespace", namespace]);
  const owned = stack.move();
  return {
    async same(...args) {
      const given = args.map((one) => one.replace("FOLDER", folder));
      const [ours, real] = await Promise.all([
        run(`${folder}/memory`, "memory-cache", given),
        run(cluster.kubeconfig, "real-cache", given),
      ]);
      assertEquals(ours, real, `kubectl ${args.join(" ")}`);
      return ours;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function configMap(name: string, data: Record<string, string>): string {
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });
}

const boats = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "boats.kubectl.example.test" },
  spec: {
    group: "kubectl.example.test",
    scope: "Namespaced",
    names: { plural: "boats", kind: "Boat", shortNames: ["bo"], categories: ["fleet"] },
    versions: [{
      name: "v1",
      served: true,
      storage: true,
      additionalPrinterColumns: [
        { name: "Sails", type: "integer", jsonPath: ".spec.sails" },
        { name: "Name", type: "string", priority: 1, jsonPath: ".spec.name" },
      ],
      subresources: {
        status: {},
        scale: { specReplicasPath: ".spec.sails", statusReplicasPath: ".status.sails" },
      },
      schema: {
        openAPIV3Schema: {
          type: "object",
          description: "A boat that sails.",
          properties: {
            spec: {
              type: "object",
              description: "What it should be.",
              required: ["sails"],
              properties: {
                sails: { type: "integer", description: "How many sails.", default: 1 },
                name: { type: "string", enum: ["a", "b"] },
                crew: {
                  type: "array",
                  items: { type: "object", properties: { role: { type: "string" } } },
                },
              },
            },
            status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
      },
    }],
  },
};

function boat(name: string, spec: Record<string, unknown>): string {
  const { group, names: { kind } } = boats.spec;
  return JSON.stringify({ apiVersion: `${group}/v1`, kind, metadata: { name }, spec });
}

Deno.test({
  name: "kubectl says of the API server in memory what it says of the real one: objects",
  ignore,
  async fn() {
    await using on = await pair({
      "red": configMap("a", { color: "red", size: "1" }),
      "blue": configMap("a", { color: "blue" }),
      "applied": configMap("b", { a: "x" }),
      "other": configMap("b", { a: "y" }),
      "editor": "#!/bin/sh\nsed -i 's/color: blue/color: green/' \"$1\"\n",
    });
    const { same } = on;
    await same("create", "-f", "FOLDER/red");
    await same("create", "-f", "FOLDER/red");
    for (const form of ["wide", "yaml", "json", "name", "jsonpath={.data.color}"]) {
      await same("get", "cm", "a", "-o", form);
    }
    await same("get", "cm", "none");
    await same("apply", "-f", "FOLDER/red");
    await same("apply", "-f", "FOLDER/red");
    await same("diff", "-f", "FOLDER/blue");
    await same("apply", "-f", "FOLDER/blue");
    // What was applied before and is no more, goes.
    assertEquals(
      await same("get", "cm", "a", "-o", "jsonpath={.data}"),
      '0\n{"color":"blue"}',
    );
    await same("apply", "--server-side", "-f", "FOLDER/applied");
    await same("apply", "--server-side", "-f", "FOLDER/applied");
    await same("apply", "--server-side", "--field-manager=o", "-f", "FOLDER/other");
    await same(
      "apply",
      "--server-side",
      "--field-manager=o",
      "--force-conflicts",
      "-f",
      "FOLDER/other",
    );
    await same("get", "cm", "b", "-o", "yaml", "--show-managed-fields");
    await same("patch", "cm", "a", "--type=merge", "-p", '{"data":{"m":"1"}}');
    await same(
      "patch",
      "cm",
      "a",
      "--type=json",
      "-p",
      '[{"op":"add","path":"/data/j","value":"1"}]',
    );
    await same("patch", "cm", "a", "-p", '{"data":{"s":"1"}}');
    await same("patch", "cm", "a", "-p", '{"data":{"s":"1"}}');
    await same("edit", "cm", "a");
    await same("get", "cm", "a", "-o", "jsonpath={.data}");
    await same("replace", "-f", "FOLDER/red");
    await same("label", "cm", "a", "x=y");
    await same("label", "cm", "a", "x=z");
    await same("label", "cm", "a", "x=z", "--overwrite");
    await same("annotate", "cm", "a", "note=1");
    await same("get", "cm", "-l", "x=z", "-o", "name");
    await same("describe", "cm", "a");
    await same("delete", "cm", "a");
    await same("delete", "cm", "a");
    await same("delete", "cm", "a", "--ignore-not-found");
  },
});

Deno.test({
  name: "kubectl says of the API server in memory what it says of the real one: custom resources",
  ignore,
  async fn() {
    await using on = await pair({
      "crd": JSON.stringify(boats),
      "boat": boat("b1", { sails: 2, name: "a" }),
      "bad": boat("b2", { sails: 2, oars: 2 }),
    });
    const { same } = on;
    await same("create", "-f", "FOLDER/crd");
    await same("wait", "--for=condition=Established", "crd/boats.kubectl.example.test");
    await same("create", "-f", "FOLDER/boat");
    await same("create", "-f", "FOLDER/bad");
    await same("create", "-f", "FOLDER/bad", "--validate=warn");
    await same("get", "boats");
    await same("get", "bo", "-o", "wide");
    await same("get", "fleet");
    await same("get", "boat", "b1", "-o", "yaml");
    await same("scale", "boat/b1", "--replicas=5");
    const status = '{"status":{"phase":"Ready","conditions":[{"type":"Afloat","status":"True"}]}}';
    await same("patch", "boat", "b1", "--subresource=status", "--type=merge", "-p", status);
    await same("wait", "--for=jsonpath={.status.phase}=Ready", "boat/b1", "--timeout=5s");
    await same("wait", "--for=condition=Afloat", "boat/b1", "--timeout=5s");
    await same("wait", "--for=condition=Sunk", "boat/b1", "--timeout=1s");
    for (const path of ["spec", "spec.sails", "spec.name", "spec.crew", "spec.nope"]) {
      await same("explain", `boats.${path}`);
    }
    await same("explain", "boats.spec", "--recursive");
    await same("describe", "boat", "b2");
    await same("api-resources", "--api-group=kubectl.example.test", "-o", "wide");
    await same("delete", "boat", "b1", "--wait=true");
    await same("wait", "--for=delete", "boat/b1", "--timeout=5s");
    await same("delete", "crd", "boats.kubectl.example.test");
  },
});

Deno.test({
  name: "kubectl says of the API server in memory what it says of the real one: what is served",
  ignore,
  async fn() {
    await using on = await pair({});
    const { same } = on;
    await same("api-resources", "--api-group=apps");
    await same("api-resources", "--api-group=", "--namespaced=false");
    await same("auth", "can-i", "get", "pods");
    await same("get", "--raw", "/readyz");
    await same("get", "events");
    await same("create", "configmap", "lit", "--from-literal=a=b");
    await same("get", "cm", "lit");
    await same("run", "p", "--image=i", "--dry-run=server", "-o", "name");
  },
});
