import { type Clock, createClient } from "../../client/mod.ts";
import { noLogger, ownerReference, type ReconcileRequest } from "../../context/mod.ts";
import { defineController, owns, requestsFrom } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import {
  createMetrics,
  createOperator,
  type MetricsRegistry,
  type Operator,
  type OperatorMetrics,
} from "../../operator/mod.ts";
import {
  crudResource,
  defineResource,
  metricsResource,
  resources,
  wrap,
} from "../../resource/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";

/** An operator in memory to which about everything has happened that metrics count. */
export interface BusyOperator extends AsyncDisposable {
  readonly operator: Operator;
  /** What `/metrics` tells. */
  readonly text: string;
}

const namespace = "default";

/** A set of a plain and a CRUD resource: fails for `bad`, applies the same thing at each run for others. */
function setOf(metrics: OperatorMetrics) {
  const applied = defineResource(ConfigMap, {
    name: "applied",
    ensureCreated: async (object, { client }) => {
      const { metadata } = object;
      if (metadata.name === "bad") throw new TypeError("no");
      const secret = { name: metadata.name, namespace, ownerReferences: [ownerReference(object)] };
      await client.apply(Secret, { metadata: secret });
    },
    ensureDeleted: () => {},
  });
  const crud = crudResource({
    for: ConfigMap,
    name: "crud",
    getCurrentState: () => 1,
    getDesiredState: () => 1,
    newUpdatePatch: () => undefined,
  });
  return wrap(resources([applied, crud]), metricsResource(metrics.steps("maps")));
}

function controllersFor(metrics: OperatorMetrics, hang: Promise<void>) {
  let ticks = 0;
  return [
    defineController({
      name: "maps",
      for: ConfigMap,
      namespace,
      labelSelector: "app=maps",
      sources: [owns(Secret)],
      resyncPeriod: 20_000,
      reconcile: setOf(metrics),
    }),
    defineController({
      name: "slow",
      for: ConfigMap,
      namespace,
      labelSelector: "app=slow",
      timeout: 1_000,
      reconcile: () => hang,
    }),
    defineController({
      name: "restless",
      for: ConfigMap,
      namespace,
      labelSelector: "app=restless",
      reconcile: async ({ metadata }, { client }) => {
        const data = { tick: `${ticks++ % 2}` };
        await client.patch(ConfigMap, metadata, { merge: { data } });
      },
    }),
    defineController({
      name: "asked",
      for: Secret,
      namespace,
      sources: [requestsFrom(failing, { name: "outside" })],
      reconcile: () => {},
    }),
  ];
}

// deno-lint-ignore require-yield -- it fails before
async function* failing(): AsyncGenerator<ReconcileRequest> {
  await Promise.resolve();
  throw new Error("the outside is closed");
}

/** A server that asks once to come again later. */
function refuseOnce(server: ApiServer): Disposable {
  let isFirst = true;
  return server.intercept(({ method }) => {
    if (method !== "GET" || !isFirst) return;
    isFirst = false;
    return new Response("{}", { status: 429, headers: { "retry-after": "1" } });
  });
}

/** A server whose news of Secrets come late, so that own writes are waited for. */
function tellLate(server: ApiServer, { setTimeout }: Clock): Disposable {
  return server.intercept(async ({ path, query, proceed }) => {
    if (!path.endsWith("/secrets") || !query.has("watch")) return;
    const answer = await proceed();
    const late = new TransformStream<Uint8Array, Uint8Array>({
      transform: async (piece, controller) => {
        await new Promise<void>((resolve) => setTimeout(resolve, 50));
        controller.enqueue(piece);
      },
    });
    const { status, headers } = answer;
    return new Response(answer.body?.pipeThrough(late) ?? null, { status, headers });
  });
}

/** Runs an operator with several controllers and leader election in virtual time, for some minutes. */
export async function runBusyOperator(registry?: MetricsRegistry): Promise<BusyOperator> {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  const server = createApiServer({ runtime });
  const refusing = refuseOnce(server);
  const late = tellLate(server, clock);
  const metrics = createMetrics(registry ? { registry } : {});
  const client = createClient(server.config, {
    runtime: { ...runtime, fetch: server.fetch },
    observe: (event) => metrics.observe({ source: "client", event }),
  });
  const hang = Promise.withResolvers<void>();
  const operator = createOperator({
    client,
    controllers: controllersFor(metrics, hang.promise),
    leaderElection: { name: "busy", namespace, identity: "one" },
    metrics,
    health: { port: 0, hostname: "127.0.0.1" },
    log: noLogger,
  });
  await clock.until(() => operator.health().leader?.leading === true);
  const own = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const create = (name: string, app: string, annotations = {}) =>
    own.create(ConfigMap, { metadata: { name, namespace, labels: { app }, annotations } });
  await create("good", "maps");
  await create("bad", "maps");
  await create("away", "maps");
  await create("paused", "maps", { "operatorkit.giantswarm.io/paused": "true" });
  await create("slow", "slow");
  await create("restless", "restless");
  await clock.advance(60_000);
  const leaving = { name: "leaving", namespace, labels: { app: "slow" } };
  await own.create(ConfigMap, { metadata: { ...leaving, finalizers: ["example.com/held"] } });
  await own.delete(ConfigMap, leaving);
  await own.patch(ConfigMap, { name: "away", namespace }, {
    merge: { metadata: { labels: { app: "other" } } },
  });
  await own.delete(ConfigMap, { name: "good", namespace });
  server.cut(({ path }) => path.endsWith("/secrets"), {
    error: new TypeError("The connection was reset"),
  });
  await clock.advance(120_000);
  const answer = await fetch(`${operator.address}/metrics`);
  const text = await answer.text();
  return {
    operator,
    text,
    async [Symbol.asyncDispose]() {
      refusing[Symbol.dispose]();
      late[Symbol.dispose]();
      hang.resolve();
      const stopping = operator.stop();
      await clock.advance(60_000);
      await stopping;
      await client[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A family of metrics as `/metrics` tells it. */
export interface MetricFamily {
  readonly type: string;
  readonly help: string;
  /** Names of labels of its series. */
  readonly labels: ReadonlySet<string>;
}

/** Reads the text format of Prometheus: families by name. */
export function parseMetrics(text: string): ReadonlyMap<string, MetricFamily> {
  const families = new Map<string, { type: string; help: string; labels: Set<string> }>();
  const familyOf = (name: string) => {
    const known = families.get(name) ?? { type: "", help: "", labels: new Set<string>() };
    families.set(name, known);
    return known;
  };
  for (const line of text.split("\n")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === "HELP") familyOf(name).help = rest;
    else if (kind === "TYPE") familyOf(name).type = rest;
    const [, sample = "", labels = ""] = /^([a-z_]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (line.startsWith("#") || sample === "") continue;
    const base = sample.replace(/_(?:bucket|sum|count)$/, "");
    const family = families.get(sample) ?? families.get(base);
    for (const [, label = ""] of labels.matchAll(/([a-z_]+)="(?:[^"\\]|\\.)*"/g)) {
      family?.labels.add(label);
    }
  }
  return families;
}
