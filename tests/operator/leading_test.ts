import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ConfigError } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController, requestsFrom, watched } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { passTogether, startServer } from "./replica.ts";
import {
  byOf,
  create,
  end,
  holderOf,
  leaderEvents,
  startReplica,
  writesIn,
} from "./running_replica.ts";

Deno.test("createOperator() with leaderElection: one works, the others are warm and ready (L3)", async () => {
  await using server = startServer();
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
  await using server = startServer();
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

Deno.test("createOperator() drains before it gives the Lease up, and renews it meanwhile (L6, X1)", async () => {
  await using server = startServer();
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

Deno.test("createOperator() ends within the 30 s of a pod although nothing gets through after the grace time (X3)", async () => {
  await using server = startServer();
  await using admin = server.client();
  await create(admin, "x");
  let tell = () => {};
  const a = startReplica(server, "a", {
    reconcile: async (_, { signal, event }) => {
      tell = () => event("Normal", "Late", "which cannot be written");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  });
  await a.pass(1_000);
  let isDone = false;
  const stopped = a.operator.stop().then(() => isDone = true);
  await a.pass(24_900);
  a.blackHole = true;
  tell();
  await a.pass(3_000);
  assertEquals(isDone, false, "it tries to write the Event, and to give the Lease up");
  await a.pass(1_600);
  assertEquals(isDone, true);
  await stopped;
  assertEquals(leaderEvents(a).at(-1), "release-failed");
  await end(a);
});

Deno.test("createOperator() stopped as a standby, or before it was elected, never leads (L7, X2)", async () => {
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
