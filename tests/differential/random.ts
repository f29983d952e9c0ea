import { seededRandom } from "../../_internal/mod.ts";

/** Choices that a seed decides. */
export interface Dice {
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** A whole number, both ends among the possible. */
  readonly between: (least: number, most: number) => number;
  /** One of them. */
  readonly pick: <T>(choices: readonly T[]) => T;
  /** One of them, by weight. */
  readonly weighted: <T>(choices: readonly (readonly [number, T])[]) => T;
}

export function createDice(seed: number): Dice {
  const random = seededRandom(seed);
  const between = (least: number, most: number) =>
    least + Math.floor(random() * (most - least + 1));
  const pick = <T>(choices: readonly T[]): T => choices[between(0, choices.length - 1)] as T;
  return {
    chance: (probability) => random() < probability,
    between,
    pick,
    weighted(choices) {
      let left = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      return pick(choices)[1];
    },
  };
}
