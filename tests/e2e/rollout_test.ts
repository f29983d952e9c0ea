import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApiServer } from "../../testing/mod.ts";
import { findKubectl } from "../cluster/binaries.ts";
import { shareCluster } from "../cluster/mod.ts";

// kubectl is in the same binary as the control plane; no cluster is used here.
const { ignore } = await shareCluster();

interface Stage extends AsyncDisposable {
  /** What it prints; fails where it fails. */
  readonly kubectl: (...args: string[]) => Promise<string>;
}

/** An API server in memory with all controllers, over HTTP, and the real kubectl pointed at it. */
async function stage(): Promise<Stage> {
  const server = createApiServer({
    controllers: { pods: () => ({ startsAfter: 100 }) },
  });
  const listener = await server.listen();
  const cache = await Deno.makeTempDir();
  const [program = "kubectl", ...words] = await findKubectl();
  return {
    async kubectl(...args) {
      const { code, stdout, stderr } = await new Deno.Command(program, {
        args: [...words, `--server=${listener.url}`, `--cache-dir=${cache}`, ...args],
        env: { KUBECONFIG: "/dev/null" },
        stdout: "piped",
        stderr: "piped",
      }).output();
      const [out = "", problem = ""] = [stdout, stderr].map((one) => new TextDecoder().decode(one));
      assertEquals(code, 0, `kubectl ${args.join(" ")}: ${problem}`);
      return out;
    },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await Deno.remove(cache, { recursive: true });
    },
  };
}

Deno.test({
  name: "kubectl create deployment, rollout, scale, expose and wait work with the controllers",
  ignore,
  fn: async () => {
    await using on = await stage();
    const { kubectl } = on;
    const image = ["-o", "jsonpath={.spec.template.spec.containers[0].image}"];
    await kubectl("create", "deployment", "web", "--image=nginx:1", "--replicas=3", "--port=80");
    assertStringIncludes(
      await kubectl("rollout", "status", "deployment/web", "--timeout=20s"),
      'deployment "web" successfully rolled out',
    );
    await kubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=20s");
    assert(/^web +3\/3 +3 +3 /m.test(await kubectl("get", "deployment", "web")));

    await kubectl("set", "image", "deployment/web", "nginx=nginx:2");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    assertEquals(await kubectl("get", "deployment", "web", ...image), "nginx:2");
    await kubectl("rollout", "undo", "deployment/web");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    assertEquals(await kubectl("get", "deployment", "web", ...image), "nginx:1");
    const history = await kubectl("rollout", "history", "deployment/web");
    assertEquals(history.match(/^\d+/gm), ["2", "3"]);
    await kubectl("rollout", "restart", "deployment/web");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    assertEquals(
      (await kubectl("rollout", "history", "deployment/web")).match(/^\d+/gm),
      ["2", "3", "4"],
    );

    await kubectl("rollout", "pause", "deployment/web");
    await kubectl("rollout", "resume", "deployment/web");
    await kubectl("scale", "deployment/web", "--replicas=5");
    await kubectl("rollout", "status", "deployment/web", "--timeout=20s");
    await kubectl("wait", "pod", "-l", "app=web", "--for=condition=Ready", "--timeout=20s");
    const running = await kubectl("get", "pods", "-l", "app=web", "--no-headers");
    assertEquals(running.match(/1\/1 +Running/g)?.length, 5, running);

    await kubectl("expose", "deployment", "web", "--port=80");
    await kubectl(
      "wait",
      "endpointslice",
      "-l",
      "kubernetes.io/service-name=web",
      "--for=jsonpath={.endpoints[4].conditions.ready}=true",
      "--timeout=20s",
    );
    assertStringIncludes(await kubectl("get", "pods", "-o", "wide"), "in-memory");
    await kubectl("delete", "deployment", "web");
    await kubectl("wait", "pod", "-l", "app=web", "--for=delete", "--timeout=20s");
  },
});

Deno.test({
  name: "kubectl create job and wait work with the controllers",
  ignore,
  fn: async () => {
    await using on = await stage();
    await on.kubectl("create", "job", "task", "--image=task:1");
    await on.kubectl("wait", "job/task", "--for=condition=Complete", "--timeout=20s");
    assert(/^task +Complete +1\/1 /m.test(await on.kubectl("get", "job", "task")));
    assertStringIncludes(await on.kubectl("get", "pods"), "Completed");
  },
});
