import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type ApiResource,
  type CustomResource,
  defineCustomResource,
  ensureCustomResource,
} from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import type { ControllerEvent } from "../../controller/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { Autoscaler } from "../../examples/autoscale/autoscaler.ts";
import { autoscaleController } from "../../examples/autoscale/operator.ts";
import { readPrometheus } from "../../examples/autoscale/prometheus.ts";
import type { ReadLoads } from "../../examples/autoscale/timer.ts";
import { z } from "zod";
import { autoscaleLife, fakeLoads } from "./autoscale_life.ts";
import { kubeconfigFor, program } from "./process.ts";

/** An API server in memory with the autoscaler at work, in virtual time. */
async function createPlace(readLoads: ReadLoads, kinds: readonly CustomResource[] = []) {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using stack = new AsyncDisposableStack();
  const server = stack.use(createApiServer({ runtime }));
  const client = stack.use(server.client());
  for (const kind of [Autoscaler, ...kinds]) {
    let installed = false;
    ensureCustomResource(client, kind).then(() => installed = true);
    await clock.until(() => installed);
  }
  const told: ControllerEvent[] = [];
  const operator = stack.use(createOperator({
    client,
    controllers: [autoscaleController({ readLoads, clock, period: 1_000 })],
    log: noLogger,
    observe: ({ source, event }) => {
      if (source === "controller") told.push(event);
    },
  }));
  let begun = false;
  operator.ready.then(() => begun = true);
  await clock.until(() => begun);
  const all = stack.move();
  const writes = () => server.log.filter(({ method }) => method !== "GET");
  return { clock, client, operator, told, writes, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

Deno.test("examples/autoscale follows the load up at once and down after a cooldown", async () => {
  const loads = fakeLoads("default");
  await using place = await createPlace(loads.read);
  const { client, clock, writes } = place;
  await autoscaleLife({
    client,
    namespace: "default",
    loads,
    async eventually(what, condition) {
      for (let i = 0; i < 200; i++) {
        if (await condition()) return;
        await clock.advance(100);
      }
      throw new Error(`Not within 20 virtual seconds: ${what}`);
    },
  });
  // The load stays: ten minutes later it was measured 600 times, and nothing was written.
  await clock.advance(60_000);
  const [asked, written] = [loads.asked, writes().length];
  await clock.advance(600_000);
  assertEquals([loads.asked - asked, writes().slice(written)], [600, []]);
});

Deno.test("examples/autoscale scales any kind with a scale subresource, and puts right what others do", async () => {
  const Queue = defineCustomResource({
    group: "example.com",
    kind: "Queue",
    plural: "queues",
    scope: "Namespaced",
    version: "v1",
    versions: {
      v1: {
        schema: z.object({
          spec: z.object({ workers: z.int().default(0) }),
          status: z.object({ workers: z.int() }).optional(),
        }),
        scale: { specReplicasPath: ".spec.workers", statusReplicasPath: ".status.workers" },
      },
    },
  });
  await using place = await createPlace(
    () => Promise.resolve(new Map([["default/web", 12]])),
    [Queue],
  );
  const { client, clock } = place;
  const key = { name: "mail", namespace: "default" };
  await client.create(Queue, { metadata: key, spec: {} });
  await client.create(Autoscaler, {
    metadata: { name: "web", namespace: "default" },
    spec: {
      target: { group: "example.com", kind: "Queue", name: "mail" },
      loadPerReplica: 5,
      minReplicas: 0,
      cooldownSeconds: 0,
    },
  });
  await clock.advance(2_000);
  assertEquals((await client.get(Queue, key)).spec.workers, 3);
  await client.patch(Queue as ApiResource, key, { merge: { spec: { workers: 7 } } });
  await clock.advance(70_000);
  assertEquals((await client.get(Queue, key)).spec.workers, 3);
});

Deno.test("examples/autoscale keeps what there is while nobody measures, and asks again", async () => {
  const loads = fakeLoads("default");
  let broken = true;
  await using place = await createPlace(() =>
    broken ? Promise.reject(new Error("The meter is down")) : loads.read()
  );
  const { client, clock, operator, told, writes } = place;
  await client.create(Autoscaler, {
    metadata: { name: "web", namespace: "default" },
    spec: { target: { name: "web" }, loadPerReplica: 1 },
  });
  const before = writes().length;
  await clock.advance(60_000);
  assertEquals(writes().slice(before), []);
  const failures = told.filter(({ type }) => type === "source-failed").length;
  assertEquals(failures > 2 && failures < 10, true, `${failures} tries in a minute`);
  assertStringIncludes(operator.health().problems.join(), `the source "load" fails`);
  broken = false;
  loads.load = 3;
  await clock.advance(60_000);
  assertEquals(operator.health().problems, []);
  assertEquals(loads.asked > 0, true);
  // There is no such Deployment: said on the object.
  const paths = writes().slice(before).map(({ path }) => path);
  assertEquals(paths.some((path) => path.includes("/events")), true, paths.join(" "));
});

Deno.test("readPrometheus() of examples/autoscale reads one number per Autoscaler, and tells what fails", async () => {
  const asked: string[] = [];
  let status = 200;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ url }) => {
    asked.push(url);
    return Response.json({
      status: "success",
      data: {
        resultType: "vector",
        result: [{ metric: { namespace: "shop", autoscaler: "web" }, value: [1763800000, "42.5"] }],
      },
    }, { status });
  });
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${server.addr.port}/prometheus`;
  assertEquals([...await readPrometheus(url, { signal })], [["shop/web", 42.5]]);
  assertEquals(new URL(asked[0] ?? "").pathname, "/prometheus/api/v1/query");
  status = 503;
  const failed = await readPrometheus(url, { signal }).catch((error) => error);
  assertStringIncludes(String(failed), "Prometheus answers 503");
});

Deno.test("examples/autoscale/main.ts needs the flags that it names, and PROMETHEUS_URL", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/config`, kubeconfigFor(listener.url));
  const flags = [
    "--allow-net=127.0.0.1",
    "--allow-read",
    "--allow-env=HOME,KUBECONFIG,PROMETHEUS_URL",
  ];
  const env = { KUBECONFIG: `${folder}/config` };
  const none = await program("examples/autoscale/main.ts", flags, env).output();
  assertStringIncludes(new TextDecoder().decode(none.stderr), "Set PROMETHEUS_URL");
  // The health endpoints are all that it may not open: everything before works.
  const { code, stderr } = await program("examples/autoscale/main.ts", flags, {
    ...env,
    PROMETHEUS_URL: "http://127.0.0.1:9",
  }).output();
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stderr), "--allow-net=0.0.0.0:8080");
  await Deno.remove(folder, { recursive: true });
});
