import { type ChangeLog, createChangeLog } from "./change_log.ts";
import type { StoredObject } from "./object.ts";

/** One change of one object. */
export interface Change {
  /** Version of the change. */
  readonly version: number;
  /** Which storage. */
  readonly storage: string;
  /** What happened. */
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** The object after the change; for a deletion its last state, with the version of the deletion. */
  readonly object: StoredObject;
  /** The object before the change. */
  readonly previous?: StoredObject;
}

/** Told about each change as it happens. */
export type ChangeListener = (change: Change) => void;

/** Holds all objects and the changes of the recent past. */
export interface Storage {
  /** The version of the newest change. */
  readonly version: number;
  /** The changes that are remembered. */
  readonly log: ChangeLog;
  /** One object. */
  readonly get: (storage: string, namespace: string, name: string) => StoredObject | undefined;
  /** One object by uid. */
  readonly byUid: (
    uid: string,
  ) => { readonly storage: string; readonly object: StoredObject } | undefined;
  /** The objects of a storage, in the order of their keys. */
  readonly list: (storage: string, namespace?: string) => readonly StoredObject[];
  /** The objects as they were at a version; undefined when that is forgotten. */
  readonly listAt: (
    storage: string,
    namespace: string | undefined,
    version: number,
  ) => readonly StoredObject[] | undefined;
  /** Objects that name `uid` as an owner. */
  readonly dependents: (
    uid: string,
  ) => readonly { readonly storage: string; readonly object: StoredObject }[];
  /** Stores an object under the next version, which it is given. */
  readonly put: (storage: string, object: StoredObject) => StoredObject;
  /** Removes an object; `last` is its last state, if that differs from what is stored. */
  readonly remove: (storage: string, object: StoredObject) => StoredObject;
  /** Calls `listener` with each change from now on. */
  readonly subscribe: (listener: ChangeListener) => Disposable;
  /** Forgets all changes up to now. */
  readonly compact: () => void;
}

/** The key by which the objects of a storage are ordered. */
export function objectKey(object: StoredObject): string {
  const { namespace, name } = object.metadata;
  return keyOf(namespace ?? "", name ?? "");
}

function keyOf(namespace: string, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Objects in the order of their keys as they were before some changes, which are in order as well. */
export function undo(
  items: readonly StoredObject[],
  changes: readonly Change[],
): readonly StoredObject[] {
  const state = new Map(items.map((object) => [objectKey(object), object]));
  for (const { object, previous } of changes.toReversed()) {
    if (previous) state.set(objectKey(object), previous);
    else state.delete(objectKey(object));
  }
  return [...state.keys()].sort().flatMap((key) => state.get(key) ?? []);
}

/** Makes an empty storage that remembers `history` changes. */
export function createStorage(history: number): Storage {
  const objects = new Map<string, Map<string, StoredObject>>();
  // The keys in their order, where that is known since the last one came or went.
  const orders = new Map<string, readonly string[]>();
  const uids = new Map<string, { storage: string; object: StoredObject }>();
  const owned = new Map<string, Set<string>>();
  const listeners = new Set<ChangeListener>();
  const log = createChangeLog(history, 0);
  let version = 1;

  const link = (object: StoredObject, present: boolean) => {
    const uid = object.metadata.uid ?? "";
    for (const owner of object.metadata.ownerReferences ?? []) {
      const set = owned.get(owner.uid) ?? new Set();
      if (present) set.add(uid);
      else set.delete(uid);
      if (set.size) owned.set(owner.uid, set);
      else owned.delete(owner.uid);
    }
  };
  const record = (change: Change) => {
    log.record(change);
    for (const listener of [...listeners]) listener(change);
  };
  const select = (storage: string, namespace: string | undefined): readonly StoredObject[] => {
    const items = objects.get(storage) ?? new Map<string, StoredObject>();
    let order = orders.get(storage);
    if (!order) {
      order = [...items.keys()].sort();
      orders.set(storage, order);
    }
    const result: StoredObject[] = [];
    for (const key of order) {
      const object = items.get(key);
      if (object && (!namespace || key.startsWith(`${namespace}/`))) result.push(object);
    }
    return result;
  };

  return {
    get version() {
      return version;
    },
    log,
    get: (storage, namespace, name) => objects.get(storage)?.get(keyOf(namespace, name)),
    byUid: (uid) => uids.get(uid),
    list: select,
    listAt(storage, namespace, at) {
      if (at < log.oldest) return undefined;
      const later = log.after(at).filter((change) =>
        change.storage === storage &&
        (!namespace || change.object.metadata.namespace === namespace)
      );
      const items = select(storage, namespace);
      return later.length ? undo(items, later) : items;
    },
    dependents: (uid) => [...owned.get(uid) ?? []].flatMap((one) => uids.get(one) ?? []),
    put(storage, object) {
      const found = objects.get(storage) ?? new Map<string, StoredObject>();
      objects.set(storage, found);
      const key = objectKey(object);
      const previous = found.get(key);
      version++;
      const stored = withVersion(object, version);
      if (previous) link(previous, false);
      else orders.delete(storage);
      found.set(key, stored);
      uids.set(stored.metadata.uid ?? "", { storage, object: stored });
      link(stored, true);
      record({
        version,
        storage,
        type: previous ? "MODIFIED" : "ADDED",
        object: stored,
        ...(previous ? { previous } : {}),
      });
      return stored;
    },
    remove(storage, object) {
      const key = objectKey(object);
      const previous = objects.get(storage)?.get(key) ?? object;
      version++;
      const last = withVersion(object, version);
      if (objects.get(storage)?.delete(key)) orders.delete(storage);
      uids.delete(previous.metadata.uid ?? "");
      link(previous, false);
      record({ version, storage, type: "DELETED", object: last, previous });
      return last;
    },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    compact: () => log.forget(version),
  };
}

// The key, which is there already, keeps its place among the others, so that the order of keys stays canonical.
function withVersion(object: StoredObject, version: number): StoredObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}
