import type {
  ApiResource,
  KubernetesObject,
  Metadata,
  ObjectKey,
  ObjectOf,
} from "../client/mod.ts";

/** One state of one object, kept as bytes: cheap to pass on, parsed when asked. */
export interface Snapshot<T extends KubernetesObject = KubernetesObject> {
  /** Name and namespace. */
  readonly key: ObjectKey;
  /** The metadata, without managedFields; parsed when first asked for, alone. */
  readonly metadata: Metadata;
  /** Parses the object. Each call gives a new copy, yours to change. */
  readonly object: () => T;
}

/** Finds the index values of an object. Use {@linkcode field} where it can say what you need: it parses nothing. */
export type Indexer<T extends KubernetesObject> = (snapshot: Snapshot<T>) => readonly string[];

/** Which objects of a store. */
export interface StoreSelection {
  /** Only this namespace. */
  readonly namespace?: string | undefined;
  /** Only objects that have all these labels. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A local copy of all objects of one kind (in a namespace, with a selector). Read-only; may lag behind the server. */
export interface Store<T extends KubernetesObject = KubernetesObject, I extends string = never> {
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
  | (Snapshot<T> & {
    readonly type: "added"; /** Part of the first state. */
    readonly initial: boolean;
  })
  | (Snapshot<T> & {
    readonly type: "updated";
    /** Metadata of the state that this loop saw before. */
    readonly old: Metadata;
    /** The state before, with `keepOld`. */
    readonly oldObject?: () => T;
    /** Nothing changed: the object is handed out again because of `resyncPeriod`. */
    readonly resync?: true;
  })
  | (Snapshot<T> & {
    readonly type: "deleted";
    /** The deletion was not seen: the state may be older. */
    readonly stale?: true;
    /** Metadata of the state that this loop saw before, when a change came between it and the last state. */
    readonly old?: Metadata;
    /** The state before, with `keepOld`. */
    readonly oldObject?: () => T;
  })
  | { readonly type: "synced" };

/** Options of {@linkcode Informer.events}. Times are milliseconds. */
export interface EventsOptions {
  /** Ends the loop. */
  readonly signal?: AbortSignal;
  /** Gives `oldObject` with each update. Costs a copy of each object. @default {false} */
  readonly keepOld?: boolean;
  /**
   * Every object is handed out again (`updated` with `resync`) when it was not handed out for so long: once per period,
   * and never twice, for what the watch brings starts its period anew. Default: never.
   */
  readonly resyncPeriod?: number;
  /** The least time between two objects that are handed out. What changes meanwhile is coalesced. @default {0} */
  readonly rateWait?: number;
}

/** Keeps a local copy of the objects of one kind. Runs from its creation; dispose of it to stop. */
export interface Informer<T extends KubernetesObject = KubernetesObject, I extends string = never>
  extends AsyncDisposable {
  /** The copy. Empty until `synced`. */
  readonly store: Store<T, I>;
  /** Whether the copy is complete and follows the server: false before the first list, while failing, and when silent too long. */
  readonly healthy: boolean;
  /** Why it is not healthy. */
  readonly problem: string | undefined;
  /** Resolves when the copy is complete for the first time. Rejects with the signal's reason or when disposed of. */
  readonly synced: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /**
   * Resolves when the copy is at least as new as a read from the server's storage that began after the call (`since`: or
   * after an earlier moment): for one who
   * must not act on what the watch may not have brought yet, as after taking over from another process. All objects
   * are listed again; loops hear of the differences. Callers at one time share one list, those of other informers that a
   * pool has made of the same copy included.
   *
   * @throws The signal's reason, or an error when the informer is disposed of.
   */
  readonly refresh: (options?: RefreshOptions) => Promise<void>;
  /** Follows the changes. Loops are independent of each other, and a slow one never holds up the watch. */
  readonly events: (options?: EventsOptions) => AsyncIterableIterator<InformerEvent<T>>;
  /** `events()` with defaults. */
  readonly [Symbol.asyncIterator]: () => AsyncIterableIterator<InformerEvent<T>>;
  /**
   * Whether the copy shows the object at this version or a newer one. True as well once the whole copy is known to be
   * that far: after a list or a bookmark, or when the object was deleted at a newer version. Versions that cannot be
   * compared (opaque ones of extension API servers) count as seen only when they are equal.
   */
  readonly hasSeen: (key: ObjectKey, resourceVersion: string) => boolean;
  /**
   * Resolves when {@linkcode Informer.hasSeen} holds: for a controller that has just written the object and must not
   * decide on an older state. Put a limit on the wait with `signal`.
   *
   * @throws The signal's reason, or an error when the informer is disposed of.
   */
  readonly atLeast: (
    key: ObjectKey,
    resourceVersion: string,
    options?: WaitOptions,
  ) => Promise<void>;
  /**
   * Resolves when the copy has no object of this uid under the key, or shows it with a deletion timestamp.
   *
   * @throws The signal's reason, or an error when the informer is disposed of.
   */
  readonly goneOrTerminating: (key: ObjectKey, uid: string, options?: WaitOptions) => Promise<void>;
}

/** Options of the waits of an {@linkcode Informer}. */
export interface WaitOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** Options of {@linkcode Informer.refresh}. */
export interface RefreshOptions extends WaitOptions {
  /**
   * A read that began at this moment of `client.runtime.clock.monotonic()` or later will do, complete or under way.
   * Default: one that begins after the call.
   */
  readonly since?: number;
}

/** What of a kind to copy. */
export interface InformerSelection {
  /** Only this namespace. Default: all. */
  readonly namespace?: string;
  /** Only objects with these labels: `app=web,tier!=db`. */
  readonly labelSelector?: string;
  /** Only objects with these fields: `metadata.name=x`. */
  readonly fieldSelector?: string;
}

/** What {@linkcode createInformer} takes. */
export interface InformerOptions<T extends KubernetesObject, I extends string = never>
  extends InformerSelection {
  /** Names of indexes, with what finds their values. */
  readonly indexers?: Readonly<Record<I, Indexer<T>>>;
  /** Told what the informer does. Must not throw. */
  readonly observe?: (event: InformerObservation) => void;
}

/** What {@linkcode InformerPool.open} takes. */
export interface PooledInformerOptions<R extends ApiResource, I extends string = never>
  extends InformerSelection {
  /** The kind to copy. */
  readonly resource: R;
  /** Names of indexes, with what finds their values. Each declaration has its own. */
  readonly indexers?: Readonly<Record<I, Indexer<ObjectOf<R>>>>;
}

/** What is wrong with an informer. */
export interface InformerProblem {
  /** The kind, as `sites.example.com`. */
  readonly name: string;
  /** Why it does not follow the server, as `sites.example.com: forbidden: …`. */
  readonly problem: string;
}

/** How an informer is doing. */
export interface InformerState {
  /** The kind, as `sites.example.com`. */
  readonly name: string;
  /** How many objects it holds. */
  readonly objects: number;
  /** Whether its copy was complete once. */
  readonly synced: boolean;
  /** Milliseconds since the server last told anything: an object, or that there is nothing new. */
  readonly silent: number;
}

/** Informers shared by all who declare the same resource, namespace and selectors. Made by {@linkcode createInformerPool}. */
export interface InformerPool extends AsyncDisposable {
  /**
   * Opens an informer, or another view of one that runs already. Dispose of the view when it is not needed any more:
   * the last one stops the watch.
   */
  readonly open: <R extends ApiResource, I extends string = never>(
    options: PooledInformerOptions<R, I>,
  ) => Informer<ObjectOf<R>, I>;
  /** Informers that do not follow the server, with the reason; empty when all is well. */
  readonly problems: () => readonly InformerProblem[];
  /** How each informer is doing; one for each (resource, namespace, selectors). */
  readonly states: () => readonly InformerState[];
}

/** What an informer does, told to `observe`. Holds identifiers only. `name` is the kind, as `pods` or `sites.example.com`. */
export type InformerObservation =
  | {
    readonly type: "listed";
    readonly name: string;
    readonly how: "stream" | "pages";
    readonly objects: number;
    readonly duration: number;
  }
  | {
    readonly type: "synced";
    readonly name: string;
    readonly objects: number;
    readonly duration: number;
  }
  | { readonly type: "watch-opened"; readonly name: string; readonly resourceVersion: string }
  | { readonly type: "watch-ended"; readonly name: string; readonly reason: string }
  | {
    readonly type: "retry";
    readonly name: string;
    readonly after: number;
    readonly reason: string;
  }
  | { readonly type: "relist"; readonly name: string; readonly reason: string }
  /** A watch ends because someone asked for a read of its local copy. Nothing is wrong. */
  | { readonly type: "refresh"; readonly name: string }
  | { readonly type: "skipped"; readonly name: string; readonly reason: string }
  | { readonly type: "idle-timeout"; readonly name: string; readonly silent: number };

/**
 * One step of a reflector. A set of objects comes as `start`, `item`s and `complete`; only then does it replace what
 * was known before: a `start` that comes before `complete` throws the unfinished set away. Changes follow.
 */
export type ReflectorEvent<T extends KubernetesObject = KubernetesObject> =
  /** A new whole set begins. */
  | { readonly type: "start" }
  /** An object of the set. A key may come twice: the last one counts. */
  | (Snapshot<T> & { readonly type: "item" })
  /** An object of the set is gone again before the set was complete. */
  | (Snapshot<T> & { readonly type: "removed-item" })
  /** The set is whole: it replaces all that was known. */
  | { readonly type: "complete"; readonly resourceVersion: string }
  /** An object is new or has changed. */
  | (Snapshot<T> & { readonly type: "upserted" })
  /** An object is gone; this is its last state, with the version of the deletion. */
  | (Snapshot<T> & { readonly type: "deleted" })
  /** Nothing happened up to this version. */
  | { readonly type: "bookmark"; readonly resourceVersion: string };

/** Options of {@linkcode reflect}. */
export interface ReflectOptions extends InformerSelection {
  /** Ends the generator. */
  readonly signal?: AbortSignal;
  /** Told what happens. Must not throw. */
  readonly observe?: (event: InformerObservation) => void;
}
