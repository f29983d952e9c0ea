import { assertEquals } from "@std/assert";
import { judgeWrites, type LeaseEvent, lifeOf, termsOf, timeOf, writesOf } from "./leaders.ts";

const start = Date.parse("2026-11-22T10:00:00Z");

/** A time as the audit log writes it, so many milliseconds after ten o'clock. */
function stamp(at: number): string {
  const micros = Math.round((at - Math.floor(at)) * 1000);
  return `${new Date(start + Math.floor(at)).toISOString().slice(0, -1)}${
    `${micros}`.padStart(3, "0")
  }Z`;
}

function event(
  user: string,
  verb: string,
  at: number,
  more: Partial<LeaseEvent> = {},
): LeaseEvent {
  return {
    auditID: `${user}-${at}`,
    stage: "ResponseComplete",
    verb,
    requestURI: "/api/v1/namespaces/x/configmaps/a?fieldManager=fleets",
    user: { username: user },
    objectRef: { resource: "configmaps", namespace: "x", name: "a" },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: stamp(at),
    stageTimestamp: stamp(at + 5),
    ...more,
  };
}

function lease(user: string, holder: string, at: number, code = 200): LeaseEvent {
  return event(user, "update", at, {
    requestURI: "/apis/coordination.k8s.io/v1/namespaces/x/leases/l",
    objectRef: { apiGroup: "coordination.k8s.io", resource: "leases", namespace: "x", name: "l" },
    requestObject: { spec: { holderIdentity: holder } },
    responseStatus: { code },
  });
}

const call = "PATCH /api/v1/namespaces/x/configmaps/a";
const base = { lease: "l", users: ["a", "b"], renewDeadline: 100 };

/** A leads from 0, is stopped at 50, B takes over at 200, A is resumed at 300. */
const story = [
  lease("a", "A", 0),
  event("a", "patch", 20),
  lease("a", "A", 40),
  lease("b", "B", 200),
];
const stops = [{ user: "a", from: start + 50, stopped: start + 52 }];

function received(list: readonly { readonly received: number }[]): readonly number[] {
  return list.map((write) => write.received - start);
}

Deno.test("timeOf() keeps microseconds", () => {
  assertEquals(timeOf("2026-11-22T10:00:00.001500Z") - start, 1.5);
  assertEquals(timeOf("2026-11-22T10:00:01Z") - start, 1000);
});

Deno.test("termsOf() reads who held the Lease, over renewals, refused writes, giving up and taking over", () => {
  const terms = termsOf([
    lease("a", "A", 0),
    lease("b", "B", 10, 409),
    { ...lease("b", "B", 15), requestURI: "/apis/coordination.k8s.io/v1/leases/l?dryRun=All" },
    lease("a", "A", 20),
    lease("a", "", 30),
    lease("b", "B", 50),
    lease("a", "A2", 90),
    event("a", "patch", 95),
    event("a", "get", 99),
  ], "l");
  assertEquals(
    terms.map(({ user, holder, from, until, renewed }) => [
      user,
      holder,
      from - start,
      until - start,
      renewed.length,
    ]),
    [["a", "A", 0, 30, 2], ["b", "B", 50, 90, 1], ["a", "A2", 90, Infinity, 1]],
  );
});

Deno.test("writesOf() takes all writes of the replicas but those to Leases, Events among them", () => {
  const writes = writesOf([
    event("a", "get", 1),
    event("a", "watch", 2),
    event("a", "create", 3, { requestURI: "/apis/events.k8s.io/v1/namespaces/x/events" }),
    event("c", "patch", 4),
    event("b", "delete", 5, { stage: "ResponseStarted" }),
    event("b", "delete", 6, { stage: "Panic" }),
    lease("a", "A", 7),
  ], ["a", "b"]);
  assertEquals(writes.map((write) => [write.user, write.call]), [
    ["a", "POST /apis/events.k8s.io/v1/namespaces/x/events"],
    ["b", "DELETE /api/v1/namespaces/x/configmaps/a"],
  ]);
});

Deno.test("judgeWrites() finds writes before, between and after terms, and too long after a renewal", () => {
  const { byNonLeaders, inFlight } = judgeWrites({
    ...base,
    events: [
      event("a", "patch", -1),
      ...story,
      event("b", "patch", 130), // B does not lead yet
      event("a", "patch", 139), // A renewed 99 ms before
      event("a", "patch", 141), // and 101
      event("b", "patch", 201),
      event("a", "patch", 202), // B leads
    ],
  });
  assertEquals(received(byNonLeaders), [-1, 130, 141, 202]);
  assertEquals(inFlight, []);
});

Deno.test("judgeWrites() counts what was sent before the stop as in flight, also where it arrives after the takeover", () => {
  const sent = [20, 49].map((at) => ({ user: "a", call, at: start + at }));
  const verdict = judgeWrites({
    ...base,
    events: [...story, event("a", "patch", 300.5)],
    stops,
    sent,
  });
  assertEquals(received(verdict.byNonLeaders), []);
  assertEquals(received(verdict.inFlight), [300.5]);
  assertEquals(received(verdict.receivedLate), [300.5]);
  assertEquals(verdict.writes, 2);
});

Deno.test("judgeWrites() counts what the server had received and not answered at the stop", () => {
  const verdict = judgeWrites({ ...base, events: [...story, event("a", "patch", 49)], stops });
  assertEquals(received(verdict.inFlight), [49]);
  assertEquals([verdict.byNonLeaders, verdict.receivedLate], [[], []]);
});

Deno.test("judgeWrites() forgives no write that was sent after the stop, or that nobody told", () => {
  const late = event("a", "patch", 300.5);
  const told = (at: number) => ({ user: "a", call, at: start + at });
  const judge = (sent: readonly { user: string; call: string; at: number }[]) =>
    received(judgeWrites({ ...base, events: [...story, late], stops, sent }).byNonLeaders);
  assertEquals(judge([told(20), told(300)]), [300.5], "sent when resumed");
  assertEquals(judge([told(20)]), [300.5], "what was told was received before");
  assertEquals(judge([]), [300.5]);
  assertEquals(judge([told(20), told(49), told(300)]), [300.5], "another one was in flight");
  assertEquals(judge([told(20), { ...told(49), user: "b" }]), [300.5], "another replica's");
  assertEquals(judge([told(20), { ...told(49), call: "DELETE /x" }]), [300.5], "another call");
});

Deno.test("lifeOf() counts creations, also by applying, and deletions of each object", () => {
  const lives = lifeOf([
    event("a", "patch", 1, { responseStatus: { code: 201 } }),
    event("a", "patch", 2),
    event("b", "delete", 3),
    event("b", "create", 4, { responseStatus: { code: 201 } }),
    event("b", "create", 5, { responseStatus: { code: 409 } }),
    event("c", "delete", 6),
  ], ["a", "b"]);
  assertEquals([...lives], [["configmaps x/a", { created: 2, deleted: 1 }]]);
});
