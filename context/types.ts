import type { ApiResource, Client, Clock, ObjectOf } from "../client/mod.ts";
import type { Store } from "../informer/mod.ts";

/** Marks a word; only the context makes them. */
export declare const wordBrand: unique symbol;

/** What a step says of how the reconcile goes on. Returned by the context's methods; return it to end the step. */
export interface Word {
  /** Which word. */
  readonly word: "requeue" | "cancelResource" | "cancelReconciliation" | "keepFinalizers";
  /** Milliseconds until the next run, where one was asked for. */
  readonly after?: number;
  /** Type only: a word that was not said counts for nothing, so that none can be written by hand. */
  readonly [wordBrand]: true;
}

/** Told each word that is said during a reconcile. */
export type Note = (word: Word) => void;

/** What a step answers: nothing, or the word it ends with. */
export type Answer = void | Word;

/** Which object to reconcile. */
export interface ReconcileRequest {
  /** Name. */
  readonly name: string;
  /** Namespace; absent for cluster-scoped kinds. */
  readonly namespace?: string | undefined;
  /** Reserved for several clusters. */
  readonly cluster?: string;
}

/** Why a reconcile runs. Identifiers only. */
export interface Cause {
  /** `changed` and `deleted` name an object; the others have none. */
  readonly reason: "initial" | "changed" | "deleted" | "requeue" | "retry" | "resync" | "requested";
  /** Kind of the object that changed. */
  readonly kind?: string;
  /** Its name. */
  readonly name?: string;
  /** Its namespace. */
  readonly namespace?: string | undefined;
}

/** Takes log lines. Any logger with these four methods fits. */
export interface Logger {
  /** For developers of the operator. */
  readonly debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** For those who run it. */
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Something that heals itself, or nearly. */
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Something that a person has to look at. */
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** A local copy that a controller declared; see `watched`, `owns` and `watches` in the controller folder. */
export interface Watched<R extends ApiResource = ApiResource, I extends string = string> {
  /** What is copied. */
  readonly resource: R;
  /** Only this namespace. */
  readonly namespace?: string;
  /** Only objects with these labels. */
  readonly labelSelector?: string;
  /** Names of indexes, with what computes their values; `watched` checks that they take the resource's objects. */
  readonly indexers?: Readonly<Record<I, (snapshot: never) => readonly string[]>>;
  /** The declaration that this one was made from: both stand for one local copy. */
  readonly origin?: Watched;
}

/** What a reconcile is given. Every member may be destructured. */
export interface Context {
  /** Aborted when the reconcile times out or the operator stops. */
  readonly signal: AbortSignal;
  /** Carries controller, object and step in every line. */
  readonly log: Logger;
  /** Time. */
  readonly clock: Clock;
  /** Which object this is about. */
  readonly request: ReconcileRequest;
  /**
   * Talks to the API server in the name of this reconcile; of no use after its end, when its watches end as well. The
   * controller's name is the field manager, and `apply` takes fields over from other managers.
   *
   * An `apply`, of a status too, that repeats this controller's last one is not sent where a declared local copy shows
   * the object unchanged since: it answers with the object of the copy, which lacks `managedFields`. Whatever is in doubt
   * is sent. What would make the same content come out differently, such as a new webhook or a CRD's new field, is seen
   * with the next change of the object or the next start.
   */
  readonly client: Client;
  /** Runs of this object that failed since the last that did not. */
  readonly failures: number;
  /** Why this run: every reason since the last one, without repeats, 32 at most. */
  readonly causes: readonly Cause[];
  /** How many reasons there were since the last run: all of them, repeats and those that `causes` leaves out included. */
  readonly causeCount: number;
  /** Whether the object is being deleted. */
  readonly deleting: boolean;
  /** False unless `initContext` sets it: a convention for steps that change what exists; nothing else reads it. */
  readonly updateAllowed: boolean;
  /** Computes a value once per reconcile. */
  readonly memo: <V>(key: string, compute: () => V) => V;
  /**
   * The local copy that was declared with this value.
   *
   * @throws {TypeError} When the controller does not declare it.
   */
  readonly store: <R extends ApiResource, I extends string>(
    watched: Watched<R, I>,
  ) => Store<ObjectOf<R>, I>;
  /** Tells people who look at the object (kubectl describe) what happened. Never fails the reconcile. */
  readonly event: (type: "Normal" | "Warning", reason: string, message: string) => void;
  /** Run again after so many milliseconds. When deleting: this pass is incomplete, the finalizer stays. */
  readonly requeue: (after: number) => Word;
  /** Skip what is left of this resource, go on with the next. When deleting it counts as a success. */
  readonly cancelResource: () => Word;
  /** Skip all resources left. When deleting: incomplete. Runs again after `after`; when deleting, else with backoff. */
  readonly cancelReconciliation: (options?: { readonly after?: number }) => Word;
  /** Go on, but keep the finalizer. Runs again after `after`, else with backoff. */
  readonly keepFinalizers: (options?: { readonly after?: number }) => Word;
}
