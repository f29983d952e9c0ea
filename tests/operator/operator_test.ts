import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ConfigError } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createMetrics, createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

function counting(name = "counter") {
  const seen: string[] = [];
  const controller = defineController({
    name,
    for: ConfigMap,
    namespace: "default",
    reconcile: ({ metadata }) => void seen.push(metadata.name),
  });
  return { controller, seen };
}

Deno.test("createOperator() refuses two controllers of one name", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const { controller } = counting("twice");
  assertThrows(
    () => createOperator({ client, controllers: [controller, controller], log: noLogger }),
    TypeError,
    '"twice"',
  );
});

Deno.test("createOperator() is ready when local copies are complete, and reconciles", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const { controller, seen } = counting();
  await using operator = createOperator({ client, controllers: [controller], log: noLogger });
  assertEquals(operator.health().ready, false);
  await runtime.clock.until(() => seen.includes("a"));
  await operator.ready;
  assertEquals(operator.health(), { ready: true, problems: [] });
});

Deno.test("createOperator() names a kind that cannot be had, and the other controllers run (C6 C7)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  const forbidden: typeof fetch = (input, init) => {
    const url = String(input);
    if (!url.includes("/secrets")) return server.fetch(url, init ?? {});
    const status = {
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      reason: "Forbidden",
      message: "secrets is forbidden: User cannot list",
      code: 403,
    };
    return Promise.resolve(Response.json(status, { status: 403 }));
  };
  const { createClient } = await import("../../client/mod.ts");
  await using client = createClient(server.config, {
    runtime: { ...runtime, fetch: (url, init) => forbidden(url, init) },
  });
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const { controller, seen } = counting();
  const secrets = defineController({ name: "secrets", for: Secret, reconcile: () => {} });
  await using operator = createOperator({
    client,
    controllers: [controller, secrets],
    log: noLogger,
  });
  await runtime.clock.until(() => seen.includes("a"));
  await runtime.clock.advance(60_000);
  const { ready, problems } = operator.health();
  assertEquals(ready, false);
  assertEquals(problems.length, 1);
  assertStringIncludes(problems.join(), "secrets");
  assertStringIncludes(problems.join(), "forbidden");
});

Deno.test("createOperator() serves /healthz and /readyz, and ends with its signal (X1)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const { controller, seen } = counting();
  const stop = new AbortController();
  const operator = createOperator({
    client,
    controllers: [controller],
    log: noLogger,
    signal: stop.signal,
    health: { port: 0, hostname: "127.0.0.1" },
  });
  const get = async (path: string) => {
    const answer = await fetch(`${operator.address}${path}`);
    return [answer.status, await answer.text()] as const;
  };
  await runtime.clock.until(() => operator.health().ready);
  assertEquals(await get("/readyz"), [200, "ok\n"]);
  assertEquals(await get("/healthz"), [200, "ok\n"]);
  assertEquals((await get("/secret"))[0], 404);
  stop.abort();
  await runtime.clock.settle();
  await operator.done;
  assertEquals(seen, []);
  await assertRejects(() => get("/healthz"));
});

Deno.test("createOperator() says what to do when the health port is taken", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await using taken = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(),
  );
  assertThrows(
    () =>
      createOperator({
        client,
        controllers: [],
        log: noLogger,
        health: { port: taken.addr.port, hostname: "127.0.0.1" },
      }),
    ConfigError,
    "the port is taken",
  );
});

Deno.test("createOperator() stopped twice, and before it is ready, ends without a leak (X2)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const { controller } = counting();
  const operator = createOperator({ client, controllers: [controller], log: noLogger });
  const first = operator.stop();
  const second = operator.stop();
  await runtime.clock.settle();
  await Promise.all([first, second, operator.done]);
  await assertRejects(() => operator.ready, DOMException, "stopped before it was ready");
  assert(!operator.health().ready);
  assertEquals(runtime.clock.pending, 0);
});

Deno.test("createOperator() lets running reconciles finish, then aborts those that do not (X3)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const finished: string[] = [];
  const hang = defineController({
    name: "slow",
    for: ConfigMap,
    namespace: "default",
    reconcile: async ({ metadata }, { signal, clock }) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      using _timer = clock.setTimeout(
        () => resolve("done"),
        metadata.name === "short" ? 1_000 : 1e9,
      );
      signal.addEventListener("abort", () => resolve("aborted"));
      finished.push(`${metadata.name} ${await promise}`);
    },
  });
  for (const name of ["short", "long"]) {
    await client.create(ConfigMap, { metadata: { name, namespace: "default" } });
  }
  const operator = createOperator({ client, controllers: [hang], log: noLogger, grace: 5_000 });
  await runtime.clock.until(() => operator.health().ready);
  const stopping = operator.stop();
  await runtime.clock.advance(1_000);
  assertEquals(finished, ["short done"]);
  await runtime.clock.advance(5_000);
  await stopping;
  assertEquals(finished, ["short done", "long aborted"]);
});

Deno.test("createOperator() survives metrics that throw, and leaves nothing on the signal it was given", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const { controller, seen } = counting();
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners.add(args[1]);
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners.delete(args[1]);
    removeEventListener.apply(signal, args);
  };
  const metrics = {
    ...createMetrics(),
    observe: () => {
      throw new Error("no");
    },
  };
  const operator = createOperator({
    ...{ client, controllers: [controller], log: noLogger },
    ...{ metrics, signal },
  });
  await runtime.clock.until(() => seen.includes("a"));
  assertEquals(operator.health().problems, []);
  await operator.stop();
  assertEquals(listeners.size, 0);
});
