import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type Condition, conditionOf, isCondition, isConditionTrue } from "../../client/mod.ts";
import { type ConditionUpdate, setCondition } from "../../resource/mod.ts";
import { createTestClock } from "../../testing/mod.ts";

const ready: ConditionUpdate = { type: "Ready", status: "False", reason: "Starting" };

Deno.test("setCondition: the time changes only with the status, and nothing else of the list", async () => {
  const clock = createTestClock();
  const first = setCondition(undefined, { ...ready, observedGeneration: 1 }, { clock });
  const begun = first[0]?.lastTransitionTime;
  assert(begun !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(begun), begun);
  assertEquals(first, [{
    type: "Ready",
    status: "False",
    reason: "Starting",
    message: "",
    observedGeneration: 1,
    lastTransitionTime: begun,
  }]);
  await clock.advance(5_000);
  const both = setCondition(first, { type: "Progressing", status: "True", reason: "New" }, {
    clock,
  });
  assertEquals(both.map(({ type }) => type), ["Ready", "Progressing"]);
  const reasoned = setCondition(
    both,
    { ...ready, reason: "StillStarting", message: "3 of 5", observedGeneration: 2 },
    { clock },
  );
  assertEquals(reasoned.map(({ type }) => type), ["Ready", "Progressing"], "the order stays");
  assertEquals(
    [reasoned[0]?.lastTransitionTime, reasoned[0]?.reason, reasoned[0]?.observedGeneration],
    [begun, "StillStarting", 2],
  );
  assertStrictEquals(reasoned[1], both[1]);
  const turned = setCondition(reasoned, { ...ready, status: "True", reason: "Up" }, { clock });
  assert(turned[0]?.lastTransitionTime !== begun);
  assertEquals(
    "observedGeneration" in (turned[0] ?? {}),
    false,
    "it is what this run saw, or nothing",
  );
  assertEquals(reasoned[0]?.status, "False", "the list that was given is as it was");
});

Deno.test("setCondition: gives the very list where nothing changes, and keeps what others have set", () => {
  const clock = createTestClock();
  const others = [{ type: "Odd", status: "Sometimes", extra: 1 }];
  const one = setCondition(others, ready, { clock });
  assertEquals(one[0] as unknown, others[0]);
  assertStrictEquals(setCondition(one, ready, { clock }), one);
  assertEquals(setCondition(null, ready, { clock }).length, 1);
});

Deno.test("setCondition: a time that is given counts at a change of status only; a missing one is filled in", () => {
  const clock = createTestClock();
  const lastTransitionTime = "2020-01-01T00:00:00Z";
  const [given] = setCondition([], { ...ready, lastTransitionTime }, { clock });
  assertEquals(given?.lastTransitionTime, lastTransitionTime);
  const later = "2021-01-01T00:00:00Z";
  const [same] = setCondition(given ? [given] : [], { ...ready, lastTransitionTime: later }, {
    clock,
  });
  assertEquals(same?.lastTransitionTime, lastTransitionTime);
  const [filled] = setCondition([{ type: "Ready", status: "False" }], ready, { clock });
  assert(filled?.lastTransitionTime);
});

Deno.test("setCondition: refuses what the API conventions do not allow, and cuts what is too long", () => {
  const clock = createTestClock();
  const set = (change: Partial<ConditionUpdate>) =>
    setCondition([], { ...ready, ...change }, { clock });
  assertThrows(() => set({ type: "is ready" }), TypeError, "CamelCase");
  assertThrows(() => set({ status: "true" as "True" }), TypeError, "True, False, Unknown");
  assertThrows(() => set({ reason: "" }), TypeError, "one word in CamelCase");
  assertThrows(() => set({ reason: "It is not up" }), TypeError, "the message for the rest");
  assertThrows(() => set({ reason: "a".repeat(1_025) }), TypeError);
  assertThrows(() => set({ observedGeneration: -1 }), TypeError, "metadata.generation");
  assertEquals(set({ type: "example.com/Ready", reason: "A1_b:c,d" }).length, 1);
  const [long] = set({ message: "é".repeat(40_000) });
  assertEquals([...long?.message ?? ""].length, 32_768);
  const wide = "\u{1F600}".repeat(20_000); // more than so many code units, but not characters
  assertEquals(set({ message: wide })[0]?.message, wide);
});

Deno.test("conditionOf, isConditionTrue, isCondition: read any object's conditions, and no outdated ones", () => {
  const condition = (observedGeneration: number): Condition => ({
    type: "Ready",
    status: "True",
    reason: "Up",
    message: "",
    lastTransitionTime: "2020-01-01T00:00:00Z",
    observedGeneration,
  });
  const object = (seen: number) => ({
    metadata: { generation: 2 },
    status: { conditions: [condition(seen)] },
  });
  assertEquals(conditionOf(object(2), "Ready")?.reason, "Up");
  assertEquals(conditionOf(object(2), "Gone"), undefined);
  assertEquals(isConditionTrue(object(2), "Ready"), true);
  assertEquals(isConditionTrue(object(1), "Ready"), false, "of an older generation");
  assertEquals(isCondition(object(2), "Ready", "False"), false);
  assertEquals(isConditionTrue({ status: { conditions: null } }, "Ready"), false);
  assertEquals(isConditionTrue(undefined, "Ready"), false);
  assertEquals(
    isConditionTrue({ status: { conditions: [{ type: "Ready", status: "True" }] } }, "Ready"),
    true,
  );
});
