import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { ApiError } from "../../client/mod.ts";
import { createMetrics, createOperator, type OperatorEvent } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { program } from "../examples/process.ts";
import { runBusyOperator } from "./busy_operator.ts";

/** The value of one series, given as `name{label="value"}`; undefined when there is none. */
function valueIn(text: string, series: string): number | undefined {
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

Deno.test("metrics: a queue is counted as client-go does: depth, adds, work that is not finished, stuck reconciles", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using server = createApiServer({ runtime });
  await using client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const gate = Promise.withResolvers<void>();
  const slow = defineController({
    name: "slow",
    for: ConfigMap,
    namespace: "default",
    concurrency: 2,
    timeout: 30_000,
    reconcile: () => gate.promise,
  });
  await using operator = createOperator({
    client,
    controllers: [slow],
    log: noLogger,
    metrics: true,
  });
  await clock.until(() => operator.health().ready);
  const values = async () => {
    const text = await operator.metrics?.text() ?? "";
    const queue = (name: string) => valueIn(text, `workqueue_${name}{name="slow"}`);
    const own = (name: string) =>
      valueIn(text, `operatorkit_controller_${name}{controller="slow"}`);
    return {
      depth: queue("depth"),
      adds: queue("adds_total"),
      unfinished: queue("unfinished_work_seconds"),
      longest: queue("longest_running_processor_seconds"),
      worked: queue("work_duration_seconds_count"),
      active: own("active_workers"),
      most: own("max_concurrent_reconciles"),
      timeouts: own("timeouts_total"),
      stuck: own("stuck_reconciles"),
      stuckEver: own("stuck_total"),
    };
  };
  const idle = { depth: 0, adds: 0, unfinished: 0, longest: 0, active: 0, most: 2, timeouts: 0 };
  const first = { ...idle, worked: undefined, stuck: 0, stuckEver: 0 };
  assertEquals(await values(), first);
  for (const name of ["a", "b", "c"]) {
    await client.create(ConfigMap, { metadata: { name, namespace: "default" } });
  }
  await clock.advance(10_000);
  const busy = await values();
  assertEquals([busy.depth, busy.adds, busy.active], [1, 3, 2]);
  assertEquals([Math.round(busy.unfinished ?? 0), Math.round(busy.longest ?? 0)], [20, 10]);
  await clock.advance(25_000);
  const late = await values();
  assertEquals([late.timeouts, late.stuck, late.stuckEver, late.worked], [2, 2, 2, 2]);
  assertEquals([late.active, Math.round(late.longest ?? 0)], [1, 35], "stuck ones still count");
  gate.resolve();
  await clock.advance(10_000);
  const last = await values();
  assertEquals([last.depth, last.unfinished, last.longest, last.active, last.stuck], [
    0,
    0,
    0,
    0,
    0,
  ]);
  assertEquals(last.stuckEver, 2);
});

Deno.test("metrics: an operator at work counts hot loops, applies not sent, own writes, sources, scope, copies and leadership", async () => {
  await using busy = await runBusyOperator();
  const value = (series: string) => valueIn(busy.text, series);
  assertEquals(value('operatorkit_controller_hot_loops_total{controller="restless"}'), 1);
  assertEquals(value('operatorkit_controller_hot_objects{controller="restless"}'), 1);
  assertEquals(value('operatorkit_controller_hot_objects{controller="maps"}'), 0);
  const skipped = 'operatorkit_controller_apply_skipped_total{controller="maps",kind="Secret"}';
  assert((value(skipped) ?? 0) > 0);
  assert((value('operatorkit_controller_parked_total{controller="maps",how="seen"}') ?? 0) > 0);
  const failures =
    'operatorkit_controller_source_failures_total{controller="asked",source="outside"}';
  assert((value(failures) ?? 0) > 3);
  const scope = 'operatorkit_controller_out_of_scope_total{controller="maps",released="false"}';
  assert((value(scope) ?? 0) > 0);
  assertEquals(value('operatorkit_controller_paused{controller="maps"}'), 1);
  const results = ["success", "error", "paused"].map((result) =>
    value(`operatorkit_controller_reconciles_total{controller="maps",result="${result}"}`) ?? 0
  );
  assert(results.every((one) => one > 0), `${results}`);
  assertEquals(value('operatorkit_informer_synced{kind="configmaps"}'), 1);
  assert((value('operatorkit_informer_objects{kind="secrets"}') ?? 0) > 0);
  assert((value('operatorkit_informer_last_seen_age_seconds{kind="secrets"}') ?? -1) >= 0);
  const told = (kind: string, event: string) =>
    value(`operatorkit_informer_events_total{kind="${kind}",event="${event}"}`);
  assertEquals([told("secrets", "refresh"), told("configmaps", "refresh")], [1, 3]);
  assertEquals(told("secrets", "listed"), 2);
  assert((told("secrets", "watch-opened") ?? 0) > 2);
  assertEquals(value('operatorkit_informer_restarts_total{kind="secrets"}'), 1);
  const restarts = value('operatorkit_informer_restarts_total{kind="configmaps"}');
  assertEquals(restarts, undefined, "an election is no fault of the informers");
  assertEquals(value('leader_election_master_status{name="busy"}'), 1);
  assertEquals(value('operatorkit_leader_transitions_total{name="busy"}'), 0);
  assertEquals(value('rest_client_requests_total{method="GET",code="429"}'), 1);
  assertEquals(value('rest_client_request_retries_total{verb="GET",code="429"}'), 1);
  const answers = value('rest_client_request_duration_seconds_count{verb="GET"}') ?? 0;
  assert(answers > 5);
});

Deno.test("metrics: each try counts once: answered, broken off later, without an answer; none that was not sent", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using server = createApiServer({ runtime });
  const metrics = createMetrics();
  await using client = server.client({
    runtime: { ...runtime, fetch: server.fetch },
    observe: (event) => metrics.observe({ source: "client", event }),
  });
  const broken = () =>
    new ReadableStream({ pull: (controller) => controller.error(new TypeError("reset")) });
  const answers: (() => Response)[] = [
    () => new Response(broken()),
    () => {
      throw new TypeError("The connection was refused");
    },
    () => new Response("{}", { status: 429, headers: { "retry-after": "1" } }),
    () => new Response("{}"),
    () => new Response(broken()),
  ];
  using _answers = server.intercept(() => answers.shift()?.());
  let ended = false;
  const finish = (promise: Promise<unknown>) => promise.catch(() => {}).finally(() => ended = true);
  finish(client.request("/x"));
  await clock.until(() => ended);
  await finish(client.request("/x", { method: "POST" }));
  const guard = () => {
    throw new Error("Somebody else leads");
  };
  await finish(client.request("/x", { method: "PUT", guard }));
  const text = await metrics.text();
  const counts = text.split("\n").filter((line) => line.startsWith("rest_client_requests_total{"));
  assertEquals(counts.toSorted(), [
    'rest_client_requests_total{method="GET",code="200"} 2',
    'rest_client_requests_total{method="GET",code="429"} 1',
    'rest_client_requests_total{method="GET",code="<error>"} 1',
    'rest_client_requests_total{method="POST",code="200"} 1',
  ]);
});

Deno.test("metrics: methods are a closed set, and failures no requests of their own", async () => {
  const metrics = createMetrics();
  const tell = (event: Extract<OperatorEvent, { source: "client" }>["event"]) =>
    metrics.observe({ source: "client", event });
  const gone = { method: "GET", path: "/x" };
  tell({ ...gone, type: "response", status: 404, duration: 20 });
  const status = { status: "Failure", code: 404 } as const;
  const error = new ApiError({ ...gone, status, headers: new Headers() });
  tell({ ...gone, type: "failure", error });
  tell({ ...gone, type: "retry", after: 10, reason: "transport" });
  tell({ ...gone, type: "unanswered" });
  tell({ ...gone, type: "failure", error: new TypeError("no connection") });
  tell({ method: "BREW", path: "/x", type: "response", status: 418, duration: 20 });
  tell({ type: "connection-replaced", reason: "no answer in time" });
  const text = await metrics.text();
  const counts = text.split("\n").filter((line) => line.startsWith("rest_client_requests_total{"));
  assertEquals(counts, [
    'rest_client_requests_total{method="GET",code="404"} 1',
    'rest_client_requests_total{method="GET",code="<error>"} 1',
    'rest_client_requests_total{method="OTHER",code="418"} 1',
  ]);
  assertEquals(valueIn(text, "operatorkit_client_connections_replaced_total"), 1);
});

Deno.test("metrics: the lease's holder, its changes and failed renewals are counted", async () => {
  const metrics = createMetrics();
  const me = { name: "maps", identity: "one" };
  const values = async () => {
    const text = await metrics.text();
    return ["leader_election_master_status", "operatorkit_leader_transitions_total"]
      .concat("leader_election_slowpath_total").map((name) =>
        valueIn(text, `${name}{name="maps"}`)
      );
  };
  metrics.observe({ source: "leader", event: { ...me, type: "follows", holder: "two" } });
  assertEquals(await values(), [0, 0, 0]);
  metrics.observe({ source: "leader", event: { ...me, type: "acquired" } });
  assertEquals(await values(), [1, 1, 0]);
  metrics.observe({
    source: "leader",
    event: { ...me, type: "renew-failed", error: new Error("no") },
  });
  assertEquals(await values(), [1, 1, 1]);
  metrics.observe({
    source: "leader",
    event: { ...me, type: "lost", holder: "two", error: new Error("gone") },
  });
  assertEquals(await values(), [0, 2, 1]);
});

Deno.test("metrics: the series of a controller that is removed go, and what it did stays counted", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  await using operator = createOperator({
    client,
    controllers: [],
    log: noLogger,
    metrics: true,
  });
  const added = operator.add(
    defineController({ name: "late", for: ConfigMap, namespace: "default", reconcile: () => {} }),
  );
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  await runtime.clock.advance(1_000);
  const names = async () => {
    const text = await operator.metrics?.text() ?? "";
    const lines = text.split("\n").filter((line) => line.includes('"late"'));
    return lines.map((line) => line.replace(/(?:_bucket|_sum|_count)?[{].*/, ""));
  };
  assert((await names()).includes("operatorkit_controller_max_concurrent_reconciles"));
  assert((await names()).includes("workqueue_depth"));
  const stopping = added.stop();
  await runtime.clock.settle();
  await stopping;
  const left = new Set(await names());
  assert(left.has("operatorkit_controller_reconciles_total"));
  const gone = ["max_concurrent_reconciles", "active_workers", "paused", "creation_timestamp"];
  for (const name of gone) assert(!left.has(`operatorkit_controller_${name}`), name);
  assert(!left.has("workqueue_depth"));
});

Deno.test("metrics: the process is measured without any permission, and not where that is switched off", async () => {
  const { code, stdout, stderr } = await program("tests/operator/metrics_process.ts", []).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  const value = (name: string) => valueIn(text, name) ?? NaN;
  assert(value("process_resident_memory_bytes") > value("nodejs_heap_size_used_bytes"));
  assert(value("nodejs_heap_size_total_bytes") >= value("nodejs_heap_size_used_bytes"));
  assert(value("process_cpu_seconds_total") > 0);
  assert(Math.abs(Date.now() / 1_000 - value("process_start_time_seconds")) < 60);
  assert(value("nodejs_eventloop_lag_seconds") < 10);
  assertStringIncludes(text, "# TYPE process_cpu_seconds_total counter");
  const without = await createMetrics({ process: false }).text();
  assertEquals(/^(?:process|nodejs)_/m.test(without), false);
});
