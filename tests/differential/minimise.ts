import type { Sequence } from "./types.ts";

/** Leaves out requests, from the last to the first, while `stays` says that the difference is still there. */
export async function minimise(
  sequence: Sequence,
  step: number,
  stays: (smaller: Sequence) => Promise<boolean>,
): Promise<Sequence> {
  const count = sequence.steps.length;
  const after = Array.from({ length: count - step }, (_, index) => step + 1 + index);
  let smallest: Sequence = { ...sequence, skipped: new Set(after) };
  for (let index = step - 1; index >= 1; index--) {
    const step = sequence.steps[index - 1];
    if (step && "settle" in step) continue;
    const smaller = { ...smallest, skipped: new Set([...smallest.skipped ?? [], index]) };
    if (await stays(smaller)) smallest = smaller;
  }
  return smallest;
}
