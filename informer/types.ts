import type { KubernetesObject, Metadata, ObjectKey } from "../client/mod.ts";

/** One state of one object, kept as bytes: cheap to pass on, parsed when asked. */
export interface Snapshot<T extends KubernetesObject = KubernetesObject> {
  /** Name and namespace. */
  readonly key: ObjectKey;
  /** The metadata, without managedFields; uid and resourceVersion cost nothing, the rest is read on first use. */
  readonly metadata: Metadata;
  /** Parses the object. Each call gives a new copy, yours to change. */
  readonly object: () => T;
}

/** Finds the index values of an object. Use {@linkcode field} where it can say what you need: it parses nothing. */
export type Indexer<T extends KubernetesObject> = (snapshot: Snapshot<T>) => readonly string[];

/** Which objects of a store. */
export interface StoreSelection {
  /** Only this namespace. */
  readonly namespace?: string;
  /** Only objects that have all these labels. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A local copy of all objects of one kind (in a namespace, with a selector). Read-only; may lag behind the server. */
export interface Store<T extends KubernetesObject = KubernetesObject, I extends string = string> {
  /** How many objects. */
  readonly size: number;
  /** The version that the copy is at; undefined before it is complete. */
  readonly resourceVersion: string | undefined;
  /** One object, parsed: your own copy. */
  readonly get: (key: ObjectKey) => T | undefined;
  /** One object, unparsed. */
  readonly snapshot: (key: ObjectKey) => Snapshot<T> | undefined;
  /** Objects, parsed one by one as you go. The keys are those at the time of the call; what is gone since is skipped. */
  readonly list: (selection?: StoreSelection) => Iterable<T>;
  /** As {@linkcode Store.list}, unparsed. */
  readonly snapshots: (selection?: StoreSelection) => Iterable<Snapshot<T>>;
  /** Names. */
  readonly keys: (selection?: StoreSelection) => Iterable<ObjectKey>;
  /** Objects for which the indexer gave this value. */
  readonly byIndex: (index: I, value: string) => Iterable<T>;
  /** As {@linkcode Store.byIndex}, unparsed. */
  readonly snapshotsByIndex: (index: I, value: string) => Iterable<Snapshot<T>>;
  /** How many objects have this index value. */
  readonly count: (index: I, value: string) => number;
}

/** One change, as a loop sees it: the present state first, then `synced`, then changes, coalesced by key. */
export type InformerEvent<T extends KubernetesObject = KubernetesObject> =
  | (Snapshot<T> & { readonly type: "added"; /** Part of the first state. */ readonly initial: boolean })
  | (Snapshot<T> & {
    readonly type: "updated";
    /** Metadata of the state that this loop saw before. */
    readonly old: Metadata;
    /** The state before, with `keepOld`. */
    readonly oldObject?: () => T;
    /** Nothing changed: the object is handed out again because of `resyncPeriod`. */
    readonly resync?: true;
  })
  | (Snapshot<T> & { readonly type: "deleted"; /** The deletion was not seen: the state may be older. */ readonly stale?: true })
  | { readonly type: "synced" };

/** Options of {@linkcode Informer.events}. Times are milliseconds. */
export interface EventsOptions {
  /** Ends the loop. */
  readonly signal?: AbortSignal;
  /** Gives `oldObject` with each update. Costs a copy of each object. @default {false} */
  readonly keepOld?: boolean;
}

/** Keeps a local copy of the objects of one kind. Runs from its creation; dispose of it to stop. */
export interface Informer<T extends KubernetesObject = KubernetesObject, I extends string = string>
  extends AsyncDisposable {
  /** The copy. Empty until `synced`. */
  readonly store: Store<T, I>;
  /** Whether the copy is complete and follows the server: false before the first list, while failing, and when silent too long. */
  readonly healthy: boolean;
  /** Why it is not healthy. */
  readonly problem: string | undefined;
  /** Resolves when the copy is complete for the first time. Rejects with the signal's reason or when disposed of. */
  readonly synced: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /** Follows the changes. Loops are independent of each other, and a slow one never holds up the watch. */
  readonly events: (options?: EventsOptions) => AsyncIterableIterator<InformerEvent<T>>;
  /** `events()` with defaults. */
  readonly [Symbol.asyncIterator]: () => AsyncIterableIterator<InformerEvent<T>>;
}
