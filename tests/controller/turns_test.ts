import { assert, assertEquals, assertThrows } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { createReadyList, type Place } from "../../controller/ready_list.ts";
import { createWorkQueue } from "../../controller/workqueue.ts";
import { defineController, owns, requestsFrom } from "../../controller/mod.ts";
import { ownerReference } from "../../context/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createTestClock } from "../../testing/mod.ts";
import { createHarness, key } from "./harness.ts";
import { a, names, setup, take } from "./queue.ts";

interface Waiting {
  readonly value: number;
  readonly priority: number;
  readonly group: string;
}

/** The rules of the ready list, as slow and plain as can be. */
function createModel() {
  let waiting: Waiting[] = [];
  let lanes: number[] = []; // the one that had no turn for longest first
  let groups: { readonly priority: number; readonly group: string }[] = []; // the same
  let turn = 0;
  const tidy = () => {
    lanes = lanes.filter((lane) => waiting.some(({ priority }) => priority === lane));
    groups = groups.filter(({ priority, group }) =>
      waiting.some((one) => one.priority === priority && one.group === group)
    );
  };
  return {
    push(one: Waiting): void {
      waiting.push(one);
      if (!lanes.includes(one.priority)) lanes.push(one.priority);
      if (!groups.some((it) => it.priority === one.priority && it.group === one.group)) {
        groups.push({ priority: one.priority, group: one.group });
      }
    },
    shift(): number | undefined {
      turn++;
      const priority = turn % 8 === 0 ? lanes[0] : Math.max(...lanes);
      const group = groups.find((one) => one.priority === priority);
      const next = waiting.find((one) => one.priority === priority && one.group === group?.group);
      if (!next || !group || priority === undefined) return undefined;
      waiting = waiting.filter((one) => one !== next);
      lanes = [...lanes.filter((one) => one !== priority), priority];
      groups = [...groups.filter((one) => one !== group), group];
      tidy();
      return next.value;
    },
    delete(value: number): void {
      waiting = waiting.filter((one) => one.value !== value);
      tidy();
    },
    values: () => waiting.map(({ value }) => value),
  };
}

Deno.test("createReadyList: random use agrees with a plain model of priorities, groups and turns (Q8)", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const pick = (most: number) => Math.floor(random() * most);
    const list = createReadyList<number>();
    const model = createModel();
    const places = new Map<number, Place<number>>();
    const [priorities, groups] = [1 + pick(5), 1 + pick(5)];
    for (let value = 0; value < 400; value++) {
      const what = random();
      if (what < 0.5) {
        const [priority, group] = [pick(priorities) * 10 - 20, `g${pick(groups)}`];
        places.set(value, list.push(value, priority, group));
        model.push({ value, priority, group });
      } else if (what < 0.9) {
        assertEquals(list.shift(), model.shift(), `seed ${seed}, step ${value}`);
      } else {
        const values = model.values();
        const one = values[pick(values.length)];
        const place = one === undefined ? undefined : places.get(one);
        if (one === undefined || !place) continue;
        list.delete(place);
        list.delete(place); // a second time does nothing
        model.delete(one);
      }
      assertEquals(list.size, model.values().length);
    }
  }
});

Deno.test("createReadyList: nothing starves: each waits for its turn among priorities, groups and those before it", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const pick = (most: number) => Math.floor(random() * most);
    const list = createReadyList<{ readonly by: number }>();
    let turn = 0;
    // Others come faster than they go, at every priority and in every group.
    const flood = () => {
      for (let n = 0; n < 2; n++) {
        list.push({ by: Infinity }, pick(4) * 10, `g${pick(5)}`);
      }
    };
    for (; turn < 300; turn++) {
      flood();
      list.shift();
    }
    const lowest = { by: turn + 8 * 4 * 6 };
    list.push(lowest, 0, "quiet");
    const highest = { by: turn + 12 };
    list.push(highest, 30, "quiet");
    const left = new Set([lowest, highest]);
    while (left.size > 0) {
      flood();
      turn++;
      const next = list.shift();
      assert(next);
      if (left.delete(next)) assert(turn <= next.by, `seed ${seed}: turn ${turn} of ${next.by}`);
      assert(turn < 1_000, "it starves");
    }
  }
});

Deno.test("workqueue: a group with 10,000 requests holds up another group's by one turn, at every priority (Q6)", async () => {
  for (const priority of [0, -100, 50]) {
    const clock = createTestClock();
    const groupOf = ({ name }: { readonly name: string }) => name.split("-")[0] ?? "";
    const queue = createWorkQueue({ clock, random: () => 0, groupOf });
    for (let n = 0; n < 10_000; n++) queue.add({ name: `noisy-${n}` }, { priority });
    for (const group of ["b", "c", "d"]) queue.add({ name: `${group}-1` }, { priority });
    const first: string[] = [];
    for (let n = 0; n < 5; n++) {
      using item = await take(queue);
      first.push(item.request.name);
    }
    assertEquals(first, ["noisy-0", "b-1", "c-1", "d-1", "noisy-1"]);
  }
});

Deno.test("workqueue: retries and requeues take their group's turn, too", async () => {
  const clock = createTestClock();
  const queue = createWorkQueue({ clock, random: () => 0, groupOf: ({ name }) => name.charAt(0) });
  for (const name of ["a1", "a2", "a3", "b1"]) queue.add({ name });
  for (let n = 0; n < 4; n++) {
    using item = await take(queue);
    if (item.request.name === "b1") item.retry();
    else item.requeue(100);
  }
  await clock.advance(200);
  assertEquals(await names(queue), ["a1", "b1", "a2", "a3"]);
  assertEquals(queue.size, 0);
});

Deno.test("workqueue: the highest of several priorities counts while a request waits, whatever order they come in", async () => {
  for (const [one, other] of [[0, 50], [50, 0], [-100, 0]] as const) {
    const { clock, queue } = setup();
    queue.add(a, { priority: one });
    for (let n = 0; n < 3; n++) {
      queue.add({ name: `n${n}` }, { priority: Math.max(one, other) - 1 });
    }
    queue.add(a, { priority: other });
    assertEquals((await names(queue))[0], "a");

    queue.add(a, { after: 100, priority: one });
    queue.add(a, { after: 200, priority: other });
    queue.add({ name: "z" }, { after: 50, priority: Math.max(one, other) - 1 });
    await clock.advance(100);
    assertEquals(await names(queue), ["a", "z"], "delayed");
  }
});

Deno.test("workqueue: a retry keeps the priority of its run although the request was asked for at a lower one meanwhile", async () => {
  const { clock, queue } = setup();
  queue.add(a, { priority: 10 });
  {
    using item = await take(queue);
    item.retry();
  }
  queue.add(a, { priority: -100 });
  queue.add({ name: "b" }, { priority: 5 });
  await clock.advance(200);
  assertEquals(await names(queue), ["a", "b"]);
});

Deno.test("workqueue: causes are listed without repeats, 32 at most, and all of them counted", async () => {
  const { queue } = setup();
  const cause = (n: number) => ({ reason: "changed", kind: "Pod", name: `p${n}` }) as const;
  for (let n = 0; n < 100; n++) queue.add(a, { cause: cause(n % 50) });
  {
    using item = await take(queue);
    assertEquals(item.causes, Array.from({ length: 32 }, (_, n) => cause(n)));
    assertEquals(item.causeCount, 100);
    queue.add(a, { cause: cause(7) });
  }
  using item = await take(queue);
  assertEquals([item.causes, item.causeCount], [[cause(7)], 1]);
});

Deno.test("workqueue: what is held comes after its time, or when it is released, with all that made it come", async () => {
  const { clock, queue } = setup();
  for (const how of ["time", "release"]) {
    queue.add(a, { cause: { reason: "changed", name: "x" }, priority: 7 });
    {
      using item = await take(queue);
      item.retry();
    }
    await clock.advance(200);
    {
      const item = await take(queue);
      queue.add(a, { cause: { reason: "requested" } });
      item.hold(10_000);
      item[Symbol.dispose]();
      item.hold(1);
    }
    assertEquals([queue.ready, queue.processing, queue.delayed], [0, 0, 1]);
    queue.add(a, { cause: { reason: "resync" } });
    if (how === "time") {
      await clock.advance(9_999);
      assertEquals(queue.ready, 0);
      await clock.advance(1);
    } else queue.release(a);
    using item = await take(queue);
    assertEquals(item.causes.map(({ reason }) => reason), ["retry", "requested", "resync"]);
    assertEquals(item.causeCount, 3);
    assertEquals(item.failures, 1);
    assertEquals(item.waited, 0, "it is due from now on");
  }
  assertEquals([queue.size, queue.delayed], [0, 0]);
});

Deno.test("workqueue: failures of an object do not count for another of the same name", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  {
    using item = await take(queue);
    item.identify("one");
    item.retry();
  }
  await clock.advance(200);
  {
    using item = await take(queue);
    item.identify("one");
    assertEquals(item.failures, 1);
    assertEquals(item.retry(), 400);
  }
  queue.add(a);
  using item = await take(queue);
  item.identify("two");
  assertEquals(item.failures, 0);
  assertEquals(item.retry(), 200);
});

Deno.test("createController: failures do not carry over to an object that was made anew before anybody looked (Q4)", async () => {
  await using harness = createHarness();
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 1,
    reconcile: async ({ metadata, data }, { failures }) => {
      if (metadata.name === "blocker") return await gate.promise;
      seen.push(`${data?.of} ${failures}`);
      throw new Error("down");
    },
  }));
  await harness.finish(
    harness.client.create(ConfigMap, { metadata: key("a"), data: { of: "old" } }),
  );
  await harness.clock.advance(5_000);
  await harness.create("blocker");
  await harness.clock.settle();
  const before = seen.length;
  assert(before > 3);
  await harness.finish(harness.client.delete(ConfigMap, key("a")));
  await harness.finish(
    harness.client.create(ConfigMap, { metadata: key("a"), data: { of: "new" } }),
  );
  await harness.clock.settle();
  gate.resolve();
  await harness.clock.advance(250);
  assertEquals(seen.slice(before), ["new 0", "new 1"]);
});

Deno.test("fairness: groups take turns; it gets the metadata of the local copy; one that throws stops nothing", async () => {
  for (const how of ["label", "throw"]) {
    await using harness = createHarness();
    const ran: string[] = [];
    const gate = Promise.withResolvers<void>();
    await harness.start(defineController({
      name: "maps",
      for: ConfigMap,
      concurrency: 1,
      fairness: (request, metadata) => {
        if (how === "throw") throw new Error("no group");
        return metadata?.labels?.tenant ?? request.name;
      },
      reconcile: async ({ metadata }) => {
        if (metadata.name === "blocker") await gate.promise;
        ran.push(metadata.name);
      },
    }));
    const create = (name: string, tenant: string) =>
      harness.finish(harness.client.create(ConfigMap, {
        metadata: { ...key(name), labels: { tenant } },
      }));
    await create("blocker", "noisy");
    await harness.clock.settle();
    for (let n = 0; n < 5; n++) await create(`n${n}`, "noisy");
    await create("quiet", "quiet");
    await harness.clock.settle();
    gate.resolve();
    await harness.clock.settle();
    assertEquals(ran.indexOf("quiet"), how === "label" ? 2 : 6, ran.join());
    assertEquals(ran.length, 7);
  }
});

Deno.test("priority: what a source of high priority wakes runs first; requests from outside have theirs", async () => {
  await using harness = createHarness();
  const ran: string[] = [];
  const gate = Promise.withResolvers<void>();
  const outside = Promise.withResolvers<void>();
  const owner = await harness.create("owner");
  await harness.create("plain");
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    concurrency: 1,
    sources: [
      owns(Secret, { priority: 10 }),
      requestsFrom(async function* () {
        await outside.promise;
        yield key("asked");
      }, { priority: -5 }),
    ],
    reconcile: async ({ metadata }) => {
      if (metadata.name === "blocker") await gate.promise;
      ran.push(metadata.name);
    },
  }));
  await harness.create("asked");
  await harness.clock.settle();
  await harness.create("blocker");
  await harness.clock.settle();
  ran.length = 0;
  outside.resolve();
  await harness.clock.settle();
  await harness.finish(
    harness.client.patch(ConfigMap, key("plain"), { merge: { data: { a: "1" } } }),
  );
  await harness.finish(harness.client.create(Secret, {
    metadata: { ...key("s"), ownerReferences: [ownerReference(owner)] },
  }));
  await harness.clock.settle();
  gate.resolve();
  await harness.clock.settle();
  assertEquals(ran, ["blocker", "owner", "plain", "asked"]);
});

Deno.test("defineController: a priority that is no number is refused", () => {
  for (
    const source of [owns(Secret, { priority: NaN }), requestsFrom(never(), { priority: NaN })]
  ) {
    assertThrows(
      () =>
        defineController({ name: "maps", for: ConfigMap, reconcile: () => {}, sources: [source] }),
      TypeError,
      "priority is NaN; give a number",
    );
  }
});

async function* never(): AsyncGenerator<never> {}
