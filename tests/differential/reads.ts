import { remove } from "./deletes.ts";
import { type Draft, headed, named } from "./draft.ts";
import { pathOf } from "./kinds.ts";
import { createDice } from "./random.ts";
import type { Json } from "./types.ts";
import { read } from "./writes.ts";

const labelSelectors = [
  "app=a",
  "app==b",
  "app!=a",
  "app",
  "!app",
  "app in (a,b)",
  "app notin (a)",
  "app in (a),tier",
  "n>3",
  "n<3",
  "app=a,app=b",
  "app=",
  " app = a ",
  "app in ()",
  "app in (a",
  "=a",
  "app=a,",
  "app in a",
  "a/b/c=d",
  "app=not valid",
  "n>x",
  "app,!tier",
];

export function listQuery(draft: Draft): (readonly [string, string])[] {
  const { dice, kind } = draft;
  const query: (readonly [string, string])[] = [];
  if (dice.chance(0.35)) query.push(["labelSelector", dice.pick(labelSelectors)]);
  if (dice.chance(0.25)) {
    const field = dice.pick([
      ...(kind.fields ?? []),
      "metadata.name",
      "metadata.namespace",
      "spec.unknown",
    ]);
    const value = field === "metadata.namespace"
      ? "{ns}"
      : dice.pick([...draft.names, "Normal", ""]);
    query.push(["fieldSelector", `${field}${dice.pick(["=", "==", "!="])}${value}`]);
  }
  if (dice.chance(0.05)) query.push(["fieldSelector", dice.pick(["x", "a=b,c", "metadata.name"])]);
  return query;
}

export function list(draft: Draft, allowAll = true): number {
  const { dice, kind } = draft;
  const query = listQuery(draft);
  // Not 0: what a list at 0 has may be of any age.
  const version = `<${dice.between(1, 4)}:metadata.resourceVersion|1>`;
  if (dice.chance(0.4)) {
    query.push(["limit", dice.pick(["1", "1", "2", "3", "0", "-1", "x", "500"])]);
  }
  if (dice.chance(0.35)) {
    query.push(["resourceVersion", dice.pick([version, version, "", "abc", "9999999999"])]);
    if (dice.chance(0.6)) {
      query.push(["resourceVersionMatch", dice.pick(["Exact", "NotOlderThan", "Odd"])]);
    }
  } else if (dice.chance(0.05)) query.push(["resourceVersionMatch", "Exact"]);
  if (dice.chance(0.03)) query.push(["sendInitialEvents", "true"]);
  // Objects of other sequences are in the way of lists of all namespaces and of kinds without one.
  if (kind.cluster) {
    return draft.add({
      method: "GET",
      path: pathOf(kind),
      query: [["fieldSelector", `metadata.name=${named(draft, dice.pick(draft.names))}`]],
    });
  }
  const path = pathOf(kind);
  const first = draft.add({ method: "GET", path, query, headers: headed(draft) });
  if (allowAll && dice.chance(0.5)) {
    if (dice.chance(0.3)) remove(draft);
    const token = `<${first}:metadata.continue|none>`;
    const next: (readonly [string, string])[] = [
      ...query.filter(([key]) => !key.startsWith("resourceVersion") || dice.chance(0.1)),
      ["continue", dice.chance(0.9) ? token : "garbage"],
    ];
    draft.add({ method: "GET", path, query: next });
  }
  return first;
}

export function watch(draft: Draft): number {
  const { dice, kind } = draft;
  if (kind.cluster) return read(draft);
  const query: (readonly [string, string])[] = [];
  const sentinel: Json = {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    ...kind.content(createDice(1), "sentinel"),
    metadata: {
      name: `sentinel-${draft.add.length}-${dice.between(1, 1e6)}`,
      labels: { app: "a" },
    },
  };
  if (dice.chance(0.4)) {
    query.push([
      "labelSelector",
      dice.pick(["app=a", "app", "app in (a,b)", "app!=b", "app=a,!tier"]),
    ]);
  } else if (dice.chance(0.1)) query.push(["labelSelector", "app in (a"]);
  if (dice.chance(0.15)) query.push(["fieldSelector", `metadata.name!=${dice.pick(draft.names)}`]);
  const version = `<${dice.between(0, 4)}:metadata.resourceVersion|>`;
  if (dice.chance(0.8)) {
    query.push(["resourceVersion", dice.weighted([[8, version], [1, "abc"], [1, ""]])]);
  }
  if (dice.chance(0.15)) {
    query.push(["sendInitialEvents", dice.pick(["true", "true", "false"])]);
    if (dice.chance(0.85)) query.push(["resourceVersionMatch", "NotOlderThan"]);
    if (dice.chance(0.85)) query.push(["allowWatchBookmarks", "true"]);
  } else if (dice.chance(0.05)) query.push(["resourceVersionMatch", "NotOlderThan"]);
  return draft.add({ watch: pathOf(kind), collection: pathOf(kind), query, sentinel });
}
