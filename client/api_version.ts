/**
 * Orders versions of an API by Kubernetes' own priority, the least preferred first: what is not of the form `v1`,
 * `v1beta1`, `v1alpha1` comes first, then alpha, beta and stable versions, each by their numbers. `v1` therefore comes
 * after `v2alpha1`, and `v10` after `v9`.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
 *
 * @returns A negative number when `a` is less preferred than `b`, a positive one when it is more, 0 for the same.
 */
export function compareApiVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) {
    if (left || right) return left ? 1 : -1;
    return a === b ? 0 : a < b ? 1 : -1;
  }
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0n;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/**
 * The version that Kubernetes prefers among several.
 *
 * @throws {TypeError} When there is none.
 */
export function latestVersion(versions: readonly string[]): string {
  const [first, ...rest] = versions;
  if (first === undefined) {
    throw new TypeError("There are no versions to choose from: give at least one");
  }
  return rest.reduce((best, one) => compareApiVersions(one, best) > 0 ? one : best, first);
}

/** Stage, major and minor number. */
function parse(version: string): readonly bigint[] | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version);
  if (!match) return undefined;
  const [, major = "", stage, minor = "0"] = match;
  return [stage === undefined ? 2n : stage === "beta" ? 1n : 0n, BigInt(major), BigInt(minor)];
}
