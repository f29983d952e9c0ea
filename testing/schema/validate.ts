import { equal, field, isObject } from "./json.ts";
import type { TypeSchema } from "./types.ts";

/** One thing that is wrong with a value, as in `details.causes` of a Status. */
export interface FieldError {
  /** Path of the field: `spec.ports[0].name`; "" where the server writes `<nil>`. */
  readonly field: string;
  /** `FieldValueInvalid`, `FieldValueRequired`, `FieldValueNotSupported`, … */
  readonly reason: string;
  /** What is wrong, without the field: `Required value`. */
  readonly message: string;
}

/**
 * Checks a value against its type, in the words of kube-apiserver.
 *
 * @param path Where the value is; "" for a whole object.
 */
export function validateSchema(
  value: unknown,
  schema: TypeSchema | undefined,
  path: string = "",
): FieldError[] {
  const errors: FieldError[] = [];
  if (schema) check(value, schema, path, errors);
  return errors;
}

/** The errors as the message of a Status has them, behind `… is invalid: `. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field || "<nil>"}: ${message}`))];
  return texts.length === 1 ? texts[0] ?? "" : `[${texts.join(", ")}]`;
}

function check(value: unknown, schema: TypeSchema, path: string, errors: FieldError[]): void {
  if (value === null && schema.nullable) return;
  const intOrString = schema["x-kubernetes-int-or-string"];
  if (intOrString && !isInteger(value) && typeof value !== "string") {
    return wrongType(path, value, "integer,string", errors);
  }
  if (schema.type && !intOrString && !hasType(value, schema.type)) {
    return wrongType(path, value, schema.type, errors);
  }
  checkEnum(value, schema, path, errors);
  if (typeof value === "number") checkNumber(value, schema, path, errors);
  if (typeof value === "string") checkText(value, schema, path, errors);
  if (Array.isArray(value)) checkList(value, schema, path, errors);
  if (isObject(value)) checkObject(value, schema, path, errors);
  checkCombinations(value, schema, path, errors);
}

function checkEnum(value: unknown, schema: TypeSchema, path: string, errors: FieldError[]): void {
  if (!schema.enum || schema.enum.some((allowed) => equal(allowed, value))) return;
  const allowed = schema.enum.map((item) => JSON.stringify(String(item))).join(", ");
  errors.push({
    field: path,
    reason: "FieldValueNotSupported",
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed}`,
  });
}

function checkNumber(value: number, schema: TypeSchema, path: string, errors: FieldError[]): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    const bound = exclusiveMinimum ? "greater than" : "greater than or equal to";
    invalid(path, value, `should be ${bound} ${minimum}`, errors);
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    const bound = exclusiveMaximum ? "less than" : "less than or equal to";
    invalid(path, value, `should be ${bound} ${maximum}`, errors);
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
    invalid(path, value, `should be a multiple of ${multipleOf}`, errors);
  }
}

function checkText(value: string, schema: TypeSchema, path: string, errors: FieldError[]): void {
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  const matches = format === undefined || formats[format]?.(value) !== false;
  if (!matches) notOfType(path, value, String(format), errors);
  // The first of these that fails is the only one that is told.
  if (maxLength !== undefined && length > maxLength) {
    const message = `Too long: may not be more than ${maxLength} bytes`;
    errors.push({ field: path, reason: "FieldValueTooLong", message });
  } else if (minLength !== undefined && length < minLength) {
    invalid(path, value, `should be at least ${minLength} chars long`, errors);
  } else if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) {
    invalid(path, value, `should match '${pattern}'`, errors);
  }
}

function checkList(
  value: readonly unknown[],
  schema: TypeSchema,
  path: string,
  errors: FieldError[],
): void {
  const { minItems, maxItems, items } = schema;
  if (maxItems !== undefined && value.length > maxItems) {
    tooMany(path, value.length, maxItems, errors);
  }
  if (minItems !== undefined && value.length < minItems) {
    invalid(path, value.length, `should have at least ${minItems} items`, errors);
  }
  if (items) value.forEach((item, i) => check(item, items, `${path}[${i}]`, errors));
  checkDuplicates(value, schema, path, errors);
}

function checkDuplicates(
  value: readonly unknown[],
  schema: TypeSchema,
  path: string,
  errors: FieldError[],
): void {
  const listType = schema["x-kubernetes-list-type"];
  if (listType !== "set" && listType !== "map") return;
  const keys = (schema["x-kubernetes-list-map-keys"] ?? []).toSorted();
  const nameOf = (item: unknown) => {
    if (listType === "set") return item;
    const entries = keys.map((key) => [key, field(item, key)] as const);
    return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
  };
  const seen = new Set<string>();
  value.forEach((item, i) => {
    const text = JSON.stringify(nameOf(item));
    if (seen.has(text)) {
      errors.push({
        field: `${path}[${i}]`,
        reason: "FieldValueDuplicate",
        message: `Duplicate value: ${text}`,
      });
    }
    seen.add(text);
  });
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: TypeSchema,
  path: string,
  errors: FieldError[],
): void {
  const { minProperties, maxProperties, properties = {}, required = [] } = schema;
  const count = Object.keys(value).length;
  if (maxProperties !== undefined && count > maxProperties) {
    tooMany(path, count, maxProperties, errors);
  }
  if (minProperties !== undefined && count < minProperties) {
    invalid(path, count, `should have at least ${minProperties} properties`, errors);
  }
  for (const name of required) {
    if (Object.hasOwn(value, name)) continue;
    const message = "Required value";
    errors.push({ field: join(path, name), reason: "FieldValueRequired", message });
  }
  const rest = schema.additionalProperties;
  for (const [key, item] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own) check(item, own, join(path, key), errors);
    else if (typeof rest === "object") check(item, rest, join(path, key), errors);
  }
}

function checkCombinations(
  value: unknown,
  schema: TypeSchema,
  path: string,
  errors: FieldError[],
): void {
  const { allOf = [], anyOf, oneOf, not } = schema;
  for (const part of allOf) check(value, part, path, errors);
  const holds = (part: TypeSchema) => validateSchema(value, part, path).length === 0;
  const place = JSON.stringify(path);
  if (anyOf && !anyOf.some(holds)) {
    errors.push(unplaced(`${place} must validate at least one schema (anyOf)`));
    if (anyOf[0]) check(value, anyOf[0], path, errors);
  }
  const count = oneOf?.filter(holds).length;
  if (count !== undefined && count !== 1) {
    const found = count === 0 ? "Found none valid" : `Found ${count} valid alternatives`;
    errors.push(unplaced(`${place} must validate one and only one schema (oneOf). ${found}`));
    if (count === 0 && oneOf?.[0]) check(value, oneOf[0], path, errors);
  }
  if (not && holds(not)) errors.push(unplaced(`${place} must not validate the schema (not)`));
}

/** The formats that are checked; the server knows more. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) =>
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text),
  byte: (text) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
};

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return isInteger(value);
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number";
    default:
      return true;
  }
}

function isInteger(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value);
}

function wrongType(path: string, value: unknown, type: string, errors: FieldError[]): void {
  // Other than in other messages, the value that is shown is its type.
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : kindOf(value);
  notOfType(path, actual, type, errors);
  if (actual === "number" && type === "integer") {
    const text = `Checked value must be of type integer (default format) in ${path}`;
    errors.push(unplaced(text));
  }
}

function notOfType(path: string, shown: string, type: string, errors: FieldError[]): void {
  const text = JSON.stringify(shown);
  const message = `Invalid value: ${text}: ${path} in body must be of type ${type}: ${text}`;
  errors.push({ field: path, reason: "FieldValueTypeInvalid", message });
}

/** Some checks of the server do not say which field they are about. */
function unplaced(text: string): FieldError {
  return { field: "", reason: "FieldValueInvalid", message: `Invalid value: "": ${text}` };
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function invalid(path: string, value: unknown, rule: string, errors: FieldError[]): void {
  errors.push({
    field: path,
    reason: "FieldValueInvalid",
    message: `Invalid value: ${JSON.stringify(value)}: ${path} in body ${rule}`,
  });
}

function tooMany(path: string, count: number, most: number, errors: FieldError[]): void {
  const message = `Too many: ${count}: must have at most ${most} items`;
  errors.push({ field: path, reason: "FieldValueTooMany", message });
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
