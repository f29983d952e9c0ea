import type { KubernetesObject, Metadata } from "../client/mod.ts";
import type { Answer, Context, ReconcileRequest, Watched } from "../context/mod.ts";
import type { ContextChanges } from "../resource/mod.ts";
import type { HotLoopOptions, RetryBackoff } from "./queue_types.ts";
import type { ErrorAnswer, Failure, RequestSource, Source } from "./types.ts";

/** Under this key a controller holds its {@linkcode Definition}. */
export const definition: unique symbol = Symbol("operatorkit.definition");

/** A step whose object type is known to the definition only. */
export interface ErasedResource {
  /** For logs and metrics. */
  readonly name: string;
  /** Makes it so. */
  readonly ensureCreated: (object: never, context: Context) => Answer | Promise<Answer>;
  /** Cleans up. */
  readonly ensureDeleted?: (object: never, context: Context) => Answer | Promise<Answer>;
}

/** A set whose object type is known to the definition only. */
export interface ErasedSet {
  /** The steps. */
  readonly steps: readonly ErasedResource[];
  /** Whether this set is the one for the object. */
  readonly handles?: (object: never) => boolean;
  /** Prepares the context. */
  readonly initContext?: (
    object: never,
    context: Context,
  ) => ContextChanges | void | Promise<ContextChanges | void>;
  /** The order of deletion. */
  readonly order?: "list" | "reverse";
}

/** A controller's options, checked and with their defaults. */
export interface Definition {
  /** Name of the controller. */
  readonly name: string;
  /** The reconciled kind. */
  readonly primary: Watched;
  /** The sets; a plain reconciler is a set with one step. */
  readonly sets: readonly ErasedSet[];
  /** Whether a plain reconciler was given. */
  readonly isPlain: boolean;
  /** Changes of the reconciled kind that are of interest. */
  readonly predicate: ((change: never) => boolean) | undefined;
  /** Other kinds, in the order given. */
  readonly sources: readonly (Source | Watched)[];
  /** Requests from outside the API server. */
  readonly requestSources: readonly RequestSource[];
  /** Namespaces; undefined for all. */
  readonly namespaces: readonly string[] | undefined;
  /** Name of the finalizer, which is removed in the end even where it is not wanted any more. */
  readonly finalizer: string;
  /** Whether it is added: always, or to objects whose set has a step that deletes. */
  readonly wantsFinalizer: "always" | "deleting-steps" | "never";
  /** Objects reconciled at the same time. */
  readonly concurrency: number;
  /** Milliseconds a reconcile may take. */
  readonly timeout: number;
  /** Milliseconds to wait for own writes. */
  readonly consistencyTimeout: number;
  /** Between tries. */
  readonly backoff: RetryBackoff;
  /** Names the group whose turn an object takes. */
  readonly fairness:
    | ((request: ReconcileRequest, metadata: Metadata | undefined) => string)
    | undefined;
  /** When a loop is slowed down; undefined for never. */
  readonly hotLoop: Required<HotLoopOptions> | undefined;
  /** Milliseconds until an object runs again anyway; undefined for never. */
  readonly resyncPeriod: number | undefined;
  /** Annotations that pause an object. */
  readonly pause: Readonly<Record<string, string>>;
  /** What becomes of the finalizer of an object that is not the controller's any more. */
  readonly outOfScope: "release" | "keep";
  /** Decides what an error means. */
  readonly onError: ((failure: Failure) => ErrorAnswer | void) | undefined;
}

/** Whether a declaration leads to reconciles. */
export function isSource(one: Source | Watched): one is Source {
  return "map" in one;
}

/** The declaration that stands for the local copy. */
export function rootOf(watched: Watched): Watched {
  return watched.origin ?? watched;
}

/** Whether the set has a step for objects that are being deleted. */
export function deletes({ steps }: ErasedSet): boolean {
  return steps.some((step) => step.ensureDeleted !== undefined);
}

/** Brings an object of the reconciled kind to a function of the definition, which checked that it takes such. */
export function erased(object: KubernetesObject): never {
  return object as never;
}
