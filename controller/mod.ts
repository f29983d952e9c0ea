/**
 * Turns changes into calls: {@linkcode defineController} says what is reconciled and by what, {@linkcode owns},
 * {@linkcode watches} and {@linkcode watched} which other kinds matter, and {@linkcode createController} sets it to
 * work.
 *
 * @module
 */
export { createController } from "./create.ts";
export { defineController } from "./define.ts";
export {
  type Definition,
  type definition,
  type ErasedResource,
  type ErasedSet,
} from "./definition.ts";
export { reconcileOnce, type ReconcileOnceOptions } from "./once.ts";
export { reasonOf } from "./outcome.ts";
export { RoutingError } from "./pass.ts";
export {
  all,
  annotationsChanged,
  any,
  generationChanged,
  labelsChanged,
  not,
} from "./predicates.ts";
export { requestsFrom, type RequestsFromOptions } from "./requests.ts";
export { owns, watched, type WatchedOptions, watches } from "./sources.ts";
export type * from "./queue_types.ts";
export type * from "./types.ts";
export type { TokenBucketOptions } from "./token_bucket.ts";
export {
  type AddOptions,
  createWorkQueue,
  type WorkItem,
  type WorkQueue,
  type WorkQueueOptions,
} from "./workqueue.ts";
export type { Around, Work } from "./work.ts";
