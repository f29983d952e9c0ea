import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Counter, Registry } from "prom-client";
import type { Metadata } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { type Controller, defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import {
  createMetrics,
  createOperator,
  type Operator,
  type OperatorOptions,
} from "../../operator/mod.ts";
import {
  crudResource,
  defineResource,
  metricsResource,
  resources,
  wrap,
} from "../../resource/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

/** Runs controllers on an API server in memory, in virtual time. */
async function begin(controllers: readonly Controller[], options: Partial<OperatorOptions> = {}) {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const { clock } = runtime;
  const operator: Operator = createOperator({
    client,
    controllers,
    log: noLogger,
    metrics: true,
    ...options,
  });
  await clock.until(() => operator.health().ready);
  return {
    client,
    clock,
    operator,
    /** Lines of one metric: labels and value. */
    async lines(name: string): Promise<readonly string[]> {
      const text = await operator.metrics?.text() ?? "";
      return text.split("\n").filter((line) => line.startsWith(`${name}{`))
        .map((line) => line.slice(name.length));
    },
    async [Symbol.asyncDispose]() {
      await operator.stop();
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const failing = (name: string) =>
  defineController({
    name,
    for: ConfigMap,
    namespace: "default",
    reconcile: ({ metadata }) => {
      if (metadata.name === "bad") {
        throw Object.assign(new Error("no"), { name: "QuotaExceeded" });
      }
    },
  });

const map = (name: string, annotations = {}) => ({
  metadata: { name, namespace: "default", annotations },
});

Deno.test("metrics: errors are a counter with controller and reason, each failed reconcile counts (FL-14)", async () => {
  await using run = await begin([failing("one"), failing("two")]);
  await run.client.create(ConfigMap, map("bad"));
  await run.clock.advance(500);
  const lines = await run.lines("operatorkit_controller_errors_total");
  assertEquals(lines.map((line) => line.replace(/ \d+$/, "")), [
    '{controller="one",reason="QuotaExceeded"}',
    '{controller="two",reason="QuotaExceeded"}',
  ]);
  assertEquals(lines.every((line) => Number(line.split(" ").at(-1)) >= 2), true);
  const retries = await run.lines("workqueue_retries_total");
  assertEquals(retries.length, 2);
  assertStringIncludes(
    await run.operator.metrics?.text() ?? "",
    "# TYPE operatorkit_controller_errors_total counter",
  );
});

Deno.test("metrics: reasons are bounded whatever is thrown (FL-14)", async () => {
  let n = 0;
  const wild = defineController({
    name: "wild",
    for: ConfigMap,
    namespace: "default",
    backoff: { initial: 1, max: 1 },
    reconcile: () => {
      throw Object.assign(new Error("no"), { name: `Error${n++}` });
    },
  });
  await using run = await begin([wild]);
  await run.client.create(ConfigMap, map("a"));
  await run.clock.until(() => n > 80);
  const lines = await run.lines("operatorkit_controller_errors_total");
  assertEquals(lines.length, 51);
  assert(lines.some((line) => line.includes('reason="Other"')));
});

Deno.test("metrics: timestamps come from the local copy without a request, for every controller, and go with the object (FL-15, IT-11)", async () => {
  await using run = await begin([failing("one"), failing("two")]);
  await run.client.create(ConfigMap, {
    metadata: { ...map("a").metadata, finalizers: ["x.io/y"] },
  });
  await run.clock.advance(1_000);
  const created = await run.lines("operatorkit_controller_creation_timestamp");
  assertEquals(created.length, 2);
  const [line = ""] = created;
  assertStringIncludes(line, 'controller="one",kind="ConfigMap",name="a",namespace="default"');
  assertEquals(Number(line.split(" ").at(-1)) <= run.clock.now() / 1_000, true);
  assertEquals(await run.lines("operatorkit_controller_deletion_timestamp"), []);
  await run.client.delete(ConfigMap, map("a").metadata);
  await run.clock.advance(1_000);
  assertEquals((await run.lines("operatorkit_controller_deletion_timestamp")).length, 2);
  await run.client.patch(ConfigMap, map("a").metadata, { merge: { metadata: { finalizers: [] } } });
  await run.clock.advance(1_000);
  for (let n = 0; n < 3; n++) {
    assertEquals(await run.lines("operatorkit_controller_creation_timestamp"), []);
  }
});

Deno.test("metrics: objects: false leaves the timestamps out (FL-15)", async () => {
  await using run = await begin([failing("one")], { metrics: createMetrics({ objects: false }) });
  const text = await run.operator.metrics?.text() ?? "";
  assertEquals(text.includes("timestamp"), false);
});

Deno.test("metrics: histograms tell failures apart and reach 300 s; steps of CRUD resources count (FL-16, WR-2)", async () => {
  const metrics = createMetrics();
  const crud = crudResource({
    for: ConfigMap,
    name: "crud",
    getCurrentState: () => 1,
    getDesiredState: () => 2,
    newUpdatePatch: (_map, _context, current, desired) =>
      current === desired ? undefined : { update: desired },
    applyUpdate: ({ metadata }) => {
      if (metadata.name === "bad") throw new Error("no");
    },
  });
  const plain = defineResource(ConfigMap, { name: "plain", ensureCreated: () => {} });
  const controller = defineController({
    name: "one",
    for: ConfigMap,
    namespace: "default",
    reconcile: wrap(resources([plain, crud]), metricsResource(metrics.steps("one"))),
  });
  await using run = await begin([controller], { metrics });
  await run.client.create(ConfigMap, map("good"));
  await run.clock.advance(10);
  await run.client.create(ConfigMap, map("bad"));
  await run.clock.advance(10);
  const total = await run.lines("operatorkit_controller_operation_total");
  const count = (resource: string, operation: string, outcome: string) =>
    total.filter((line) =>
      line.startsWith(
        `{controller="one",resource="${resource}",operation="${operation}",outcome="${outcome}"}`,
      )
    ).map((line) => Number(line.split(" ").at(-1)));
  assertEquals(count("plain", "EnsureCreated", "success"), [2]);
  assertEquals(count("crud", "EnsureCreated", "success"), [1]);
  assertEquals(count("crud", "EnsureCreated", "error"), [1]);
  assertEquals(count("crud", "GetCurrentState", "success"), [2]);
  assertEquals(count("crud", "NewUpdatePatch", "success"), [2]);
  assertEquals(count("crud", "ApplyUpdatePatch", "success"), [1]);
  assertEquals(count("crud", "ApplyUpdatePatch", "error"), [1]);
  const events = await run.lines("operatorkit_controller_event_bucket");
  for (const outcome of ["success", "error"]) {
    const own = events.filter((line) => line.includes(`outcome="${outcome}"`));
    assert(own.some((line) => line.includes('le="300"')));
    assert(own.every((line) => line.includes('event="update"')));
  }
});

Deno.test("metrics: last_reconciled moves with successes, paused counts objects (V7-6, V7-1)", async () => {
  await using run = await begin([failing("one")]);
  const value = async (name: string) =>
    Number((await run.lines(`operatorkit_controller_${name}`))[0]?.split(" ").at(-1));
  await run.client.create(ConfigMap, map("a"));
  await run.clock.advance(1_000);
  const first = await value("last_reconciled");
  await run.client.create(ConfigMap, map("bad"));
  await run.clock.advance(100_000);
  assertEquals(await value("last_reconciled"), first);
  const annotations = { "operatorkit.giantswarm.io/paused": "true" };
  await run.client.create(ConfigMap, map("b", annotations));
  await run.clock.advance(1_000);
  assertEquals(await value("paused"), 1);
  assert(await value("last_reconciled") > first + 100);
  await run.client.delete(ConfigMap, map("b").metadata);
  await run.clock.advance(1_000);
  assertEquals(await value("paused"), 0);
});

Deno.test("metrics: go into a registry of the user's, beside others (FL-27, CT-19)", async () => {
  const registry = new Registry();
  new Counter({ name: "own_total", help: "Of the user.", registers: [registry] }).inc();
  await using run = await begin([failing("one")], { metrics: createMetrics({ registry }) });
  const text = await run.operator.metrics?.text() ?? "";
  assertStringIncludes(text, "own_total 1");
  assertStringIncludes(text, "operatorkit_controller_paused");
  assertThrows(() => createMetrics({ registry }), Error, "already been registered");
  createMetrics();
});

Deno.test("metrics: are served at /metrics beside /healthz, each operator has its own (FL-27, CT-19)", async () => {
  const health = { port: 0, hostname: "127.0.0.1" };
  await using one = await begin([failing("one")], { health });
  await using two = await begin([failing("two")], { health, metrics: false });
  const get = async (operator: Operator, path: string) => {
    const answer = await fetch(`${operator.address}${path}`);
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      text: await answer.text(),
    };
  };
  const { status, type, text } = await get(one.operator, "/metrics");
  assertEquals([status, type?.startsWith("text/plain; version=0.0.4")], [200, true]);
  assertStringIncludes(text, "operatorkit_controller_errors_total");
  assertEquals((await get(one.operator, "/healthz")).text, "ok\n");
  assertEquals((await get(two.operator, "/metrics")).status, 404);
  assertEquals(two.operator.metrics, undefined);
});

Deno.test("metrics: a timestamp that is none spoils nothing, and the series of a controller go with it (FL-15)", async () => {
  const metrics = createMetrics();
  const { clock } = createTestRuntime();
  const objects = () =>
    [null, "soon", "2026-01-02T03:04:05Z"].map((creationTimestamp, n) => ({
      key: { name: `${n}` },
      metadata: { name: `${n}`, creationTimestamp } as unknown as Metadata,
      object: () => {
        throw new Error("not needed");
      },
    }));
  const lines = async () =>
    (await metrics.text()).split("\n").filter((line) => line.includes('controller="one"'));
  const none = { ready: 0, processing: 0, size: 0, parked: 0, delayed: 0, stuck: 0, added: 0 };
  const running = { controller: failing("one"), objects, concurrency: 1, queue: none };
  const measuring = metrics.measure({ running, clock });
  const own = (await lines()).filter((line) => line.includes("creation_timestamp"));
  assertEquals(own.map((line) => line.split(" ").at(-1)), ["1767323045"]);
  measuring[Symbol.dispose]();
  assertEquals((await lines()).filter((line) => !/_total{/.test(line)), []);
});
