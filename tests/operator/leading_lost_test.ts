import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { LeadershipLostError } from "../../operator/mod.ts";
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

Deno.test("createOperator(): renewals in a black hole end all work before the Lease ends (L2)", async () => {
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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

Deno.test("createOperator(): the lead lost while draining aborts what is left at once", async () => {
  await using server = startServer();
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

Deno.test("createOperator(): the Event that tells who leads is not written by one that does not (L4)", async () => {
  await using server = startServer();
  let events = 0;
  using _busy = server.intercept(({ method, path }) => {
    if (method !== "POST" || !path.endsWith("/events")) return;
    events++;
    return Response.json({ kind: "Status", code: 503 }, {
      status: 503,
      headers: { "retry-after": "7" },
    });
  });
  const a = startReplica(server, "a");
  await a.pass(6_900);
  assertEquals(events, 1);
  a.jump(20_000);
  const lost = assertRejects(() => a.operator.done, LeadershipLostError);
  await a.pass(3_000);
  await lost;
  assertEquals(events, 1);
  await end(a);
});

Deno.test("createOperator(): done rejects before another may lead, though something does not end (L2)", async () => {
  await using server = startServer();
  await using admin = server.client();
  await create(admin, "x");
  let tell = () => {};
  const a = startReplica(server, "a", {
    reconcile: async (_, { event, signal }) => {
      tell = () => event("Normal", "Late", "whose answer never comes");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  });
  await a.pass(0);
  a.blackHole = true;
  await a.pass(9_000);
  tell();
  let isStopped = false, isOver = false;
  const lost = assertRejects(() => a.operator.done, LeadershipLostError).then(() => isOver = true);
  await a.pass(1_000);
  const stopped = a.operator.stop().then(() => isStopped = true);
  await a.pass(2_500);
  assertEquals([isStopped, isOver], [false, true]);
  await a.pass(500);
  await Promise.all([lost, stopped]);
  await end(a);
});
