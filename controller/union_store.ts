import type { ObjectKey } from "../client/mod.ts";
import type { Store, StoreSelection } from "../informer/mod.ts";

/** The store of one namespace. */
export interface NamespaceStore {
  /** Which. */
  readonly namespace: string;
  /** Its objects. */
  readonly store: Store;
}

/** Shows the stores of several namespaces as one. */
export function unionStore(parts: readonly NamespaceStore[]): Store {
  const inNamespace = (namespace: string | undefined) =>
    parts.filter((part) => namespace === undefined || part.namespace === namespace);
  const one = (key: ObjectKey) => parts.find((part) => part.namespace === key.namespace)?.store;
  const each = function* <V>(
    read: (store: Store) => Iterable<V>,
    namespace?: string,
  ): Generator<V> {
    for (const { store } of inNamespace(namespace)) yield* read(store);
  };
  const sum = (read: (store: Store) => number) =>
    parts.reduce((total, { store }) => total + read(store), 0);
  return Object.freeze({
    get size() {
      return sum((store) => store.size);
    },
    /** Several lists have no common version. */
    resourceVersion: undefined,
    get: (key: ObjectKey) => one(key)?.get(key),
    snapshot: (key: ObjectKey) => one(key)?.snapshot(key),
    list: (selection?: StoreSelection) =>
      each((store) => store.list(selection), selection?.namespace),
    snapshots: (selection?: StoreSelection) =>
      each((store) => store.snapshots(selection), selection?.namespace),
    keys: (selection?: StoreSelection) =>
      each((store) => store.keys(selection), selection?.namespace),
    byIndex: (index: never, value: string) => each((store) => store.byIndex(index, value)),
    snapshotsByIndex: (index: never, value: string) =>
      each((store) => store.snapshotsByIndex(index, value)),
    count: (index: never, value: string) => sum((store) => store.count(index, value)),
  });
}
