import type { ApiResource, Client, KubernetesObject, Metadata, ObjectOf } from "../client/mod.ts";
import type { Answer, Cause, Context, Logger, ReconcileRequest, Watched } from "../context/mod.ts";
import type { InformerPool, Snapshot } from "../informer/mod.ts";
import type { ResourceSet } from "../resource/mod.ts";
import type { Definition, definition } from "./definition.ts";

/**
 * Reconciles one object: brings the world to what the object says. An object that is being deleted comes only while it
 * holds the controller's finalizer (option `finalizer`), with `context.deleting`.
 */
export type Reconciler<T extends KubernetesObject> = (
  object: T,
  context: Context,
) => Answer | Promise<Answer>;

/** One change of an object, as a predicate sees it. */
export interface Change<T extends KubernetesObject = KubernetesObject> {
  /** The new state; the last one when `deleted`. */
  readonly snapshot: Snapshot<T>;
  /** Metadata of the state before; undefined for an object that was not there. */
  readonly old: Metadata | undefined;
  /** Whether the object is gone. */
  readonly deleted: boolean;
}

/** Says whether a change is worth a reconcile. Pure: gets the old metadata rather than remembering it. */
export type Predicate<T extends KubernetesObject = KubernetesObject> = (
  change: Change<T>,
) => boolean;

/** What a {@linkcode MapFunction} may look at. */
export interface MapContext {
  /** Finds a declared local copy, as {@linkcode Context.store} does. */
  readonly store: Context["store"];
}

/** Which objects to reconcile for a state of a watched object. */
export type MapFunction<T extends KubernetesObject> = (
  snapshot: Snapshot<T>,
  context: MapContext,
) => Iterable<ReconcileRequest>;

/** A local copy whose changes lead to reconciles. Made by {@linkcode owns}, {@linkcode watches}. */
export interface Source<R extends ApiResource = ApiResource, I extends string = string>
  extends Watched<R, I> {
  /** Which objects to reconcile for a state of a watched object; called with the old and with the new state. */
  readonly map: { readonly owner: true } | {
    readonly requests: (snapshot: never, context: MapContext) => Iterable<ReconcileRequest>;
  };
  /** Changes that are of interest. Default: all. */
  readonly predicate?: (change: never) => boolean;
}

/** Options of {@linkcode owns} and {@linkcode watches}. */
export interface SourceOptions<T extends KubernetesObject> {
  /** Changes that are of interest. Default: all. */
  readonly predicate?: Predicate<T>;
}

/** How waiting times between tries of one object grow. Milliseconds. */
export interface RetryBackoff {
  /** The wait after the first failure; each is twice the one before, and up to a fifth longer. @default {200} */
  readonly initial?: number;
  /** No wait is longer, the fifth aside. @default {300_000} */
  readonly max?: number;
}

/** What {@linkcode defineController} takes. */
export interface ControllerOptions<R extends ApiResource, I extends string = never> {
  /** Unique in an operator; names the finalizer, the field manager, logs and metrics. */
  readonly name: string;
  /** The kind whose objects are reconciled. */
  readonly for: R | Watched<R, I>;
  /** What brings the world to what an object says. */
  readonly reconcile:
    | Reconciler<ObjectOf<NoInfer<R>>>
    | ResourceSet<ObjectOf<NoInfer<R>>>
    | readonly ResourceSet<ObjectOf<NoInfer<R>>>[];
  /** Other kinds: those whose changes matter, and those whose local copy is read. */
  readonly sources?: readonly (Source | Watched)[];
  /** Changes of the reconciled kind that are of interest. Default: all. */
  readonly predicate?: Predicate<ObjectOf<NoInfer<R>>>;
  /** Only these namespaces. Default: all. */
  readonly namespace?: string | readonly string[];
  /** Only objects with these labels. */
  readonly labelSelector?: string;
  /** A plain reconciler's finalizer: true, or its name. Resource sets have one when a step deletes. */
  readonly finalizer?: string | boolean;
  /** Objects reconciled at the same time; one object never twice. @default {4} */
  readonly concurrency?: number;
  /** Milliseconds a reconcile may take. @default {120_000} */
  readonly timeout?: number;
  /** Milliseconds to wait at most until the local copies have what a reconcile wrote; 0 does not wait. @default {5_000} */
  readonly consistencyTimeout?: number;
  /** Between tries of one object. */
  readonly backoff?: RetryBackoff;
}

/** A controller as data: nothing runs until an operator is made of it. */
export interface Controller<R extends ApiResource = ApiResource> {
  /** As given. */
  readonly name: string;
  /** The kind that is reconciled. */
  readonly resource: R;
  /** Full name of the finalizer, or undefined where none is needed. */
  readonly finalizer: string | undefined;
  /** The rest, for {@linkcode createController} and {@linkcode reconcileOnce}. */
  readonly [definition]: Definition;
}

/** How one reconcile ended. */
export type Outcome =
  | { readonly type: "success"; readonly after?: number }
  | { readonly type: "incomplete"; readonly after?: number }
  | { readonly type: "error"; readonly error: unknown; readonly terminal: boolean }
  /** Not the user's error: conflict, 429, abort, shutdown. */
  | { readonly type: "again"; readonly error: unknown; readonly after?: number }
  | { readonly type: "gone" };

/** What a controller does, told to `observe`. */
export type ControllerEvent =
  | {
    readonly type: "enqueued";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly cause: Cause;
    readonly after: number;
  }
  | {
    readonly type: "started";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly waited: number;
    readonly causes: readonly Cause[];
  }
  | {
    readonly type: "finished";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly outcome: Outcome;
    readonly duration: number;
  }
  | {
    readonly type: "step";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly resource: string;
    readonly operation: "EnsureCreated" | "EnsureDeleted";
    readonly duration: number;
    readonly error?: unknown;
  }
  | {
    readonly type: "parked";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly waitingFor: string;
  }
  | {
    readonly type: "unparked";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly waited: number;
    readonly how: "seen" | "timeout";
  }
  | { readonly type: "stuck"; readonly controller: string; readonly request: ReconcileRequest };

/** What a running controller needs. */
export interface ControllerEnvironment {
  /** Writes go through it. */
  readonly client: Client;
  /** Local copies come from it. */
  readonly informers: InformerPool;
  /** Log lines. Default: none. */
  readonly log?: Logger;
  /** Told what the controller does. Must not throw. */
  readonly observe?: (event: ControllerEvent) => void;
  /** Called before each write of a reconcile; what it throws keeps the write from being sent. */
  readonly fence?: () => void;
}

/** A controller at work. Dispose of it to stop: it finishes what it holds first. */
export interface RunningController extends AsyncDisposable {
  /** The definition. */
  readonly controller: Controller;
  /** Resolves when its local copies are complete and it begins to reconcile. */
  readonly ready: Promise<void>;
  /** Names of informers that do not follow the server, with the reason; empty when all is well. */
  readonly problems: () => readonly string[];
  /** Queues an object by hand. */
  readonly reconcile: (request: ReconcileRequest) => void;
  /** Stops taking work, waits up to `grace` milliseconds (20,000 by default) for what runs, then aborts it. */
  readonly stop: (options?: { readonly grace?: number }) => Promise<void>;
}
