import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ConfigError } from "../../client/mod.ts";
import { Lease } from "../../kinds/mod.ts";
import {
  createLeaderElector,
  type LeaderElectorOptions,
  LeadershipLostError,
} from "../../operator/mod.ts";
import { createCandidate, end, hour, leaders, path, specOf, typesOf } from "./candidate.ts";
import { passTogether, startServer } from "./replica.ts";

Deno.test("createLeaderElector() checks its settings (L1)", async () => {
  await using server = startServer();
  await using client = server.client();
  const refuse = (options: Partial<LeaderElectorOptions>, text: string) =>
    assertStringIncludes(
      assertThrows(
        () => createLeaderElector(client, { name: "op", namespace: "default", ...options }),
        Error,
      ).message,
      text,
    );
  refuse(
    { leaseDuration: 10_000 },
    "leaseDuration (10000) must be longer than renewDeadline (10000)",
  );
  refuse({ retryPeriod: 9_000 }, "must be longer than 1.2 times retryPeriod (9000)");
  refuse({ retryPeriod: 0 }, "retryPeriod is 0");
  refuse({ renewDeadline: NaN }, "renewDeadline is NaN");
  refuse({ leaseDuration: Infinity }, "leaseDuration is Infinity");
  refuse({ identity: "" }, "identity is empty");
  refuse({ name: "../secrets" }, "../secrets");
  const bare = { ...client, namespace: undefined };
  assertThrows(
    () => createLeaderElector(bare, { name: "op" }),
    ConfigError,
    "leaderElection.namespace",
  );
});

Deno.test("createLeaderElector() creates the Lease, renews it, and gives it up", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a", { start: Date.UTC(2026, 0, 1) });
  assertEquals(leaders(a), []);
  await a.pass(0);
  await a.elector.elected();
  assertEquals(specOf(server), {
    holderIdentity: "a",
    leaseDurationSeconds: 15,
    leaseTransitions: 0,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:00.000000Z",
  });
  a.sent.length = 0;
  await a.pass(10_000);
  assertEquals(a.sent, Array(5).fill(`PUT ${path}/op`));
  assertEquals([specOf(server).acquireTime, specOf(server).renewTime], [
    "2026-01-01T00:00:00.000000Z",
    "2026-01-01T00:00:10.000000Z",
  ]);
  assertEquals([a.elector.leading, a.elector.holder, leaders(a)], [true, "a", ["a"]]);
  await a.elector.release();
  await a.elector.done;
  assertEquals([specOf(server).holderIdentity, specOf(server).leaseTransitions], ["", 0]);
  assertEquals([a.elector.leading, leaders(a), typesOf(a)], [false, [], ["acquired", "released"]]);
  await end(a);
});

Deno.test("createLeaderElector() has one leader where clocks are hours apart, and the next takes over when it is silent (L3 L5)", async () => {
  await using server = startServer();
  const now = Date.UTC(2026, 0, 1);
  const a = createCandidate(server, "a", { start: now - 5 * hour });
  await a.pass(0);
  const b = createCandidate(server, "b", { start: now + 5 * hour, rate: 1.2 });
  const c = createCandidate(server, "c", { start: now, rate: 0.9 });
  const all = [a, b, c];
  for (let n = 0; n < 240; n++) {
    await passTogether(all, 250);
    assertEquals(leaders(...all), ["a"]);
  }
  assertEquals([b.elector.holder, typesOf(b)], ["a", ["follows"]]);
  a.blackHole = true;
  let gap = 0;
  for (let n = 0; n < 120; n++) {
    await passTogether(all, 250);
    const [leader, ...others] = leaders(...all);
    assertEquals(others, []);
    if (leader === undefined) gap++;
  }
  assertEquals(leaders(...all).length, 1);
  assert(leaders(...all)[0] !== "a");
  assert(gap * 250 >= 2_000, `nobody led for ${gap * 250} ms`);
  assertEquals(specOf(server).leaseTransitions, 1);
  await end(...all);
});

Deno.test("createLeaderElector() waits as long as the record says, not its own settings (L5)", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a", { leaseDuration: 60_000 });
  await a.pass(0);
  const b = createCandidate(server, "b");
  a.isStopped = true;
  await passTogether([b], 59_000);
  assertEquals(leaders(b), []);
  await passTogether([b], 6_000);
  assertEquals(leaders(b), ["b"]);
  await end(a, b);
});

Deno.test("createLeaderElector() goes by the time at which it saw a change, whatever renewTime says and metadata does (L5)", async () => {
  await using server = startServer();
  await using admin = server.client();
  await admin.create(Lease, {
    metadata: { name: "op", namespace: "default" },
    spec: {
      holderIdentity: "gone",
      leaseDurationSeconds: 15,
      leaseTransitions: 4,
      renewTime: "1990-01-01T00:00:00.000000Z",
    },
  });
  const a = createCandidate(server, "a");
  for (let n = 0; n < 14; n++) {
    await passTogether([a], 1_000);
    const key = { name: "op", namespace: "default" };
    await admin.patch(Lease, key, { merge: { metadata: { annotations: { touched: `${n}` } } } });
  }
  assertEquals(leaders(a), []);
  await passTogether([a], 6_000);
  assertEquals([leaders(a), specOf(server).leaseTransitions], [["a"], 5]);
  await end(a);
});

Deno.test("createLeaderElector() gives up before the Lease ends when renewals do not get through (L2)", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  await a.pass(1_999);
  a.blackHole = true;
  await a.pass(8_000);
  assertEquals(leaders(a), ["a"]);
  await a.pass(1);
  assertEquals([leaders(a), a.elector.leading], [[], false]);
  await assertRejects(() => a.elector.done, LeadershipLostError, "was not renewed within 10000 ms");
  // A dead connection takes half of what is left, so that there is time for another try.
  assertEquals(typesOf(a), ["acquired", "renew-failed", "renew-failed", "lost"]);
  assertEquals(specOf(server).holderIdentity, "a");
  await end(a);
  assertEquals(specOf(server).holderIdentity, "a", "who has lost it touches it no more");
});

Deno.test("createLeaderElector() keeps the lead over errors that pass", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  let failing = 0;
  using _faults = server.intercept(({ method }) => {
    if (method !== "PUT" || failing <= 0) return;
    failing--;
    return Response.json({ kind: "Status", code: 500, reason: "InternalError" }, { status: 500 });
  });
  failing = 3;
  await a.pass(30_000);
  assertEquals(typesOf(a), ["acquired", "renew-failed", "renew-failed", "renew-failed"]);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});

Deno.test("createLeaderElector() takes a write whose answer was lost for its own", async () => {
  await using server = startServer();
  let losing = true;
  using _faults = server.intercept(async ({ method, proceed }) => {
    if (method === "GET" || !losing) return;
    await proceed();
    throw new TypeError("connection reset");
  });
  const a = createCandidate(server, "a");
  await a.pass(0);
  assertEquals([leaders(a), specOf(server).holderIdentity], [[], "a"]);
  losing = false;
  await a.pass(5_000);
  assertEquals([leaders(a), specOf(server).leaseTransitions], [["a"], 0]);
  losing = true;
  await a.pass(4_000);
  losing = false;
  await a.pass(20_000);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});

Deno.test("createLeaderElector() keeps the lead where a write was taken, but its answer asked to try again", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  let slow = 1;
  // As etcd's time-outs come through: 500 with Retry-After, whether or not the write was made.
  using _etcd = server.intercept(async ({ method, proceed }) => {
    if (method !== "PUT" || slow-- <= 0) return;
    await proceed();
    return Response.json({ kind: "Status", code: 500, reason: "ServerTimeout" }, {
      status: 500,
      headers: { "retry-after": "1" },
    });
  });
  await a.pass(30_000);
  assertEquals([leaders(a), typesOf(a)], [["a"], ["acquired"]]);
  await end(a);
});

Deno.test("createLeaderElector(): a leader that stood still past its Lease may not write when it goes on (L4)", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  const b = createCandidate(server, "b");
  await passTogether([a, b], 5_000);
  assertEquals(leaders(a, b), ["a"]);
  a.isStopped = true;
  await passTogether([a, b], 30_000);
  assertEquals(leaders(b), ["b"]);
  a.isStopped = false;
  assertEquals(leaders(a), [], "before any timer of the process has fired");
  a.sent.length = 0;
  await a.pass(2_500);
  await assertRejects(() => a.elector.done, LeadershipLostError);
  assertEquals(a.sent, []);
  assertEquals(leaders(a, b), ["b"]);
  await end(a, b);
});

Deno.test("createLeaderElector(): the fence looks at the larger of both clocks, whichever way they jump (L4)", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  a.jump(-hour);
  assertEquals(leaders(a), ["a"]);
  a.blackHole = true;
  await a.pass(9_999);
  assertEquals(leaders(a), ["a"]);
  await a.pass(1);
  assertEquals(leaders(a), [], "the monotonic clock tells, though it is an hour earlier");
  await end(a);
  const b = createCandidate(server, "b");
  await b.pass(25_000);
  assertEquals(leaders(b), ["b"]);
  b.jump(7_900);
  assertEquals(leaders(b), ["b"]);
  b.jump(2_100);
  assertEquals(leaders(b), [], "a machine that slept: only the wall clock tells");
  b.jump(-10_000);
  assertEquals(leaders(b), ["b"]);
  await b.pass(10_000);
  assertEquals(leaders(b), ["b"]);
  b.jump(hour);
  await b.pass(2_000);
  await assertRejects(() => b.elector.done, LeadershipLostError);
  await end(b);
});

Deno.test("createLeaderElector(): who stood still while it took the Lease does not lead", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a", { eligible: new Promise(() => {}) });
  await end(a);
  const answer = Promise.withResolvers<void>();
  using _slow = server.intercept(async ({ method }) => {
    if (method === "POST") await answer.promise;
  });
  const b = createCandidate(server, "b");
  await b.pass(0);
  b.jump(12_000);
  answer.resolve();
  await b.pass(0);
  assertEquals([specOf(server).holderIdentity, leaders(b), typesOf(b)], ["b", [], []]);
  await b.pass(5_000);
  assertEquals([leaders(b), typesOf(b)], [["b"], ["acquired"]]);
  await end(b);
});

Deno.test("createLeaderElector() released before it was elected never leads, and leaves no Lease behind (L7)", async () => {
  await using server = startServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  const b = createCandidate(server, "b");
  await b.pass(3_000);
  await b.elector.release();
  await b.elector.done;
  await assertRejects(() => b.elector.elected(), DOMException, "given up");
  await end(a);
  await b.pass(60_000);
  assertEquals([specOf(server).holderIdentity, typesOf(b)], ["", ["follows"]]);
  // One whose request is under way may have got it.
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  using _slow = server.intercept(async ({ method, proceed }) => {
    if (method !== "PUT" && method !== "POST") return;
    const answer = await proceed();
    arrived.resolve();
    await gate.promise;
    return answer;
  });
  const c = createCandidate(server, "c");
  await arrived.promise;
  assertEquals(specOf(server).holderIdentity, "c");
  const released = c.elector.release();
  await c.pass(0);
  gate.resolve();
  await c.pass(2_000);
  await released;
  assertEquals([specOf(server).holderIdentity, typesOf(c)], ["", ["released"]]);
  await end(b, c);
});
