import {
  type ApiResource,
  apiVersionOf,
  type InputMetadata,
  keyOf,
  keyText,
  type KubernetesObject,
  type ObjectKey,
} from "../client/mod.ts";
import type { Snapshot, Store, StoreSelection } from "../informer/mod.ts";
import type { Watched } from "./types.ts";

/** What an object for a store has to have: what a test does not care about may be left out but for the name. */
export interface NamedObject {
  /** Default: that of the resource. */
  readonly apiVersion?: string;
  /** Default: that of the resource. */
  readonly kind?: string;
  /** Needs the name; uid and resourceVersion are filled in. */
  readonly metadata: InputMetadata;
}

/** An object for a store made of an array, with whatever fields it has. */
export type ArrayObject = NamedObject | (NamedObject & Readonly<Record<string, unknown>>);

/** A store with fixed contents, for {@linkcode createContext}. */
export function createArrayStore(watched: Watched, objects: readonly ArrayObject[]): Store {
  const { resource, indexers = {} } = watched;
  const contents = new Map<string, Snapshot>();
  objects.forEach((object, index) => {
    const complete = completeObject(resource, object, index);
    const key = keyOf(complete);
    contents.set(keyText(key), {
      key,
      metadata: complete.metadata,
      object: () => structuredClone(complete),
    });
  });
  const select = function* (selection: StoreSelection = {}): Generator<Snapshot> {
    const { namespace, labels = {} } = selection;
    for (const snapshot of contents.values()) {
      if (namespace !== undefined && snapshot.key.namespace !== namespace) continue;
      const own = snapshot.metadata.labels ?? {};
      if (Object.entries(labels).every(([key, value]) => own[key] === value)) yield snapshot;
    }
  };
  const indexed = function* (index: string, value: string): Generator<Snapshot> {
    const indexer = new Map(Object.entries(indexers)).get(index);
    if (!indexer) {
      throw new TypeError(
        `There is no index ${JSON.stringify(index)} on ${resource.plural}: declare it in indexers`,
      );
    }
    for (const snapshot of contents.values()) {
      if (indexer(snapshot as never).includes(value)) yield snapshot;
    }
  };
  const parsed = function* (snapshots: Iterable<Snapshot>): Generator<KubernetesObject> {
    for (const snapshot of snapshots) yield snapshot.object();
  };
  const keys = function* (selection?: StoreSelection): Generator<ObjectKey> {
    for (const { key } of select(selection)) yield key;
  };
  return Object.freeze({
    size: contents.size,
    resourceVersion: String(contents.size + 1),
    get: (key: ObjectKey) => contents.get(keyText(key))?.object(),
    snapshot: (key: ObjectKey) => contents.get(keyText(key)),
    list: (selection?: StoreSelection) => parsed(select(selection)),
    snapshots: select,
    keys,
    byIndex: (index: string, value: string) => parsed(indexed(index, value)),
    snapshotsByIndex: indexed,
    count: (index: string, value: string) => [...indexed(index, value)].length,
  });
}

function completeObject(
  resource: ApiResource,
  object: ArrayObject,
  index: number,
): KubernetesObject {
  const { name } = object.metadata;
  if (!name) throw new TypeError(`Object ${index} of ${resource.plural} has no metadata.name`);
  const copy = structuredClone(object);
  return {
    ...copy,
    apiVersion: copy.apiVersion ?? apiVersionOf(resource),
    kind: copy.kind ?? resource.kind,
    metadata: {
      uid: `uid-${index + 1}`,
      resourceVersion: String(index + 1),
      ...withoutUndefined(copy.metadata),
      name,
    },
  };
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
