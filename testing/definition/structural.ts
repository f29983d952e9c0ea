import type { TypeSchema } from "../schema/mod.ts";
import {
  type Cause,
  forbiddenField as forbidden,
  invalidValue as invalid,
  notSupported,
  required,
} from "../status.ts";

// apiextensions-apiserver/pkg/apiserver/schema/validation.go and
// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go

type Level = "root" | "field" | "item";

const types = ["array", "boolean", "integer", "number", "object", "string"];
const needsType: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  field: "must not be empty for specified object fields",
  item: "must not be empty for specified array items",
};
const unknown = [
  "id",
  "additionalItems",
  "patternProperties",
  "definitions",
  "dependencies",
  "$ref",
];

function ofType(schema: TypeSchema, path: string, level: Level): Cause[] {
  const { type } = schema;
  const at = `${path}.type`;
  if (schema["x-kubernetes-embedded-resource"] && type !== "object") {
    const text = "must be object if x-kubernetes-embedded-resource is true";
    return [type ? invalid(at, type, text) : required(at, text)];
  }
  const free = schema["x-kubernetes-int-or-string"] ||
    schema["x-kubernetes-preserve-unknown-fields"];
  if (!type) return free || "$ref" in schema ? [] : [required(at, needsType[level])];
  if (level === "root" && type !== "object") {
    return [invalid(at, type, "must be object at the root")];
  }
  if (type === "null") {
    return [forbidden(at, "type cannot be set to null, use nullable as an alternative")];
  }
  return types.includes(type) ? [] : [notSupported(at, type, types)];
}

function ofObject(schema: TypeSchema, path: string, level: Level): Cause[] {
  const causes: Cause[] = [];
  const { properties, additionalProperties: rest } = schema;
  const at = `${path}.additionalProperties`;
  const named = Object.keys(properties ?? {}).length > 0;
  if (rest !== undefined) {
    if (named && rest !== true) {
      causes.push(forbidden(at, "additionalProperties and properties are mutual exclusive"));
    }
    if (level === "root") causes.push(forbidden(at, "must not be used at the root"));
    if (schema["x-kubernetes-embedded-resource"]) {
      causes.push(forbidden(at, "must not be used if x-kubernetes-embedded-resource is set"));
    }
  }
  const embedded = schema["x-kubernetes-embedded-resource"];
  if (embedded && !schema["x-kubernetes-preserve-unknown-fields"] && !named) {
    causes.push(
      required(
        `${path}.properties`,
        "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields",
      ),
    );
  }
  if (level !== "root" && !embedded) return causes;
  for (const name of ["kind", "apiVersion"]) {
    const type = properties?.[name]?.type;
    if (properties?.[name] && type !== "string") {
      causes.push(invalid(`${path}.properties[${name}].type`, type ?? "", "must be string"));
    }
  }
  const metadata = properties?.metadata;
  if (!metadata) return causes;
  const place = `${path}.properties[metadata]`;
  if (metadata.type !== "object") {
    causes.push(invalid(`${place}.type`, metadata.type ?? "", "must be object"));
  }
  const { type: _, description: _d, properties: own = {}, ...other } = metadata as
    & TypeSchema
    & { description?: string };
  const more = Object.keys(own).filter((name) => name !== "name" && name !== "generateName");
  if (level === "root" && (more.length || Object.keys(other).length)) {
    causes.push(
      forbidden(
        place,
        "must not specify anything other than name and generateName, but metadata is implicitly specified",
      ),
    );
  }
  return causes;
}

function ofLists(schema: TypeSchema, path: string): Cause[] {
  const causes: Cause[] = [];
  const { type, items } = schema;
  if (type === "array" && !items) causes.push(required(`${path}.items`, "must be specified"));
  const mapType = schema["x-kubernetes-map-type"];
  const listType = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const typed = (wanted: string, by: string) => {
    const text = `must be ${wanted} if ${by} is specified`;
    causes.push(type ? invalid(`${path}.type`, type, text) : required(`${path}.type`, text));
  };
  if (mapType !== undefined) {
    if (type !== "object") typed("object", "x-kubernetes-map-type");
    if (mapType !== "atomic" && mapType !== "granular") {
      causes.push(notSupported(`${path}.x-kubernetes-map-type`, mapType, ["atomic", "granular"]));
    }
  }
  if (listType !== undefined && type !== "array") typed("array", "x-kubernetes-list-type");
  const at = `${path}.x-kubernetes-list-type`;
  if (listType !== undefined && !["atomic", "set", "map"].includes(listType)) {
    causes.push(notSupported(at, listType, ["atomic", "map", "set"]));
  }
  const single = "must be map if x-kubernetes-list-map-keys is non-empty";
  if (keys.length && listType === undefined) causes.push(required(at, single));
  else if (keys.length && listType !== "map") causes.push(invalid(at, listType, single));
  if (listType === "set" && items) causes.push(...ofSet(items, `${path}.items`));
  if (listType === "map") causes.push(...ofMap(schema, keys, path));
  if ((listType === "set" || listType === "map") && items?.nullable) {
    const text = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    causes.push(forbidden(`${path}.items.nullable`, text));
  }
  return causes;
}

function ofSet(items: TypeSchema, path: string): Cause[] {
  const text = "must be atomic as item of a list with x-kubernetes-list-type=set";
  const { type, "x-kubernetes-list-type": list, "x-kubernetes-map-type": map } = items;
  if (type === "array" && list !== undefined && list !== "atomic") {
    return [invalid(`${path}.x-kubernetes-list-type`, list, text)];
  }
  return type === "object" && map !== "atomic"
    ? [invalid(`${path}.x-kubernetes-map-type`, list ?? null, text)]
    : [];
}

function ofMap(schema: TypeSchema, keys: readonly string[], path: string): Cause[] {
  const causes: Cause[] = [];
  const { items } = schema;
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (!keys.length) {
    causes.push(required(at, "must not be empty if x-kubernetes-list-type is map"));
  }
  if (!items) {
    const text = "must have a schema if x-kubernetes-list-type is map";
    return [...causes, required(`${path}.items`, text)];
  }
  if (items.type !== "object") {
    const text = "must be object if parent array's x-kubernetes-list-type is map";
    return [...causes, invalid(`${path}.items.type`, items.type ?? "", text)];
  }
  for (const [index, key] of keys.entries()) {
    const property = items.properties?.[key];
    const place = `${path}.items.properties[${key}]`;
    if (!property) causes.push(invalid(at, keys, "entries must all be names of item properties"));
    else if (property.type === "array" || property.type === "object") {
      const text = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      causes.push(invalid(`${place}.type`, items.type, text));
    }
    if (keys.indexOf(key) < index) {
      causes.push(invalid(at, keys, "must not contain duplicate entries"));
    }
    if (property && property.default === undefined && !items.required?.includes(key)) {
      const text =
        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
      causes.push(required(`${place}.default`, text));
    }
    if (property?.nullable) {
      const text = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
      causes.push(forbidden(`${place}.nullable`, text));
    }
  }
  return causes;
}

const notNested: readonly (readonly [keyof TypeSchema | "title" | "description", string])[] = [
  ["type", "must be empty to be structural"],
  ["additionalProperties", "must be undefined to be structural"],
  ["default", "must be undefined to be structural"],
  ["title", "must be empty to be structural"],
  ["description", "must be empty to be structural"],
  ["nullable", "must be false to be structural"],
  ["x-kubernetes-preserve-unknown-fields", "must be false to be structural"],
  ["x-kubernetes-embedded-resource", "must be false to be structural"],
  ["x-kubernetes-int-or-string", "must be false to be structural"],
  ["x-kubernetes-list-map-keys", "must be empty to be structural"],
  ["x-kubernetes-list-type", "must be undefined to be structural"],
  ["x-kubernetes-map-type", "must be undefined to be structural"],
];

function nested(schema: TypeSchema, path: string): Cause[] {
  const given = schema as Readonly<Record<string, unknown>>;
  const causes = notNested.filter(([name]) => given[name] !== undefined && given[name] !== false)
    .map(([name, text]) => forbidden(`${path}.${name}`, text));
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    causes.push(...nested(part, `${path}.properties[${name}]`));
  }
  if (schema.items) causes.push(...nested(schema.items, `${path}.items`));
  return [...causes, ...combined(schema, path)];
}

function combined(schema: TypeSchema, path: string): Cause[] {
  const { anyOf = [], allOf = [], oneOf = [], not } = schema;
  // Both ways to write an integer or a string may name types.
  const either = schema["x-kubernetes-int-or-string"] === true;
  const typed = (parts: readonly TypeSchema[]) =>
    parts.length === 2 && parts[0]?.type === "integer" && parts[1]?.type === "string";
  const all = (parts: readonly TypeSchema[], name: string, from = 0) =>
    parts.flatMap((part, index) => index < from ? [] : nested(part, `${path}.${name}[${index}]`));
  return [
    ...(either && typed(anyOf) ? [] : all(anyOf, "anyOf")),
    ...all(allOf, "allOf", either && typed(allOf[0]?.anyOf ?? []) ? 1 : 0),
    ...all(oneOf, "oneOf"),
    ...(not ? nested(not, `${path}.not`) : []),
  ];
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text.replace(/^\(\?[ims]+\)/, ""), "u");
    return true;
  } catch {
    return false;
  }
}

/** What keeps a schema from being structural (KEP-1693), or from being one at all. */
export function structuralCauses(
  schema: TypeSchema,
  path: string,
  level: Level = "root",
): readonly Cause[] {
  const given = schema as Readonly<Record<string, unknown>>;
  const causes: Cause[] = [
    ...unknown.filter((name) => given[name] !== undefined)
      .map((name) => forbidden(`${path}.${name}`, `${name} is not supported`)),
    ...ofType(schema, path, level),
    ...ofObject(schema, path, level),
    ...ofLists(schema, path),
  ];
  if (given.uniqueItems === true) {
    const text = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
    causes.push(forbidden(`${path}.uniqueItems`, text));
  }
  if (level === "root" && schema.nullable) {
    causes.push(forbidden(`${path}.nullable`, "nullable cannot be true at the root"));
  }
  const keeps = schema["x-kubernetes-preserve-unknown-fields"];
  if (keeps === false) {
    const text = "must be true or undefined";
    causes.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, text));
  }
  if (schema["x-kubernetes-int-or-string"] && keeps) {
    const text = "must be false if x-kubernetes-int-or-string is true";
    causes.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, true, text));
  }
  if (schema.pattern && !isPattern(schema.pattern)) {
    const text = "must be a valid regular expression, but isn't";
    causes.push(invalid(`${path}.pattern`, schema.pattern, text));
  }
  causes.push(...combined(schema, path));
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    causes.push(...structuralCauses(part, `${path}.properties[${name}]`, "field"));
  }
  const { items, additionalProperties } = schema;
  if (items) causes.push(...structuralCauses(items, `${path}.items`, "item"));
  if (typeof additionalProperties === "object") {
    causes.push(...structuralCauses(additionalProperties, `${path}.additionalProperties`, "field"));
  }
  return causes;
}
