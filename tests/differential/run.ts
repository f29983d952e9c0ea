import { compareAnswers } from "./compare.ts";
import { execute } from "./execute.ts";
import { findKnown, type KnownDifference } from "./known.ts";
import { mask } from "./mask.ts";
import type { Servers } from "./servers.ts";
import type { Answer, Difference, Sequence } from "./types.ts";

/** What running a sequence on both servers showed. */
export interface Outcome {
  readonly sequence: Sequence;
  readonly real: readonly Answer[];
  readonly ours: readonly Answer[];
  /** Those of the first answer that differs in what is not known. */
  readonly differences: readonly Difference[];
  /** Names of the known differences that were met on the way. */
  readonly known: readonly string[];
}

/** Runs a sequence on both servers in a namespace that neither has, and compares the answers. */
export async function runSequence(
  servers: Servers,
  sequence: Sequence,
  namespace: string,
  list: readonly KnownDifference[],
): Promise<Outcome> {
  await using own = await servers.ours();
  const ours = await execute(own, sequence, namespace);
  const real = await execute(servers.real, sequence, namespace, ours);
  const settles = sequence.steps.some((step) => "settle" in step);
  const [maskedReal, maskedOurs] = [mask(real, settles), mask(ours, settles)];
  const known: string[] = [];
  const outcome = { sequence, real: maskedReal, ours: maskedOurs, known };
  for (let step = 0; step < real.length; step++) {
    const [a, b, request] = [maskedReal[step], maskedOurs[step], sequence.steps[step - 1]];
    if (!a || !b) continue;
    const found = compareAnswers(a, b).map((one) => ({ ...one, step }));
    const entries = found.map((one) => request && findKnown(list, request, one));
    known.push(...entries.flatMap((entry) => entry ? [entry.id] : []));
    const unknown = found.filter((_, index) => !entries[index]);
    if (unknown.length) return { ...outcome, differences: unknown };
    if (entries.some((entry) => entry?.ends)) break;
  }
  return { ...outcome, differences: [] };
}
