import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Client, ConfigError } from "../../client/mod.ts";
import { type Context, noLogger } from "../../context/mod.ts";
import { type Controller, defineController, requestsFrom, watched } from "../../controller/mod.ts";
import { ConfigMap, Lease, Secret } from "../../kinds/mod.ts";
import {
  createOperator,
  type LeaderElectionOptions,
  LeadershipLostError,
  type Operator,
  type OperatorEvent,
} from "../../operator/mod.ts";
import { type ApiServer, createApiServer } from "../../testing/mod.ts";
import { createReplica, passTogether, type Replica } from "./replica.ts";

interface Running extends Replica {
  readonly operator: Operator;
  readonly reconciled: string[];
  readonly told: OperatorEvent[];
}

type Reconcile = (name: string, context: Context) => void | Promise<void>;

interface RunningOptions {
  readonly reconcile?: Reconcile;
  readonly controllers?: readonly Controller[];
  readonly election?: Partial<LeaderElectionOptions>;
  readonly grace?: number;
}

/** A replica of an operator that counts its runs in each ConfigMap. */
function startReplica(server: ApiServer, name: string, options: RunningOptions = {}): Running {
  const { reconcile, election, grace } = options;
  const replica = createReplica(server, { name });
  const reconciled: string[] = [];
  const told: OperatorEvent[] = [];
  const maps = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: async ({ metadata }, context) => {
      if (metadata.name.startsWith("kube-")) return;
      reconciled.push(metadata.name);
      if (reconcile) return await reconcile(metadata.name, context);
      await context.client.patch(ConfigMap, metadata, { merge: { data: { by: name } } });
    },
  });
  const operator = createOperator({
    client: replica.client,
    controllers: options.controllers ?? [maps],
    leaderElection: { name: "op", namespace: "default", identity: name, ...election },
    log: noLogger,
    observe: (event) => void told.push(event),
    ...(grace === undefined ? {} : { grace }),
  });
  return Object.assign(replica, { operator, reconciled, told });
}

function create(client: Client, name: string): Promise<unknown> {
  return client.create(ConfigMap, { metadata: { name, namespace: "default" } });
}

function byOf(server: ApiServer, name: string): string | undefined {
  const found = server.objects(ConfigMap).find(({ metadata }) => metadata.name === name);
  return (found as { data?: { by?: string } } | undefined)?.data?.by;
}

function holderOf(server: ApiServer): unknown {
  const [lease] = server.objects(Lease);
  return (lease as { spec?: { holderIdentity?: string } } | undefined)?.spec?.holderIdentity;
}

/** Writes of anything but Leases and Events. */
function writesIn({ sent }: Replica): string[] {
  return sent.filter((line) => !line.startsWith("GET") && !/leases|events/.test(line));
}

function leaderEvents({ told }: Running): string[] {
  return told.flatMap((one) => one.source === "leader" ? [one.event.type] : []);
}

/** Stops all, and lets the time pass that this takes. */
async function end(...replicas: Running[]): Promise<void> {
  const ended = Promise.all(replicas.map(({ operator }) => operator.stop()));
  await passTogether(replicas, 4_000, 500);
  await ended;
  await Promise.all(replicas.map(({ client }) => client[Symbol.asyncDispose]()));
}

Deno.test("createOperator() with leaderElection: one works, the others are warm and ready (L3)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  await create(admin, "first");
  const a = startReplica(server, "a");
  await a.pass(0);
  await a.operator.ready;
  const b = startReplica(server, "b");
  await passTogether([a, b], 5_000);
  await create(admin, "second");
  await passTogether([a, b], 1_000);
  assertEquals([byOf(server, "first"), byOf(server, "second")], ["a", "a"]);
  assertEquals([b.reconciled, writesIn(b)], [[], []]);
  const ready = { ready: true, problems: [] };
  assertEquals(a.operator.health(), {
    ...ready,
    leader: { identity: "a", holder: "a", leading: true },
  });
  assertEquals(b.operator.health(), {
    ...ready,
    leader: { identity: "b", holder: "a", leading: false },
  });
  assertEquals([leaderEvents(a), leaderEvents(b)], [["acquired"], ["follows"]]);
  await end(a, b);
  await Promise.all([a.operator.done, b.operator.done]);
});

Deno.test("createOperator(): a standby reads its local copies anew before it acts (L4, C11)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const first = await admin.create(ConfigMap, {
    metadata: { name: "x", namespace: "default" },
    data: { step: "1" },
  });
  const a = startReplica(server, "a", { reconcile: () => {} });
  await a.pass(0);
  const seen: (string | undefined)[] = [];
  const Other = watched(Secret, { namespace: "default" });
  const reader = defineController({
    name: "reader",
    for: ConfigMap,
    namespace: "default",
    sources: [Other],
    reconcile: ({ metadata, data }, { store }) => {
      if (metadata.name === "x") seen.push(`${data?.step} ${store(Other).size}`);
    },
  });
  // What the watches of b bring is held back from now on.
  const b = startReplica(server, "b", { controllers: [reader] });
  await passTogether([a, b], 1_000);
  using _frozen = server.intercept(({ query, headers }) => {
    if (headers.get("user-agent") !== "b" || !query.has("watch")) return;
    if (query.has("sendInitialEvents")) return;
    return new Response(new ReadableStream(), { headers: { "content-type": "application/json" } });
  });
  server.cut(({ userAgent }) => userAgent === "b");
  await passTogether([a, b], 3_000);
  await admin.update(ConfigMap, { ...first, data: { step: "2" } });
  await admin.create(Secret, { metadata: { name: "s", namespace: "default" } });
  await passTogether([a, b], 1_000);
  const stopped = a.operator.stop();
  await a.pass(0);
  await stopped;
  await passTogether([b], 6_000);
  assertEquals(b.operator.health().leader?.leading, true);
  assertEquals(seen, ["2 1"]);
  await end(b);
  await a.client[Symbol.asyncDispose]();
});

Deno.test("createOperator(): renewals in a black hole end all work before the Lease ends (L2)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const aborted: unknown[] = [];
  const a = startReplica(server, "a", {
    reconcile: (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          aborted.push(signal.reason);
          resolve();
        });
      }),
  });
  await create(admin, "x");
  await a.pass(0);
  const b = startReplica(server, "b");
  await passTogether([a, b], 4_000);
  assertEquals(a.reconciled, ["x"]);
  a.blackHole = true;
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  await passTogether([a, b], 10_000);
  await lost;
  assert(aborted[0] instanceof LeadershipLostError);
  assertEquals([byOf(server, "x"), b.reconciled], [undefined, []], "before another may lead");
  assertEquals(leaderEvents(a).at(-1), "lost");
  await passTogether([a, b], 12_000);
  assertEquals(byOf(server, "x"), "b");
  await a.operator.stop(); // `done` has told
  await end(a, b);
});

Deno.test("createOperator(): a write that waits for Retry-After is not sent when the lead is lost meanwhile (L4, K1)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  await create(admin, "x");
  let patches = 0;
  using _busy = server.intercept(({ method, headers }) => {
    if (method !== "PATCH" || headers.get("user-agent") !== "a") return;
    patches++;
    return Response.json({ kind: "Status", code: 503, reason: "ServiceUnavailable" }, {
      status: 503,
      headers: { "retry-after": "7" },
    });
  });
  const errors: string[] = [];
  // A reconciler that heeds no signal and writes with the client of its context all the same.
  const a = startReplica(server, "a", {
    reconcile: async (name, { client }) => {
      for (let n = 0; n < 3; n++) {
        await client.patch(ConfigMap, { name, namespace: "default" }, {
          merge: { data: { by: "a" } },
        })
          .catch((error) => void errors.push(error.name));
      }
    },
  });
  await a.pass(0);
  await a.operator.ready;
  await a.pass(0);
  assertEquals(patches, 1);
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  await a.pass(6_500);
  a.jump(9_000); // nobody has noticed when the write is due, half a second from now
  await a.pass(1_000);
  assertEquals([a.operator.health().leader?.leading, leaderEvents(a)], [false, ["acquired"]]);
  assertEquals([patches, errors], [1, ["NotLeaderError", "NotLeaderError", "NotLeaderError"]]);
  await a.pass(20_000);
  await lost;
  assertEquals(patches, 1);
  await end(a);
});

Deno.test("createOperator(): a leader that stood still writes nothing when it goes on, Events included (L4)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const gate = Promise.withResolvers<void>();
  const errors: unknown[] = [];
  const a = startReplica(server, "a", {
    reconcile: async (name, { client, event }) => {
      await gate.promise;
      event("Normal", "Late", "written by one that does not lead");
      await client.patch(ConfigMap, { name, namespace: "default" }, {
        merge: { data: { by: "a" } },
      })
        .catch((error) => {
          errors.push(error);
          throw error;
        });
    },
  });
  await create(admin, "x");
  await a.pass(0);
  const b = startReplica(server, "b");
  await passTogether([a, b], 3_000);
  a.isStopped = true;
  await passTogether([a, b], 25_000);
  assertEquals([byOf(server, "x"), holderOf(server)], ["b", "b"]);
  a.isStopped = false;
  a.sent.length = 0;
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  gate.resolve(); // the reconcile goes on before any timer of the process has fired
  await a.pass(0);
  assertEquals((errors[0] as Error).name, "NotLeaderError");
  await passTogether([a, b], 10_000);
  await lost;
  assertEquals(a.sent.filter((line) => !line.startsWith("GET")), []);
  const failures = a.told.filter(({ source, event }) =>
    source === "controller" && event.type === "finished" && event.outcome.type === "error"
  );
  assertEquals(failures, [], "it is not the reconciler's error");
  await end(a, b);
});

Deno.test("createOperator(): a leader whose machine slept writes nothing, though its monotonic clock stood still (L4)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const a = startReplica(server, "a");
  await a.pass(5_000);
  a.jump(-3_600_000);
  await create(admin, "x");
  await a.pass(3_000);
  assertEquals(byOf(server, "x"), "a", "a clock that is set back does no harm");
  a.jump(3_600_000);
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  a.sent.length = 0;
  await create(admin, "y");
  await a.pass(4_000);
  await lost;
  assertEquals([writesIn(a), byOf(server, "y")], [[], undefined]);
  await end(a);
});

Deno.test("createOperator() drains before it gives the Lease up, and renews it meanwhile (L6, X1)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const a = startReplica(server, "a", {
    grace: 60_000,
    reconcile: async (name, { client, clock }) => {
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 20_000));
      await client.patch(ConfigMap, { name, namespace: "default" }, {
        merge: { data: { by: "a" } },
      });
    },
  });
  await create(admin, "x");
  await a.pass(0);
  const b = startReplica(server, "b");
  await passTogether([a, b], 1_000);
  const stopped = a.operator.stop();
  await passTogether([a, b], 18_000, 500);
  assertEquals([holderOf(server), byOf(server, "x"), b.reconciled], ["a", undefined, []]);
  assertThrows(
    () => a.operator.add(defineController({ name: "new", for: Secret, reconcile: () => {} })),
    TypeError,
    "is stopping",
  );
  await passTogether([a, b], 1_000, 500);
  await stopped;
  await a.operator.done;
  const writes = server.log.filter(({ userAgent, method }) =>
    userAgent === "a" && method !== "GET"
  );
  assertEquals(writes.at(-1)?.path.endsWith("/leases/op"), true, "the Lease is given up last");
  assert(/"holderIdentity":""/.test(writes.at(-1)?.body ?? ""));
  await passTogether([b], 5_000, 500);
  assertEquals(byOf(server, "x"), "b");
  await end(a, b);
});

Deno.test("createOperator(): the lead lost while draining aborts what is left at once", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  let isAborted = false;
  const a = startReplica(server, "a", {
    grace: 60_000,
    reconcile: (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          isAborted = true;
          resolve();
        });
      }),
  });
  await create(admin, "x");
  await a.pass(1_000);
  const stopped = a.operator.stop();
  a.blackHole = true;
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  await a.pass(8_000);
  assertEquals(isAborted, false);
  await a.pass(2_000);
  assertEquals(isAborted, true);
  await a.pass(5_000);
  await Promise.all([lost, stopped]);
  await end(a);
});

Deno.test("createOperator() stopped as a standby, or before it was elected, never leads (L7, X2)", async () => {
  await using server = createApiServer();
  const a = startReplica(server, "a");
  await a.pass(0);
  const b = startReplica(server, "b");
  await passTogether([a, b], 3_000);
  const left = [b.operator.stop(), b.operator.done, assertRejects(() => b.operator.ready)];
  await b.pass(0);
  await Promise.all(left);
  const c = startReplica(server, "c");
  const early = [c.operator.stop(), c.operator.done];
  await c.pass(0);
  await Promise.all(early);
  await end(a);
  await passTogether([b, c], 60_000, 5_000);
  assertEquals([holderOf(server), b.reconciled, c.reconciled], ["", [], []]);
  assertEquals([leaderEvents(b), leaderEvents(c)], [["follows"], []]);
  await Promise.all([b, c].map(({ client }) => client[Symbol.asyncDispose]()));
});

Deno.test("createOperator() ends with a clear error when it may not use Leases (L8)", async () => {
  await using server = createApiServer();
  using _role = server.intercept(({ path }) => {
    if (!path.includes("/leases")) return;
    return Response.json({ kind: "Status", code: 403, reason: "Forbidden" }, { status: 403 });
  });
  const a = startReplica(server, "a");
  const failed = assertRejects(() => a.operator.done, ConfigError, "may not get the Lease op");
  const never = assertRejects(() => a.operator.ready, ConfigError);
  await a.pass(1_000);
  await Promise.all([failed, never]);
  assertEquals(a.reconciled, []);
  await end(a);
});

Deno.test("createOperator() refuses settings that cannot work, and opens nothing (L1)", async () => {
  await using server = createApiServer();
  await using client = server.client();
  const leaderElection = { name: "op", namespace: "default", renewDeadline: 20_000 };
  assertThrows(
    () => createOperator({ client, controllers: [], leaderElection, log: noLogger }),
    TypeError,
    "leaseDuration (15000) must be longer than renewDeadline (20000)",
  );
  assertEquals(server.log, []);
});

Deno.test("createOperator(): one that cannot have a local copy leaves the lead to others for a while, then works with the rest (C7)", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  await create(admin, "x");
  using _role = server.intercept(({ path }) => {
    if (!path.endsWith("/secrets")) return;
    return Response.json({ kind: "Status", code: 403, reason: "Forbidden" }, { status: 403 });
  });
  const seen: string[] = [];
  const maps = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: ({ metadata }) => void seen.push(metadata.name),
  });
  const secrets = defineController({ name: "secrets", for: Secret, reconcile: () => {} });
  const a = startReplica(server, "a", { controllers: [maps, secrets] });
  await a.pass(14_000);
  assertEquals(holderOf(server), undefined);
  await a.pass(2_000);
  assertEquals([holderOf(server), seen], ["a", ["x"]]);
  assertEquals(a.operator.health().ready, false);
  await end(a);
});

Deno.test("createOperator() opens sources of requests on the leader only", async () => {
  await using server = createApiServer();
  const opened: string[] = [];
  const source = (name: string) =>
    requestsFrom(async function* () {
      opened.push(name);
      yield { name: "x", namespace: "default" };
    }, { name: "outside" });
  const controllers = (name: string) => [
    defineController({
      name: "maps",
      for: ConfigMap,
      namespace: "default",
      sources: [source(name)],
      reconcile: () => {},
    }),
  ];
  const a = startReplica(server, "a", { controllers: controllers("a") });
  await a.pass(100);
  const b = startReplica(server, "b", { controllers: controllers("b") });
  await passTogether([a, b], 500);
  assertEquals([...new Set(opened)], ["a"]);
  await end(a, b);
});

Deno.test("createOperator() tells in an Event who leads, and writes it as the leader", async () => {
  await using server = createApiServer();
  const a = startReplica(server, "a");
  await a.pass(100);
  const event = server.log.find(({ method, path }) =>
    method === "POST" && path.includes("/events")
  );
  const { reason, note, regarding } = JSON.parse(event?.body ?? "{}");
  assertEquals([reason, note, regarding.kind, regarding.name], [
    "LeaderElection",
    "a became leader",
    "Lease",
    "op",
  ]);
  await end(a);
});
