import { assert, assertEquals, assertThrows } from "@std/assert";
import { createInformer, type EventsOptions } from "../../informer/mod.ts";
import { bookmark, createScript, line, Thing, thing } from "./script.ts";

/** An informer of things, with a loop that writes down what it gets and when, in seconds. */
async function begin(options: EventsOptions, names: readonly string[], onEvent = () => {}) {
  const script = createScript("feed");
  const { clock } = script.runtime;
  const informer = createInformer(script.client, Thing);
  await clock.settle();
  let version = 100;
  const send = async (type: string, name: string) => {
    script.feeds.at(-1)?.send(line(type, thing(name, ++version)));
    await clock.settle();
  };
  script.feeds.at(-1)?.send(
    names.map((name, index) => line("ADDED", thing(name, index + 1))).join("") +
      bookmark(100, "true"),
  );
  const start = clock.monotonic();
  const seen: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const event of informer.events({ ...options, signal: stop.signal })) {
      const time = (clock.monotonic() - start) / 1_000;
      if (event.type === "synced") continue;
      const resync = event.type === "updated" && event.resync ? "resync" : event.type;
      seen.push(`${time} ${resync} ${event.key.name}`);
      onEvent();
    }
  })();
  await clock.settle();
  return {
    informer,
    clock,
    send,
    /** What was handed out since the last call. */
    seen: () => seen.splice(0),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
      await informer[Symbol.asyncDispose]();
      assertEquals(clock.pending ?? 0, 0);
    },
  };
}

Deno.test("events: rateWait 2 s and resyncPeriod 10 s keep exact times (IT-10, IN-1, IN-2)", async () => {
  await using run = await begin({ resyncPeriod: 10_000, rateWait: 2_000 }, ["1"]);
  await run.send("ADDED", "2");
  assertEquals(run.seen(), ["0 added 1"]);
  await run.clock.advance(9_999);
  assertEquals(run.seen(), ["2 added 2"]);
  await run.clock.advance(2_001);
  assertEquals(run.seen(), ["10 resync 1", "12 resync 2"]);
  await run.clock.advance(3_000);
  await run.send("DELETED", "1");
  assertEquals(run.seen(), ["15 deleted 1"]);
  await run.clock.advance(17_000);
  assertEquals(run.seen(), ["22 resync 2", "32 resync 2"]);
});

Deno.test("events: resyncPeriod hands every object out once per period, and what the watch brought not again (IN-4, FL-23)", async () => {
  await using run = await begin({ resyncPeriod: 60_000 }, ["a", "b", "c"]);
  assertEquals(run.seen(), ["0 added a", "0 added b", "0 added c"]);
  await run.clock.advance(20_000);
  await run.send("MODIFIED", "b");
  await run.clock.advance(20_000);
  await run.send("MODIFIED", "b");
  await run.clock.advance(20_000);
  assertEquals(run.seen(), ["20 updated b", "40 updated b", "60 resync a", "60 resync c"]);
  await run.clock.advance(60_000);
  assertEquals(run.seen(), ["100 resync b", "120 resync a", "120 resync c"]);
  // Over a long time: never less than a period between two, and one in each period.
  await run.clock.advance(600_000);
  const times = new Map<string, number[]>();
  for (const text of run.seen()) {
    const [time, type, name = ""] = text.split(" ");
    assertEquals(type, "resync");
    times.set(name, [...times.get(name) ?? [], Number(time)]);
  }
  for (const own of times.values()) {
    assertEquals(own.length, 10);
    own.forEach((time, index) => {
      if (index > 0) assertEquals(time - (own[index - 1] ?? 0), 60);
    });
  }
});

Deno.test("events: with neither period nor wait nothing comes twice and nothing waits (IN-1)", async () => {
  await using run = await begin({}, ["a", "b"]);
  await run.clock.advance(3_600_000);
  assertEquals(run.seen(), ["0 added a", "0 added b"]);
});

Deno.test("events: a change takes the place of the resync that waits for rateWait, with its old state (IN-1)", async () => {
  await using run = await begin({ resyncPeriod: 10_000, rateWait: 4_000 }, ["a", "b", "c"]);
  await run.clock.advance(15_000);
  assertEquals(run.seen(), ["0 added a", "4 added b", "8 added c", "12 resync a"]);
  await run.send("MODIFIED", "b"); // due since 14, held until 16
  await run.clock.advance(9_000);
  assertEquals(run.seen(), ["16 updated b", "20 resync c", "24 resync a"]);
});

Deno.test("events: loops are independent in their periods, and a slow one gets each object once (IN-3)", async () => {
  await using run = await begin({ resyncPeriod: 10_000 }, ["a"]);
  const slow = run.informer.events({ resyncPeriod: 5_000 });
  const next = async () => {
    const { value } = await slow.next();
    return value?.type === "updated" && value.resync ? "resync" : value?.type;
  };
  assertEquals([await next(), await next()], ["added", "synced"]);
  await run.clock.advance(40_000);
  assertEquals(run.seen().length, 5);
  assertEquals(await next(), "resync");
  const waiting = next();
  await run.clock.settle();
  let isDone = false;
  waiting.then(() => isDone = true);
  await run.clock.advance(4_999);
  assert(!isDone);
  await run.clock.advance(1);
  assertEquals(await waiting, "resync");
  await slow.return?.();
});

Deno.test("events: refuses times that are none (IN-1)", async () => {
  await using run = await begin({}, []);
  for (const options of [{ resyncPeriod: -1 }, { rateWait: NaN }, { resyncPeriod: Infinity }]) {
    assertThrows(() => run.informer.events(options), TypeError, "give milliseconds");
  }
});

Deno.test("events: an object whose deletion was missed leaves no ghost in later periods (IT-12, FL-23)", async () => {
  const script = createScript("feed");
  const { clock } = script.runtime;
  const informer = createInformer(script.client, Thing);
  await clock.settle();
  script.feeds.at(-1)?.send(
    line("ADDED", thing("1", 1)) + line("ADDED", thing("2", 2)) + bookmark(100, "true"),
  );
  const seen: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    const { signal } = stop;
    for await (const event of informer.events({ resyncPeriod: 10_000, signal })) {
      if (event.type !== "synced") seen.push(`${event.type} ${event.key.name}`);
    }
  })();
  await clock.settle();
  seen.length = 0;
  // The stream ends, the object is deleted, and the server has forgotten where the stream was.
  script.feeds.at(-1)?.send(line("ERROR", { kind: "Status", code: 410, reason: "Expired" }));
  await clock.advance(3_000);
  script.feeds.at(-1)?.send(line("ADDED", thing("2", 2)) + bookmark(200, "true"));
  await clock.advance(30_000);
  assertEquals(seen.filter((text) => text.endsWith("1")), ["deleted 1"]);
  assertEquals(seen.filter((text) => text.endsWith("2")), [
    "updated 2",
    "updated 2",
    "updated 2",
  ]);
  stop.abort();
  await done;
  await informer[Symbol.asyncDispose]();
});
