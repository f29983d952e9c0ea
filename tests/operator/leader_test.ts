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
  type LeaderElector,
  type LeaderElectorOptions,
  type LeaderEvent,
  LeadershipLostError,
  NotLeaderError,
} from "../../operator/mod.ts";
import { type ApiServer, createApiServer } from "../../testing/mod.ts";
import { createReplica, passTogether, type Replica } from "./replica.ts";

interface Candidate extends Replica {
  readonly elector: LeaderElector;
  readonly events: LeaderEvent[];
}

const path = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
const hour = 3_600_000;

function createCandidate(
  server: ApiServer,
  name: string,
  options: Partial<LeaderElectorOptions> & { readonly start?: number; readonly rate?: number } = {},
): Candidate {
  const { start, rate, ...rest } = options;
  const replica = createReplica(server, {
    name,
    ...(start === undefined ? {} : { start }),
    ...(rate === undefined ? {} : { rate }),
  });
  const events: LeaderEvent[] = [];
  const elector = createLeaderElector(replica.client, {
    ...{ name: "op", namespace: "default", identity: name },
    observe: (event) => void events.push(event),
    ...rest,
  });
  return Object.assign(replica, { elector, events });
}

function specOf(server: ApiServer): Record<string, unknown> {
  const [lease] = server.objects(Lease);
  return { ...(lease as unknown as { spec?: Record<string, unknown> } | undefined)?.spec };
}

function typesOf({ events }: Candidate): string[] {
  return events.map(({ type }) => type);
}

/** Ends all, and checks that nothing is left. */
async function end(...candidates: Candidate[]): Promise<void> {
  for (const candidate of candidates) {
    candidate.blackHole = false;
    candidate.isStopped = false;
  }
  const ended = Promise.all(candidates.map(({ elector }) => elector.release()));
  await passTogether(candidates, 500);
  await ended;
  await Promise.all(candidates.map(({ client }) => client[Symbol.asyncDispose]()));
}

/** Which candidates may write now. */
function leaders(...candidates: Candidate[]): string[] {
  return candidates.filter(({ elector }) => {
    try {
      elector.fence();
      return true;
    } catch (error) {
      assert(error instanceof NotLeaderError);
      return false;
    }
  }).map(({ name }) => name);
}

Deno.test("createLeaderElector() checks its settings (L1)", async () => {
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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

Deno.test("createLeaderElector(): a leader that stood still past its Lease may not write when it goes on (L4)", async () => {
  await using server = createApiServer();
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
  await using server = createApiServer();
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
  await using server = createApiServer();
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

Deno.test("createLeaderElector() gives the Lease up although a renewal has changed it meanwhile (L6)", async () => {
  await using server = createApiServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  let conflicts = 3;
  using _rival = server.intercept(({ method, body }) => {
    if (method !== "PUT" || !body.includes('"holderIdentity":""') || conflicts-- <= 0) return;
    return Response.json({ kind: "Status", code: 409, reason: "Conflict" }, { status: 409 });
  });
  const released = a.elector.release();
  await a.pass(5_000);
  await released;
  assertEquals([specOf(server).holderIdentity, typesOf(a).at(-1)], ["", "released"]);
  const b = createCandidate(server, "b");
  await b.pass(0);
  assertEquals([leaders(b), specOf(server).leaseTransitions], [["b"], 1]);
  await end(a, b);
});

Deno.test("createLeaderElector() ends in time when the Lease cannot be given up", async () => {
  await using server = createApiServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  a.blackHole = true;
  let done = false;
  const released = a.elector.release().then(() => done = true);
  await a.pass(9_000);
  assertEquals(done, false);
  await a.pass(1_000);
  await released;
  await a.elector.done;
  assertEquals(typesOf(a), ["acquired", "release-failed"]);
  await end(a);
});

Deno.test("createLeaderElector() released before it was elected never leads, and leaves no Lease behind (L7)", async () => {
  await using server = createApiServer();
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

Deno.test("createLeaderElector() waits for elected() only as long as its signal", async () => {
  await using server = createApiServer();
  const a = createCandidate(server, "a", { eligible: new Promise(() => {}) });
  const stop = new AbortController();
  const elected = assertRejects(() => a.elector.elected({ signal: stop.signal }), Error, "enough");
  stop.abort(new Error("enough"));
  await elected;
  await assertRejects(() => a.elector.elected({ signal: stop.signal }), Error, "enough");
  await end(a);
});

Deno.test("createLeaderElector() says which permission is missing, and what to add (L8)", async () => {
  for (const [verb, method] of [["get", "GET"], ["create", "POST"], ["update", "PUT"]] as const) {
    await using server = createApiServer();
    if (verb === "update") {
      await using admin = server.client();
      const spec = { holderIdentity: "other", leaseDurationSeconds: 3_600 };
      await admin.create(Lease, { metadata: { name: "op", namespace: "default" }, spec });
    }
    using _role = server.intercept((request) => {
      if (request.method !== method) return;
      return Response.json(
        { kind: "Status", code: 403, reason: "Forbidden", message: "no" },
        { status: 403 },
      );
    });
    const a = createCandidate(server, "a");
    await a.pass(0); // a standby knows at its start, not when it is needed
    const error = await assertRejects(() => a.elector.done, ConfigError);
    assertStringIncludes(error.message, `may not ${verb} the Lease op in namespace default`);
    assertStringIncludes(
      error.message,
      '{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] }',
    );
    await assertRejects(() => a.elector.elected(), ConfigError);
    assertEquals([leaders(a), typesOf(a).includes("acquired")], [[], false]);
    await end(a);
  }
});

Deno.test("createLeaderElector() bears a permission that goes away for a while", async () => {
  await using server = createApiServer();
  const a = createCandidate(server, "a");
  await a.pass(0);
  const role = server.intercept(() =>
    Response.json({ kind: "Status", code: 403, reason: "Forbidden" }, { status: 403 })
  );
  await a.pass(7_000);
  role[Symbol.dispose]();
  await a.pass(10_000);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});

Deno.test("createLeaderElector() takes a Lease in its own name at once: the process was started anew", async () => {
  await using server = createApiServer();
  const old = createCandidate(server, "a");
  await old.pass(0);
  const again = createCandidate(server, "a", { start: Date.UTC(2026, 0, 2) });
  await again.pass(0);
  assertEquals([leaders(again), specOf(server).leaseTransitions], [["a"], 0]);
  // Two that live are told apart by what they wrote.
  await old.pass(2_000);
  await assertRejects(() => old.elector.done, LeadershipLostError, "give each its own");
  await again.pass(2_000);
  assertEquals(leaders(again), ["a"]);
  await end(old, again);
});

Deno.test("createLeaderElector() makes a Lease anew that someone deletes, and others wait for its holder", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  const a = createCandidate(server, "a");
  await a.pass(0);
  const b = createCandidate(server, "b");
  await passTogether([a, b], 5_000);
  await admin.delete(Lease, { name: "op", namespace: "default" });
  await passTogether([b], 8_000);
  assertEquals(leaders(a, b), ["a"]);
  await a.pass(2_500);
  assertEquals([leaders(a, b), specOf(server).holderIdentity], [["a"], "a"]);
  await passTogether([a, b], 10_000);
  a.isStopped = true;
  await passTogether([b], 2_000);
  await admin.delete(Lease, { name: "op", namespace: "default" });
  await passTogether([b], 20_000);
  assertEquals([leaders(b), specOf(server).leaseTransitions], [["b"], 1]);
  await end(a, b);
});

Deno.test("createLeaderElector() stops leading when the Lease has another holder, or none", async () => {
  for (const holderIdentity of ["b", ""]) {
    await using server = createApiServer();
    await using admin = server.client();
    const a = createCandidate(server, "a");
    await a.pass(0);
    const key = { name: "op", namespace: "default" };
    await admin.patch(Lease, key, { merge: { spec: { holderIdentity } } });
    await a.pass(2_000);
    const error = await assertRejects(() => a.elector.done, LeadershipLostError);
    assertEquals(error.holder, holderIdentity || undefined);
    assertEquals([leaders(a), specOf(server).holderIdentity], [[], holderIdentity]);
    await end(a);
  }
});

Deno.test("createLeaderElector() copes with a Lease that holds nonsense", async () => {
  const wrong = [
    undefined,
    null,
    {},
    { holderIdentity: 7, leaseTransitions: "many", renewTime: "yesterday" },
    { holderIdentity: "", leaseDurationSeconds: 0, acquireTime: 3 },
  ];
  for (const spec of wrong) {
    await using server = createApiServer();
    await using admin = server.client();
    await admin.create(Lease, { metadata: { name: "op", namespace: "default" } });
    let isWrong = true;
    using _nonsense = server.intercept(async ({ method, proceed }) => {
      if (method !== "GET" || !isWrong) return;
      const body = await (await proceed()).json();
      return Response.json({ ...body, spec });
    });
    const a = createCandidate(server, "a");
    await a.pass(0);
    isWrong = false;
    assertEquals([leaders(a), specOf(server).leaseTransitions], [["a"], 1], JSON.stringify(spec));
    await a.pass(10_000);
    assertEquals(leaders(a), ["a"]);
    await end(a);
  }
  // A holder without a duration is held to our own.
  await using server = createApiServer();
  await using admin = server.client();
  const spec = { holderIdentity: "old" };
  await admin.create(Lease, { metadata: { name: "op", namespace: "default" }, spec });
  const a = createCandidate(server, "a");
  await passTogether([a], 14_000);
  assertEquals(leaders(a), []);
  await passTogether([a], 6_000);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});

Deno.test("createLeaderElector() leaves what others keep in the Lease", async () => {
  await using server = createApiServer();
  await using admin = server.client();
  await admin.create(Lease, {
    metadata: { name: "op", namespace: "default", labels: { app: "x" } },
    spec: { preferredHolder: "z", strategy: "OldestEmulationVersion" },
  });
  const a = createCandidate(server, "a");
  await a.pass(10_000);
  assertEquals([specOf(server).preferredHolder, specOf(server).holderIdentity], ["z", "a"]);
  assertEquals(server.objects(Lease)[0]?.metadata.labels, { app: "x" });
  await end(a);
});

Deno.test("createLeaderElector() watches the Lease while it is not eligible, and takes it as soon as it is", async () => {
  await using server = createApiServer();
  const eligible = Promise.withResolvers<void>();
  const a = createCandidate(server, "a", { eligible: eligible.promise });
  await a.pass(20_000);
  assertEquals(server.objects(Lease), []);
  eligible.resolve();
  await a.pass(0);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});

Deno.test("createLeaderElector() goes on trying while the server fails, or the namespace is missing", async () => {
  await using server = createApiServer();
  const a = createCandidate(server, "a", { namespace: "later" });
  await a.pass(10_000);
  assert(typesOf(a).length > 1);
  assertEquals([...new Set(typesOf(a))], ["acquire-failed"]);
  await using admin = server.client();
  const { Namespace } = await import("../../kinds/mod.ts");
  await admin.create(Namespace, { metadata: { name: "later" } });
  await a.pass(5_000);
  assertEquals(leaders(a), ["a"]);
  await end(a);
});
