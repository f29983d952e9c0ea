import type { StructuralSchema } from "./types.ts";
import { child, equalJson, schemaError } from "./values.ts";

/** Keywords that make up the structure; the rest are value checks, which may stand in branches. */
const STRUCTURE: ReadonlySet<string> = new Set([
  "type",
  "items",
  "properties",
  "additionalProperties",
  "required",
]);

/** Keywords that must not stand in a branch (structural schema rules 2 and 3). */
const NOT_IN_BRANCHES: ReadonlySet<string> = new Set([
  "type",
  "title",
  "description",
  "default",
  "nullable",
  "additionalProperties",
]);

/**
 * One schema for a value that may be as any of `branches` says. A CRD wants one structure, described once, and only value
 * checks in the branches.
 *
 * @throws {TypeError} When the branches have no structure in common.
 */
export function mergeUnion(
  keyword: "anyOf" | "oneOf",
  branches: readonly StructuralSchema[],
  path: string,
): StructuralSchema {
  const types = new Set(branches.map((branch) => branch.type));
  const nullable = branches.some((branch) => branch.nullable) ? { nullable: true } : {};
  if (isIntOrString(branches)) {
    return { ...intOrString(branches, path), ...nullable };
  }
  if (types.size > 1 && !(types.size === 2 && types.has("integer") && types.has("number"))) {
    const names = branches.map((branch) => branch.type ?? "anything").join(" and ");
    throw schemaError(
      path,
      `a union of ${names} has no counterpart; only integer and string go together (z.int(), not z.number())`,
    );
  }
  if (types.has(undefined)) return { "x-kubernetes-preserve-unknown-fields": true };
  if (branches.every((branch) => branch.enum && onlyEnum(branch))) {
    const values = branches.flatMap((branch) => branch.enum ?? []);
    const [first] = branches;
    return { type: first?.type ?? "string", enum: [...new Set(values)], ...nullable };
  }
  const structure = branches.map((branch) => structureOf(branch));
  const merged = structure.reduce((left, right) => either(left, right, path));
  const checks = branches.map(checksOf);
  // A branch without checks accepts every value of the structure, so that the union does not restrict anything.
  if (checks.some((one) => Object.keys(one).length === 0)) return { ...merged, ...nullable };
  return { ...merged, [keyword]: checks, ...nullable };
}

function isIntOrString(branches: readonly StructuralSchema[]): boolean {
  const kinds = new Set(
    branches.map((one) => one["x-kubernetes-int-or-string"] ? "both" : one.type),
  );
  if ([...kinds].some((kind) => kind !== "both" && kind !== "integer" && kind !== "string")) {
    return false;
  }
  return kinds.size > 1 || kinds.has("both");
}

/** Bounds bind integers only and text checks bind text only, so that both may stand side by side. */
function intOrString(branches: readonly StructuralSchema[], path: string): StructuralSchema {
  let merged: StructuralSchema = { "x-kubernetes-int-or-string": true };
  for (const branch of branches) {
    const {
      type: _1,
      nullable: _2,
      title: _3,
      description: _4,
      default: _5,
      enum: values,
      ...checks
    } = branch;
    if (values) throw schemaError(path, "a union of integer and string cannot have fixed values");
    if (checks.minimum === Number.MIN_SAFE_INTEGER) delete checks.minimum;
    if (checks.maximum === Number.MAX_SAFE_INTEGER) delete checks.maximum;
    for (const [keyword, value] of Object.entries(checks)) {
      if (keyword in merged && !equalJson(Reflect.get(merged, keyword), value)) {
        throw schemaError(path, `the branches of its union have different ${keyword}`);
      }
    }
    merged = { ...merged, ...checks };
  }
  return merged;
}

function onlyEnum(schema: StructuralSchema): boolean {
  const allowed = new Set(["type", "enum", "nullable", "title", "description"]);
  return Object.keys(schema).every((keyword) => allowed.has(keyword));
}

function structureOf(schema: StructuralSchema): StructuralSchema {
  const { type, items, properties, additionalProperties } = schema;
  const extensions = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => keyword.startsWith("x-kubernetes-")),
  );
  return {
    ...extensions,
    ...type === undefined ? {} : { type },
    ...items && { items: annotated(items) },
    ...additionalProperties && { additionalProperties },
    ...properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [name, annotated(field)]),
      ),
    },
  };
}

/** The structure of a part of a branch, with what only the structure may hold. */
function annotated(schema: StructuralSchema): StructuralSchema {
  const { title, description, nullable } = schema;
  return {
    ...title === undefined ? {} : { title },
    ...description === undefined ? {} : { description },
    ...structureOf(schema),
    ...nullable ? { nullable } : {},
  };
}

/** The value checks of a branch: what is left when the structure is described elsewhere. */
function checksOf(schema: StructuralSchema): StructuralSchema {
  const checks: StructuralSchema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (NOT_IN_BRANCHES.has(keyword) || keyword.startsWith("x-kubernetes-")) continue;
    if (keyword === "properties") {
      const fields = Object.entries(schema.properties ?? {})
        .map(([name, field]) => [name, checksOf(field)] as const)
        .filter(([, field]) => Object.keys(field).length);
      if (fields.length) checks.properties = Object.fromEntries(fields);
    } else if (keyword === "items") {
      const items = checksOf(schema.items ?? {});
      if (Object.keys(items).length) checks.items = items;
    } else Object.assign(checks, { [keyword]: value });
  }
  return checks;
}

/** The structure of a value that has one of two structures. */
function either(left: StructuralSchema, right: StructuralSchema, path: string): StructuralSchema {
  const types = [left.type, right.type];
  const number = types.includes("integer") && types.includes("number");
  if (left.type !== right.type && !number) {
    throw schemaError(
      path,
      `it is ${
        types.map((type) => type ?? "anything").join(" in one branch of a union and ")
      } in another`,
    );
  }
  if (
    left.additionalProperties && right.properties || right.additionalProperties && left.properties
  ) {
    throw schemaError(
      path,
      "it is a map in one branch of a union and has fields of its own in another",
    );
  }
  const merged: StructuralSchema = { ...left, ...right, ...number ? { type: "number" } : {} };
  if (left.properties && right.properties) {
    merged.properties = mergeFields(
      left.properties,
      right.properties,
      (a, b, name) => either(a, b, child(path, name)),
    );
  }
  if (left.items && right.items) merged.items = either(left.items, right.items, `${path}[]`);
  if (left.additionalProperties && right.additionalProperties) {
    merged.additionalProperties = either(
      left.additionalProperties,
      right.additionalProperties,
      `${path}.*`,
    );
  }
  return merged;
}

function mergeFields(
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
