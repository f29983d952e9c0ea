import type { KubernetesObject } from "../client/mod.ts";
import type { Answer, Context } from "../context/mod.ts";
import { assemble } from "./crud.ts";
import type { Resource, ResourceSet } from "./types.ts";
import type { Wrapper } from "./wrap_types.ts";

/**
 * Puts wrappers around a resource, or around each resource of a set: the first is the innermost. A CRUD resource stays
 * one (`plan` sees through the wrappers), a plain one stays plain; so wrapped resources can be wrapped again.
 *
 * @example A wrapper of one's own
 * ```ts
 * import { defineResource, wrap, type Wrapper } from "@operatorkit/operatorkit/resource";
 * import { ConfigMap } from "@operatorkit/operatorkit/kinds";
 *
 * const announced: Wrapper = {
 *   aroundResource: async ({ resource, operation, context }, next) => {
 *     context.log.info("begins", { resource, operation });
 *     return await next();
 *   },
 * };
 * const greeting = defineResource(ConfigMap, { name: "greeting", ensureCreated: () => {} });
 * const loud = wrap(greeting, announced);
 * ```
 */
export function wrap<T extends KubernetesObject>(
  target: Resource<T>,
  ...wrappers: readonly Wrapper[]
): Resource<T>;
/** Puts wrappers around each resource of a set: the first is the innermost. */
export function wrap<T extends KubernetesObject>(
  target: ResourceSet<T>,
  ...wrappers: readonly Wrapper[]
): ResourceSet<T>;
export function wrap<T extends KubernetesObject>(
  target: Resource<T> | ResourceSet<T>,
  ...wrappers: readonly Wrapper[]
): Resource<T> | ResourceSet<T> {
  if ("steps" in target) {
    const steps = target.steps.map((step) => wrapOne(step, wrappers));
    return Object.freeze({ ...target, steps: Object.freeze(steps) });
  }
  return wrapOne(target, wrappers);
}

function wrapOne<T extends KubernetesObject>(
  resource: Resource<T>,
  wrappers: readonly Wrapper[],
): Resource<T> {
  const { crud } = resource;
  if (crud) return assemble(resource.name, crud.steps, [...crud.wrappers, ...wrappers]);
  return wrappers.reduce(wrapPlain, resource);
}

function wrapPlain<T extends KubernetesObject>(
  resource: Resource<T>,
  { aroundResource }: Wrapper,
): Resource<T> {
  if (!aroundResource) return resource;
  const { name, ensureCreated, ensureDeleted } = resource;
  const around =
    (operation: "EnsureCreated" | "EnsureDeleted", ensure: Resource<T>["ensureCreated"]) =>
    (object: T, context: Context): Promise<Answer> =>
      aroundResource(
        { resource: name, operation, isCrud: false, object, context },
        async (given = context) => await ensure(object, given),
      );
  return Object.freeze({
    ...resource,
    ensureCreated: around("EnsureCreated", ensureCreated),
    ...(ensureDeleted && { ensureDeleted: around("EnsureDeleted", ensureDeleted) }),
  });
}
