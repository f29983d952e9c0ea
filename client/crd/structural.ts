import {
  annotationsOf,
  checksOf,
  extensionsOf,
  hasUnion,
  hasValue,
  withoutUnions,
} from "./checks.ts";
import { mergeAll } from "./intersection.ts";
import type { StructuralSchema } from "./types.ts";
import { mergeUnion } from "./union.ts";
import { child, jsonType, schemaError } from "./values.ts";
import { isRecord } from "../values.ts";

/** Keywords that restrict values in ways a CRD cannot express, so that leaving them out would change the meaning. */
const REFUSED = [
  "contains",
  "dependentRequired",
  "dependentSchemas",
  "else",
  "if",
  "patternProperties",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
];

interface Conversion {
  readonly root: Readonly<Record<string, unknown>>;
  readonly path: string;
  /** References that are being followed, to find recursion. */
  readonly following: readonly string[];
}

/**
 * Makes a JSON Schema (2020-12 or OpenAPI 3.0) structural, as a CRD needs it
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
 *
 * @throws {TypeError} When a part cannot be expressed; the message names its path.
 */
export function toStructural(schema: Readonly<Record<string, unknown>>): StructuralSchema {
  return convert(schema, { root: schema, path: "", following: [] });
}

function convert(schema: unknown, at: Conversion): StructuralSchema {
  const { path } = at;
  if (schema === true) return { "x-kubernetes-preserve-unknown-fields": true };
  if (!isRecord(schema)) throw schemaError(path, "nothing is allowed there");
  const extensions = extensionsOf(schema);
  // What the author marks as free, or as int-or-string, is that, whatever the rest says.
  if (extensions["x-kubernetes-preserve-unknown-fields"] === true && !isPlainObject(schema)) {
    return { ...annotationsOf(schema), ...extensions };
  }
  if (typeof schema.$ref === "string") return convertReference(schema, schema.$ref, at);
  const refused = REFUSED.find((keyword) => schema[keyword] !== undefined);
  if (refused !== undefined) throw schemaError(path, `${refused} has no counterpart`);
  const result = { ...annotationsOf(schema), ...convertValue(schema, at), ...extensions };
  if (result["x-kubernetes-int-or-string"] === true) delete result.type;
  return result;
}

/** An object with fields of its own: the mark for unknown fields stands beside them. */
function isPlainObject(schema: Readonly<Record<string, unknown>>): boolean {
  return schema.type === "object" && schema.$ref === undefined;
}

function convertReference(
  schema: Readonly<Record<string, unknown>>,
  reference: string,
  at: Conversion,
): StructuralSchema {
  if (at.following.includes(reference) || reference === "#") {
    throw schemaError(
      at.path,
      "it contains itself; mark it with x-kubernetes-preserve-unknown-fields: true to accept anything there",
    );
  }
  let target: unknown = at.root;
  for (const part of reference.replace(/^#\/?/, "").split("/")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isRecord(target) ? target[key] : undefined;
  }
  if (!isRecord(target)) throw schemaError(at.path, `the reference ${reference} leads nowhere`);
  const { $ref: _, ...siblings } = schema;
  return convert({ ...target, ...siblings }, { ...at, following: [...at.following, reference] });
}

function convertValue(schema: Readonly<Record<string, unknown>>, at: Conversion): StructuralSchema {
  const { path } = at;
  const own = withoutUnions(schema);
  const parts: StructuralSchema[] = [];
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = schema[keyword];
    if (Array.isArray(branches)) parts.push(convertUnion(keyword, branches, at));
  }
  if (Array.isArray(schema.allOf)) {
    parts.push(...schema.allOf.map((branch) => convertBranch(branch, at)));
  }
  if (schema.not !== undefined) throw schemaError(path, "not has no counterpart");
  if (!parts.length) return convertSimple(own, at);
  if (hasValue(own)) parts.unshift(convertSimple(own, at));
  return mergeAll(parts, path);
}

/** A branch of a union or intersection that may leave its type to its siblings. */
function convertBranch(branch: unknown, at: Conversion): StructuralSchema {
  if (isRecord(branch) && !hasValue(branch) && !hasUnion(branch) && branch.$ref === undefined) {
    return { ...checksOf(branch, at.path), ...extensionsOf(branch) };
  }
  return convert(branch, at);
}

function convertUnion(
  keyword: "anyOf" | "oneOf",
  branches: readonly unknown[],
  at: Conversion,
): StructuralSchema {
  const values = branches.filter((branch) => !isNull(branch));
  const nullable = values.length < branches.length;
  const [only] = values;
  if (only === undefined) throw schemaError(at.path, "null is its only value");
  const union = values.length === 1
    ? convert(only, at)
    : mergeUnion(keyword, values.map((one) => convert(one, at)), at.path);
  return nullable ? allowNull(union) : union;
}

function isNull(schema: unknown): boolean {
  return isRecord(schema) && (schema.type === "null" || schema.const === null ||
    (Array.isArray(schema.enum) && schema.enum.every((one) => one === null)));
}

/** The API server holds an enum against null even where null is allowed, but not one inside allOf. */
function allowNull(schema: StructuralSchema): StructuralSchema {
  const { enum: values, ...rest } = schema;
  if (!values) return { ...rest, nullable: true };
  return { ...rest, nullable: true, allOf: [...rest.allOf ?? [], { enum: values }] };
}

function convertSimple(
  schema: Readonly<Record<string, unknown>>,
  at: Conversion,
): StructuralSchema {
  const { path } = at;
  const values = "const" in schema
    ? [schema.const]
    : Array.isArray(schema.enum)
    ? schema.enum
    : undefined;
  const named = Array.isArray(schema.type)
    ? schema.type
    : schema.type === undefined
    ? []
    : [schema.type];
  let types = [...new Set((named.length ? named : (values ?? []).map(jsonType)).map(String))];
  const nullable = types.includes("null") || schema.nullable === true ||
    (values?.includes(null) ?? false);
  types = types.filter((type) => type !== "null");
  if (types.includes("number")) types = types.filter((type) => type !== "integer");
  if (extensionsOf(schema)["x-kubernetes-int-or-string"] === true) types = ["integer", "string"];
  if (!types.length && nullable) throw schemaError(path, "null is its only value");
  const simple = types.length > 1
    ? mergeUnion("anyOf", types.map((type) => convertTyped(type, schema, at)), path)
    : convertTyped(types[0] ?? guessType(schema), schema, at);
  const result = values === undefined
    ? simple
    : { ...simple, enum: values.filter((one) => one !== null) };
  return nullable ? allowNull(result) : result;
}

function guessType(schema: Readonly<Record<string, unknown>>): string | undefined {
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return "object";
  if (schema.items !== undefined) return "array";
  return undefined;
}

function convertTyped(
  type: string | undefined,
  schema: Readonly<Record<string, unknown>>,
  at: Conversion,
): StructuralSchema {
  switch (type) {
    case undefined:
      return { "x-kubernetes-preserve-unknown-fields": true };
    case "object":
      return { type, ...convertFields(schema, at), ...checksOf(schema, at.path) };
    case "array": {
      if (Array.isArray(schema.prefixItems) || Array.isArray(schema.items)) {
        throw schemaError(
          at.path,
          "a tuple has no counterpart: use an object, or a list of one type",
        );
      }
      const items = convert(schema.items ?? true, { ...at, path: `${at.path}[]` });
      const unique = schema.uniqueItems === true ? { "x-kubernetes-list-type": "set" } : {};
      return { type, items, ...checksOf(schema, at.path), ...unique };
    }
    case "string":
    case "integer":
    case "number":
    case "boolean":
      return { type, ...checksOf(schema, at.path) };
    default:
      throw schemaError(at.path, `there is no type ${type}`);
  }
}

function convertFields(
  schema: Readonly<Record<string, unknown>>,
  at: Conversion,
): StructuralSchema {
  const fields = isRecord(schema.properties) ? { ...schema.properties } : {};
  const { propertyNames, additionalProperties: rest } = schema;
  const names = isRecord(propertyNames) && Array.isArray(propertyNames.enum)
    ? propertyNames.enum
    : [];
  for (const name of names) fields[String(name)] ??= rest ?? true;
  const required = Array.isArray(schema.required) && schema.required.length
    ? { required: schema.required.map(String) }
    : {};
  const free = rest === true || isRecord(rest) && !hasValue(rest) && !hasUnion(rest) &&
      rest.$ref === undefined;
  const others: StructuralSchema = free && !names.length
    ? { "x-kubernetes-preserve-unknown-fields": true }
    : {};
  if (!Object.keys(fields).length) {
    if (free || !isRecord(rest)) return { ...required, ...others };
    return {
      additionalProperties: convert(rest, { ...at, path: `${at.path}.*` }),
      ...required,
    };
  }
  if (isRecord(rest) && !free && !names.length) {
    throw schemaError(
      at.path,
      "fields of its own and a schema for all others exclude each other: put the others in a field",
    );
  }
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      convert(field, { ...at, path: child(at.path, name) }),
    ]),
  );
  return { properties, ...required, ...others };
}
