import { clone, field, isObject, type JsonObject, setField } from "../schema/mod.ts";

/** Applies a JSON merge patch (RFC 7396) to a copy of `target`: null removes, objects merge, all else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return clone(patch);
  const result: JsonObject = isObject(target) ? clone(target) : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else setField(result, key, applyMergePatch(field(result, key), value));
  }
  return result;
}
