import type { ApiResource, Client, KubernetesObject, Metadata, ObjectOf } from "../client/mod.ts";
import type { Answer, Cause, Context, Logger, ReconcileRequest, Watched } from "../context/mod.ts";
import type { InformerPool, Snapshot } from "../informer/mod.ts";
import type { ResourceSet } from "../resource/mod.ts";
import type { Definition, definition } from "./definition.ts";
import type { HotLoopOptions, QueueFigures, RetryBackoff } from "./queue_types.ts";
import type { Around } from "./work.ts";

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
  /** See {@linkcode SourceOptions.priority}. */
  readonly priority?: number;
}

/** Requests from outside the API server. Made by {@linkcode requestsFrom}. */
export interface RequestSource {
  /** For log lines and metrics. */
  readonly name: string;
  /** Opens the source; the signal is aborted when the controller stops. */
  readonly requests: (
    options: { readonly signal: AbortSignal },
  ) => AsyncIterable<ReconcileRequest>;
  /** See {@linkcode SourceOptions.priority}. */
  readonly priority?: number;
}

/** Options of {@linkcode owns} and {@linkcode watches}. */
export interface SourceOptions<T extends KubernetesObject> {
  /**
   * What changes of these objects wake runs before what those of a lower priority do; one turn in eight goes to the
   * lower ones all the same. An object that waits counts with the highest priority of its reasons, and a failed run is
   * tried again with its own; a run that a reconcile asked for has 0. The objects that are there at the start have -100,
   * or this if it is lower.
   *
   * @default {0}
   */
  readonly priority?: number;
  /** Changes that are of interest. Default: all. */
  readonly predicate?: Predicate<T>;
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
  readonly sources?: readonly (Source | Watched | RequestSource)[];
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
  /**
   * Milliseconds that an object waits for its next reconcile until the watches have brought what the last one wrote to
   * objects of its local copies. After that a live read decides: where the local copy shows what the server has, the
   * object runs; where it does not, that kind is listed anew first, which gets 30 s. So does a write whose answer was
   * lost. It is the object whose reconcile wrote that waits: one of another controller runs on what its copy shows, and
   * again when the change arrives. Deleting what no local copy has shown yet is not waited for. 0 switches all of this off.
   *
   * @default {5_000}
   */
  readonly consistencyTimeout?: number;
  /** Between tries of one object. */
  readonly backoff?: RetryBackoff;
  /**
   * Whose turn a reconcile takes: objects of one group (a tenant, a namespace, a label's value) run in the order they
   * came, and groups take turns, so that one with thousands of changed objects holds up another's object by one turn per
   * group. Asked when an object begins to wait, with its metadata if the local copy has it. Default: all are one group.
   */
  readonly fairness?: (request: ReconcileRequest, metadata: Metadata | undefined) => string;
  /**
   * An object whose reconciles wake nothing but each other, by what they write or by asking to run again within a tenth
   * of a second, is slowed down, with a Warning event that names the field that keeps changing. What somebody else changes
   * is reconciled without delay, and ends it; what leaves the specification of an object alone that was just written, as
   * the status of a Deployment that becomes ready, within ten seconds. False switches it off.
   */
  readonly hotLoop?: false | HotLoopOptions;
  /**
   * Milliseconds after which an object is reconciled again where nothing else made it run: against drift of what no
   * source watches. Predicates do not hold it up. Default: never.
   */
  readonly resyncPeriod?: number;
  /**
   * Annotations that pause an object: one of them with this very value, and nothing touches it, neither resources nor
   * finalizers, also while it is being deleted. Replaces the default, `operatorkit.giantswarm.io/paused` and
   * `cluster.x-k8s.io/paused` with the value `true`; false switches pausing off. Paused objects are told to `observe`
   * and counted by a metric; a condition on the object is yours to set, since nothing touches it here.
   */
  readonly pause?: Readonly<Record<string, string>> | false;
  /**
   * What becomes of the finalizer of an object that is no longer this controller's: that has left the label selector, or
   * that no resource set handles. `keep` leaves it, with a Warning event; the object cannot go before someone removes
   * it or brings the object back. `release` removes it, with an event; the deleting steps do not run. Objects that left
   * while nobody looked are found at the start.
   *
   * @default {"keep"}
   */
  readonly outOfScope?: "release" | "keep";
  /** Decides what an error means, before it is counted, told and retried. Default: see {@linkcode Outcome}. */
  readonly onError?: (failure: Failure) => ErrorAnswer | void;
}

/** An error that ended a reconcile, as `onError` is asked about it. */
export interface Failure {
  /** What was thrown. */
  readonly error: unknown;
  /** For which object. */
  readonly request: ReconcileRequest;
  /** Runs of this object that failed before, since the last that did not. */
  readonly failures: number;
}

/** What `onError` says of an error. What it leaves out is as without it. */
export interface ErrorAnswer {
  /** `error`: told and tried again. `terminal`: told, not tried again until something changes. `again`: tried again silently. */
  readonly as?: "error" | "terminal" | "again";
  /** Milliseconds until the next try, however often the object has failed. Default: the backoff. */
  readonly after?: number;
  /** Reason of the event, in UpperCamelCase. Default: the name of the error, or of the first in its causes that has one. */
  readonly reason?: string;
  /** Note of the event. Default: the error's message. */
  readonly message?: string;
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
  | {
    readonly type: "error";
    readonly error: unknown;
    readonly terminal: boolean;
    /** Milliseconds until it is tried again, if `onError` says so. */
    readonly after?: number;
    /** Whether `after` stands for the backoff; else the longer of the two counts. */
    readonly exact?: true;
    /** Reason and note of the event, if `onError` says so. */
    readonly reason?: string;
    /** See `reason`. */
    readonly message?: string;
  }
  /** Not the user's error: conflict, 429, abort, shutdown. */
  | {
    readonly type: "again";
    readonly error: unknown;
    /** Milliseconds until it is tried again, if the server or `onError` says so. */
    readonly after?: number;
    /** As with `error`. */
    readonly exact?: true;
  }
  /** Paused by an annotation: nothing was touched. */
  | { readonly type: "paused" }
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
    /** Whether the object is being deleted. */
    readonly deleting: boolean;
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
    /**
     * `seen`: the local copies show the writes. `live`: not in time, or the answer to a write was lost, and a live read
     * or a new list of the kind showed what is. `timeout`: neither answered, so the key runs on what there is.
     */
    readonly how: "seen" | "live" | "timeout";
  }
  /** The object is paused from now on, and not any more. Told at the change only. */
  | { readonly type: "paused"; readonly controller: string; readonly request: ReconcileRequest }
  | { readonly type: "resumed"; readonly controller: string; readonly request: ReconcileRequest }
  /** The object is no longer the controller's, but holds its finalizer. */
  | {
    readonly type: "out-of-scope";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly released: boolean;
  }
  /** A source of requests has failed, and is opened again in `after` milliseconds. */
  | {
    readonly type: "source-failed";
    readonly controller: string;
    readonly source: string;
    readonly error: unknown;
    readonly after: number;
  }
  /** The reconcile has reached its time-out: its signal is aborted. */
  | { readonly type: "timed-out"; readonly controller: string; readonly request: ReconcileRequest }
  /** It goes on after its time-out: its object waits until it ends. */
  | {
    readonly type: "stuck";
    readonly controller: string;
    readonly request: ReconcileRequest;
    /** Milliseconds since it began. */
    readonly running: number;
  }
  /** It has ended at last. */
  | { readonly type: "unstuck"; readonly controller: string; readonly request: ReconcileRequest }
  /** Only its own reconciles keep waking the object: the next waits `after` milliseconds at most. Told with each wait. */
  | {
    readonly type: "hot-loop";
    readonly controller: string;
    readonly request: ReconcileRequest;
    /** What they keep changing: `status.lastSync`; with the object where it is another: `configmaps web/blog data.time`. */
    readonly field: string;
    readonly after: number;
  }
  /** The loop is over: somebody else changed something, a run wrote something new or nothing, or the object is gone. */
  | { readonly type: "cooled"; readonly controller: string; readonly request: ReconcileRequest }
  /** An `apply` was not sent, because it repeats the last one of an object that is unchanged since. */
  | {
    readonly type: "apply-skipped";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly kind: string;
  };

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
  /**
   * Called right before each try of a write is sent, those of events included; what it throws keeps the write from being
   * sent.
   */
  readonly fence?: () => void;
  /**
   * Awaited when the local copies are complete; gives the monotonic time since which this process leads. Copies that were
   * read before that are then read anew, and only after that the work begins, and are sources of requests opened.
   * Default: the work begins at once.
   */
  readonly elected?: (options: { readonly signal: AbortSignal }) => Promise<number>;
  /** Stands around each reconcile, step and request, for traces. Default: nothing. */
  readonly around?: Around;
}

/** A controller at work. Dispose of it to stop: it finishes what it holds first. */
export interface RunningController extends AsyncDisposable {
  /** The definition. */
  readonly controller: Controller;
  /** Resolves when its local copies are complete, whether or not it was elected. Rejects when it is stopped before. */
  readonly warm: Promise<void>;
  /** Resolves when it begins to reconcile: it is warm, and was elected where that is asked for. Rejects when it is stopped before. */
  readonly ready: Promise<void>;
  /**
   * What keeps it from its work, empty when all is well: informers that do not follow the server, with the reason, and
   * reconciles that do not end, once there are as many as `concurrency`.
   */
  readonly problems: () => readonly string[];
  /** How much work there is now. */
  readonly queue: QueueFigures;
  /** The reconciled objects of the local copy, unparsed. */
  readonly objects: () => Iterable<Snapshot>;
  /** How many objects it reconciles at the same time at most. */
  readonly concurrency: number;
  /** Queues an object by hand. */
  readonly reconcile: (request: ReconcileRequest) => void;
  /** Stops taking work, waits for what runs, then aborts it. A later call with a grace of 0 aborts it at once. */
  readonly stop: (options?: StopOptions) => Promise<void>;
}

/** How a controller is stopped. */
export interface StopOptions {
  /** Milliseconds that running reconciles get to finish; with 0 they are aborted before the call returns. @default {20_000} */
  readonly grace?: number;
  /** What their signals are aborted with. Default: an `AbortError`. */
  readonly reason?: unknown;
}
