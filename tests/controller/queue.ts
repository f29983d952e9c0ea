import { assert } from "@std/assert";
import { createWorkQueue, type WorkItem, type WorkQueue } from "../../controller/workqueue.ts";
import { createTestClock, type TestClock } from "../../testing/clock.ts";

/** A request. */
export const a = { name: "a", namespace: "x" };
/** Another. */
export const b = { name: "b", namespace: "x" };

/** A queue in virtual time. */
export function setup(
  random: () => number = () => 0,
): { readonly clock: TestClock; readonly queue: WorkQueue } {
  const clock = createTestClock();
  const queue = createWorkQueue({ clock, random });
  return { clock, queue };
}

/** The next item, which has to be there already. */
export async function take(queue: WorkQueue): Promise<WorkItem> {
  assert(queue.ready > 0, "nothing is ready");
  const item = await queue.get();
  assert(item);
  return item;
}

/** Runs what is ready and tells its names. */
export async function names(queue: WorkQueue): Promise<string[]> {
  const result: string[] = [];
  while (queue.ready > 0) {
    using item = await take(queue);
    result.push(item.request.name);
  }
  return result;
}
