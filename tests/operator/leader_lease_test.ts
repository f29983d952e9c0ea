import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigError } from "../../client/mod.ts";
import { Lease } from "../../kinds/mod.ts";
import { LeadershipLostError } from "../../operator/mod.ts";
import { createCandidate, end, leaders, specOf, typesOf } from "./candidate.ts";
import { passTogether, startServer } from "./replica.ts";

Deno.test("createLeaderElector() gives the Lease up although a renewal has changed it meanwhile (L6)", async () => {
  await using server = startServer();
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
  await using server = startServer();
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

Deno.test("createLeaderElector() gives no Lease up that another holds, of the same identity or not (L6)", async () => {
  for (const change of [{ holderIdentity: "b" }, { renewTime: "2026-02-01T00:00:00.000000Z" }]) {
    await using server = startServer();
    await using admin = server.client();
    const a = createCandidate(server, "a");
    await a.pass(0);
    await admin.patch(Lease, { name: "op", namespace: "default" }, { merge: { spec: change } });
    const before = specOf(server);
    await end(a);
    assertEquals([specOf(server), typesOf(a).includes("released")], [before, false]);
  }
});

Deno.test("createLeaderElector() released at any moment of its election does not lead afterwards, and frees the Lease (L7)", async () => {
  for (let turns = 0; turns < 60; turns++) {
    await using server = startServer();
    let release = () => {};
    using _moment = server.intercept(async ({ method, proceed }) => {
      if (method !== "POST") return;
      const answer = await proceed();
      (async () => {
        for (let n = 0; n < turns; n++) await undefined;
        release();
      })();
      return answer;
    });
    const a = createCandidate(server, "a");
    release = () => void a.elector.release();
    await a.pass(0);
    await a.elector.release();
    await a.elector.done;
    assertEquals([leaders(a), a.elector.leading, specOf(server).holderIdentity], [[], false, ""]);
    await end(a);
  }
});

Deno.test("createLeaderElector() waits for elected() only as long as its signal", async () => {
  await using server = startServer();
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
    await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
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
    await using server = startServer();
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
    await using server = startServer();
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
  await using server = startServer();
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
  await using server = startServer();
  await using admin = server.client();
  await admin.create(Lease, {
    metadata: {
      name: "op",
      namespace: "default",
      labels: { app: "x" },
      annotations: { "example.com/note": "z" },
    },
  });
  const a = createCandidate(server, "a");
  await a.pass(10_000);
  assertEquals(specOf(server).holderIdentity, "a");
  const { labels, annotations } = server.objects(Lease)[0]?.metadata ?? {};
  assertEquals([labels, annotations], [{ app: "x" }, { "example.com/note": "z" }]);
  await end(a);
});

Deno.test("createLeaderElector() watches the Lease while it is not eligible, and takes it as soon as it is", async () => {
  await using server = startServer();
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
  await using server = startServer();
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
