import { canonicalText } from "../_internal/mod.ts";
import { isRecord } from "./values.ts";

/**
 * What `current` becomes when it is to hold what `wanted` names; what `wanted` does not name stays. A null takes a field
 * out. Elements of a list that have a name and are in the same place are merged too, and one that holds all that is
 * wanted of it stays as it is: so that what the server has filled in is no difference. Other lists become as wanted.
 */
export function mergeWanted(current: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted)) return Array.isArray(current) ? mergeLists(current, wanted) : wanted;
  if (!isRecord(wanted)) return wanted;
  const merged: Record<string, unknown> = isRecord(current) ? { ...current } : {};
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    if (value === null) delete merged[key];
    else put(merged, key, mergeWanted(own(merged, key), value));
  }
  return merged;
}

function mergeLists(current: readonly unknown[], wanted: readonly unknown[]): unknown[] {
  return wanted.map((one, index) => {
    const known = current[index];
    if (!isRecord(one) || !isRecord(known)) return one;
    const isNamed = typeof one.name === "string" && one.name === known.name;
    const merged = mergeWanted(known, one);
    return isNamed || isEqual(merged, known) ? merged : one;
  });
}

/**
 * The JSON merge patch (RFC 7396) that makes `after` of `before`; undefined where they are equal. Lists are whole. A
 * null cannot be said in such a patch other than to take a field out, and is taken for that.
 */
export function mergePatchOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, key), own(after, key) ?? undefined];
    if (isEqual(was ?? undefined, is)) continue;
    if (is === undefined) put(patch, key, null);
    else if (isRecord(was) && isRecord(is)) put(patch, key, mergePatchOf(was, is));
    // A map within a patch is merged: it can come whole only where nothing is.
    else put(patch, key, isRecord(is) ? mergePatchOf({}, is) ?? {} : is);
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Whether two values are the same JSON, whatever the order of keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  return canonicalText(a) === canonicalText(b);
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** As an assignment, but for keys such as `__proto__`, too. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
