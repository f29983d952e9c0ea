import {
  field,
  isObject,
  type JsonObject,
  metadataSchema,
  type TypeSchema,
} from "../schema/mod.ts";

/** How server-side apply looks at a value: as one leaf, by fields, by keys of items, or as a set of scalars. */
export type Shape = "leaf" | "map" | "keyed" | "set";

/** The type of a field, and whether the parent's type names it. */
export interface FieldType {
  /** Undefined where nothing is known: maps are then merged by fields, lists are taken whole. */
  readonly schema: TypeSchema | undefined;
  /** False for the keys of maps and for fields of unknown types. */
  readonly named: boolean;
}

const openType: TypeSchema = { open: true };
const scalarType: TypeSchema = { type: "string" };

/** Says how a value of this type is merged. Null fits every type. */
export function shapeOf(value: unknown, schema: TypeSchema | undefined): Shape {
  const type = schema?.type ??
    (schema?.properties ? "object" : schema?.items ? "array" : undefined);
  if (Array.isArray(value) || (value === null && type === "array")) {
    const listType = schema?.["x-kubernetes-list-type"];
    return listType === "map" ? "keyed" : listType === "set" ? "set" : "leaf";
  }
  if (isObject(value) || (value === null && (type === "object" || type === undefined))) {
    return schema?.["x-kubernetes-map-type"] === "atomic" ? "leaf" : "map";
  }
  return "leaf";
}

/** The type of the field `key` of a value of the type `schema`. */
export function fieldType(schema: TypeSchema | undefined, key: string): FieldType {
  const properties = schema?.properties;
  if (properties && Object.hasOwn(properties, key)) return { schema: properties[key], named: true };
  if (schema?.["x-kubernetes-embedded-resource"]) {
    if (key === "apiVersion" || key === "kind") return { schema: scalarType, named: true };
    if (key === "metadata") return { schema: metadataSchema, named: true };
  }
  const rest = schema?.additionalProperties;
  if (typeof rest === "object") return { schema: rest, named: false };
  if (schema?.open && rest === undefined) return { schema: openType, named: true };
  return { schema: undefined, named: false };
}

/**
 * The element of a path that names an item of a keyed list or a set.
 *
 * @throws {Error} If the item has no keys, or is no scalar in a set.
 */
export function itemElement(item: unknown, schema: TypeSchema | undefined, shape: Shape): string {
  if (shape === "set") {
    if (typeof item === "object") {
      throw new Error(
        Array.isArray(item)
          ? "not supported: associative list with lists as elements"
          : item === null
          ? "associative list without keys has an element that's an explicit null"
          : "associative list without keys has an element that's a map type",
      );
    }
    return `v:${JSON.stringify(item)}`;
  }
  if (item === null) throw new Error("associative list with keys may not have a null element");
  if (!isObject(item)) throw new Error("associative list with keys may not have non-map elements");
  const names = schema?.["x-kubernetes-list-map-keys"] ?? [];
  const keys: JsonObject = {};
  for (const name of names.toSorted()) {
    const value = field(item, name) ?? schema?.items?.properties?.[name]?.default;
    if (value !== undefined && value !== null) keys[name] = value;
  }
  if (Object.keys(keys).length === 0) {
    const list = names.map((name) => JSON.stringify(name)).join(" ");
    throw new Error(
      `associative list with keys has an element that omits all key fields [${list}] ` +
        "(and doesn't have default values for any key fields)",
    );
  }
  return `k:${JSON.stringify(keys)}`;
}

/** The items of a keyed list or set by their elements; those that occur twice share one. */
export function itemsByElement(
  value: unknown,
  schema: TypeSchema | undefined,
  shape: Shape,
): Map<string, unknown[]> {
  const result = new Map<string, unknown[]>();
  for (const item of Array.isArray(value) ? value : []) {
    const element = itemElement(item, schema, shape);
    const present = result.get(element);
    if (present) present.push(item);
    else result.set(element, [item]);
  }
  return result;
}

/** Whether a value is absent, null or has nothing in it. */
export function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isObject(value) || Object.keys(value).length === 0;
}
