import { assert, assertEquals, assertThrows } from "@std/assert";
import { createContext, TerminalError } from "../../context/mod.ts";
import type { Answer, Context } from "../../context/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources, runSet, type StepReport } from "../../resource/mod.ts";

type Say = (context: Context) => Answer | Promise<Answer>;

const object: ConfigMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "x", uid: "u", resourceVersion: "1" },
};

/** A step that writes down that it ran, and then says something. */
function step(ran: string[], name: string, say: Say = () => {}) {
  return defineResource(ConfigMap, {
    name,
    ensureCreated: (_map, context) => {
      ran.push(`+${name}`);
      return say(context);
    },
    ensureDeleted: (_map, context) => {
      ran.push(`-${name}`);
      return say(context);
    },
  });
}

/** Runs three steps of which the second says something. */
async function run(say: Say, deleting: boolean) {
  const ran: string[] = [];
  const set = resources([step(ran, "a"), step(ran, "b", say), step(ran, "c")]);
  const result = await runSet(set, object, createContext({ object, deleting }));
  return { ran: ran.join(" "), ...result };
}

Deno.test("resources: frozen, and refuses an empty list, equal names and an unknown order", () => {
  const one = step([], "a");
  const set = resources([one], { order: "reverse" });
  assert(Object.isFrozen(set) && Object.isFrozen(set.steps) && Object.isFrozen(one));
  assertThrows(() => resources([]), TypeError, "without resources");
  assertThrows(() => resources([one, step([], "a")]), TypeError, 'named "a"');
  assertThrows(() => resources([one], { order: "up" as "list" }), TypeError, '"up"');
  assertThrows(
    () => defineResource(ConfigMap, { name: "", ensureCreated: () => {} }),
    TypeError,
    "needs a name",
  );
});

Deno.test("runSet: runs all steps in order, in reverse for deletion if asked (CT-16)", async () => {
  assertEquals(await run(() => {}, false), { ran: "+a +b +c", complete: true });
  assertEquals(await run(() => {}, true), { ran: "-a -b -c", complete: true });
  const ran: string[] = [];
  const set = resources([step(ran, "a"), step(ran, "b")], { order: "reverse" });
  await runSet(set, object, createContext({ deleting: true }));
  await runSet(set, object, createContext());
  assertEquals(ran, ["-b", "-a", "+a", "+b"]);
});

Deno.test("runSet: a word counts whether it is returned or only said", async () => {
  for (const deleting of [true, false]) {
    const returned = await run((context) => context.requeue(5), deleting);
    const said = await run((context) => void context.requeue(5), deleting);
    const late = await run(async ({ requeue }) => {
      await Promise.resolve();
      requeue(5);
    }, deleting);
    assertEquals(returned, said);
    assertEquals(returned, late);
    assertEquals(returned.after, 5);
  }
});

Deno.test("runSet: requeue goes on and runs again; when deleting the pass is incomplete", async () => {
  assertEquals(await run((context) => context.requeue(5), false), {
    ran: "+a +b +c",
    complete: true,
    after: 5,
  });
  assertEquals(await run((context) => context.requeue(5), true), {
    ran: "-a -b -c",
    complete: false,
    after: 5,
  });
});

Deno.test("runSet: cancelResource ends the resource alone, and counts as a success when deleting (CX-1)", async () => {
  assertEquals(await run((context) => context.cancelResource(), false), {
    ran: "+a +b +c",
    complete: true,
  });
  assertEquals(await run((context) => context.cancelResource(), true), {
    ran: "-a -b -c",
    complete: true,
  });
});

Deno.test("runSet: cancelReconciliation skips the resources left, and never completes a deletion (CX-2)", async () => {
  const cases: [Parameters<Context["cancelReconciliation"]>[0], { after?: number }][] = [
    [{}, {}],
    [{ after: 9 }, { after: 9 }],
  ];
  for (const [options, expected] of cases) {
    for (const deleting of [true, false]) {
      const sign = deleting ? "-" : "+";
      assertEquals(await run((context) => context.cancelReconciliation(options), deleting), {
        ran: `${sign}a ${sign}b`,
        complete: false,
        ...expected,
      });
    }
  }
});

Deno.test("runSet: keepFinalizers goes on, and matters only when deleting (CX-3)", async () => {
  assertEquals(await run((context) => context.keepFinalizers({ after: 9 }), false), {
    ran: "+a +b +c",
    complete: true,
  });
  assertEquals(await run((context) => context.keepFinalizers({ after: 9 }), true), {
    ran: "-a -b -c",
    complete: false,
    after: 9,
  });
  assertEquals(await run((context) => context.keepFinalizers(), true), {
    ran: "-a -b -c",
    complete: false,
  });
});

Deno.test("runSet: the shortest delay of all words counts", async () => {
  const result = await run((context) => {
    context.requeue(50);
    context.keepFinalizers({ after: 20 });
    context.requeue(30);
  }, true);
  assertEquals(result.after, 20);
});

Deno.test("runSet: an error stops the pass and beats what was said before (C4)", async () => {
  for (const deleting of [true, false]) {
    const sign = deleting ? "-" : "+";
    const error = new TerminalError("no");
    const result = await run((context) => {
      context.requeue(5);
      throw error;
    }, deleting);
    assertEquals(result, { ran: `${sign}a ${sign}b`, complete: false, error, failed: "b" });
  }
  const rejected = await run(() => Promise.reject("text"), false);
  assertEquals(rejected.error, "text");
});

Deno.test("runSet: a step without ensureDeleted is passed over when deleting", async () => {
  const ran: string[] = [];
  const only = defineResource(ConfigMap, { name: "only", ensureCreated: () => void ran.push("+") });
  const result = await runSet(resources([only]), object, createContext({ deleting: true }));
  assertEquals(result, { complete: true });
  assertEquals(ran, []);
});

Deno.test("runSet: initContext prepares the context, and what it throws or says counts", async () => {
  const seen: boolean[] = [];
  const only = defineResource(ConfigMap, {
    name: "only",
    ensureCreated: (_map, { updateAllowed }) => void seen.push(updateAllowed),
  });
  await runSet(
    resources([only], { initContext: () => ({ updateAllowed: true }) }),
    object,
    createContext(),
  );
  await runSet(resources([only], { initContext: () => {} }), object, createContext());
  assertEquals(seen, [true, false]);
  const failed = await runSet(
    resources([only], { initContext: () => Promise.reject(new Error("no")) }),
    object,
    createContext(),
  );
  assertEquals([failed.complete, (failed.error as Error).message], [false, "no"]);
  const cancelled = await runSet(
    resources([only], { initContext: (_map, context) => void context.cancelReconciliation() }),
    object,
    createContext(),
  );
  assertEquals(cancelled, { complete: false });
  assertEquals(seen.length, 2);
});

Deno.test("runSet: no step begins after the signal is aborted", async () => {
  const stop = new AbortController();
  const ran: string[] = [];
  const set = resources([step(ran, "a", () => stop.abort(new Error("over"))), step(ran, "b")]);
  const result = await runSet(set, object, createContext({ signal: stop.signal }));
  assertEquals(ran, ["+a"]);
  assertEquals((result.error as Error).message, "over");
});

Deno.test("runSet: what is said reaches the context that was given, and each step is reported", async () => {
  const reports: StepReport[] = [];
  const context = createContext();
  const set = resources([
    step([], "a", ({ requeue }) => requeue(3)),
    step([], "b", () => Promise.reject(new Error("no"))),
  ]);
  await runSet(set, object, context, { observe: (report) => reports.push(report) });
  assertEquals(context.words, [{ word: "requeue", after: 3 }]);
  assertEquals(reports.map(({ resource, operation, error }) => [resource, operation, `${error}`]), [
    ["a", "EnsureCreated", "undefined"],
    ["b", "EnsureCreated", "Error: no"],
  ]);
});
