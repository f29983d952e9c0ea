import type { StructuralSchema } from "./types.ts";
import { child, equalJson, schemaError } from "./values.ts";

/** Keywords that must not stand in a branch (structural schema rules 2 and 3). */
export const NOT_IN_BRANCHES: ReadonlySet<string> = new Set([
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
  if (branches.some((branch) => branch.default !== undefined)) {
    throw schemaError(path, "a branch of its union has a default: give it to the union as a whole");
  }
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
  const { title, description, nullable, default: value } = schema;
  return {
    ...title === undefined ? {} : { title },
    ...description === undefined ? {} : { description },
    ...structureOf(schema),
    ...nullable ? { nullable } : {},
    ...value === undefined ? {} : { default: value },
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
  checkShared(left, right, path);
  const merged: StructuralSchema = { ...left, ...right, ...number ? { type: "number" } : {} };
  if (left.properties && right.properties) {
    merged.properties = eitherFields(left.properties, right.properties, path);
  }
  if (left.items && right.items) merged.items = either(left.items, right.items, `${path}[]`);
  if (
    left.additionalProperties && right.additionalProperties &&
    !equalJson(left.additionalProperties, right.additionalProperties)
  ) {
    const values = [left.additionalProperties, right.additionalProperties] as const;
    if (values.some((one) => Object.keys(checksOf(one)).length)) {
      throw schemaError(`${path}.*`, "it is checked differently in the branches of a union");
    }
    merged.additionalProperties = either(annotated(values[0]), annotated(values[1]), `${path}.*`);
  }
  return merged;
}

/** What stands in one branch would hold in all: only an open object is no worse for that. */
function checkShared(left: StructuralSchema, right: StructuralSchema, path: string): void {
  for (const keyword of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (keyword !== "default" && !keyword.startsWith("x-kubernetes-")) continue;
    if (keyword === "x-kubernetes-preserve-unknown-fields") continue;
    if (!equalJson(Reflect.get(left, keyword), Reflect.get(right, keyword))) {
      throw schemaError(
        path,
        `it has ${keyword} in one branch of a union and not, or another one, in another`,
      );
    }
  }
}

function eitherFields(
  left: Readonly<Record<string, StructuralSchema>>,
  right: Readonly<Record<string, StructuralSchema>>,
  path: string,
): Record<string, StructuralSchema> {
  for (const [name, field] of [...Object.entries(left), ...Object.entries(right)]) {
    if (field.default !== undefined && !(left[name] && right[name])) {
      throw schemaError(
        child(path, name),
        "it has a default in one branch of a union, which the server would fill in for all: make it optional",
      );
    }
  }
  return mergeFields(left, right, (a, b, name) => either(a, b, child(path, name)));
}

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
