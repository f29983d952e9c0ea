import type { StructuralSchema } from "./types.ts";
import { child, equalJson } from "./values.ts";

/**
 * Where a schema gives another type than it takes. Objects are stored as written and read as stored, so that a transform
 * would make the types of what is read untrue.
 *
 * @returns The path and what differs, or undefined.
 */
export function findTransform(
  input: StructuralSchema,
  output: StructuralSchema,
  path = "",
): { readonly path: string; readonly change: string } | undefined {
  const [from, to] = [typeName(input), typeName(output)];
  if (from !== to && !(isNumber(from) && isNumber(to))) {
    return { path, change: `${from} becomes ${to}` };
  }
  if (input.enum && output.enum && !equalJson(sorted(input.enum), sorted(output.enum))) {
    return { path, change: "its values become others" };
  }
  const [before, after] = [input.properties ?? {}, output.properties ?? {}];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [left, right] = [before[name], after[name]];
    if (!left) return { path: child(path, name), change: "the field is added" };
    if (!right) return { path: child(path, name), change: "the field is removed" };
    const found = findTransform(left, right, child(path, name));
    if (found) return found;
  }
  if (input.items && output.items) {
    const found = findTransform(input.items, output.items, `${path}[]`);
    if (found) return found;
  }
  if (input.additionalProperties && output.additionalProperties) {
    return findTransform(input.additionalProperties, output.additionalProperties, `${path}.*`);
  }
  return undefined;
}

function typeName(schema: StructuralSchema): string {
  if (schema["x-kubernetes-int-or-string"]) return "integer or string";
  const name = schema.type ?? "anything";
  return name === "object" && schema.additionalProperties ? "map" : name;
}

function isNumber(type: string): boolean {
  return type === "integer" || type === "number";
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.map((one) => JSON.stringify(one)).sort();
}
