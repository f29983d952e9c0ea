import type { ApiResource, ApiResourceFields, KubernetesObject, Writable } from "./resource.ts";

/**
 * Names a kind that the API server serves, together with the type of its objects.
 *
 * @typeParam T The object as read.
 * @typeParam I The object as written.
 * @throws {TypeError} When a part cannot be part of a path.
 */
export function defineApiResource<
  T extends KubernetesObject = KubernetesObject,
  I = Writable<T>,
>(resource: ApiResourceFields): ApiResource<T, I> {
  const { group, version, kind, plural, scope, representation } = resource;
  check("group", group, /^$|^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
  check("version", version, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  check("kind", kind, /^[A-Za-z][A-Za-z0-9-]*$/);
  check("plural", plural, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  check("scope", scope, /^(Namespaced|Cluster)$/);
  return Object.freeze({
    group,
    version,
    kind,
    plural,
    scope,
    ...(representation && { representation }),
  });
}

function check(field: string, value: string, pattern: RegExp): void {
  if (!pattern.test(value)) {
    throw new TypeError(
      `${JSON.stringify(value)} cannot be the ${field} of a resource: it must match ${pattern}`,
    );
  }
}
