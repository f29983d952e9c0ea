import type { StructuralSchema } from "./types.ts";

/** The fields of two objects; those that both have are merged by `merge`. */
export function mergeFields(
  left: Readonly<Record<string, StructuralSchema>>,
  right: Readonly<Record<string, StructuralSchema>>,
  merge: (left: StructuralSchema, right: StructuralSchema, name: string) => StructuralSchema,
): Record<string, StructuralSchema> {
  const merged: Record<string, StructuralSchema> = { ...left };
  for (const [name, field] of Object.entries(right)) {
    const other = merged[name];
    merged[name] = other ? merge(other, field, name) : field;
  }
  return merged;
}
