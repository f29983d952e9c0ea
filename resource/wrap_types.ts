import type { KubernetesObject } from "../client/mod.ts";
import type { Answer, Context } from "../context/mod.ts";

/** What is called, as logs and metrics name it: a resource as a whole, or one step of a CRUD resource. */
export type Operation =
  | "EnsureCreated"
  | "EnsureDeleted"
  | "GetCurrentState"
  | "GetDesiredState"
  | "NewUpdatePatch"
  | "NewDeletePatch"
  | "ApplyCreatePatch"
  | "ApplyDeletePatch"
  | "ApplyUpdatePatch";

/** One call of a resource or of a step of it. */
export interface Call {
  /** Name of the resource. */
  readonly resource: string;
  /** What is called. */
  readonly operation: Operation;
  /** Whether the resource is a CRUD resource: it reads its current state anew each time. */
  readonly isCrud: boolean;
  /** The object that is reconciled. */
  readonly object: KubernetesObject;
  /** What the call is given. */
  readonly context: Context;
}

/** Goes on with the call; with another context, if one is given. May be called again. */
export type Next<V> = (context?: Context) => Promise<V>;

/**
 * Stands around the calls of a resource: give it to `wrap`. A resource keeps its kind: CRUD stays CRUD, plain stays
 * plain. What a wrapper leaves out is called as it is.
 */
export interface Wrapper {
  /** Around each `ensureCreated` and `ensureDeleted`, of plain and CRUD resources. */
  readonly aroundResource?: (call: Call, next: Next<Answer>) => Promise<Answer>;
  /** Around each step of a CRUD resource. What `next` gives must be returned. */
  readonly aroundStep?: <V>(call: Call, next: Next<V>) => Promise<V>;
}
