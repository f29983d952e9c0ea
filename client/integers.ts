/**
 * Where an object holds an integer that a JavaScript number cannot tell from its neighbours (beyond 2^53), as a path;
 * undefined when nowhere. Such a number was rounded when the object was read, so writing it back would change it.
 */
export function unsafeIntegerAt(value: unknown): string | undefined {
  if (typeof value === "number") {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? "" : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const inner = unsafeIntegerAt(item);
    if (inner === undefined) continue;
    return (Array.isArray(value) ? `[${key}]` : `.${key}`) + inner;
  }
  return undefined;
}
