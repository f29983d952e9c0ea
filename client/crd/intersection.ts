import type { StructuralSchema } from "./types.ts";
import { mergeFields, NOT_IN_BRANCHES } from "./union.ts";
import { child, equalJson, schemaError } from "./values.ts";

/** Keywords that make up the structure; the rest are value checks, which may stand in branches. */
const STRUCTURE: ReadonlySet<string> = new Set([
  "type",
  "items",
  "properties",
  "additionalProperties",
  "required",
]);

/**
 * One schema for a value that is as all of `parts` say.
 *
 * @throws {TypeError} When they contradict each other.
 */
export function mergeAll(parts: readonly StructuralSchema[], path: string): StructuralSchema {
  return parts.reduce((left, right) => both(left, right, path), {});
}

function both(left: StructuralSchema, right: StructuralSchema, path: string): StructuralSchema {
  const merged: StructuralSchema = { ...left };
  const conflicts: StructuralSchema = {};
  for (const [keyword, value] of Object.entries(right)) {
    const other: unknown = Reflect.get(left, keyword);
    if (other === undefined || equalJson(other, value)) {
      Object.assign(merged, { [keyword]: value });
    } else if (keyword === "required") {
      merged.required = [...new Set([...left.required ?? [], ...right.required ?? []])];
    } else if (keyword === "properties" && left.properties && right.properties) {
      merged.properties = mergeFields(
        left.properties,
        right.properties,
        (a, b, name) => both(a, b, child(path, name)),
      );
    } else if (keyword === "items" && left.items && right.items) {
      merged.items = both(left.items, right.items, `${path}[]`);
    } else if (keyword === "type" && other === "number" && value === "integer") {
      merged.type = "integer";
    } else if (keyword === "type" && other === "integer" && value === "number") {
      continue;
    } else if (keyword === "allOf") {
      merged.allOf = [...left.allOf ?? [], ...right.allOf ?? []];
    } else if (STRUCTURE.has(keyword) || NOT_IN_BRANCHES.has(keyword) || keyword.startsWith("x-")) {
      throw schemaError(path, `the parts of its intersection have different ${keyword}`);
    } else Object.assign(conflicts, { [keyword]: value });
  }
  if (Object.keys(conflicts).length) merged.allOf = [...merged.allOf ?? [], conflicts];
  return merged;
}
