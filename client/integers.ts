/**
 * Where an object holds an integer that a JavaScript number cannot tell from its neighbours (beyond 2^53), as a path;
 * undefined when nowhere. Such a number was rounded when the object was read, so writing it back would change it.
 */
export function unsafeIntegerAt(value: unknown): string | undefined {
  if (typeof value === "number") {
    // From 2^64 on no integer type of Kubernetes holds it: it is a fraction's type, and comes back as it went.
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 2 ** 64
      ? ""
      : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const inner = unsafeIntegerAt(item);
    if (inner === undefined) continue;
    return (Array.isArray(value) ? `[${key}]` : `.${key}`) + inner;
  }
  return undefined;
}
