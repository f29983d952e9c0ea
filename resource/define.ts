import type { ApiResource, KubernetesObject, ObjectOf } from "../client/mod.ts";
import type { Resource, ResourceSet, ResourceSetOptions } from "./types.ts";

/**
 * Defines one step of a reconcile. The resource says which objects it is for, so that the functions' parameters have
 * their types without being written.
 *
 * @param _for The kind of the objects that are reconciled. For types only.
 * @throws {TypeError} When the name is empty or a function is missing.
 */
export function defineResource<R extends ApiResource>(
  _for: R,
  definition: Resource<ObjectOf<NoInfer<R>>>,
): Resource<ObjectOf<R>> {
  const { name, ensureCreated, ensureDeleted } = definition;
  if (typeof name !== "string" || name === "") {
    throw new TypeError("A resource needs a name, for logs and metrics");
  }
  if (typeof ensureCreated !== "function") {
    throw new TypeError(`The resource ${JSON.stringify(name)} needs the function ensureCreated`);
  }
  if (ensureDeleted !== undefined && typeof ensureDeleted !== "function") {
    throw new TypeError(`ensureDeleted of the resource ${JSON.stringify(name)} is not a function`);
  }
  return Object.freeze({ ...definition });
}

/**
 * Puts steps together that reconcile one object, in this order (for deletion too, unless `order` is `reverse`).
 *
 * @throws {TypeError} When there is no step, or two have one name.
 */
export function resources<T extends KubernetesObject>(
  steps: readonly Resource<T>[],
  options: ResourceSetOptions<NoInfer<T>> = {},
): ResourceSet<T> {
  if (steps.length === 0) {
    throw new TypeError("A set without resources does nothing; give it one at least");
  }
  const names = new Set<string>();
  for (const { name } of steps) {
    if (names.has(name)) {
      throw new TypeError(
        `Two resources of a set are named ${JSON.stringify(name)}: give each its own name`,
      );
    }
    names.add(name);
  }
  const { order } = options;
  if (order !== undefined && order !== "list" && order !== "reverse") {
    throw new TypeError(`The order ${JSON.stringify(order)} is not known; use "list" or "reverse"`);
  }
  return Object.freeze({ ...options, steps: Object.freeze([...steps]) });
}
