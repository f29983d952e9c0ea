import { assert, assertEquals } from "@std/assert";
import { a, b, names, setup, take } from "./queue.ts";

Deno.test("workqueue: requests of low priority get a turn now and then however many others come", async () => {
  const { queue } = setup();
  queue.add({ name: "old" }, { priority: -100 });
  const taken: string[] = [];
  for (let n = 0; n < 20; n++) {
    queue.add({ name: `n${n}` });
    queue.add({ name: `m${n}` });
    using item = await take(queue);
    taken.push(item.request.name);
  }
  assert(taken.includes("old"), taken.join(" "));
});

Deno.test("workqueue: a retry has the priority of the run that failed", async () => {
  const { clock, queue } = setup();
  queue.add(a, { priority: -100 });
  {
    using item = await take(queue);
    item.retry();
  }
  await clock.advance(200);
  queue.add(b);
  assertEquals(await names(queue), ["b", "a"]);
});

Deno.test("workqueue: a retry waits at least as long as asked, and no less than the backoff", async () => {
  const { queue } = setup();
  const waits: number[] = [];
  for (const least of [0, 7_000, 0, 500]) {
    queue.add(a);
    using item = await take(queue);
    waits.push(item.retry(least));
  }
  assertEquals(waits, [200, 7_000, 800, 1_600]);
});

Deno.test("workqueue: a storm of failures holds up the retry of another request for a bounded time", async () => {
  const { clock, queue } = setup();
  const fail = async (name: string) => {
    queue.add({ name });
    using item = await take(queue);
    return item.retry();
  };
  for (let n = 0; n < 5_000; n++) await fail(`n${n}`);
  assert(await fail("other") <= 10_000, "the burst of 100 at 10 per second is 10 s");
  await clock.advance(60_000);
  await names(queue);
  assertEquals(await fail("later"), 200);
});
