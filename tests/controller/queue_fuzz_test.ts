import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { createWorkQueue, type WorkItem } from "../../controller/workqueue.ts";
import { createTestClock } from "../../testing/mod.ts";
import { names, take } from "./queue.ts";

Deno.test("workqueue: whatever is held, parked, retried or raised, each request runs after it was added, and nothing is left (Q1 Q2 Q7 Q8)", async () => {
  for (let seed = 1; seed <= 15; seed++) {
    const random = seededRandom(seed);
    const pick = (most: number) => Math.floor(random() * most);
    const clock = createTestClock();
    const groupOf = ({ name }: { readonly name: string }) => name.charAt(0);
    const queue = createWorkQueue({ clock, random, groupOf });
    const owed = new Set<string>();
    const running = new Map<string, WorkItem>();
    const parked: Disposable[] = [];
    for (let step = 0; step < 300; step++) {
      const name = `${"abc".charAt(pick(3))}${pick(4)}`;
      const what = random();
      if (what < 0.35) {
        queue.add({ name }, { priority: pick(3) * 10 - 10, cause: { reason: "changed" } });
        owed.add(name);
      } else if (what < 0.6) {
        if (queue.ready === 0) continue;
        const item = await take(queue);
        assert(!running.has(item.request.name), "never twice at the same time");
        if (random() < 0.3) item.hold(pick(5_000), { requeues: random() < 0.5 });
        else {
          owed.delete(item.request.name);
          running.set(item.request.name, item);
        }
      } else if (what < 0.85) {
        const item = [...running.values()][pick(running.size)];
        if (!item) continue;
        running.delete(item.request.name);
        const end = pick(10);
        if (end < 3) item.retry();
        else if (end < 5) item.requeue(pick(3_000));
        if (random() < 0.3) parked.push(item.park());
        item[Symbol.dispose]();
      } else if (what < 0.9) queue.release({ name });
      else if (what < 0.95) parked.splice(0, 1)[0]?.[Symbol.dispose]();
      else await clock.advance(pick(1_000));
      assertEquals(queue.processing, running.size);
    }
    for (const item of running.values()) item[Symbol.dispose]();
    for (const one of parked) one[Symbol.dispose]();
    await clock.advance(10_000);
    for (const name of await names(queue)) owed.delete(name);
    await clock.advance(400_000);
    await names(queue);
    assertEquals([...owed], [], `seed ${seed}`);
    assertEquals([queue.size, queue.parked, queue.delayed, queue.ready], [0, 0, 0, 0]);
  }
});
