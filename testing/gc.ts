import { schemaOf } from "./admit.ts";
import { trackUpdate } from "./apply/mod.ts";
import { type Core, timestamp } from "./call.ts";
import type { OwnerReference } from "../client/mod.ts";
import { deleteStored } from "./delete.ts";
import type { Kind } from "./kinds.ts";
import { canonical, type StoredObject } from "./object.ts";
import type { Change } from "./storage.ts";

/** Deletes dependents whose owners are gone, as the garbage collector of the controller manager does. */
export interface GarbageCollector {
  /** Notes a change that may set something free. */
  readonly note: (change: Change) => void;
  /** Does one piece of work; false when there is none. */
  readonly step: () => boolean;
}

const foreground = "foregroundDeletion";
const orphan = "orphan";

/** Makes a collector that works when told to. */
export function createGarbageCollector(core: Core): GarbageCollector {
  const { storage, registry } = core;
  const dependents = new Set<string>();
  const owners = new Set<string>();

  const kindOf = (name: string): Kind | undefined =>
    registry.storages().find((kind) => kind.storage === name);

  // An owner that is of an unknown kind may come yet: its dependents stay.
  const stateOf = (owner: OwnerReference, namespace: string) => {
    const kind = registry.findKind(owner.apiVersion, owner.kind);
    if (!kind || (kind.namespaced && !namespace)) return "unknown";
    const object = storage.get(kind.storage, kind.namespaced ? namespace : "", owner.name);
    if (!object || object.metadata.uid !== owner.uid) return "gone";
    const waiting = object.metadata.deletionTimestamp &&
      object.metadata.finalizers?.includes(foreground);
    return waiting ? "waiting" : "there";
  };

  const update = (kind: Kind, object: StoredObject, metadata: StoredObject["metadata"]) => {
    const schema = schemaOf(kind);
    const managed = trackUpdate({
      before: object,
      after: canonical({ ...object, metadata }, kind.custom !== undefined),
      manager: "kube-controller-manager",
      now: timestamp(core.clock),
      ...(schema ? { schema } : {}),
    });
    const next = canonical(managed, kind.custom !== undefined);
    if (next.metadata.deletionTimestamp && !next.metadata.finalizers?.length) {
      storage.remove(kind.storage, next);
    } else storage.put(kind.storage, next);
  };

  const examineDependent = (uid: string) => {
    const found = storage.byUid(uid);
    const kind = found && kindOf(found.storage);
    if (!found || !kind) return;
    const { object } = found;
    const references = object.metadata.ownerReferences ?? [];
    if (!references.length) return;
    const states = references.map((owner) => stateOf(owner, object.metadata.namespace ?? ""));
    const solid = states.some((state) => state === "there" || state === "unknown");
    if (solid) {
      const kept = references.filter((_, index) =>
        states[index] !== "gone" && states[index] !== "waiting"
      );
      if (kept.length < references.length) {
        update(kind, object, { ...object.metadata, ownerReferences: kept });
      }
      return;
    }
    if (object.metadata.deletionTimestamp) return;
    const own = object.metadata.finalizers ?? [];
    const propagationPolicy = states.includes("waiting") && storage.dependents(uid).length
      ? "Foreground"
      : own.includes(orphan)
      ? "Orphan"
      : own.includes(foreground)
      ? "Foreground"
      : "Background";
    deleteStored(core, kind, object, { propagationPolicy });
  };

  const examineOwner = (uid: string) => {
    const found = storage.byUid(uid);
    const kind = found && kindOf(found.storage);
    if (!found || !kind || !found.object.metadata.deletionTimestamp) return;
    const { object } = found;
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes(orphan)) {
      for (const dependent of storage.dependents(uid)) {
        const dependentKind = kindOf(dependent.storage);
        if (!dependentKind) continue;
        const { metadata } = dependent.object;
        update(dependentKind, dependent.object, {
          ...metadata,
          ownerReferences: (metadata.ownerReferences ?? []).filter((one) => one.uid !== uid),
        });
      }
      update(kind, object, {
        ...object.metadata,
        finalizers: finalizers.filter((one) => one !== orphan),
      });
    } else if (finalizers.includes(foreground)) {
      const all = storage.dependents(uid);
      const blocking = all.filter((one) =>
        one.object.metadata.ownerReferences?.some((owner) =>
          owner.uid === uid && owner.blockOwnerDeletion
        )
      );
      for (const dependent of all) dependents.add(dependent.object.metadata.uid ?? "");
      // Dependents go first; the last of them to go brings this owner up again.
      if (blocking.length) return;
      update(kind, object, {
        ...object.metadata,
        finalizers: finalizers.filter((one) => one !== foreground),
      });
    }
  };

  const take = (set: Set<string>, examine: (uid: string) => void): boolean => {
    const [uid] = set;
    if (uid === undefined) return false;
    set.delete(uid);
    examine(uid);
    return true;
  };

  return {
    note(change) {
      const { metadata } = change.object;
      const uid = metadata.uid ?? "";
      if (change.type === "DELETED") {
        for (const one of storage.dependents(uid)) dependents.add(one.object.metadata.uid ?? "");
        for (const owner of metadata.ownerReferences ?? []) owners.add(owner.uid);
        return;
      }
      if (metadata.ownerReferences?.length) dependents.add(uid);
      for (const owner of change.previous?.metadata.ownerReferences ?? []) owners.add(owner.uid);
      if (metadata.deletionTimestamp && metadata.finalizers?.length) owners.add(uid);
    },
    step: () => take(dependents, examineDependent) || take(owners, examineOwner),
  };
}
