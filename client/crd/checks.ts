import { textChecks } from "./text.ts";
import type { StructuralSchema } from "./types.ts";

const COPIED = [
  "minLength",
  "maxLength",
  "multipleOf",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** The checks of a value apart from its type: what may also stand in a branch of a union. */
export function checksOf(
  schema: Readonly<Record<string, unknown>>,
  path: string,
): StructuralSchema {
  const checks: StructuralSchema = { ...textChecks(schema, path) };
  for (const keyword of COPIED) {
    const value = schema[keyword];
    if (typeof value === "number") checks[keyword] = value;
  }
  return { ...checks, ...boundsOf(schema) };
}

/** JSON Schema's exclusive bounds are numbers, OpenAPI 3.0's say that the inclusive one is meant so. */
function boundsOf(schema: Readonly<Record<string, unknown>>): StructuralSchema {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const bounds: StructuralSchema = {};
  if (typeof minimum === "number") bounds.minimum = minimum;
  if (typeof maximum === "number") bounds.maximum = maximum;
  if (exclusiveMinimum === true) bounds.exclusiveMinimum = true;
  if (exclusiveMaximum === true) bounds.exclusiveMaximum = true;
  if (typeof exclusiveMinimum === "number" && exclusiveMinimum >= (bounds.minimum ?? -Infinity)) {
    Object.assign(bounds, { minimum: exclusiveMinimum, exclusiveMinimum: true });
  }
  if (typeof exclusiveMaximum === "number" && exclusiveMaximum <= (bounds.maximum ?? Infinity)) {
    Object.assign(bounds, { maximum: exclusiveMaximum, exclusiveMaximum: true });
  }
  return bounds;
}

/** What says something to people, and the default. */
export function annotationsOf(schema: Readonly<Record<string, unknown>>): StructuralSchema {
  const { title, description } = schema;
  return {
    ...typeof title === "string" ? { title } : {},
    ...typeof description === "string" ? { description } : {},
    ...schema.default === undefined ? {} : { default: schema.default },
  };
}

/** Kubernetes' own keywords. */
export function extensionsOf(schema: Readonly<Record<string, unknown>>): StructuralSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => keyword.startsWith("x-kubernetes-")),
  );
}

/** The schema without its unions and intersections. */
export function withoutUnions(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { anyOf: _1, oneOf: _2, allOf: _3, not: _4, ...rest } = schema;
  return rest;
}

/** Whether there is a union or intersection. */
export function hasUnion(schema: Readonly<Record<string, unknown>>): boolean {
  return ["anyOf", "oneOf", "allOf"].some((keyword) => Array.isArray(schema[keyword]));
}

/** Whether the schema itself says of what type the value is. */
export function hasValue(schema: Readonly<Record<string, unknown>>): boolean {
  return ["type", "const", "enum", "properties", "additionalProperties", "items"]
    .some((keyword) => schema[keyword] !== undefined);
}
