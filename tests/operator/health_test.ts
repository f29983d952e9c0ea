import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { noLogger, type ReconcileRequest } from "../../context/mod.ts";
import { type Controller, defineController, requestsFrom } from "../../controller/mod.ts";
import { ConfigMap, Lease } from "../../kinds/mod.ts";
import { createOperator, LeadershipLostError, type OperatorOptions } from "../../operator/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";

type Intercept = Parameters<ApiServer["intercept"]>[0];

/** Runs an operator with health endpoints on an API server in memory, in virtual time. */
function begin(
  controller: Controller,
  more: Partial<OperatorOptions> = {},
  intercept?: Intercept,
) {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const intercepting = intercept && server.intercept(intercept);
  const client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const { clock } = runtime;
  const operator = createOperator({
    client,
    controllers: [controller],
    log: noLogger,
    health: { port: 0, hostname: "127.0.0.1" },
    ...more,
  });
  operator.done.catch(() => {}); // asked for by some tests only
  return {
    server,
    client,
    clock,
    operator,
    /** What `/readyz` answers. While it does, `/healthz` answers 200. */
    async ready(query = ""): Promise<readonly [status: number, text: string]> {
      const health = await fetch(`${operator.address}/healthz`);
      assertEquals([health.status, await health.text()], [200, "ok\n"]);
      const answer = await fetch(`${operator.address}/readyz${query}`);
      return [answer.status, await answer.text()];
    },
    async [Symbol.asyncDispose]() {
      const stopping = operator.stop();
      await clock.advance(60_000);
      await stopping.catch(() => {});
      await client[Symbol.asyncDispose]();
      intercepting?.[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

function controllerOf(
  reconcile: () => void | Promise<void> = () => {},
  more: { readonly concurrency?: number; readonly timeout?: number } = {},
): Controller {
  return defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile,
    ...more,
  });
}

const map = (name: string) => ({ metadata: { name, namespace: "default" } });
const allWell = [200, "ok\n"] as const;

Deno.test("/readyz: 503 until every local copy is complete, 200 from then on", async () => {
  const gate = Promise.withResolvers<void>();
  await using run = begin(controllerOf(), {}, async ({ path }) => {
    if (path.endsWith("/configmaps")) await gate.promise;
    return undefined;
  });
  await run.clock.settle();
  assertEquals(await run.ready(), [503, "configmaps: not listed yet\n"]);
  assertEquals(await run.ready("?verbose"), [
    503,
    "[-] configmaps: not listed yet\nreadyz check failed\n",
  ]);
  gate.resolve();
  await run.clock.until(() => run.operator.health().ready);
  assertEquals(await run.ready(), allWell);
  assertEquals(await run.ready("?verbose"), [
    200,
    "[+] every local copy is complete and follows the server\nreadyz check passed\n",
  ]);
});

Deno.test("/readyz: 503 with the reason while a kind may not be listed (C6)", async () => {
  let isForbidden = true;
  await using run = begin(controllerOf(), {}, ({ path }) => {
    if (!isForbidden || !path.endsWith("/configmaps")) return;
    const status = { kind: "Status", apiVersion: "v1", reason: "Forbidden", code: 403 };
    return Response.json({ ...status, message: "configmaps is forbidden" }, { status: 403 });
  });
  await run.clock.advance(5_000);
  const [status, text] = await run.ready();
  assertEquals(status, 503);
  assertStringIncludes(text, "configmaps: forbidden");
  isForbidden = false;
  await run.clock.until(() => run.operator.health().ready);
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: 503 when a watch was silent for three minutes, until it is followed again", async () => {
  let isFrozen = false;
  await using run = begin(controllerOf(), {}, async ({ path, query, proceed }) => {
    if (!path.endsWith("/configmaps")) return;
    if (isFrozen) return new Response("{}", { status: 503 });
    const answer = await proceed();
    if (!query.has("watch")) return answer;
    const frozen = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => isFrozen ? undefined : controller.enqueue(piece),
    });
    const { status, headers } = answer;
    return new Response(answer.body?.pipeThrough(frozen) ?? null, { status, headers });
  });
  await run.clock.advance(65_000);
  assertEquals(await run.ready(), allWell);
  isFrozen = true;
  await run.clock.advance(100_000);
  assertEquals(await run.ready(), allWell);
  await run.clock.advance(85_000);
  const [status, text] = await run.ready();
  assertEquals(status, 503);
  assertStringIncludes(text, "configmaps: ");
  isFrozen = false;
  await run.clock.until(() => run.operator.health().ready);
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: one reconcile that does not end leaves it 200, as many as there are workers make it 503 (X1)", async () => {
  const hang = Promise.withResolvers<void>();
  const controller = controllerOf(() => hang.promise, { concurrency: 2, timeout: 1_000 });
  await using run = begin(controller);
  await run.client.create(ConfigMap, map("a"));
  await run.clock.advance(120_000);
  assertEquals(await run.ready(), allWell);
  await run.client.create(ConfigMap, map("b"));
  await run.clock.advance(120_000);
  const [status, text] = await run.ready();
  assertEquals(status, 503);
  assertStringIncludes(text, "2 reconciles timed out and do not end (default/a, default/b)");
  hang.resolve();
  await run.clock.settle();
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: 503 while a source of requests fails, without its message", async () => {
  let isDown = true;
  async function* requests(): AsyncGenerator<ReconcileRequest> {
    await Promise.resolve();
    if (isDown) throw new Error("password hunter2 refused");
    yield { name: "a", namespace: "default" };
    await new Promise(() => {});
  }
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    sources: [requestsFrom(requests, { name: "orders" })],
    reconcile: () => {},
  });
  await using run = begin(controller);
  await run.clock.advance(10_000);
  assertEquals(await run.ready(), [503, 'maps: the source "orders" fails; the log says why\n']);
  isDown = false;
  await run.clock.until(() => run.operator.health().ready);
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: 503 while the user's own check names a problem, or throws", async () => {
  let check: () => readonly string[] = () => [];
  await using run = begin(controllerOf(), {
    health: { port: 0, hostname: "127.0.0.1", problems: () => check() },
  });
  await run.clock.until(() => run.operator.health().ready);
  assertEquals(await run.ready(), allWell);
  check = () => ["the bucket cannot be reached"];
  assertEquals(await run.ready(), [503, "the bucket cannot be reached\n"]);
  check = () => {
    throw new Error("password hunter2 refused");
  };
  assertEquals(await run.ready(), [503, "health.problems failed; the log says why\n"]);
  check = () => [];
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: 503 while the operator stops", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using run = begin(controllerOf(() => promise));
  await run.client.create(ConfigMap, map("a"));
  await run.clock.advance(1_000);
  assertEquals(await run.ready(), allWell);
  const stopping = run.operator.stop();
  await run.clock.settle();
  assertEquals(await run.ready(), [503, "The operator is stopping\n"]);
  resolve();
  await run.clock.settle();
  await stopping;
  await assertRejects(() => fetch(`${run.operator.address}/healthz`), TypeError);
});

const election = (identity: string) => ({
  leaderElection: { name: "maps", namespace: "default", identity },
});

Deno.test("/readyz: a standby with complete local copies is ready, and says who leads", async () => {
  await using run = begin(controllerOf(), election("two"), async ({ path, proceed }) => {
    if (!path.endsWith("/leases/maps")) return;
    const answer = await proceed();
    if (answer.status !== 404) return answer;
    const now = new Date(Date.UTC(2026, 0, 1)).toISOString().replace("Z", "000Z");
    return Response.json({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "maps", namespace: "default", resourceVersion: "1", uid: "u" },
      spec: { holderIdentity: "one", leaseDurationSeconds: 3_600, renewTime: now },
    });
  });
  await run.clock.advance(30_000);
  assertEquals(await run.ready(), allWell);
  assertEquals(await run.ready("?verbose"), [
    200,
    "[+] every local copy is complete and follows the server\n[+] two stands by; one leads\nreadyz check passed\n",
  ]);
});

Deno.test("/readyz: 503 while a standby cannot get at the Lease for as long as that lasts", async () => {
  let isBroken = true;
  await using run = begin(controllerOf(), election("two"), ({ path }) => {
    if (isBroken && path.includes("/leases")) return new Response("{}", { status: 500 });
  });
  await run.clock.advance(10_000);
  assertEquals(await run.ready(), allWell);
  await run.clock.advance(20_000);
  assertEquals(await run.ready(), [503, 'The Lease "maps" cannot be had; the log says why\n']);
  isBroken = false;
  await run.clock.until(() => run.operator.health().leader?.leading === true);
  assertEquals(await run.ready(), allWell);
});

Deno.test("/readyz: a standby that sees the Lease of another again is ready again", async () => {
  let isBroken = false;
  const spec = { holderIdentity: "one", leaseDurationSeconds: 3_600 };
  await using run = begin(controllerOf(), election("two"), ({ path }) => {
    if (isBroken && path.includes("/leases")) return new Response("{}", { status: 500 });
  });
  await run.client.create(Lease, { metadata: { name: "maps", namespace: "default" }, spec });
  await run.clock.advance(30_000);
  assertEquals(run.operator.health().leader?.holder, "one");
  isBroken = true;
  await run.clock.advance(30_000);
  assertEquals((await run.ready())[0], 503);
  isBroken = false;
  await run.clock.advance(2_000);
  assertEquals(await run.ready(), allWell);
  // One failure now and then is no trouble.
  for (let n = 0; n < 20; n++) {
    isBroken = true;
    await run.clock.advance(2_000);
    isBroken = false;
    await run.clock.advance(2_000);
    assertEquals(await run.ready(), allWell);
  }
});

Deno.test("/readyz: 503 while the Lease can be read, but its taking fails for as long as it lasts", async () => {
  const spec = { holderIdentity: "one", leaseDurationSeconds: 1 };
  await using run = begin(controllerOf(), election("two"), ({ path, method }) => {
    const isTaken = path.includes("/leases/") && method === "PUT";
    if (isTaken) return new Response("{}", { status: 500 });
  });
  await run.client.create(Lease, { metadata: { name: "maps", namespace: "default" }, spec });
  await run.clock.advance(10_000);
  assertEquals(await run.ready(), allWell);
  await run.clock.advance(30_000);
  assertEquals((await run.ready())[0], 503);
});

Deno.test("/readyz: a leader that cannot renew its lease is ready until the renew deadline, and ends then", async () => {
  let isBroken = false;
  await using run = begin(controllerOf(), election("one"), ({ path }) => {
    if (isBroken && path.includes("/leases")) return new Response("{}", { status: 500 });
  });
  await run.clock.until(() => run.operator.health().leader?.leading === true);
  assertStringIncludes((await run.ready("?verbose"))[1], "[+] one leads");
  const lease = await run.client.get(Lease, { name: "maps", namespace: "default" });
  assertEquals(lease.spec?.holderIdentity, "one");
  isBroken = true;
  await run.clock.advance(7_000);
  assertEquals(await run.ready(), allWell);
  const done = assertRejects(() => run.operator.done, LeadershipLostError);
  await run.clock.advance(10_000);
  await done;
  const { ready, leader } = run.operator.health();
  assertEquals([ready, leader?.leading], [false, false]);
  await assertRejects(() => fetch(`${run.operator.address}/readyz`), TypeError);
});
