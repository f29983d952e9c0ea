import { goText, isObject, type TypeSchema } from "../schema/mod.ts";
import { ApplyError } from "./error.ts";
import { pathText } from "./field_set.ts";
import { fieldType, itemElement, shapeOf } from "./shape.ts";

/**
 * Checks that an applied object can be merged by its type.
 *
 * @throws {ApplyError} On an item without its keys, two items with the same ones, or an unknown field.
 */
export function checkApplied(value: unknown, schema: TypeSchema): void {
  const problems: string[] = [];
  check(value, schema, [], problems);
  if (problems.length === 0) return;
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  const text = (value: unknown) => typeof value === "string" ? value : "";
  const { namespace, name } = isObject(metadata) ? metadata : {};
  const version = String(apiVersion).includes("/") ? apiVersion : `/${apiVersion}`;
  const message = problems.length === 1 ? problems[0] : `errors:\n  ${problems.join("\n  ")}`;
  throw new ApplyError(
    500,
    `failed to create typed patch object (${text(namespace)}/${
      text(name)
    }; ${version}, Kind=${kind}): ${message}`,
  );
}

function check(
  value: unknown,
  schema: TypeSchema | undefined,
  path: readonly string[],
  problems: string[],
): void {
  if (schema === undefined) return;
  const problem = typeProblem(value, schema);
  if (problem) {
    problems.push(`${pathText(path)}: ${problem}`);
    return;
  }
  const shape = shapeOf(value, schema);
  if (isObject(value) && shape === "map") {
    for (const [key, item] of Object.entries(value)) {
      const below = [...path, `f:${key}`];
      const { schema: type } = fieldType(schema, key);
      if (type) check(item, type, below, problems);
      else if (!allowsUnknown(schema)) {
        problems.push(`${pathText(below)}: field not declared in schema`);
      }
    }
  } else if (Array.isArray(value) && (shape === "keyed" || shape === "set")) {
    const seen = new Set<string>();
    value.forEach((item, i) => {
      try {
        const element = itemElement(item, schema, shape);
        if (seen.has(element)) {
          problems.push(
            `${pathText(path)}: duplicate entries for key ${pathText([element])}`,
          );
        }
        seen.add(element);
        check(item, schema.items, [...path, element], problems);
      } catch (error) {
        problems.push(`${pathText(path)}: element ${i}: ${(error as Error).message}`);
      }
    });
  }
}

/** Null is of every type here. */
function typeProblem(value: unknown, schema: TypeSchema): string | undefined {
  if (value === null || schema["x-kubernetes-int-or-string"]) return undefined;
  switch (schema.type) {
    case "object":
      return isObject(value) ? undefined : `expected map, got &{${goText(value)}}`;
    case "array":
      return Array.isArray(value) ? undefined : `expected list, got &{${goText(value)}}`;
    case "integer":
    case "number":
      return typeof value === "number"
        ? undefined
        : `expected numeric (int or float), got ${goType(value)}`;
    case "boolean":
      return typeof value === "boolean" ? undefined : `expected boolean, got &{${goText(value)}}`;
    case "string": {
      const got = typeof value === "object" ? `${goType(value)}{}` : goText(value);
      return typeof value === "string"
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${got}}`;
    }
  }
  return undefined;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isObject(value)) return "map[string]interface {}";
  return typeof value === "boolean" ? "bool" : String(typeof value);
}

function allowsUnknown(schema: TypeSchema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema.additionalProperties === true || schema.open === true ||
    (schema.properties === undefined && schema.additionalProperties === undefined &&
      schema.type === undefined);
}
