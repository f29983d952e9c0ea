import { badRequests } from "./bad_requests.ts";
import { remove, removeAll } from "./deletes.ts";
import type { Draft } from "./draft.ts";
import { kinds, pathOf } from "./kinds.ts";
import { owners } from "./owners.ts";
import { createDice } from "./random.ts";
import { list, watch } from "./reads.ts";
import type { Sequence, Step } from "./types.ts";
import {
  apply,
  create,
  patchJson,
  patchMerge,
  read,
  replace,
  scale,
  writeStatus,
} from "./writes.ts";

type Act = (draft: Draft) => number;

const profiles: Readonly<Record<string, readonly (readonly [number, Act])[]>> = {
  crud: [[4, create], [2, read], [6, replace], [2, remove], [1, list], [2, patchMerge]],
  patch: [[2, create], [1, read], [5, patchMerge], [6, patchJson], [1, replace]],
  apply: [[1, create], [8, apply], [2, replace], [2, patchMerge], [1, remove], [1, read]],
  delete: [[5, create], [5, remove], [2, removeAll], [3, patchMerge], [1, read], [1, list]],
  list: [[6, create], [6, list], [1, remove], [1, patchMerge]],
  watch: [[5, create], [2, patchMerge], [2, remove], [5, watch], [1, replace], [1, list]],
  subresources: [[2, create], [6, writeStatus], [3, scale], [1, replace], [1, patchMerge], [
    1,
    read,
  ]],
};

const profileWeights: readonly (readonly [number, string])[] = [
  [5, "crud"],
  [4, "patch"],
  [5, "apply"],
  [3, "delete"],
  [3, "list"],
  [3, "watch"],
  [4, "subresources"],
  [2, "bad"],
  [2, "owners"],
];

/** The sequence of a seed: always the same. */
export function generate(seed: number): Sequence {
  const dice = createDice(seed);
  const profile = dice.weighted(profileWeights);
  const steps: Step[] = [];
  const suited = kinds.filter((one) =>
    profile !== "subresources" || one.status || dice.chance(0.1)
  );
  const kind = dice.weighted(suited.map((one) => [one.weight, one] as const));
  const draft: Draft = {
    dice,
    kind,
    names: ["a", "b", "c"],
    seen: new Map(),
    add: (step) => steps.push(step),
  };
  if (profile === "owners") owners(draft);
  else if (profile === "bad") {
    create(draft, "a", 0);
    for (let count = dice.between(6, 12); count > 0; count--) {
      draft.add(dice.pick(badRequests(draft))());
    }
  } else {
    const acts = profiles[profile] ?? [];
    create(draft, "a", 0.1);
    if (profile === "list" || profile === "delete" || profile === "watch") {
      create(draft, "b", 0);
      create(draft, "c", 0);
    }
    for (let count = dice.between(5, 10); count > 0; count--) {
      const act = dice.weighted(acts);
      // Mostly the first object, so that writes meet.
      const name = dice.weighted([[5, "a"], [2, "b"], [1, "c"]]);
      const narrowed: Draft = { ...draft, names: act === list ? draft.names : [name] };
      act(narrowed);
    }
    read(draft, "a");
    if (!kind.cluster) draft.add({ method: "GET", path: pathOf(kind) });
  }
  return { seed, profile, steps };
}
