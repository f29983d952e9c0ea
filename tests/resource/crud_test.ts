import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Answer, type Context, createContext, type Word } from "../../context/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import {
  type CrudPatch,
  crudResource,
  defineResource,
  type Operation,
  plan,
  resources,
  runSet,
} from "../../resource/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

const object: ConfigMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "x", uid: "u", resourceVersion: "1" },
};

type Say = (context: Context) => Word | undefined;
type Steps = Partial<Record<Operation, Say>>;

/** A CRUD resource that writes down its steps, and says something in some of them. */
function recording(
  ran: string[],
  says: Steps = {},
  patch: CrudPatch | undefined = { create: "c", delete: "d", update: "u" },
  name = "crud",
) {
  const step = <V>(operation: Operation, context: Context, value: V): V | Word => {
    ran.push(operation);
    return says[operation]?.(context) ?? value;
  };
  const apply = (operation: Operation, context: Context, change: unknown): Answer => {
    const word = step(operation, context, undefined);
    ran.push(String(change));
    return word;
  };
  return crudResource({
    for: ConfigMap,
    name,
    getCurrentState: (_map, context) => step("GetCurrentState", context, 1),
    getDesiredState: (_map, context) => step("GetDesiredState", context, "two"),
    newUpdatePatch: (_map, context, current, desired) => {
      ran.push(`${current}/${desired}`);
      return step("NewUpdatePatch", context, patch);
    },
    newDeletePatch: (_map, context, current, desired) => {
      ran.push(`${current}/${desired}`);
      return step("NewDeletePatch", context, patch);
    },
    applyCreate: (_map, context, change) => apply("ApplyCreatePatch", context, change),
    applyDelete: (_map, context, change) => apply("ApplyDeletePatch", context, change),
    applyUpdate: (_map, context, change) => apply("ApplyUpdatePatch", context, change),
  });
}

const order = (deleting: boolean): Operation[] => [
  "GetCurrentState",
  "GetDesiredState",
  deleting ? "NewDeletePatch" : "NewUpdatePatch",
  "ApplyCreatePatch",
  "ApplyDeletePatch",
  "ApplyUpdatePatch",
];

const steps = (ran: readonly string[]) =>
  ran.filter((one): one is Operation => /^(Get|New|Apply)/.test(one));

/** Runs a CRUD resource, then a plain one. */
async function run(says: Steps, deleting: boolean, patch?: CrudPatch) {
  const ran: string[] = [];
  const crud = recording(ran, says, patch);
  const last = () => void ran.push("last");
  const plain = defineResource(ConfigMap, {
    name: "plain",
    ensureCreated: last,
    ensureDeleted: last,
  });
  const result = await runSet(resources([crud, plain]), object, createContext({ deleting }));
  return { ran, steps: steps(ran), hasLast: ran.at(-1) === "last", ...result };
}

Deno.test("crudResource: create, delete, update: the steps in this order, with states and changes (RS-2, RS-3, FL-18)", async () => {
  for (const deleting of [false, true]) {
    const { ran, complete } = await run({}, deleting);
    const [current, desired, patch, ...apply] = order(deleting);
    assertEquals(ran, [
      current,
      desired,
      "1/two",
      patch,
      ...apply.flatMap((step, index) => [step, ["c", "d", "u"][index]]),
      "last",
    ]);
    assertEquals(complete, true);
  }
});

Deno.test("crudResource: only the parts that are set are applied, null and empty ones too (RS-3)", async () => {
  const cases: readonly (readonly [CrudPatch | undefined, readonly string[]])[] = [
    [{}, []],
    [{ create: [] }, ["ApplyCreatePatch"]],
    [{ delete: null }, ["ApplyDeletePatch"]],
    [{ update: 0 }, ["ApplyUpdatePatch"]],
    [{ create: 1, update: false }, ["ApplyCreatePatch", "ApplyUpdatePatch"]],
    [{ create: undefined, delete: 1 }, ["ApplyDeletePatch"]],
  ];
  for (const [patch, expected] of cases) {
    for (const deleting of [false, true]) {
      const result = await run({}, deleting, patch);
      assertEquals(result.steps.slice(3), expected);
    }
  }
  const nothing: string[] = [];
  const none = crudResource({
    for: ConfigMap,
    name: "none",
    getCurrentState: () => 1,
    getDesiredState: () => 1,
    newUpdatePatch: () => {},
    applyCreate: () => void nothing.push("created"),
  });
  await none.ensureCreated(object, createContext());
  assertEquals([nothing, none.ensureDeleted], [[], undefined]);
});

Deno.test("crudResource: cancelResource ends it after the step that says so, and the next resource runs (CX-1)", async () => {
  for (const deleting of [false, true]) {
    for (const [index, step] of order(deleting).entries()) {
      for (const isReturned of [true, false]) {
        const say: Say = (context) => {
          const word = context.cancelResource();
          return isReturned ? word : undefined;
        };
        const result = await run({ [step]: say }, deleting);
        assertEquals(result.steps, order(deleting).slice(0, index + 1));
        assertEquals([result.hasLast, result.complete], [true, true]);
      }
    }
  }
});

Deno.test("crudResource: cancelReconciliation ends it after the step that says so, and nothing else runs (CX-2, FL-4)", async () => {
  for (const deleting of [false, true]) {
    for (const [index, step] of order(deleting).entries()) {
      for (const isReturned of [true, false]) {
        const say: Say = (context) => {
          const word = context.cancelReconciliation({ after: 7 });
          return isReturned ? word : undefined;
        };
        const result = await run({ [step]: say }, deleting);
        assertEquals(result.steps, order(deleting).slice(0, index + 1));
        assertEquals([result.hasLast, result.complete, result.after], [false, false, 7]);
      }
    }
  }
});

Deno.test("crudResource: keepFinalizers and requeue are noted at every step, and end it only where returned (CX-3, FL-5)", async () => {
  const words: readonly ((context: Context) => Word)[] = [
    (context) => context.keepFinalizers({ after: 9 }),
    (context) => context.requeue(9),
  ];
  for (const deleting of [false, true]) {
    for (const [index, step] of order(deleting).entries()) {
      for (const [which, word] of words.entries()) {
        const only = (context: Context) => {
          word(context);
          return undefined;
        };
        const said = await run({ [step]: only }, deleting);
        assertEquals(said.steps, order(deleting));
        const returned = await run({ [step]: word }, deleting);
        assertEquals(returned.steps, order(deleting).slice(0, index + 1));
        for (const { hasLast, complete, after } of [said, returned]) {
          assertEquals([hasLast, complete], [true, !deleting]);
          assertEquals(after, !deleting && which === 0 ? undefined : 9);
        }
      }
    }
  }
});

Deno.test("crudResource: the first error at each step ends the pass (RS-2)", async () => {
  for (const deleting of [false, true]) {
    for (const [index, step] of order(deleting).entries()) {
      const result = await run({
        [step]: () => {
          throw new Error(step);
        },
      }, deleting);
      assertEquals(result.steps, order(deleting).slice(0, index + 1));
      assertEquals([(result.error as Error).message, result.failed], [step, "crud"]);
      assertEquals(result.hasLast, false);
    }
  }
});

Deno.test("crudResource: the log of each step names its function and nothing leaks between steps (DP-2, FL-21)", async () => {
  const lines: unknown[] = [];
  const write = (_message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push(fields);
  const log = { debug: write, info: write, warn: write, error: write };
  const say: Say = (context) => void context.log.info("here");
  const ran: string[] = [];
  const set = resources([
    recording(ran, { GetCurrentState: say, ApplyDeletePatch: say }),
    defineResource(ConfigMap, { name: "plain", ensureCreated: (_map, { log }) => log.info("x") }),
  ]);
  await runSet(set, object, createContext({ log }));
  assertEquals(lines, [
    { resource: "crud", function: "getCurrentState" },
    { resource: "crud", function: "applyDelete" },
    { resource: "plain" },
  ]);
});

Deno.test("crudResource: updateAllowed and memo are the reconcile's own (CX-4, CX-5)", async () => {
  for (const updateAllowed of [true, false]) {
    const applied: string[] = [];
    let computed = 0;
    const updating = (name: string) =>
      crudResource({
        for: ConfigMap,
        name,
        getCurrentState: (_map, { memo }) => memo("state", () => ++computed),
        getDesiredState: () => 0,
        newUpdatePatch: (_map, context, current, desired) =>
          current !== desired && context.updateAllowed ? { update: current } : {},
        applyUpdate: (_map, _context, change) => void applied.push(`${name}${change}`),
      });
    const set = resources([updating("a"), updating("b")], {
      initContext: () => ({ updateAllowed }),
    });
    await runSet(set, object, createContext());
    assertEquals(applied, updateAllowed ? ["a1", "b1"] : []);
    await runSet(set, object, createContext());
    assertEquals(computed, 2);
  }
});

Deno.test("crudResource: refuses what makes no sense, when it is defined or when a patch is none (RS-2)", async () => {
  const base = {
    for: ConfigMap,
    name: "crud",
    getCurrentState: () => 1,
    getDesiredState: () => 1,
    newUpdatePatch: () => ({ create: 1 }),
  };
  assertThrows(() => crudResource({ ...base, name: "" }), TypeError, "needs a name");
  assertThrows(
    () => crudResource({ ...base, getDesiredState: undefined as unknown as () => 1 }),
    TypeError,
    "needs the function getDesiredState",
  );
  const context = createContext();
  await assertRejects(
    () => Promise.resolve(crudResource(base).ensureCreated(object, context)),
    Error,
    "needs the function applyCreate",
  );
  for (const [patch, text] of [["text", "string"], [{ updates: 1 }, '"updates"']] as const) {
    const wrong = crudResource({ ...base, newUpdatePatch: () => patch as CrudPatch });
    await assertRejects(
      () => Promise.resolve(wrong.ensureCreated(object, context)),
      TypeError,
      text,
    );
  }
});

Deno.test("plan: tells what would change, applies nothing, and reaches nobody (RS-2)", async () => {
  const ran: string[] = [];
  const plain = defineResource(ConfigMap, {
    name: "plain",
    ensureCreated: () => void ran.push("plain"),
    ensureDeleted: () => void ran.push("plain"),
  });
  const set = resources([
    recording(ran, {}, { create: [1], update: 2 }, "one"),
    plain,
    recording(ran, { GetCurrentState: (context) => context.cancelResource() }, {}, "two"),
    recording(ran, {}, {}, "three"),
    recording(ran, { NewUpdatePatch: (context) => context.cancelReconciliation() }, {}, "four"),
    recording(ran, {}, { delete: 3 }, "five"),
  ], { order: "reverse" });
  const context = createContext({ object });
  assertEquals(await plan(set, object, context), {
    changes: [{ resource: "one", create: [1], update: 2 }],
    unknown: ["plain"],
    canceledBy: "four",
  });
  const deleting = createContext({ object, deleting: true });
  assertEquals((await plan(set, object, deleting)).changes.map(({ resource }) => resource), [
    "five",
    "one",
  ]);
  assertEquals(ran.filter((one) => one.startsWith("Apply") || one === "plain"), []);
  assertEquals([context.words, context.events, deleting.words], [[], [], []]);
});

Deno.test("plan: its client refuses writes, and reads pass (RS-2)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const map = await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const before = server.log.length;
  const reading = (write: (context: Context) => Promise<unknown>) =>
    resources([
      crudResource({
        for: ConfigMap,
        name: "crud",
        getCurrentState: async (map, context) => {
          await write(context);
          context.event("Normal", "Told", "Nobody hears it");
          return await context.client.get(ConfigMap, map.metadata);
        },
        getDesiredState: (_map, { updateAllowed }) => updateAllowed,
        newUpdatePatch: (_map, _context, current, desired) => ({
          update: [current.metadata.name, desired],
        }),
      }),
    ], { initContext: () => ({ updateAllowed: true }) });
  const context = createContext({ object: map, client });
  assertEquals((await plan(reading(() => Promise.resolve()), map, context)).changes, [
    { resource: "crud", update: ["a", true] },
  ]);
  for (
    const write of [
      ({ client }: Context) =>
        client.create(ConfigMap, { metadata: { name: "b", namespace: "default" } }),
      ({ client }: Context) => client.update(ConfigMap, map),
      ({ client }: Context) => client.apply(ConfigMap, { metadata: map.metadata }),
      ({ client }: Context) => client.patch(ConfigMap, map.metadata, { merge: {} }),
      ({ client }: Context) => client.delete(ConfigMap, map.metadata),
      ({ client }: Context) => client.deleteCollection(ConfigMap, { namespace: "default" }),
    ]
  ) {
    await assertRejects(() => plan(reading(write), map, context), Error, "must not write");
  }
  assertEquals(server.log.slice(before).map(({ method }) => method), ["GET"]);
  assertEquals(context.events, []);
  assert(
    server.objects({ group: "", plural: "configmaps" }).some((one) => one.metadata.name === "a"),
  );
});
