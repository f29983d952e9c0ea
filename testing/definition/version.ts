import { items } from "../fill.ts";
import { isObject, type JsonObject, sameJson } from "../object.ts";
import type { TypeSchema } from "../schema/mod.ts";
import { type Cause, invalidValue, required } from "../status.ts";

const columnTypes = ["boolean", "date", "integer", "number", "string"];
const columnFormats = [
  "byte",
  "date",
  "date-time",
  "double",
  "float",
  "int32",
  "int64",
  "password",
];

/**
 * Where the server says that a part of a version is: it holds what all versions have in common once, so that its own
 * paths are not those of the definition as it was written.
 */
export function partPath(versions: readonly JsonObject[], index: number, part: string): string {
  const shared = versions.every((one) => sameJson(one[part] ?? null, versions[0]?.[part] ?? null));
  if (!shared) return `spec.versions[${index}].${part}`;
  return part === "schema" ? "spec.validation" : `spec.${part}`;
}

function simplePath(path: string, field: string): readonly Cause[] {
  if (path === "") return [invalidValue(field, path, "must not be empty")];
  return path.startsWith(".")
    ? []
    : [invalidValue(field, path, "must be a simple json path starting with .")];
}

function column(one: JsonObject, path: string): readonly Cause[] {
  const { name, type, format, jsonPath } = one;
  const oneOf = `must be one of ${columnTypes.join(",")}`;
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(!type
      ? [required(`${path}.type`, oneOf)]
      : columnTypes.includes(String(type))
      ? []
      : [invalidValue(`${path}.type`, type, oneOf)]),
    ...(format && !columnFormats.includes(String(format))
      ? [invalidValue(`${path}.format`, format, `must be one of ${columnFormats.join(",")}`)]
      : []),
    ...(jsonPath
      ? simplePath(String(jsonPath), `${path}.JSONPath`)
      : [required(`${path}.JSONPath`)]),
  ];
}

function under(path: unknown, roots: readonly string[], field: string): readonly Cause[] {
  const text = String(path ?? "");
  const wrong = simplePath(text, field);
  if (wrong.length || roots.some((root) => text.startsWith(`${root}.`))) return wrong;
  const where = roots.length > 1 ? `either ${roots.join(" or ")}` : roots[0];
  return [invalidValue(field, text, `should be a json path under ${where}`)];
}

function subresources(value: unknown, path: string): readonly Cause[] {
  const scale = isObject(value) ? value.scale : undefined;
  if (!isObject(scale)) return [];
  const of = (name: string, ...roots: string[]) => {
    const field = `${path}.scale.${name}`;
    return scale[name] ? under(scale[name], roots, field) : [required(field)];
  };
  return [
    ...of("specReplicasPath", ".spec"),
    ...of("statusReplicasPath", ".status"),
    ...(scale.labelSelectorPath ? of("labelSelectorPath", ".spec", ".status") : []),
  ];
}

function selectable(
  fields: readonly JsonObject[],
  schema: TypeSchema,
  path: string,
): readonly Cause[] {
  const seen = new Set<string>();
  return fields.flatMap((one, index) => {
    const at = `${path}[${index}].jsonPath`;
    const text = String(one.jsonPath ?? "");
    if (!text) return [required(at)];
    const steps = text.split(".").slice(1);
    if (text.includes("[")) {
      return [invalidValue(at, text, "is an invalid path: array notation is not allowed")];
    }
    if (!text.startsWith(".")) {
      const first = text.split(".")[0];
      return [invalidValue(at, text, `is an invalid path: expected [ or . but got: ${first}`)];
    }
    const found = steps.reduce(
      (type: TypeSchema | undefined, step) => type?.properties?.[step],
      schema as TypeSchema | undefined,
    );
    if (!found) {
      return [invalidValue(at, text, "is an invalid path: does not refer to a valid field")];
    }
    if (steps[0] === "metadata") {
      return [invalidValue(at, text, "must not point to fields in metadata")];
    }
    const causes: Cause[] = [];
    if (!["string", "boolean", "integer"].includes(found.type ?? "")) {
      const only =
        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
      causes.push(invalidValue(at, text, only));
    }
    if (seen.has(text)) {
      const message = `Duplicate value: ${JSON.stringify(text)}`;
      causes.push({ field: at, reason: "FieldValueDuplicate", message });
    }
    seen.add(text);
    return causes;
  });
}

function deprecation(version: JsonObject, path: string): readonly Cause[] {
  const { deprecationWarning: text, deprecated } = version;
  if (text === undefined || text === null) return [];
  const wrong = deprecated !== true
    ? "can only be set for deprecated versions"
    : text === ""
    ? "must not be empty"
    : String(text).length > 256
    ? "must be <= 256 characters long"
    : undefined;
  return wrong ? [invalidValue(`${path}.deprecationWarning`, text, wrong)] : [];
}

/** What is wrong with the parts of a version besides its schema. */
export function versionCauses(versions: readonly JsonObject[], index: number): readonly Cause[] {
  const version = versions[index] ?? {};
  const place = (part: string) => partPath(versions, index, part);
  const first = (part: string) => index === 0 || place(part).startsWith("spec.versions");
  const { additionalPrinterColumns, schema } = version;
  const type = isObject(schema) ? schema.openAPIV3Schema as TypeSchema | undefined : undefined;
  return [
    ...deprecation(version, `spec.versions[${index}]`),
    ...(first("subresources") ? subresources(version.subresources, place("subresources")) : []),
    ...(first("additionalPrinterColumns")
      ? items(additionalPrinterColumns).flatMap((one, at) =>
        column(one, `${place("additionalPrinterColumns")}[${at}]`)
      )
      : []),
    ...(type && first("selectableFields")
      ? selectable(items(version.selectableFields), type, place("selectableFields"))
      : []),
  ];
}
