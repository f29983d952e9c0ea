import type { KindSpec } from "./kind_spec.ts";
import { pathOf } from "./kinds.ts";
import type { Dice } from "./random.ts";
import type { Json, Step } from "./types.ts";

/** What a profile is made with. */
export interface Draft {
  readonly dice: Dice;
  readonly kind: KindSpec;
  readonly names: readonly string[];
  /** Adds a request; answers the number by which later ones refer to its answer. */
  readonly add: (step: Step) => number;
  /** The numbers of the requests so far that may have answered with the object of this name. */
  readonly seen: Map<string, number[]>;
}

export const mergeType = "application/merge-patch+json";
export const jsonType = "application/json-patch+json";
export const strategicType = "application/strategic-merge-patch+json";
export const applyType = "application/apply-patch+yaml";

export const otherUid = "11111111-1111-4111-8111-111111111111";

export function manager(dice: Dice): string {
  return `${dice.pick(["alpha", "alpha", "beta", "gamma"])}/1.0`;
}

export function headed(draft: Draft, type?: string): Readonly<Record<string, string>> {
  return {
    "user-agent": manager(draft.dice),
    ...(type === undefined ? {} : { "content-type": type }),
  };
}

export function labels(dice: Dice): Json {
  return dice.pick([{ app: "a" }, { app: "b" }, { app: "a", tier: "x" }, { tier: "y", n: "5" }]);
}

export const wrongMetadata: readonly Json[] = [
  { labels: { app: "not valid!" } },
  { labels: { "bad key/!": "a" } },
  { labels: { app: 5 } },
  { labels: { app: null } },
  { labels: ["a"] },
  { annotations: { a: true } },
  { annotations: { "": "a" } },
  { annotations: { "UPPER/x": "a" } },
  { finalizers: ["nodomain"] },
  { finalizers: ["example.test/a", "example.test/a"] },
  { finalizers: "text" },
  { finalizers: ["bad name!"] },
  { ownerReferences: [{ kind: "ConfigMap", name: "a" }] },
  { ownerReferences: {} },
  { name: 5 },
  { namespace: "other" },
  { uid: otherUid },
  { resourceVersion: "abc" },
  { resourceVersion: "1" },
  { resourceVersion: "0" },
  { generation: 77 },
  { creationTimestamp: "2001-01-01T00:00:00Z" },
  { deletionTimestamp: "2001-01-01T00:00:00Z" },
  { deletionGracePeriodSeconds: 3 },
  { selfLink: "/x" },
  { surprise: "a" },
  { generateName: "Bad_" },
  { managedFields: [] },
];

export function merged(target: Json, patch: Json): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result: Json = typeof target === "object" && target !== null && !Array.isArray(target)
    ? { ...target }
    : {};
  for (const [key, value] of Object.entries(patch)) result[key] = merged(result[key], value);
  return result;
}

export function objectOf(draft: Draft, name: string, wrong = 0): Json {
  const { dice, kind } = draft;
  const made: Json = {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: { name },
    ...kind.content(dice, name),
  };
  if (dice.chance(0.5)) made.metadata.labels = labels(dice);
  if (dice.chance(0.2)) made.metadata.annotations = { note: dice.pick(["one", "two"]) };
  if (dice.chance(0.12)) made.metadata.finalizers = ["example.test/hold"];
  if (!dice.chance(wrong)) return made;
  return dice.chance(0.6) && kind.wrong
    ? merged(made, kind.wrong(dice))
    : merged(made, { metadata: dice.pick(wrongMetadata) });
}

export function options(dice: Dice, more: readonly (readonly [string, string])[] = []) {
  const found: (readonly [string, string])[] = [...more];
  if (dice.chance(0.08)) found.push(["dryRun", dice.pick(["All", "All", "Some"])]);
  if (dice.chance(0.2)) {
    found.push(["fieldValidation", dice.pick(["Strict", "Strict", "Warn", "Ignore", "Odd"])]);
  }
  if (dice.chance(0.1)) found.push(["fieldManager", dice.pick(["named", "named", "bad\u0001"])]);
  return found;
}

export function objectPath(draft: Draft, name: string, subresource?: string): string {
  return pathOf(draft.kind, draft.kind.cluster ? `{ns}-${name}` : name, subresource);
}

export function named(draft: Draft, name: string): string {
  return draft.kind.cluster ? `{ns}-${name}` : name;
}

export function note(draft: Draft, name: string, index: number): number {
  const found = draft.seen.get(name) ?? [];
  draft.seen.set(name, [...found, index]);
  return index;
}
