import { assert, assertEquals } from "@std/assert";
import { context, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api";
import { noLogger, ownerReference } from "../../context/mod.ts";
import { type Controller, defineController, owns } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createOperator, type OperatorOptions } from "../../operator/mod.ts";
import { urlTemplate } from "../../operator/tracing_names.ts";
import { crudResource, defineResource, resources } from "../../resource/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { createMemoryTracer, useContextManager } from "./tracer.ts";

async function begin(controller: Controller, tracer: Tracer, more: Partial<OperatorOptions> = {}) {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const { clock } = runtime;
  const operator = createOperator({
    client,
    controllers: [controller],
    log: noLogger,
    tracer,
    ...more,
  });
  await clock.until(() => operator.health().ready);
  return {
    client,
    clock,
    operator,
    async [Symbol.asyncDispose]() {
      const stopping = operator.stop();
      await clock.advance(30_000);
      await stopping;
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const map = (name: string) => ({ metadata: { name, namespace: "default" }, data: { a: "hidden" } });

/** A set of a plain step, which reads a Secret, and a CRUD resource. */
function sets(own: (secret: unknown) => void) {
  const reading = defineResource(ConfigMap, {
    name: "reading",
    ensureCreated: async (_map, { client }) =>
      own(await client.get(Secret, { name: "token", namespace: "default" })),
  });
  const kept = crudResource({
    for: ConfigMap,
    name: "kept",
    getCurrentState: () => 1,
    getDesiredState: () => 2,
    newUpdatePatch: (_map, _context, current, desired) =>
      current === desired ? undefined : { update: desired },
    applyUpdate: async ({ metadata }, { client }) => {
      await client.patch(ConfigMap, metadata, { merge: { data: { seen: "yes" } } });
    },
  });
  return defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    labelSelector: "!skip",
    reconcile: resources([reading, kept]),
  });
}

for (const managed of [true, false]) {
  Deno.test(
    `createTracing() nests request in step in reconcile, ${
      managed ? "and the user's own spans" : "without a context manager, too"
    }; nothing of an object's contents is told`,
    async () => {
      using _manager = managed ? useContextManager() : undefined;
      const tracer = createMemoryTracer();
      const controller = sets(() => tracer.startSpan("own").end());
      await using run = await begin(controller, tracer);
      const stringData = { token: "hidden" };
      await run.client.create(Secret, {
        metadata: { name: "token", namespace: "default" },
        stringData,
      });
      await run.client.create(ConfigMap, map("a"));
      await run.clock.until(() => tracer.spans.some(({ name }) => name.startsWith("PATCH")));
      await run.clock.settle();
      const [first] = tracer.spans;
      const spans = tracer.spans.filter(({ traceId }) => traceId === first?.traceId);
      const read = "GET /api/v1/namespaces/{namespace}/secrets/{name}";
      const write = "PATCH /api/v1/namespaces/{namespace}/configmaps/{name}";
      assertEquals(spans.map(({ name, parent }) => [name, parent]), [
        ["reconcile maps", undefined],
        ["reading EnsureCreated", "reconcile maps"],
        [read, "reading EnsureCreated"],
        ...managed ? [["own", "reading EnsureCreated"]] : [],
        ["kept EnsureCreated", "reconcile maps"],
        ["kept GetCurrentState", "kept EnsureCreated"],
        ["kept GetDesiredState", "kept EnsureCreated"],
        ["kept NewUpdatePatch", "kept EnsureCreated"],
        ["kept ApplyUpdatePatch", "kept EnsureCreated"],
        [write, "kept ApplyUpdatePatch"],
      ]);
      assertEquals(spans.map(({ ended }) => ended), spans.map(() => 1));
      assertEquals(spans[0]?.attributes, {
        "operatorkit.controller": "maps",
        "operatorkit.causes": ["changed ConfigMap"],
        "operatorkit.outcome": "success",
        "k8s.object.api_version": "v1",
        "k8s.object.kind": "ConfigMap",
        "k8s.object.name": "a",
        "k8s.namespace.name": "default",
      });
      assertEquals(spans.find(({ name }) => name === write)?.attributes, {
        "http.request.method": "PATCH",
        "http.response.status_code": 200,
        "url.path": "/api/v1/namespaces/default/configmaps/a",
        "url.template": "/api/v1/namespaces/{namespace}/configmaps/{name}",
      });
      assertEquals(JSON.stringify(tracer.spans).includes("hidden"), false);
    },
  );
}

Deno.test("createTracing() records errors with the status, and of the API server's the reason alone", async () => {
  const tracer = createMemoryTracer();
  const controller = sets(() => {});
  await using run = await begin(controller, tracer);
  await run.client.create(ConfigMap, map("a"));
  await run.clock.settle();
  const spans = tracer.spans.slice(0, 3);
  assertEquals(spans.map(({ name }) => name), [
    "reconcile maps",
    "reading EnsureCreated",
    "GET /api/v1/namespaces/{namespace}/secrets/{name}",
  ]);
  for (const { status, attributes, exceptions, ended } of spans) {
    assertEquals(status, { code: SpanStatusCode.ERROR, message: "NotFound (404)" });
    assertEquals(attributes["error.type"], "404");
    assertEquals(exceptions, [{ name: "404", message: "NotFound (404)" }]);
    assertEquals(ended, 1);
  }
  assertEquals(spans.map(({ attributes }) => attributes["http.response.status_code"]), [
    undefined,
    undefined,
    404,
  ]);
  assertEquals(spans[0]?.attributes["operatorkit.outcome"], "error");
});

Deno.test("createTracing() ends the spans of a reconcile that goes on after its time-out, once", async () => {
  const tracer = createMemoryTracer();
  const hang = Promise.withResolvers<void>();
  const slow = defineResource(ConfigMap, { name: "slow", ensureCreated: () => hang.promise });
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    timeout: 1_000,
    reconcile: resources([slow]),
  });
  await using run = await begin(controller, tracer);
  await run.client.create(ConfigMap, map("a"));
  await run.clock.advance(900);
  const spans = () => tracer.spans.map(({ name, ended, status }) => [name, ended, status.message]);
  assertEquals(spans(), [
    ["reconcile maps", 0, undefined],
    ["slow EnsureCreated", 0, undefined],
  ]);
  await run.clock.advance(200);
  const ended = [
    ["reconcile maps", 1, "The reconcile took longer than 1000 ms"],
    ["slow EnsureCreated", 1, "Went on after the reconcile"],
  ];
  assertEquals(spans(), ended);
  assertEquals(tracer.spans[0]?.events, ["timed-out"]);
  assertEquals(tracer.spans[0]?.attributes["error.type"], "TimeoutError");
  hang.reject(new Error("late"));
  await run.clock.settle();
  assertEquals(spans().slice(0, 2), ended);
});

Deno.test("createTracing() makes a conflict no error of the reconcile, and each reconcile a trace of its own", async () => {
  using _manager = useContextManager();
  const tracer = createMemoryTracer();
  let conflicts = 0;
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: async ({ metadata }, { client, failures }) => {
      if (metadata.name !== "a" || failures > 0) return;
      conflicts++;
      await client.create(ConfigMap, map("b"));
      await client.update(ConfigMap, {
        ...await client.get(ConfigMap, metadata),
        metadata: { ...metadata, resourceVersion: "1" },
      });
    },
  });
  const main = trace.setSpan(context.active(), tracer.startSpan("main"));
  await using run = await context.with(main, () => begin(controller, tracer));
  await context.with(main, async () => {
    await run.client.create(ConfigMap, map("a"));
    await run.clock.advance(10_000);
  });
  assertEquals(conflicts, 1);
  const reconciles = tracer.spans.filter(({ name }) => name === "reconcile maps");
  const [first] = reconciles;
  assertEquals(first?.attributes["operatorkit.outcome"], "again");
  assertEquals(first?.attributes["error.type"], "409");
  assertEquals(first?.status.code, SpanStatusCode.UNSET);
  assert(reconciles.length >= 3);
  assertEquals(new Set(reconciles.map(({ traceId }) => traceId)).size, reconciles.length);
  assertEquals(reconciles.map(({ parent }) => parent), reconciles.map(() => undefined));
});

Deno.test("createTracing() notes an apply that is not sent, which has no request", async () => {
  const tracer = createMemoryTracer();
  let runs = 0;
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    sources: [owns(Secret)],
    reconcile: async (object, { client, requeue }) => {
      const metadata = { name: "own", namespace: "default" };
      await client.apply(Secret, {
        metadata: { ...metadata, ownerReferences: [ownerReference(object)] },
      });
      if (++runs < 3) requeue(1_000);
    },
  });
  await using run = await begin(controller, tracer);
  await run.client.create(ConfigMap, map("a"));
  await run.clock.advance(10_000);
  const last = tracer.spans.findLast(({ name }) => name === "reconcile maps");
  assertEquals(last?.events, ["apply-skipped"]);
  assertEquals(tracer.spans.at(-1), last);
});

Deno.test("createTracing() does nothing where nobody takes spans", async () => {
  let done = 0;
  const controller = sets(() => done++);
  await using run = await begin(controller, trace.getTracer("nobody"));
  await run.client.create(Secret, { metadata: { name: "token", namespace: "default" } });
  await run.client.create(ConfigMap, map("a"));
  await run.clock.until(() => done > 0);
});

Deno.test("urlTemplate() leaves out what differs from object to object", () => {
  for (
    const [path, template] of [
      ["/api/v1/pods?labelSelector=a", "/api/v1/pods"],
      ["/api/v1/namespaces", "/api/v1/namespaces"],
      ["/api/v1/namespaces/web", "/api/v1/namespaces/{namespace}"],
      ["/api/v1/namespaces/web/finalize", "/api/v1/namespaces/{namespace}/finalize"],
      ["/api/v1/namespaces/web/pods", "/api/v1/namespaces/{namespace}/pods"],
      ["/api/v1/nodes/n1/status", "/api/v1/nodes/{name}/status"],
      [
        "/apis/apps/v1/namespaces/web/deployments/blog/scale",
        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale",
      ],
      [
        "/api/v1/namespaces/web/services/blog/proxy/a/b",
        "/api/v1/namespaces/{namespace}/services/{name}/proxy/{path}",
      ],
      ["/apis", "/apis"],
      ["/apis/apps/v1", "/apis/apps/v1"],
      ["/version", "/version"],
      ["/openapi/v3/apis/apps/v1", "/openapi/{path}"],
      ["/", "/"],
    ] as const
  ) assertEquals(urlTemplate(path), template);
});
