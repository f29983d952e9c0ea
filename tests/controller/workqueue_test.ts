import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { createWorkQueue, type WorkItem } from "../../controller/workqueue.ts";
import { a, b, names, setup, take } from "./queue.ts";

Deno.test("workqueue: a request added many times while it waits runs once (Q1)", async () => {
  const { queue } = setup();
  for (let n = 0; n < 5; n++) {
    queue.add(a, { cause: { reason: "changed", kind: "Pod", name: `p${n % 2}` } });
  }
  queue.add(b);
  {
    using item = await take(queue);
    assertEquals(item.request, a);
    assertEquals(item.causes.map((cause) => cause.name), ["p0", "p1"]);
  }
  assertEquals(await names(queue), ["b"]);
  assertEquals(queue.size, 0);
});

Deno.test("workqueue: an empty namespace is none, so that both name one object (Q1)", async () => {
  const { queue } = setup();
  queue.add({ name: "a", namespace: "" });
  queue.add({ name: "a" });
  using item = await take(queue);
  assertEquals(item.request, { name: "a" });
  assertEquals(queue.ready, 0);
});

Deno.test("workqueue: a request added while it runs runs exactly once more, afterwards (Q2)", async () => {
  const { queue } = setup();
  queue.add(a);
  {
    using _item = await take(queue);
    queue.add(a);
    queue.add(a);
    assertEquals(queue.ready, 0);
    assertEquals(queue.processing, 1);
  }
  assertEquals(queue.ready, 1);
  assertEquals(await names(queue), ["a"]);
  assertEquals(queue.ready, 0);
});

Deno.test("workqueue: of delays the earliest wins, and no delay wins over any (Q3)", async () => {
  const { clock, queue } = setup();
  queue.add(a, { after: 500 });
  queue.add(a, { after: 200 });
  queue.add(a, { after: 900 });
  await clock.advance(199);
  assertEquals(queue.ready, 0);
  await clock.advance(1);
  assertEquals(await names(queue), ["a"]);
  await clock.advance(10_000);
  assertEquals(queue.ready, 0);
  assertEquals(queue.size, 0);

  queue.add(b, { after: 500 });
  queue.add(b);
  assertEquals(await names(queue), ["b"]);
});

Deno.test("workqueue: a delayed request is not lost when the request runs for another reason (C4)", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  {
    using item = await take(queue);
    item.requeue(1_000);
  }
  await clock.advance(400);
  queue.add(a, { cause: { reason: "changed" } });
  {
    using item = await take(queue);
    assertEquals(item.causes, [{ reason: "changed" }]);
  }
  await clock.advance(599);
  assertEquals(queue.ready, 0);
  await clock.advance(1);
  {
    using item = await take(queue);
    assertEquals(item.causes, [{ reason: "requeue" }]);
  }
  assertEquals(queue.size, 0);
});

Deno.test("workqueue: the backoff of a request doubles, is capped and is forgotten after success (Q4, C3)", async () => {
  const { clock, queue } = setup();
  const waits: number[] = [];
  queue.add(a);
  for (let n = 0; n < 14; n++) {
    using item = await take(queue);
    assertEquals(item.failures, n);
    waits.push(item.retry());
    item[Symbol.dispose]();
    await clock.advance(waits.at(-1) ?? 0);
  }
  assertEquals(waits.slice(0, 4), [200, 400, 800, 1_600]);
  assertEquals(waits.at(-1), 300_000);
  {
    using item = await take(queue);
    assertEquals(item.causes, [{ reason: "retry" }]);
  }
  assertEquals(queue.size, 0);
  queue.add(a);
  using item = await take(queue);
  assertEquals(item.failures, 0);
  assertEquals(item.retry(), 200);
});

Deno.test("workqueue: the backoff does not overflow after 10,000 failures (Q4)", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  let wait = 0;
  for (let n = 0; n < 10_000; n++) {
    using item = await take(queue);
    wait = item.retry();
    item[Symbol.dispose]();
    if (n < 9_999) queue.add(a);
  }
  assert(wait <= 300_000 * 1.2 && wait >= 300_000);
  await clock.advance(wait);
  assertEquals(queue.ready, 1);
});

Deno.test("workqueue: retries of many requests are spread out by the bucket (Q4)", async () => {
  const { clock } = setup();
  const queue = createWorkQueue({
    clock,
    random: () => 0,
    retries: { perSecond: 10, burst: 4 },
  });
  const waits: number[] = [];
  for (let n = 0; n < 10; n++) {
    queue.add({ name: `n${n}` });
    using item = await take(queue);
    waits.push(item.retry());
  }
  assertEquals(waits, [200, 200, 200, 200, 200, 200, 300, 400, 400, 400]);
});

Deno.test("workqueue: an event runs a failed request at once, and its retry does not come on top (Q3)", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  {
    using item = await take(queue);
    item.retry();
  }
  queue.add(a);
  assertEquals(await names(queue), ["a"]);
  await clock.advance(10_000);
  assertEquals(queue.ready, 0);
  assertEquals(queue.size, 0);
  assertEquals(clock.pending, 0);
});

Deno.test("workqueue: shutting down wakes all who wait, and takes nothing more (Q5)", async () => {
  const { clock, queue } = setup();
  const waiting = [queue.get(), queue.get(), queue.get()];
  queue.add(b, { after: 1_000 });
  await queue.shutDown();
  assertEquals(await Promise.all(waiting), [undefined, undefined, undefined]);
  queue.add(a);
  assertEquals(await queue.get(), undefined);
  assertEquals(clock.pending, 0);
});

Deno.test("workqueue: draining waits for what runs and what became dirty meanwhile (Q5)", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  queue.add(b);
  const first = await take(queue);
  queue.add(a);
  let isDrained = false;
  const drained = queue.shutDown({ drain: true }).then(() => isDrained = true);
  queue.add({ name: "late" });
  assertEquals(await names(queue), ["b"]);
  await clock.settle();
  assertEquals(isDrained, false);
  first[Symbol.dispose]();
  const again = await take(queue);
  assertEquals(again.request, a);
  const last = queue.get();
  again[Symbol.dispose]();
  await drained;
  assertEquals(await last, undefined);
});

Deno.test("workqueue: a forced shutdown ends a draining one (Q5)", async () => {
  const { queue } = setup();
  queue.add(a);
  queue.add(b);
  using _item = await take(queue);
  const drained = queue.shutDown({ drain: true });
  await queue.shutDown();
  await drained;
  assertEquals(queue.ready, 0);
  assertEquals(await queue.get(), undefined);
});

Deno.test("workqueue: a request that runs for ever does not hold up others (Q6)", async () => {
  const { queue } = setup();
  queue.add(a);
  using _slow = await take(queue);
  queue.add(a);
  for (let n = 0; n < 10; n++) queue.add({ name: `n${n}` });
  assertEquals((await names(queue)).length, 10);
});

Deno.test("workqueue: nothing is left of a key that is done with (Q7)", async () => {
  const { clock, queue } = setup();
  for (let n = 0; n < 1_000; n++) {
    const request = { name: `n${n}` };
    queue.add(request);
    using item = await take(queue);
    if (n % 3 === 0) item.requeue(10);
    if (n % 3 === 1) item.retry();
    if (n % 5 === 0) item.park()[Symbol.dispose]();
  }
  await clock.advance(60_000);
  await names(queue);
  assertEquals(queue.size, 0);
  assertEquals(clock.pending, 0);
});

Deno.test("workqueue: forgetting drops what was asked for later (Q7)", async () => {
  const { clock, queue } = setup();
  queue.add(a, { after: 3_600_000 });
  queue.add(a);
  {
    using item = await take(queue);
    item.forget();
  }
  assertEquals(queue.size, 0);
  assertEquals(clock.pending, 0);
});

Deno.test("workqueue: requests of low priority wait behind others until they change", async () => {
  const { queue } = setup();
  queue.add({ name: "old1" }, { priority: -100 });
  queue.add({ name: "old2" }, { priority: -100 });
  queue.add({ name: "old3" }, { priority: -100 });
  queue.add({ name: "new" });
  queue.add({ name: "old2" });
  queue.add({ name: "new" }, { priority: -100 });
  assertEquals(await names(queue), ["new", "old2", "old1", "old3"]);
});

Deno.test("workqueue: a parked request waits, others run, and what came meanwhile runs afterwards (S12)", async () => {
  const { clock, queue } = setup();
  queue.add(a);
  const item = await take(queue);
  const parking = item.park();
  const second = item.park();
  item.requeue(100);
  item[Symbol.dispose]();
  queue.add(b);
  assertEquals(await names(queue), ["b"]);
  queue.add(a, { cause: { reason: "changed" } });
  await clock.advance(100);
  assertEquals(queue.ready, 0);
  parking[Symbol.dispose]();
  parking[Symbol.dispose]();
  assertEquals(queue.ready, 0);
  second[Symbol.dispose]();
  using next = await take(queue);
  assertEquals(next.causes, [{ reason: "changed" }, { reason: "requeue" }]);
});

Deno.test("workqueue: waiting workers are served in turn", async () => {
  const { queue } = setup();
  const first = queue.get();
  const second = queue.get();
  queue.add(a);
  queue.add(b);
  assertEquals((await first)?.request, a);
  assertEquals((await second)?.request, b);
});

Deno.test("workqueue: random use agrees with a simple model (Q8)", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = seededRandom(seed);
    const { clock, queue } = setup(random);
    const model = new Map<
      string,
      { wanted: boolean; running: boolean; parked: number; due: number[] }
    >();
    const running: WorkItem[] = [];
    const parkings: { name: string; parking: Disposable }[] = [];
    const pick = <V>(list: V[]) => list[Math.floor(random() * list.length)];
    const at = (name: string) => {
      let known = model.get(name);
      if (!known) model.set(name, known = { wanted: false, running: false, parked: 0, due: [] });
      return known;
    };
    for (let step = 0; step < 400; step++) {
      const name = `k${Math.floor(random() * 6)}`;
      const state = at(name);
      const choice = random();
      if (choice < 0.3) {
        queue.add({ name }, { priority: random() < 0.5 ? -100 : 0 });
        state.wanted = true;
      } else if (choice < 0.4) {
        const after = 1 + Math.floor(random() * 50);
        queue.add({ name }, { after });
        state.due.push(clock.monotonic() + after);
        state.due = [Math.min(...state.due)];
      } else if (choice < 0.65) {
        const runnable = [...model].filter(([, one]) =>
          one.wanted && !one.running && one.parked === 0
        );
        assertEquals(queue.ready, runnable.length, `seed ${seed} step ${step}`);
        if (runnable.length === 0) continue;
        const item = await take(queue);
        const taken = at(item.request.name);
        assert(taken.wanted && !taken.running && taken.parked === 0, `seed ${seed} step ${step}`);
        taken.wanted = false;
        taken.running = true;
        running.push(item);
      } else if (choice < 0.9) {
        const item = pick(running);
        if (!item) continue;
        running.splice(running.indexOf(item), 1);
        const done = at(item.request.name);
        if (random() < 0.2) {
          parkings.push({ name: item.request.name, parking: item.park() });
          done.parked++;
        }
        if (random() < 0.2) {
          const after = 1 + Math.floor(random() * 50);
          item.requeue(after);
          done.due = [Math.min(clock.monotonic() + after, ...done.due)];
        }
        item[Symbol.dispose]();
        done.running = false;
      } else if (choice < 0.95) {
        const one = pick(parkings);
        if (!one) continue;
        parkings.splice(parkings.indexOf(one), 1);
        one.parking[Symbol.dispose]();
        at(one.name).parked--;
      } else {
        await clock.advance(Math.floor(random() * 30));
        for (const one of model.values()) {
          if (one.due.some((due) => due <= clock.monotonic())) {
            one.due = [];
            one.wanted = true;
          }
        }
      }
      assertEquals(queue.processing, running.length);
    }
    for (const item of running) item[Symbol.dispose]();
    for (const { parking } of parkings) parking[Symbol.dispose]();
    await clock.advance(100);
    await names(queue);
    assertEquals(queue.size, 0, `seed ${seed}: something is left`);
    assertEquals(clock.pending, 0);
  }
});
