import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  childLogger,
  createContext,
  createWords,
  type Logger,
  noLogger,
  ownerReference,
  TerminalError,
  type Watched,
} from "../../context/mod.ts";
import { sleep } from "../../_internal/mod.ts";
import { field } from "../../informer/mod.ts";
import { ConfigMap, Namespace } from "../../kinds/mod.ts";
import { watched } from "../../controller/mod.ts";

const metadata = { name: "blog", namespace: "web", uid: "u1", resourceVersion: "1" };

Deno.test("words: each notes itself when called and returns what it noted", () => {
  const noted: unknown[] = [];
  const { requeue, cancelResource, cancelReconciliation, keepFinalizers } = createWords((word) =>
    noted.push(word)
  );
  const said = [
    requeue(5),
    cancelResource(),
    cancelReconciliation(),
    cancelReconciliation({ after: 7 }),
    keepFinalizers(),
    keepFinalizers({ after: 0 }),
  ];
  assertEquals(noted, said);
  assertEquals(noted, [
    { word: "requeue", after: 5 },
    { word: "cancelResource" },
    { word: "cancelReconciliation" },
    { word: "cancelReconciliation", after: 7 },
    { word: "keepFinalizers" },
    { word: "keepFinalizers", after: 0 },
  ]);
});

Deno.test("words: a delay that is no number of milliseconds is refused where it is said", () => {
  const context = createContext();
  for (const after of [-1, NaN, Infinity]) {
    assertThrows(() => context.requeue(after), TypeError, "requeue was given");
    assertThrows(() => context.keepFinalizers({ after }), TypeError, "keepFinalizers was given");
    assertThrows(
      () => context.cancelReconciliation({ after }),
      TypeError,
      "cancelReconciliation was given",
    );
  }
  assertEquals(context.words, []);
});

Deno.test("createContext: has defaults for all, taken from the object where there is one", () => {
  const empty = createContext();
  assertEquals(empty.request, { name: "test" });
  assertEquals(empty.deleting, false);
  assertEquals(empty.updateAllowed, false);
  assertEquals(empty.failures, 0);
  assertEquals(empty.causes, []);
  assertEquals(empty.signal.aborted, false);
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" },
  };
  const context = createContext({ object });
  assertEquals(context.request, { name: "blog", namespace: "web" });
  assertEquals(context.deleting, true);
});

Deno.test("createContext: every member may be destructured, and what is said is remembered", () => {
  const context = createContext();
  const { requeue, event, memo } = context;
  const word = requeue(10);
  event("Normal", "Ready", "All is well");
  assertStrictEquals(context.words[0], word);
  assertEquals(context.events, [{ type: "Normal", reason: "Ready", message: "All is well" }]);
  let count = 0;
  assertEquals(memo("a", () => ++count), 1);
  assertEquals(memo("a", () => ++count), 1);
  assertEquals(memo("b", () => ++count), 2);
});

Deno.test("createContext: a value that failed to compute is computed again", () => {
  const { memo } = createContext();
  assertThrows(() =>
    memo("a", () => {
      throw new Error("no");
    })
  );
  assertEquals(memo<string | undefined>("a", () => undefined), undefined);
  assertEquals(memo<string | undefined>("a", () => "late"), undefined);
});

Deno.test("createContext: timers of the default clock fire without waiting and move the time", async () => {
  const { clock } = createContext();
  const before = clock.now();
  await sleep(clock, 3_600_000);
  assertEquals(clock.now() - before, 3_600_000);
  using _cancelled = clock.setTimeout(() => assert(false), 5);
  _cancelled[Symbol.dispose]();
  await sleep(clock, 10);
});

Deno.test("createContext: without a client every call fails and says what to do", async () => {
  const { client } = createContext();
  await assertRejects(
    () => client.get(ConfigMap, metadata),
    TypeError,
    "This context has no client",
  );
  await assertRejects(
    async () => {
      for await (const _page of client.pages(ConfigMap)) assert(false);
    },
    TypeError,
    "This context has no client",
  );
});

Deno.test("createContext: stores are made of arrays, with indexes, and give out copies", () => {
  const maps = watched(ConfigMap, {
    indexers: { color: field("data.color"), size: ({ object }) => [object().data?.size ?? ""] },
  });
  const context = createContext({
    stores: [[
      maps,
      [
        { metadata: { name: "a", namespace: "x", labels: { app: "1" } }, data: { color: "red" } },
        { metadata: { name: "b", namespace: "x" }, data: { color: "blue", size: "big" } },
        { metadata: { name: "c", namespace: "y" }, data: { color: "red" } },
      ] as const,
    ]],
  });
  const store = context.store(maps);
  assertEquals(store.size, 3);
  assertEquals([...store.byIndex("color", "red")].map((map) => map.metadata.name), ["a", "c"]);
  assertEquals([...store.snapshotsByIndex("size", "big")].map(({ key }) => key), [
    { name: "b", namespace: "x" },
  ]);
  assertEquals(store.count("color", "green"), 0);
  assertEquals([...store.keys({ namespace: "x" })].length, 2);
  assertEquals([...store.list({ labels: { app: "1" } })].map((map) => map.kind), ["ConfigMap"]);
  const mine = store.get({ name: "a", namespace: "x" });
  assert(mine?.data);
  assert(mine.metadata.uid !== "");
  mine.data.color = "changed";
  assertEquals(store.get({ name: "a", namespace: "x" })?.data?.color, "red");
  assertEquals(store.get({ name: "a", namespace: "y" }), undefined);
  assertThrows(() => store.count("nothing" as "color", "x"), TypeError, "no index");
});

Deno.test("createContext: a store that was not declared is a TypeError that says what to do", () => {
  const { store } = createContext();
  assertThrows(() => store(watched(Namespace)), TypeError, "namespaces is not declared");
  assertThrows(() => store({} as Watched), TypeError, "not declared");
});

Deno.test("childLogger: adds fields, a line's own before them, and leaves the parent as it is", () => {
  const lines: unknown[] = [];
  const record = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push([level, message, fields]);
  const log: Logger = {
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
  const child = childLogger(childLogger(log, { controller: "a", step: 1 }), { step: 2 });
  child.info("one");
  child.error("two", { step: 3 });
  log.warn("three");
  assertEquals(lines, [
    ["info", "one", { controller: "a", step: 2 }],
    ["error", "two", { controller: "a", step: 3 }],
    ["warn", "three", undefined],
  ]);
  assertStrictEquals(childLogger(noLogger, { a: 1 }), noLogger);
});

Deno.test("ownerReference: names apiVersion, kind, name and uid, and refuses an object without them", () => {
  const owner = { apiVersion: "example.com/v1", kind: "Site", metadata };
  assertEquals(ownerReference(owner), {
    apiVersion: "example.com/v1",
    kind: "Site",
    name: "blog",
    uid: "u1",
    controller: true,
  });
  assertEquals(ownerReference(owner, { controller: false, blockOwnerDeletion: true }), {
    apiVersion: "example.com/v1",
    kind: "Site",
    name: "blog",
    uid: "u1",
    blockOwnerDeletion: true,
  });
  assertThrows(
    () => ownerReference({ ...owner, metadata: { ...metadata, uid: "" } }),
    TypeError,
    "An owner needs",
  );
});

Deno.test("TerminalError: can be extended, and its name is the class's own", () => {
  class BadSpec extends TerminalError {
    override readonly name = "BadSpec";
  }
  const error = new BadSpec("no", { cause: 1 });
  assert(error instanceof TerminalError);
  assertEquals([error.name, error.message, error.cause], ["BadSpec", "no", 1]);
});
