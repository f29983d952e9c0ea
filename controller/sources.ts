import { type ApiResource, type ObjectOf, resourcePath } from "../client/mod.ts";
import type { Watched } from "../context/mod.ts";
import type { Indexer } from "../informer/mod.ts";
import type { MapFunction, Source, SourceOptions } from "./types.ts";

/** What {@linkcode watched} takes beside the resource. */
export interface WatchedOptions<R extends ApiResource, I extends string = never> {
  /** Names of indexes, with what finds their values. */
  readonly indexers?: Readonly<Record<I, Indexer<ObjectOf<NoInfer<R>>>>>;
  /** Only this namespace. Default: the controller's. */
  readonly namespace?: string;
  /** Only objects with these labels. */
  readonly labelSelector?: string;
}

/**
 * Declares a local copy. Listed in a controller's `sources` it triggers nothing by itself; `context.store` finds it by
 * this very value.
 *
 * @throws {TypeError} When the namespace is none, or the kind is not in namespaces.
 */
export function watched<R extends ApiResource, I extends string = never>(
  resource: R,
  options: WatchedOptions<R, I> = {},
): Watched<R, I> {
  const { namespace } = options;
  if (namespace !== undefined) resourcePath(resource, { namespace }); // throws
  return Object.freeze({ ...options, resource });
}

/**
 * Reconciles the owner when an object changes that it owns: the one that the object's controller reference names (see
 * `ownerReference`). References to other kinds are passed over.
 */
export function owns<R extends ApiResource, I extends string = never>(
  target: R | Watched<R, I>,
  options: SourceOptions<ObjectOf<NoInfer<R>>> = {},
): Source<R, I> {
  return Object.freeze({ ...declare(target), ...options, map: Object.freeze({ owner: true }) });
}

/**
 * Reconciles the objects that `map` names when an object changes. `map` is called with the old and with the new state
 * of a changed object, so that both those it belonged to and those it belongs to now run. It must not wait, and what
 * it reads from a local copy may lag behind.
 */
export function watches<R extends ApiResource, I extends string = never>(
  target: R | Watched<R, I>,
  map: MapFunction<ObjectOf<NoInfer<R>>>,
  options: SourceOptions<ObjectOf<NoInfer<R>>> = {},
): Source<R, I> {
  if (typeof map !== "function") {
    throw new TypeError("watches needs a function that names the objects to reconcile");
  }
  return Object.freeze({ ...declare(target), ...options, map: Object.freeze({ requests: map }) });
}

/** A declaration of what was given, with where it came from. */
export function declare<R extends ApiResource, I extends string>(
  target: R | Watched<R, I>,
): Watched<R, I> {
  if (!isWatched(target)) return { resource: target };
  return { ...target, origin: target.origin ?? target };
}

/** Tells a declaration from a resource. */
export function isWatched<R extends ApiResource, I extends string>(
  target: R | Watched<R, I>,
): target is Watched<R, I> {
  return "resource" in target;
}
