import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ApiError, isConflict } from "../../client/mod.ts";
import { createContext, TerminalError } from "../../context/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import {
  crudResource,
  defineResource,
  metricsResource,
  type Operation,
  type OperationReport,
  plan,
  type Resource,
  resources,
  retryResource,
  runSet,
  timeoutResource,
  wrap,
  type Wrapper,
} from "../../resource/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

const object: ConfigMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "x", uid: "u", resourceVersion: "1" },
};

/** Fails so many times at a step. */
interface Failing {
  readonly at?: Operation;
  readonly times?: number;
  readonly error?: unknown;
}

/** A CRUD resource that writes down its steps and fails at one of them. */
function failingCrud(ran: string[], { at, times = 0, error = new Error("no") }: Failing = {}) {
  let left = times;
  const step = <V>(operation: Operation, value: V): V => {
    ran.push(operation);
    if (operation === at && left-- > 0) throw error;
    return value;
  };
  return crudResource({
    for: ConfigMap,
    name: "crud",
    getCurrentState: () => step("GetCurrentState", 1),
    getDesiredState: () => step("GetDesiredState", 2),
    newUpdatePatch: () => step("NewUpdatePatch", { create: 1, delete: 2, update: 3 }),
    newDeletePatch: () => step("NewDeletePatch", { create: 1, delete: 2, update: 3 }),
    applyCreate: () => step("ApplyCreatePatch", undefined),
    applyDelete: () => step("ApplyDeletePatch", undefined),
    applyUpdate: () => step("ApplyUpdatePatch", undefined),
  });
}

function failingPlain(ran: string[], { times = 0, error = new Error("no") }: Failing = {}) {
  let left = times;
  const ensure = (name: string) => () => {
    ran.push(name);
    if (left-- > 0) throw error;
  };
  return defineResource(ConfigMap, {
    name: "plain",
    ensureCreated: ensure("EnsureCreated"),
    ensureDeleted: ensure("EnsureDeleted"),
  });
}

const flow = (deleting: boolean): Operation[] => [
  "GetCurrentState",
  "GetDesiredState",
  deleting ? "NewDeletePatch" : "NewUpdatePatch",
  "ApplyCreatePatch",
  "ApplyDeletePatch",
  "ApplyUpdatePatch",
];

async function run(resource: Resource<ConfigMap>, deleting = false) {
  const runtime = createTestRuntime();
  const lines: string[] = [];
  const log = { debug() {}, info() {}, error() {}, warn: (line: string) => void lines.push(line) };
  const context = createContext({ object, deleting, clock: runtime.clock, log });
  let ended = false;
  const result = runSet(resources([resource]), object, context).finally(() => ended = true);
  await runtime.clock.until(() => ended);
  return { ...await result, took: runtime.clock.monotonic(), warnings: lines.length };
}

const conflict = new ApiError({ status: { code: 409, reason: "Conflict", message: "changed" } });

Deno.test("retryResource: tries the whole CRUD resource again from its current state, 3 times, 1 s apart (WR-1, FL-17)", async () => {
  for (const deleting of [false, true]) {
    for (const [index, at] of flow(deleting).entries()) {
      for (const times of [1, 2]) {
        const ran: string[] = [];
        const wrapped = wrap(failingCrud(ran, { at, times }), retryResource());
        const { complete, took, warnings } = await run(wrapped, deleting);
        const part = flow(deleting).slice(0, index + 1);
        assertEquals(ran, [...Array(times).fill(part).flat(), ...flow(deleting)]);
        assertEquals([complete, took, warnings], [true, times * 1_000, times]);
      }
    }
    const ran: string[] = [];
    const error = new Error("for ever");
    const plain = wrap(failingPlain(ran, { times: 9, error }), retryResource());
    const result = await run(plain, deleting);
    assertEquals([ran.length, result.took, result.warnings], [3, 2_000, 2]);
    assert(result.error === error);
  }
});

Deno.test("retryResource: attempts, pause and isWorthRetrying are options (WR-1)", async () => {
  const ran: string[] = [];
  await run(wrap(failingPlain(ran, { times: 9 }), retryResource({ attempts: 5, pause: 10 })));
  assertEquals(ran.length, 5);
  const never = retryResource({ isWorthRetrying: () => false });
  await run(wrap(failingPlain(ran, { times: 9 }), never));
  assertEquals(ran.length, 6);
  for (const attempts of [0, 1.5, NaN]) {
    assertThrows(() => retryResource({ attempts }), TypeError, "attempts");
  }
  assertThrows(() => retryResource({ pause: -1 }), TypeError, "pause");
});

Deno.test("retryResource: permanent errors, 429 and conflicts of plain resources are passed on at once (FL-17)", async () => {
  const busy = new ApiError({ status: { code: 429, reason: "TooManyRequests" } });
  const permanent: readonly unknown[] = [
    new TerminalError("never"),
    new Error("wrapped", { cause: new TerminalError("never") }),
    busy,
  ];
  for (const error of permanent) {
    for (const make of [failingPlain, failingCrud]) {
      const ran: string[] = [];
      const result = await run(
        wrap(make(ran, { at: "GetCurrentState", times: 9, error }), retryResource()),
      );
      assertEquals([ran.length, result.took], [1, 0]);
      assert(result.error === error);
    }
  }
  const plain: string[] = [];
  const result = await run(
    wrap(failingPlain(plain, { times: 9, error: conflict }), retryResource()),
  );
  assertEquals([plain.length, isConflict(result.error)], [1, true]);
  // A CRUD resource reads anew what is there.
  const crud: string[] = [];
  const failing = failingCrud(crud, { at: "ApplyUpdatePatch", times: 1, error: conflict });
  assertEquals((await run(wrap(failing, retryResource()))).complete, true);
  assertEquals(crud.filter((step) => step === "GetCurrentState").length, 2);
});

Deno.test("retryResource: an abort ends it, also during the pause (FL-17, FL-9)", async () => {
  const { clock } = createTestRuntime();
  const ran: string[] = [];
  const stop = new AbortController();
  const context = createContext({ object, clock, signal: stop.signal });
  const wrapped = wrap(failingPlain(ran, { times: 9 }), retryResource({ pause: 60_000 }));
  const result = Promise.resolve(wrapped.ensureCreated(object, context));
  const rejected = assertRejects(() => result, Error, "no");
  await clock.advance(1_000);
  stop.abort();
  await rejected;
  assertEquals([ran.length, clock.pending], [1, 0]);
});

Deno.test("retryResource: what a failed attempt said stays said, and cancelResource does not carry over (CX-1, CX-3)", async () => {
  let attempt = 0;
  const ran: string[] = [];
  const resource = crudResource({
    for: ConfigMap,
    name: "crud",
    getCurrentState: (_map, context) => {
      if (attempt++ > 0) return 1;
      context.keepFinalizers();
      context.cancelResource();
      throw new Error("no");
    },
    getDesiredState: () => 1,
    newUpdatePatch: () => {},
    newDeletePatch: () => ({ delete: 1 }),
    applyDelete: () => void ran.push("deleted"),
  });
  const { complete } = await run(wrap(resource, retryResource()), true);
  assertEquals([complete, ran], [false, ["deleted"]]);
});

Deno.test("metricsResource: tells each call of a plain resource and each step of a CRUD resource, with outcome and time (WR-2, FL-16)", async () => {
  for (const deleting of [false, true]) {
    const told: OperationReport[] = [];
    const observe = (report: OperationReport) => void told.push(report);
    await run(wrap(failingCrud([]), metricsResource(observe)), deleting);
    assertEquals(told.map(({ operation }) => operation), flow(deleting));
    told.length = 0;
    const failing = failingPlain([], { times: 1 });
    await run(wrap(failing, retryResource(), metricsResource(observe)), deleting);
    const operation = deleting ? "EnsureDeleted" as const : "EnsureCreated" as const;
    const expected = { resource: "plain", operation, duration: 1_000, outcome: "success" as const };
    assertEquals(told, [expected]);
    told.length = 0;
    await run(wrap(failingPlain([], { times: 1 }), metricsResource(observe), retryResource()));
    assertEquals(told.map(({ outcome }) => outcome), ["error", "success"]);
    told.length = 0;
    await run(
      wrap(
        failingCrud([], { at: "ApplyDeletePatch", times: 1 }),
        metricsResource(observe),
        retryResource(),
      ),
      deleting,
    );
    assertEquals(told.map(({ operation }) => operation), [
      ...flow(deleting).slice(0, 5),
      ...flow(deleting),
    ]);
    assertEquals(told.filter(({ outcome }) => outcome === "error").length, 1);
  }
});

Deno.test("timeoutResource: aborts the signal and every call, waits for the end, and fails with a TimeoutError (WR-1)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const gate = Promise.withResolvers<void>();
  server.intercept(({ path }) => path.endsWith("/slow") ? gate.promise : undefined);
  const { clock } = runtime;
  const resource = defineResource(ConfigMap, {
    name: "slow",
    ensureCreated: async (_map, { client }) =>
      void await client.get(ConfigMap, { name: "slow", namespace: "default" }),
  });
  const wrapped = wrap(resource, timeoutResource({ timeout: 5_000 }));
  const context = createContext({ object, client });
  const start = clock.monotonic();
  let ended: number | undefined;
  const result = runSet(resources([wrapped]), object, context);
  result.finally(() => ended = clock.monotonic() - start);
  await clock.until(() => ended !== undefined);
  const { error } = await result;
  assert(error instanceof DOMException);
  assertEquals([error.name, ended], ["TimeoutError", 5_000]);
  assert(!context.signal.aborted);
  gate.resolve();
  await clock.settle();

  // One that takes no notice is waited for; one in time is not disturbed.
  const late = defineResource(ConfigMap, {
    name: "late",
    ensureCreated: (_map, { clock }) =>
      new Promise<void>((resolve) => void clock.setTimeout(resolve, 9_000)),
  });
  for (const [timeout, took] of [[5_000, 9_000], [10_000, 9_000]] as const) {
    const result = await run(wrap(late, timeoutResource({ timeout })));
    assertEquals([result.took, result.complete], [took, true]);
  }
  assertThrows(() => timeoutResource({ timeout: 0 }), TypeError, "timeout");
});

Deno.test("wrap: CRUD stays CRUD, plain stays plain, in any order and number (WR-3)", async () => {
  const wrappers: readonly Wrapper[] = [
    retryResource(),
    metricsResource(() => {}),
    timeoutResource({ timeout: 1_000 }),
    { aroundResource: (_call, next) => next() },
  ];
  const ran: string[] = [];
  for (const order of [wrappers, wrappers.toReversed()]) {
    let [crud, plain]: Resource<ConfigMap>[] = [failingCrud(ran), failingPlain(ran)];
    for (const wrapper of order) {
      if (!crud || !plain) throw new Error("unreachable");
      [crud, plain] = [wrap(crud, wrapper), wrap(plain, wrapper)];
      assert(crud.crud && !plain.crud && crud.ensureDeleted && plain.ensureDeleted);
      assertEquals([crud.name, plain.name], ["crud", "plain"]);
    }
    if (!crud || !plain) throw new Error("unreachable");
    ran.length = 0;
    await run(crud);
    assertEquals(ran, flow(false));
    const { changes } = await plan(resources([crud]), object, createContext({ object }));
    assertEquals(changes, [{ resource: "crud", create: 1, delete: 2, update: 3 }]);
  }
  const noDelete = defineResource(ConfigMap, { name: "x", ensureCreated: () => {} });
  assertEquals(wrap(noDelete, retryResource()).ensureDeleted, undefined);
});

Deno.test("wrap: a set's every resource is wrapped, the first wrapper is the innermost, and the set keeps its options (WR-3)", async () => {
  const ran: string[] = [];
  const naming = (name: string): Wrapper => ({
    aroundResource: async (call, next) => {
      ran.push(`${name}(${call.resource}`);
      const answer = await next();
      ran.push(")");
      return answer;
    },
    aroundStep: async ({ operation }, next) => {
      ran.push(`${name}:${operation}`);
      return await next();
    },
  });
  const only = crudResource({
    for: ConfigMap,
    name: "crud",
    getCurrentState: () => 1,
    getDesiredState: () => 1,
    newUpdatePatch: () => {},
  });
  const set = resources([failingPlain(ran), only], { order: "reverse", handles: () => false });
  const wrapped = wrap(set, naming("in"), naming("out"));
  assert(wrapped.order === "reverse" && wrapped.handles === set.handles);
  assert(Object.isFrozen(wrapped) && Object.isFrozen(wrapped.steps));
  await runSet(wrapped, object, createContext());
  const step = (operation: Operation) => [`out:${operation}`, `in:${operation}`];
  assertEquals(ran, [
    "out(plain",
    "in(plain",
    "EnsureCreated",
    ")",
    ")",
    "out(crud",
    "in(crud",
    ...step("GetCurrentState"),
    ...step("GetDesiredState"),
    ...step("NewUpdatePatch"),
    ")",
    ")",
  ]);
});
