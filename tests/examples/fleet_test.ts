import { assert, assertEquals } from "@std/assert";
import { ensureCustomResource } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { ConfigMap, Lease } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { Fleet } from "../../examples/fleet/fleet.ts";
import { manifests } from "../../examples/fleet/manifests.ts";
import { fleets } from "../../examples/fleet/operator.ts";
import { kubeconfigFor, program } from "./process.ts";

const key = { name: "north", namespace: "default" };

Deno.test("examples/fleet gives a Fleet its ships, and takes those that are too many", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using server = createApiServer({ runtime });
  await using client = server.client();
  let installed = false;
  ensureCustomResource(client, Fleet).then(() => installed = true);
  await clock.until(() => installed);
  await using operator = createOperator({ client, controllers: [fleets], log: noLogger });
  await clock.until(() => operator.health().ready);
  const ships = async () =>
    (await client.list(ConfigMap, { namespace: "default", labelSelector: "example.com/fleet" }))
      .items.map(({ metadata, data }) => `${metadata.name} ${data?.orders}`).sort();
  await client.create(Fleet, { metadata: key, spec: { size: 3, orders: "wait" } });
  await clock.advance(1_000);
  assertEquals(await ships(), ["north-0 wait", "north-1 wait", "north-2 wait"]);
  assertEquals((await client.get(Fleet, key)).status, { ships: 3, observedGeneration: 1 });
  await client.patch(Fleet, key, { merge: { spec: { size: 1, orders: "go" } } });
  await clock.advance(1_000);
  assertEquals(await ships(), ["north-0 go"]);
  await client.delete(ConfigMap, { name: "north-0", namespace: "default" });
  await clock.advance(1_000);
  assertEquals(await ships(), ["north-0 go"]);
  assertEquals((await client.get(Fleet, key)).status, { ships: 1, observedGeneration: 2 });
});

/** Starts examples/fleet/main.ts with the flags that it names, on a free port. */
function startReplica(kubeconfig: string) {
  const child = program("examples/fleet/main.ts", [
    "--allow-net",
    "--allow-read",
    "--allow-env=HOME,KUBECONFIG,PORT",
  ], { KUBECONFIG: kubeconfig, PORT: "0" }).spawn();
  const knowsLeader = Promise.withResolvers<void>();

  async function listen(): Promise<string> {
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("process leads")) knowsLeader.resolve();
    }
    return text;
  }

  const ended = Promise.all([child.status, listen(), new Response(child.stderr).text()]);
  return {
    child,
    ended,
    /** It has said who leads. */
    knowsLeader: knowsLeader.promise,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await ended;
    },
  };
}

Deno.test("examples/fleet/main.ts runs as three replicas: one works, the next takes over, all end well", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using client = server.client();
  await ensureCustomResource(client, Fleet);
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/config`, kubeconfigFor(listener.url));
  await using stack = new AsyncDisposableStack();
  const replicas = [1, 2, 3].map(() => stack.use(startReplica(`${folder}/config`)));
  const failed = new AbortController();
  for (const { ended } of replicas) {
    ended.then(([{ code }, output, errors]) => {
      if (code !== 0) failed.abort(new Error(`It ended early:\n${output}${errors}`));
    });
  }
  const { signal } = failed;

  /** Creates a fleet and waits for its ship. */
  async function sail(name: string): Promise<void> {
    const metadata = { name, namespace: "default" };
    await client.create(Fleet, { metadata, spec: { size: 1 } });
    for await (const event of client.watch(ConfigMap, { namespace: "default", signal })) {
      if (event.type === "ADDED" && event.object.metadata.name === `${name}-0`) return;
    }
  }

  const lease = () => client.get(Lease, { name: "fleets", namespace: "default" });
  await sail("first");
  const first = (await lease()).spec?.holderIdentity;
  // Whoever leads: the others take over as the replicas are stopped one by one.
  for (const [index, { child, ended, knowsLeader }] of replicas.entries()) {
    await knowsLeader;
    if (index > 0) await sail(`after-${index}`);
    child.kill("SIGTERM");
    const [{ code }, , errors] = await ended;
    assertEquals([code, errors], [0, ""]);
  }
  const { spec } = await lease();
  assert(first && spec?.holderIdentity !== first);
  assertEquals(spec?.holderIdentity || "", "", "the last one has given it up");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("examples/fleet/manifests.ts prints three replicas and all that they may do", async () => {
  const { code, stdout } = await program("examples/fleet/manifests.ts", []).output();
  assertEquals(code, 0);
  const { kind, items } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(kind, "List");
  assertEquals(items, JSON.parse(JSON.stringify(manifests("default", "fleet-operator:latest"))));
  const deployment = items.find((item: { kind: string }) => item.kind === "Deployment");
  assertEquals(deployment.spec.replicas, 3);
});
