import { ruleCause } from "./cel/cause.ts";
import type { Call } from "./call.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { type FieldError, goText, type TypeSchema, validateSchema } from "./schema/mod.ts";
import { type Cause, required } from "./status.ts";
import { contentSchema } from "./typed.ts";

// What was there before may stay, even where the schema has come to refuse it (KEP-4008). Within lists only whole lists
// are compared.
function unchanged(field: string, old: StoredObject, now: StoredObject): boolean {
  const path = field.split("[")[0] ?? "";
  const before = valueAt(old, path);
  return before !== undefined && sameJson(before, valueAt(now, path));
}

const blocking = [
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
];

const unasked: Cause = {
  reason: "FieldValueInvalid",
  message:
    "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
  field: "<nil>",
};

// A whole object within another says what it is.
function embedded(value: unknown, schema: TypeSchema, path: string): readonly Cause[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, index) => embedded(item, items, `${path}[${index}]`)) : [];
  }
  if (!isObject(value)) return [];
  const own = schema["x-kubernetes-embedded-resource"]
    ? ["apiVersion", "kind"].filter((name) => !value[name]).map((name) =>
      required(`${path}.${name}`)
    )
    : [];
  const { properties = {}, additionalProperties: rest } = schema;
  const below = Object.entries(value).flatMap(([key, item]) => {
    const named = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (named) return embedded(item, named, path ? `${path}.${key}` : key);
    return typeof rest === "object" ? embedded(item, rest, `${path}[${key}]`) : [];
  });
  return [...own, ...below];
}

const embeds = new WeakMap<TypeSchema, boolean>();

function hasEmbedded(schema: TypeSchema): boolean {
  let found = embeds.get(schema);
  if (found === undefined) {
    const { properties = {}, items, additionalProperties: rest } = schema;
    const parts = [...Object.values(properties), ...(items ? [items] : [])];
    if (typeof rest === "object") parts.push(rest);
    found = schema["x-kubernetes-embedded-resource"] === true || parts.some(hasEmbedded);
    embeds.set(schema, found);
  }
  return found;
}

const goTypes: Readonly<Record<string, string>> = { boolean: "bool", number: "int64" };

// A status that comes by its subresource is checked by itself, in words that do not name it.
function contentErrors(
  call: Pick<Call, "subresource">,
  content: JsonObject,
  schema: TypeSchema,
): readonly FieldError[] {
  const type = schema.properties?.status;
  if (call.subresource !== "status" || !type) return validateSchema(content, schema, "");
  if (content.status === undefined) return [];
  return validateSchema(content.status, type, "").map((one) => ({
    ...one,
    field: one.field && `status.${one.field}`,
  }));
}

/** What a definition has against an object: by its schema, then by its rules. */
export function validateCustom(
  call: Pick<Call, "kind" | "warnings" | "subresource">,
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  const { kind } = call;
  const schema = contentSchema(kind);
  if (!schema) return [];
  const { apiVersion: _a, kind: _k, metadata: _m, ...content } = object;
  const found = contentErrors(call, content, schema);
  const causes = (old ? found.filter((one) => !unchanged(one.field, old, object)) : found).map((
    one,
  ): Cause => ({ ...one, field: one.field || "<nil>" }));
  const parent = kind.scale && valueAt(object, kind.scale.spec.replace(/\.[^.]*$/, ""));
  if (kind.scale && parent !== undefined && parent !== null && !isObject(parent)) {
    const type = Array.isArray(parent) ? "[]interface {}" : goTypes[typeof parent] ?? "string";
    causes.push({
      field: `.${kind.scale.spec}`,
      reason: "FieldValueInvalid",
      message: `Invalid value: 0: .${kind.scale.spec} accessor error: ${
        goText(parent)
      } is of the type ${type}, expected map[string]interface{}`,
    });
  }
  const count = kind.scale && valueAt(object, kind.scale.spec);
  if (typeof count === "number" && count < 0) {
    causes.push({
      field: `.${kind.scale?.spec}`,
      reason: "FieldValueInvalid",
      message: `Invalid value: ${count}: should be a non-negative integer`,
    });
  }
  if (hasEmbedded(schema)) causes.push(...embedded(content, schema, ""));
  const rules = kind.custom?.rules;
  if (!rules) return causes;
  if (causes.some((one) => blocking.includes(one.reason))) return [...causes, unasked];
  const { faults, warned } = rules.ask(object, old);
  for (const { field, message } of warned.map(ruleCause)) {
    call.warnings.push(`${field}: ${message}`);
  }
  return [...causes, ...faults.map(ruleCause)];
}
