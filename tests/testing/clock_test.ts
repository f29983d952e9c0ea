import { assertEquals, assertRejects } from "@std/assert";
import { createTestClock } from "../../testing/mod.ts";

Deno.test("createTestClock() settle waits for chains of promises and streams of any length", async () => {
  const clock = createTestClock();
  let done = 0;
  async function chain() {
    for (let step = 0; step < 100_000; step++) await undefined;
    done++;
  }
  async function stream() {
    let left = 1_000;
    const source = new ReadableStream<number>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(left);
        else controller.close();
      },
    });
    for await (const _ of source.pipeThrough(new TransformStream())) await clock.turn();
    done++;
  }
  chain();
  stream();
  await clock.settle();
  assertEquals(done, 2);
});

Deno.test("createTestClock() advance fires timers at their moments, in order, with the work they set off", async () => {
  const clock = createTestClock(1_000);
  const seen: [string, number][] = [];
  const at = (name: string, delay: number, then?: () => void) =>
    clock.setTimeout(async () => {
      for (let step = 0; step < 1_000; step++) await undefined;
      seen.push([name, clock.now()]);
      then?.();
    }, delay);
  at("late", 20);
  at("first", 10, () => at("nested", 5));
  at("second", 10);
  using _never = at("never", 100);
  await clock.advance(20);
  assertEquals(seen, [["first", 1_010], ["second", 1_010], ["nested", 1_015], ["late", 1_020]]);
  assertEquals([clock.monotonic(), clock.pending, clock.next()], [20, 1, 80]);
});

Deno.test("createTestClock() until moves to the moment and no further, and says when it never comes", async () => {
  const clock = createTestClock();
  let fired = false;
  clock.setTimeout(() => fired = true, 5_000);
  clock.setTimeout(() => {}, 9_000);
  await clock.until(() => fired);
  assertEquals([clock.monotonic(), clock.pending], [5_000, 1]);
  await assertRejects(() => clock.until(() => false, 1_000), Error, "after 1000 ms");
  await assertRejects(() => clock.until(() => false), Error, "Nothing is left");
});

Deno.test("createTestClock() finish moves until the promise is settled, and gives what it gives", async () => {
  const clock = createTestClock();
  const after = (ms: number, error?: Error) =>
    new Promise<number>((resolve, reject) => {
      clock.setTimeout(() => error ? reject(error) : resolve(ms), ms);
    });
  assertEquals(await clock.finish(after(5_000)), 5_000);
  assertEquals(clock.monotonic(), 5_000);
  await assertRejects(() => clock.finish(after(1_000, new Error("refused"))), Error, "refused");
  assertEquals(clock.monotonic(), 6_000);
  await assertRejects(() => clock.finish(after(2_000), 1_000), Error, "not settled after 1000 ms");
  await clock.advance(2_000);
  await assertRejects(() => clock.finish(new Promise(() => {})), Error, "is not settled");
});
