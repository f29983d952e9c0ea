import { assert, assertEquals } from "@std/assert";
import { ApiError, type Status } from "../../client/mod.ts";
import { createInformer, type InformerObservation } from "../../informer/mod.ts";
import { bookmark, createScript, line, list, type Script, Thing, thing } from "./script.ts";

function fail(code: number, status: Partial<Status> = {}): ApiError {
  return new ApiError({ status: { code, message: "because", ...status } });
}

/** The present state as WatchList gives it. */
function present(version: number, ...objects: readonly unknown[]): string {
  return objects.map((object) => line("ADDED", object)).join("") + bookmark(version, "true");
}

async function start(script: Script) {
  const observed: InformerObservation[] = [];
  const informer = createInformer(script.client, Thing, {
    observe: (event) => observed.push(event),
  });
  const { clock } = script.runtime;
  await clock.settle();
  const state = () =>
    [...informer.store.list()].map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`)
      .sort().join(" ");
  const versions = () => script.requests.map(({ query }) => query.resourceVersion ?? "");
  const watch = async (version: number, ...objects: readonly unknown[]) => {
    script.feeds[0]?.send(present(version, ...objects));
    await clock.settle();
  };
  return {
    informer,
    observed,
    clock,
    state,
    versions,
    watch,
    [Symbol.asyncDispose]: () => informer[Symbol.asyncDispose](),
  };
}

const count = (observed: readonly InformerObservation[], type: InformerObservation["type"]) =>
  observed.filter((event) => event.type === type).length;

Deno.test("createInformer fills a hidden set and takes it over at the end mark, on the same stream (R14 R17 R18)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  const [feed] = script.feeds;
  feed?.send(
    line("ADDED", thing("a", 1)),
    line("ADDED", thing("b", 2)),
    line("ADDED", thing("c", 3)),
  );
  feed?.send(line("MODIFIED", thing("a", 4)), line("DELETED", thing("b", 5)), bookmark(5, "false"));
  await run.clock.settle();
  assertEquals(
    [run.informer.store.size, run.informer.healthy, run.informer.store.resourceVersion],
    [0, false, undefined],
  );
  feed?.send(bookmark(6, "true"), line("ADDED", thing("d", 7)));
  await run.clock.settle();
  assertEquals(run.state(), "a@4 c@3 d@7");
  assertEquals([run.informer.healthy, run.informer.problem, run.informer.store.resourceVersion], [
    true,
    undefined,
    "7",
  ]);
  assertEquals(script.requests.length, 1);
  const { timeoutSeconds, ...query } = script.requests[0]?.query ?? {};
  assertEquals(query, {
    watch: "true",
    allowWatchBookmarks: "true",
    sendInitialEvents: "true",
    resourceVersionMatch: "NotOlderThan",
  });
  assert(Number(timeoutSeconds) >= 270 && Number(timeoutSeconds) <= 310);
});

Deno.test("createInformer never takes half a present state over, and asks anew (R15)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  script.feeds[0]?.send(line("ADDED", thing("a", 1)));
  script.feeds[0]?.end();
  await run.clock.until(() => script.feeds.length === 2);
  assertEquals([run.informer.store.size, script.requests[1]?.query.sendInitialEvents], [0, "true"]);
  script.feeds[1]?.send(present(9, thing("b", 2)));
  await run.clock.settle();
  assertEquals(run.state(), "b@2");
});

for (const code of [400, 403, 404, 405, 415, 422]) {
  Deno.test(`createInformer lists pages where the server answers ${code} to a watch with the present state, and remembers (R16)`, async () => {
    const script = createScript(
      fail(code),
      list(7, [thing("a", 1)], "t"),
      list(7, [thing("b", 2)]),
      "feed",
    );
    await using run = await start(script);
    assertEquals(run.state(), "a@1 b@2");
    assertEquals(
      script.requests.map((
        { query },
      ) => [query.watch, query.limit, query.continue, query.resourceVersion]),
      [
        ["true", undefined, undefined, undefined],
        [undefined, "500", undefined, undefined],
        [undefined, "500", "t", undefined],
        ["true", undefined, undefined, "7"],
      ],
    );
    script.answers.splice(0, 1, () => list(20, []), () => "feed");
    script.feeds[0]?.send(line("ERROR", { kind: "Status", code: 410, reason: "Expired" }));
    await run.clock.until(() => script.feeds.length === 2);
    assertEquals(script.requests[4]?.query, {
      limit: "500",
      resourceVersion: "7",
      resourceVersionMatch: "NotOlderThan",
    });
    assertEquals(run.state(), "");
  });
}

Deno.test("createInformer goes on after an empty page, and takes the later of two states of one key (R21 R23)", async () => {
  const script = createScript(
    fail(400),
    list(7, [thing("a", 1)], "t1"),
    list(7, [], "t2"),
    list(7, [thing("a", 3), thing("b", 2)]),
    "feed",
  );
  await using run = await start(script);
  assertEquals(run.state(), "a@3 b@2");
});

Deno.test("createInformer lists all at once when a page's token has expired (R22)", async () => {
  const script = createScript(
    fail(400),
    list(7, [thing("gone", 1)], "t1"),
    fail(410),
    list(9, [thing("a", 3)]),
    "feed",
  );
  await using run = await start(script);
  assertEquals(run.state(), "a@3");
  assertEquals(script.requests[3]?.query, {});
  assertEquals(run.informer.store.resourceVersion, "9");
});

Deno.test("createInformer resumes an ended watch where it was, without a list (R8 R19 R28)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.send(line("MODIFIED", thing("a", 8)));
  script.feeds[0]?.end();
  await run.clock.settle();
  assertEquals(run.versions(), ["", "8"]);
  assertEquals(script.requests[1]?.query.sendInitialEvents, undefined);
  script.feeds[1]?.send(bookmark(4), line("ADDED", { ...thing("x", ""), metadata: { name: "x" } }));
  script.feeds[1]?.end();
  await run.clock.advance(2_000);
  assertEquals(run.versions(), ["", "8", "8"]);
});

Deno.test("createInformer waits longer and longer when watches end at once (R9)", async () => {
  const script = createScript("feed", "");
  await using run = await start(script);
  await run.watch(5);
  script.feeds[0]?.end();
  await run.clock.advance(60_000);
  const waits = run.observed.flatMap((event) => event.type === "retry" ? [event.after] : []);
  assert(waits.length >= 4 && waits.length <= 7, String(waits));
  assert((waits[3] as number) >= 6400);
});

Deno.test("createInformer moves on with bookmarks and tells nobody (R11), and does without them (R12)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  const events = run.informer.events();
  assertEquals([(await events.next()).value?.type, (await events.next()).value?.type], [
    "added",
    "synced",
  ]);
  let more = false;
  const next = events.next().then(() => more = true);
  script.feeds[0]?.send(bookmark(50));
  await run.clock.settle();
  assertEquals([more, run.informer.store.resourceVersion], [false, "50"]);
  script.feeds[0]?.end();
  await run.clock.settle();
  assertEquals(run.versions(), ["", "50"]);
  await events.return?.();
  await next;
});

Deno.test("createInformer does not take versions from the unordered start of a watch without a version (R13)", async () => {
  const script = createScript(
    fail(400),
    JSON.stringify({ kind: "ThingList", items: [], metadata: {} }),
    "feed",
  );
  await using run = await start(script);
  script.feeds[0]?.send(line("ADDED", thing("a", 90)), line("ADDED", thing("b", 10)));
  await run.clock.settle();
  assertEquals(run.informer.store.resourceVersion, "");
  script.feeds[0]?.send(line("MODIFIED", thing("b", 95)));
  await run.clock.settle();
  assertEquals([run.informer.store.resourceVersion, run.state()], ["95", "a@90 b@95"]);
});

for (const form of ["status", "event"]) {
  Deno.test(`createInformer lists again after 410 as ${form}, not older than what it saw, and loses no deletion (R2 R4)`, async () => {
    const expired = fail(410, { reason: "Expired" });
    const script = createScript("feed", ...(form === "status" ? [expired] : []), "feed");
    await using run = await start(script);
    await run.watch(5, thing("a", 1), thing("b", 2));
    await run.clock.advance(20_000);
    if (form === "event") script.feeds[0]?.send(line("ERROR", expired.status));
    else script.feeds[0]?.end();
    await run.clock.settle();
    const last = script.requests.at(-1);
    assertEquals([last?.query.resourceVersion, last?.query.sendInitialEvents], ["5", "true"]);
    script.feeds[1]?.send(present(30, thing("a", 1)));
    await run.clock.settle();
    assertEquals([run.state(), run.informer.healthy, run.informer.store.resourceVersion], [
      "a@1",
      true,
      "30",
    ]);
  });
}

Deno.test("createInformer lists once without a version when the server has no use for it, then with one again (R1 R2 R3)", async () => {
  const tooLarge = fail(504, {
    reason: "Timeout",
    details: { causes: [{ reason: "ResourceVersionTooLarge" }] },
  });
  const script = createScript("feed", fail(410), fail(410), "feed", fail(410), "feed");
  await using run = await start(script);
  await run.watch(10, thing("a", 1));
  await run.clock.advance(20_000);
  script.feeds[0]?.end();
  await run.clock.settle();
  assertEquals(run.versions(), ["", "10", "10", ""]);
  script.feeds[1]?.send(present(10, thing("a", 1)));
  await run.clock.advance(20_000);
  script.feeds[1]?.end();
  await run.clock.settle();
  assertEquals(run.versions().slice(4), ["10", "10"]);
  script.answers.splice(0, 1, () => "feed");
  script.feeds[2]?.send(line("ERROR", tooLarge.status));
  await run.clock.until(() => script.feeds.length === 4);
  assertEquals(run.versions().at(-1), "");
});

Deno.test("createInformer waits and resumes after 429 on opening and in the stream, without a list (R5)", async () => {
  const script = createScript("feed", fail(429, { details: { retryAfterSeconds: 7 } }), "feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.send(line("ERROR", fail(429).status));
  await run.clock.until(() => script.feeds.length === 2);
  assertEquals([run.versions(), count(run.observed, "relist")], [["", "5", "5"], 0]);
  assert(run.observed.some((event) => event.type === "retry" && event.after >= 7000));
  assertEquals(run.informer.healthy, true);
});

Deno.test("createInformer resumes after one ERROR 500 and lists again after two (R6)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.send(line("ERROR", fail(500).status));
  await run.clock.until(() => script.feeds.length === 2);
  assertEquals(script.requests[1]?.query.sendInitialEvents, undefined);
  script.feeds[1]?.send(line("ERROR", fail(500).status));
  await run.clock.until(() => script.feeds.length === 3);
  assertEquals([
    script.requests[2]?.query.sendInitialEvents,
    script.requests[2]?.query.resourceVersion,
  ], ["true", "5"]);
});

Deno.test("createInformer keeps its place when the connection is refused or breaks, and names the problem meanwhile (R7)", async () => {
  const script = createScript("feed", new TypeError("connection refused"), "feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.end(new TypeError("connection reset"));
  await run.clock.settle();
  assertEquals([run.informer.healthy, run.informer.problem], [
    false,
    "things.example.com: connection reset",
  ]);
  await run.clock.until(() => script.feeds.length === 2);
  assertEquals([run.versions(), run.informer.healthy, run.state()], [["", "5", "5"], true, "a@1"]);
});

Deno.test("createInformer replaces a silent connection: at the watch's end without bookmarks, sooner with (R10)", async () => {
  const script = createScript(fail(400), list(5, []), "feed");
  await using run = await start(script);
  await run.clock.advance(330_000);
  assertEquals([script.feeds[0]?.cancelled, script.feeds.length], [true, 2]);
  script.feeds[1]?.send(bookmark(9));
  await run.clock.advance(179_000);
  assertEquals(script.feeds.length, 2);
  await run.clock.advance(2_000);
  assertEquals([
    script.feeds[1]?.cancelled,
    run.versions().at(-1),
    count(run.observed, "idle-timeout"),
  ], [true, "9", 2]);
});

Deno.test("createInformer restarts after garbage, half a line and a wrong content type, losing nothing (R24)", async () => {
  const script = createScript(
    "feed",
    "feed",
    new Response("<html>", { headers: { "content-type": "text/html" } }),
    "feed",
  );
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.send(line("MODIFIED", thing("a", 6)), "garbage\n");
  await run.clock.until(() => script.feeds.length === 2);
  script.feeds[1]?.send(line("ADDED", thing("b", 7)), line("ADDED", thing("c", 8)).slice(0, 40));
  script.feeds[1]?.end();
  await run.clock.until(() => script.feeds.length === 3);
  assertEquals([run.versions(), run.state()], [["", "6", "7", "7"], "a@6 b@7"]);
  const reasons = run.observed.flatMap((event) =>
    event.type === "watch-ended" ? [event.reason] : []
  );
  assertEquals(
    reasons.map((reason) => /not valid JSON|middle of an event|text\/html/.exec(reason)?.[0]),
    [
      "not valid JSON",
      "middle of an event",
      "text/html",
    ],
  );
});

Deno.test("createInformer reads an event cut at any byte, in the middle of a character too (R25)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  await run.watch(5);
  const encoder = new TextEncoder();
  const size = encoder.encode(line("MODIFIED", thing("a", 1000, { text: "é😀\u2028" }))).length;
  for (let cut = 1; cut < size; cut++) {
    const bytes = encoder.encode(line("MODIFIED", thing("a", 1000 + cut, { text: "é😀\u2028" })));
    script.feeds[0]?.send(bytes.slice(0, cut), bytes.slice(cut));
    await run.clock.settle();
    const object = run.informer.store.get({ name: "a", namespace: "default" });
    assertEquals([object?.metadata.resourceVersion, object?.spec?.text], [
      String(1000 + cut),
      "é😀\u2028",
    ]);
  }
});

Deno.test("createInformer skips tables, other kinds and objects without metadata, and says so (R26)", async () => {
  const script = createScript("feed");
  await using run = await start(script);
  await run.watch(5, thing("a", 1));
  script.feeds[0]?.send(
    line("ADDED", {
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata: { name: "t", resourceVersion: "6" },
    }),
    line("ADDED", { ...thing("p", 6), kind: "Pod" }),
    line("ADDED", { kind: "Thing", apiVersion: "example.com/v1" }),
    line("NEWS", thing("n", 6)),
    line("ADDED", thing("b", 7)),
  );
  await run.clock.settle();
  assertEquals([run.state(), count(run.observed, "skipped")], ["a@1 b@7", 4]);
});

Deno.test("createInformer asks nothing more once it is disposed of: while opening, reading, waiting (R27)", async () => {
  for (const last of ["feed", fail(500), fail(429), ""] as const) {
    const script = createScript(last);
    const run = await start(script);
    await run.clock.advance(100);
    const asked = script.requests.length;
    await run.informer[Symbol.asyncDispose]();
    await run.clock.advance(600_000);
    assertEquals([script.requests.length, run.clock.pending], [asked, 0]);
  }
});

Deno.test("createInformer names kind and reason while it cannot list", async () => {
  const script = createScript(fail(403, { reason: "Forbidden", message: "things is forbidden" }));
  await using run = await start(script);
  assertEquals(run.informer.problem, "things.example.com: forbidden: things is forbidden");
  assertEquals(run.informer.healthy, false);
});
