import type { KubernetesObject } from "../client/mod.ts";
import type { Answer, Context } from "../context/mod.ts";

/** One step of a reconcile: keeps one thing as the object wants it. */
export interface Resource<T extends KubernetesObject = KubernetesObject> {
  /** For logs and metrics; unique in its set. */
  readonly name: string;
  /** Makes it so. Runs on every reconcile of an object that is not being deleted: must be idempotent. */
  readonly ensureCreated: (object: T, context: Context) => Answer | Promise<Answer>;
  /** Cleans up. Runs while the object still exists, marked for deletion; what it throws keeps the object. */
  readonly ensureDeleted?: (object: T, context: Context) => Answer | Promise<Answer>;
}

/** Resources that reconcile one object, in order. Frozen data, made by {@linkcode resources}. */
export interface ResourceSet<T extends KubernetesObject = KubernetesObject> {
  /** The steps. */
  readonly steps: readonly Resource<T>[];
  /** Whether this set is the one for the object. Default: always. */
  readonly handles?: (object: T) => boolean;
  /** Prepares the context of each reconcile. */
  readonly initContext?: (object: T, context: Context) => ContextChanges | void | Promise<ContextChanges | void>;
  /** The order of deletion. @default {"list"} */
  readonly order?: "list" | "reverse";
}

/** What `initContext` may set. */
export interface ContextChanges {
  /** Becomes `context.updateAllowed`. */
  readonly updateAllowed?: boolean;
}
