import { type Draft, headed, note, objectPath, otherUid } from "./draft.ts";
import { pathOf } from "./kinds.ts";
import { listQuery } from "./reads.ts";
import type { Json } from "./types.ts";
import { read, someAnswer } from "./writes.ts";

export function remove(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice } = draft;
  // A namespace ends in its own time.
  if (draft.kind.plural === "namespaces") return read(draft, name);
  const ref = someAnswer(draft, name);
  // A job without a policy waits for the garbage collector.
  const plain = draft.kind.plural === "jobs" ? { propagationPolicy: "Background" } : undefined;
  const body: Json = dice.weighted<Json>([
    [6, plain],
    [2, { ...plain }],
    [2, { preconditions: { uid: `<${ref}:metadata.uid|${otherUid}>` } }],
    [2, { preconditions: { resourceVersion: `<${ref}:metadata.resourceVersion|1>` } }],
    [1, { preconditions: { uid: otherUid } }],
    [1, { propagationPolicy: "Background" }],
    [1, { propagationPolicy: "Sometimes" }],
    [1, { gracePeriodSeconds: 0 }],
    [1, { gracePeriodSeconds: 5 }],
    [1, { gracePeriodSeconds: -1 }],
    [1, { gracePeriodSeconds: "now" }],
    [1, { dryRun: ["All"] }],
    [1, { dryRun: ["Half"] }],
    [1, { orphanDependents: false }],
    [1, { orphanDependents: true, propagationPolicy: "Background" }],
    [1, { kind: "DeleteOptions", apiVersion: "v1" }],
    [1, { kind: "Pod", apiVersion: "v1" }],
    [1, { surprise: 1 }],
  ]);
  const query: (readonly [string, string])[] = [];
  if (dice.chance(0.05)) query.push(["propagationPolicy", "Background"]);
  if (dice.chance(0.05)) query.push(["gracePeriodSeconds", dice.pick(["0", "x"])]);
  if (dice.chance(0.05)) query.push(["dryRun", "All"]);
  return note(
    draft,
    name,
    draft.add({
      method: "DELETE",
      path: objectPath(draft, name),
      query,
      headers: headed(draft),
      ...(body === undefined ? {} : { body }),
    }),
  );
}

export function removeAll(draft: Draft): number {
  const { dice, kind } = draft;
  if (kind.cluster) return remove(draft);
  return draft.add({
    method: "DELETE",
    path: pathOf(kind),
    query: listQuery(draft).filter(([, value]) => !value.includes("unknown")),
    headers: headed(draft),
    ...(dice.chance(0.3)
      ? { body: dice.pick<Json>([{}, { propagationPolicy: "Background" }, { dryRun: ["All"] }]) }
      : kind.plural === "jobs"
      ? { body: { propagationPolicy: "Background" } }
      : {}),
  });
}
