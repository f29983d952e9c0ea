import { compareAnswers } from "./compare.ts";
import { execute } from "./execute.ts";
import { mask } from "./mask.ts";
import type { Servers } from "./servers.ts";
import type { Answer, Difference, Sequence } from "./types.ts";

/** What running a sequence on both servers showed. */
export interface Outcome {
  readonly sequence: Sequence;
  readonly real: readonly Answer[];
  readonly ours: readonly Answer[];
  /** Those of the first answer that differs. */
  readonly differences: readonly Difference[];
}

/** Runs a sequence on both servers in a namespace that neither has, and compares the answers. */
export async function runSequence(
  servers: Servers,
  sequence: Sequence,
  namespace: string,
): Promise<Outcome> {
  await using own = await servers.ours();
  const ours = await execute(own, sequence, namespace);
  const real = await execute(servers.real, sequence, namespace, ours);
  const [maskedReal, maskedOurs] = [mask(real), mask(ours)];
  for (let step = 0; step < real.length; step++) {
    const [a, b] = [maskedReal[step], maskedOurs[step]];
    if (!a || !b) continue;
    const found = compareAnswers(a, b).map((one) => ({ ...one, step }));
    if (found.length) return { sequence, real: maskedReal, ours: maskedOurs, differences: found };
  }
  return { sequence, real: maskedReal, ours: maskedOurs, differences: [] };
}
