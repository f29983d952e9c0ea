import { type Draft, mergeType, objectOf } from "./draft.ts";
import { kinds, pathOf } from "./kinds.ts";

/** An owner, dependents, and a deletion by each policy. */
export function owners(draft: Draft): void {
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
