import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createClient, loadConfig } from "../../client/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { findKubectl } from "../cluster/binaries.ts";
import { shareCluster } from "../cluster/mod.ts";

// kubectl is in the same binary as the control plane; no cluster is used here.
const { ignore } = await shareCluster();

interface Stage extends AsyncDisposable {
  readonly server: ReturnType<typeof createApiServer>;
  readonly url: string;
  readonly kubectl: (
    ...args: string[]
  ) => Promise<{ code: number; stdout: string; stderr: string }>;
}

/** An API server in memory with RBAC, and the real kubectl as its administrator. */
async function stage(): Promise<Stage> {
  const server = createApiServer({ rbac: true });
  const listener = await server.listen({ as: { user: "admin", groups: ["system:masters"] } });
  const open = await server.listen();
  const folder = await Deno.makeTempDir();
  const [program = "kubectl", ...words] = await findKubectl();
  return {
    server,
    url: open.url,
    async kubectl(...args) {
      const { code, stdout, stderr } = await new Deno.Command(program, {
        args: [...words, `--server=${listener.url}`, `--cache-dir=${folder}/cache`, ...args],
        env: { HOME: folder, KUBECONFIG: `${folder}/none` },
      }).output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

Deno.test({
  name: "kubectl auth can-i says yes and no, for oneself and others",
  ignore,
  async fn() {
    await using here = await stage();
    const ask = async (...args: string[]) => {
      const { code, stdout, stderr } = await here.kubectl("auth", "can-i", ...args);
      assertEquals(code === 0, stdout.startsWith("yes"), stderr);
      return stdout.trim();
    };
    assertEquals(await ask("list", "pods"), "yes");
    assertEquals(await ask("list", "pods", "--as=alice", "-n=default"), "no");
    const done = async (...args: string[]) => {
      const { code, stderr } = await here.kubectl(...args);
      assertEquals(code, 0, stderr);
    };
    await done("create", "role", "reader", "--verb=get,list", "--resource=pods,deployments/scale");
    await done("create", "rolebinding", "reader", "--role=reader", "--user=alice");
    assertEquals(await ask("list", "pods", "--as=alice", "-n=default"), "yes");
    assertEquals(await ask("get", "pods/a", "--as=alice", "-n=default"), "yes");
    assertEquals(await ask("get", "deployments", "--subresource=scale", "--as=alice"), "yes");
    assertEquals(await ask("get", "pods", "--subresource=log", "--as=alice"), "no");
    assertEquals(await ask("list", "pods", "--as=alice", "-A"), "no");
    assertEquals(await ask("get", "/version", "--as=alice"), "yes");
    assertEquals(await ask("*", "*", "--as=alice"), "no");
    await done("create", "clusterrolebinding", "all", "--clusterrole=cluster-admin", "--group=all");
    assertEquals(await ask("*", "*", "--as=alice", "--as-group=all"), "yes");
  },
});

Deno.test({
  name: "kubectl auth can-i --list and auth whoami show rights and groups",
  ignore,
  async fn() {
    await using here = await stage();
    const role = ["--verb=get", "--resource=pods", "--resource-name=a"];
    await here.kubectl("create", "role", "reader", ...role);
    await here.kubectl("create", "rolebinding", "reader", "--role=reader", "--user=alice");
    const list = await here.kubectl("auth", "can-i", "--list", "--as=alice", "-n=default");
    const row = list.stdout.split("\n").find((line) => line.startsWith("pods "));
    assertEquals(row?.split(/ {2,}/), ["pods", "[]", "[a]", "[get]"]);
    assertStringIncludes(list.stdout, "selfsubjectaccessreviews.authorization.k8s.io");
    const elsewhere = await here.kubectl("auth", "can-i", "--list", "--as=alice", "-n=kube-public");
    assert(!elsewhere.stdout.includes("pods "), elsewhere.stdout);
    const who = await here.kubectl("auth", "whoami", "--as=bob", "--as-group=a", "--as-group=b");
    assertStringIncludes(who.stdout, "[a b system:authenticated]");
  },
});

Deno.test({
  name: "kubectl create token makes a token that a client can use",
  ignore,
  async fn() {
    await using here = await stage();
    await here.kubectl("create", "serviceaccount", "builder");
    await here.kubectl(
      "create",
      "rolebinding",
      "builder",
      "--clusterrole=view",
      "--serviceaccount=default:builder",
    );
    const { stdout } = await here.kubectl("create", "token", "builder", "--duration=15m");
    const config = await loadConfig({ server: here.url, token: stdout.trim() });
    await using client = createClient(config);
    assertEquals((await client.list(ConfigMap, { namespace: "default" })).items, []);
    const refused = await here.kubectl(
      "get",
      "secrets",
      "--as=system:serviceaccount:default:builder",
    );
    assertEquals(
      refused.stderr.trim(),
      'Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:default:builder" cannot list resource "secrets" in API group "" in the namespace "default"',
    );
  },
});
