import {
  applyType,
  type Draft,
  headed,
  jsonType,
  labels,
  merged,
  mergeType,
  named,
  note,
  objectOf,
  objectPath,
  options,
  otherUid,
  strategicType,
  wrongMetadata,
} from "./draft.ts";
import { pathOf } from "./kinds.ts";
import type { Dice } from "./random.ts";
import type { Json, RequestStep } from "./types.ts";

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
