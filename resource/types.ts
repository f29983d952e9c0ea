import type { KubernetesObject } from "../client/mod.ts";
import type { Answer, Context } from "../context/mod.ts";
import type { Crud } from "./crud_types.ts";

/** One step of a reconcile: keeps one thing as the object wants it. Made by {@linkcode defineResource}. */
export interface Resource<T extends KubernetesObject = KubernetesObject> {
  /** For logs and metrics; unique in its set. */
  readonly name: string;
  /** Makes it so. Runs on every reconcile of an object that is not being deleted: must be idempotent. */
  readonly ensureCreated: (object: T, context: Context) => Answer | Promise<Answer>;
  /** Cleans up. Runs while the object still exists, marked for deletion; what it throws keeps the object. */
  readonly ensureDeleted?: (object: T, context: Context) => Answer | Promise<Answer>;
  /** The parts of a resource that `crudResource` has made: what `plan` and `wrap` look at. */
  readonly crud?: Crud<T>;
}

/** Resources that reconcile one object, in order. Frozen data, made by {@linkcode resources}. */
export interface ResourceSet<T extends KubernetesObject = KubernetesObject> {
  /** The steps. */
  readonly steps: readonly Resource<T>[];
  /** Whether this set is the one for the object. Default: always. */
  readonly handles?: (object: T) => boolean;
  /** Prepares the context of each reconcile, after the finalizer is stored and before the first step. */
  readonly initContext?: (
    object: T,
    context: Context,
  ) => ContextChanges | void | Promise<ContextChanges | void>;
  /** The order of deletion. @default {"list"} */
  readonly order?: "list" | "reverse";
}

/** What `initContext` may set. */
export interface ContextChanges {
  /** Becomes `context.updateAllowed`. */
  readonly updateAllowed?: boolean;
}

/** What {@linkcode resources} takes beside the steps. */
export type ResourceSetOptions<T extends KubernetesObject> = Omit<ResourceSet<T>, "steps">;

/** How one pass over a set ended. */
export interface SetResult {
  /** No error, no step left out, and, when deleting, no word that keeps the finalizer. */
  readonly complete: boolean;
  /** Milliseconds until the next run, where a word asked for one: the shortest that was said. */
  readonly after?: number;
  /** What a step threw. */
  readonly error?: unknown;
  /** Name of the step that threw. */
  readonly failed?: string;
}

/** One step that has run. */
export interface StepReport {
  /** Name of the step. */
  readonly resource: string;
  /** What was asked of it. */
  readonly operation: "EnsureCreated" | "EnsureDeleted";
  /** Milliseconds. */
  readonly duration: number;
  /** What it threw. */
  readonly error?: unknown;
}
