import { badRequests } from "./bad_requests.ts";
import { kinds, type KindSpec, pathOf } from "./kinds.ts";
import { createDice, type Dice } from "./random.ts";
import type { Json, RequestStep, Sequence, Step } from "./types.ts";

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

const otherUid = "11111111-1111-4111-8111-111111111111";

export function manager(dice: Dice): string {
  return `${dice.pick(["alpha", "alpha", "beta", "gamma"])}/1.0`;
}

function headed(draft: Draft, type?: string): Readonly<Record<string, string>> {
  return {
    "user-agent": manager(draft.dice),
    ...(type === undefined ? {} : { "content-type": type }),
  };
}

function labels(dice: Dice): Json {
  return dice.pick([{ app: "a" }, { app: "b" }, { app: "a", tier: "x" }, { tier: "y", n: "5" }]);
}

const wrongMetadata: readonly Json[] = [
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

function merged(target: Json, patch: Json): Json {
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

function named(draft: Draft, name: string): string {
  return draft.kind.cluster ? `{ns}-${name}` : name;
}

function note(draft: Draft, name: string, index: number): number {
  const found = draft.seen.get(name) ?? [];
  draft.seen.set(name, [...found, index]);
  return index;
}

export function create(draft: Draft, name = draft.dice.pick(draft.names), wrong = 0.25): number {
  const { dice, kind } = draft;
  const body = objectOf(draft, named(draft, name), wrong);
  if (dice.chance(0.06)) {
    delete body.metadata.name;
    body.metadata.generateName = dice.pick(["gen-", "gen-", "Bad_"]);
    if (kind.cluster) body.metadata.generateName = `{ns}-${body.metadata.generateName}`;
  }
  return note(
    draft,
    name,
    draft.add({
      method: "POST",
      path: pathOf(kind),
      query: options(dice),
      headers: headed(draft),
      body,
    }),
  );
}

export function read(draft: Draft, name = draft.dice.pick(draft.names), sub?: string): number {
  return note(
    draft,
    name,
    draft.add({ method: "GET", path: objectPath(draft, name, sub), headers: headed(draft) }),
  );
}

export function someAnswer(draft: Draft, name: string): number {
  return draft.dice.pick(draft.seen.get(name) ?? [1]);
}

export function replace(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice, kind } = draft;
  const body: Json = dice.weighted([
    [6, () => kind.change(dice)],
    [2, () => kind.wrong?.(dice) ?? {}],
    [1, () => ({ metadata: dice.pick(wrongMetadata) })],
    [2, () => ({ metadata: { labels: labels(dice) } })],
    [2, () => ({})],
    [1, () => ({ metadata: { resourceVersion: null } })],
    [1, () => ({ metadata: { uid: null, managedFields: null } })],
    [1, () => ({ metadata: { finalizers: null } })],
    [1, () => kind.changeStatus?.(dice) ?? {}],
  ])();
  const step: RequestStep = dice.chance(0.12)
    ? {
      method: "PUT",
      path: objectPath(draft, name),
      body: objectOf(draft, named(draft, name), 0.2),
    }
    : {
      method: "PUT",
      path: objectPath(draft, name),
      base: dice.chance(0.8) ? draft.seen.get(name)?.at(-1) ?? 1 : someAnswer(draft, name),
      body,
    };
  return note(
    draft,
    name,
    draft.add({ ...step, query: options(dice), headers: headed(draft) }),
  );
}

const metadataPatches = (dice: Dice, draft: Draft, name: string): Json =>
  dice.pick([
    { labels: { app: dice.pick(["a", "b"]) } },
    { labels: { app: null } },
    { labels: null },
    { annotations: { note: dice.pick(["one", "two"]) } },
    { finalizers: ["example.test/hold"] },
    { finalizers: null },
    { finalizers: [] },
    { resourceVersion: `<${someAnswer(draft, name)}:metadata.resourceVersion|1>` },
    { uid: `<${someAnswer(draft, name)}:metadata.uid|${otherUid}>` },
    dice.pick(wrongMetadata),
  ]);

export function patchMerge(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice, kind } = draft;
  const type = kind.custom ? mergeType : dice.pick([mergeType, strategicType]);
  const body: Json = dice.weighted([
    [5, () => kind.change(dice)],
    [2, () => kind.wrong?.(dice) ?? {}],
    [3, () => ({ metadata: metadataPatches(dice, draft, name) })],
    [1, () => ({})],
    [1, () => kind.changeStatus?.(dice) ?? {}],
  ])();
  return note(
    draft,
    name,
    draft.add({
      method: "PATCH",
      path: objectPath(draft, name),
      query: options(dice),
      headers: headed(draft, type),
      body,
    }),
  );
}

export function patchJson(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice, kind } = draft;
  const ref = someAnswer(draft, name);
  const one = (): Json =>
    dice.weighted<Json>([
      [3, { op: "add", path: "/metadata/labels", value: labels(dice) }],
      [2, { op: "add", path: "/metadata/labels/app", value: "json" }],
      [2, { op: "remove", path: "/metadata/labels/app" }],
      [2, { op: "replace", path: "/metadata/labels/app", value: "other" }],
      [1, { op: "test", path: "/metadata/uid", value: `<${ref}:metadata.uid|x>` }],
      [1, {
        op: "test",
        path: "/metadata/resourceVersion",
        value: `<${ref}:metadata.resourceVersion|1>`,
      }],
      [1, { op: "test", path: "/metadata/labels/app", value: "a" }],
      [1, { op: "test", path: "/metadata/annotations", value: null }],
      [1, { op: "add", path: "/metadata/annotations/a~1b", value: "slash" }],
      [1, { op: "add", path: "/metadata/finalizers", value: ["example.test/hold"] }],
      [1, { op: "add", path: "/metadata/finalizers/-", value: "example.test/more" }],
      [1, { op: "remove", path: "/metadata/finalizers" }],
      [1, { op: "remove", path: "/metadata/finalizers/0" }],
      [1, { op: "remove", path: "/nothing/here" }],
      [1, { op: "copy", from: "/metadata/name", path: "/metadata/labels/copied" }],
      [1, { op: "move", from: "/metadata/labels/app", path: "/metadata/labels/moved" }],
      [1, { op: "strange", path: "/metadata" }],
      [1, { op: "replace", path: "", value: {} }],
      [1, { op: "add", path: "metadata/labels", value: {} }],
      [1, { op: "add", path: "/metadata/labels/app", value: 5 }],
      [1, { op: "add", path: "/surprise", value: 5 }],
      [1, { op: "replace", path: "/metadata/name", value: "renamed" }],
    ]);
  const content = (): Json =>
    Object.entries(kind.change(dice)).map(([key, value]) => ({
      op: "add",
      path: `/${key}`,
      value,
    }));
  const body = dice.chance(0.2) && kind.plural === "configmaps"
    ? content()
    : Array.from({ length: dice.between(1, 2) }, one);
  return note(
    draft,
    name,
    draft.add({
      method: "PATCH",
      path: objectPath(draft, name),
      query: options(dice),
      headers: headed(draft, jsonType),
      body,
    }),
  );
}

export function apply(draft: Draft, name = draft.dice.pick(draft.names), sub?: string): number {
  const { dice, kind } = draft;
  const full = objectOf(draft, named(draft, name), 0.1);
  const body: Json = sub === "status"
    ? { apiVersion: kind.apiVersion, kind: kind.kind, metadata: {}, ...kind.changeStatus?.(dice) }
    : dice.chance(0.35)
    ? merged({
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: { name: named(draft, name) },
    }, kind.change(dice))
    : dice.chance(0.15)
    ? { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { labels: labels(dice) } }
    : full;
  if (dice.chance(0.04)) delete body.apiVersion;
  if (dice.chance(0.04)) delete body.kind;
  const query: (readonly [string, string])[] = [];
  if (!dice.chance(0.04)) query.push(["fieldManager", dice.pick(["one", "one", "two"])]);
  if (dice.chance(0.3)) query.push(["force", dice.pick(["true", "true", "false"])]);
  if (dice.chance(0.05)) query.push(["dryRun", "All"]);
  return note(
    draft,
    name,
    draft.add({
      method: "PATCH",
      path: objectPath(draft, name, sub),
      query,
      headers: headed(draft, applyType),
      body,
    }),
  );
}

export function writeStatus(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice, kind } = draft;
  if (!kind.changeStatus) return read(draft, name, dice.chance(0.3) ? "status" : undefined);
  const body = dice.weighted([
    [6, () => kind.changeStatus?.(dice)],
    [1, () => kind.change(dice)],
    [1, () => ({ ...kind.changeStatus?.(dice), metadata: metadataPatches(dice, draft, name) })],
  ])();
  if (dice.chance(0.15)) return apply(draft, name, "status");
  const path = objectPath(draft, name, "status");
  if (dice.chance(0.5)) {
    return note(
      draft,
      name,
      draft.add({
        method: "PUT",
        path,
        base: draft.seen.get(name)?.at(-1) ?? 1,
        body,
        headers: headed(draft),
      }),
    );
  }
  const type = kind.custom ? mergeType : dice.pick([mergeType, strategicType]);
  return note(
    draft,
    name,
    draft.add({ method: "PATCH", path, headers: headed(draft, type), body }),
  );
}

export function scale(draft: Draft, name = draft.dice.pick(draft.names)): number {
  const { dice, kind } = draft;
  if (!kind.scale) return read(draft, name, "scale");
  const path = objectPath(draft, name, "scale");
  return dice.weighted([
    [2, () => draft.add({ method: "GET", path })],
    [3, () =>
      draft.add({
        method: "PATCH",
        path,
        headers: headed(draft, mergeType),
        body: { spec: { replicas: dice.pick<Json>([0, 1, 2, 3, -1, "x", null]) } },
      })],
    [3, () => {
      const got = draft.add({ method: "GET", path });
      return draft.add({
        method: "PUT",
        path,
        base: got,
        headers: headed(draft),
        body: dice.pick<Json>([
          { spec: { replicas: 2 } },
          { spec: { replicas: 0 } },
          { metadata: { resourceVersion: null }, spec: { replicas: 4 } },
          { metadata: { resourceVersion: "1" }, spec: { replicas: 4 } },
          { spec: { replicas: -1 } },
          { spec: null },
          { kind: "Other" },
        ]),
      });
    }],
  ])();
}

export function settle(draft: Draft): number {
  return draft.add({ settle: [pathOf(draft.kind).replace("/clusterroles", "/clusterroles")] });
}

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

function list(draft: Draft, allowAll = true): number {
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

/** An owner, dependents, and a deletion by each policy. */
function owners(draft: Draft): void {
  const { dice } = draft;
  const maps = kinds.find(({ plural }) => plural === "configmaps") ?? draft.kind;
  const kind = dice.pick(
    kinds.filter(({ plural }) =>
      ["configmaps", "secrets", "widgets", "deployments"].includes(plural)
    ),
  );
  const owning: Draft = { ...draft, kind };
  const owner = draft.add({
    method: "POST",
    path: pathOf(kind),
    body: { ...objectOf(owning, "owner"), metadata: { name: "owner" } },
  });
  const reference = {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    name: "owner",
    uid: `<${owner}:metadata.uid>`,
    ...(dice.chance(0.5) ? { blockOwnerDeletion: true } : {}),
    ...(dice.chance(0.3) ? { controller: true } : {}),
  };
  const other = dice.chance(0.4)
    ? draft.add({ method: "POST", path: pathOf(maps), body: { metadata: { name: "second" } } })
    : 0;
  const second = {
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "second",
    uid: `<${other}:metadata.uid>`,
  };
  for (const name of draft.names.slice(0, dice.between(1, 3))) {
    draft.add({
      method: "POST",
      path: pathOf(maps),
      body: {
        metadata: {
          name,
          ownerReferences: other && dice.chance(0.5) ? [reference, second] : [reference],
          ...(dice.chance(0.2) ? { finalizers: ["example.test/hold"] } : {}),
        },
      },
    });
  }
  const paths = [...new Set([pathOf(kind), pathOf(maps)])];
  draft.add({ settle: paths });
  const policy = dice.pick(["Foreground", "Background", "Orphan", undefined]);
  draft.add({
    method: "DELETE",
    path: pathOf(kind, "owner"),
    ...(policy ? { body: { propagationPolicy: policy } } : {}),
  });
  draft.add({ settle: paths });
  for (const name of draft.names) {
    draft.add({ method: "GET", path: pathOf(maps, name) });
    draft.add({
      method: "PATCH",
      path: pathOf(maps, name),
      headers: { "content-type": mergeType },
      body: { metadata: { finalizers: null } },
    });
  }
  draft.add({ settle: paths });
  draft.add({ method: "GET", path: pathOf(maps) });
}

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
