import {
  clone,
  equal,
  field,
  goText,
  isObject,
  type JsonObject,
  setField,
  type TypeSchema,
} from "../schema/mod.ts";
import { PatchError } from "./error.ts";

/**
 * Applies a strategic merge patch to a copy of `target`. Lists whose type has a patch merge key are merged item by item,
 * lists of scalars with the strategy `merge` are united, all others are replaced. Knows `$patch: delete | replace |
 * merge`, `$retainKeys`, `$deleteFromPrimitiveList/…` and `$setElementOrder/…`.
 *
 * @param schema Type of the target, as of {@linkcode builtinSchema}. Without it every list is replaced.
 * @throws {PatchError} 400 if a directive is malformed, 500 if an item lacks its merge key.
 */
export function applyStrategicPatch(
  target: unknown,
  patch: unknown,
  schema?: TypeSchema,
): unknown {
  if (!isObject(patch)) {
    throw new PatchError(
      400,
      `json: cannot unmarshal ${
        Array.isArray(patch) ? "array" : typeof patch
      } into Go value of type map[string]interface {}`,
    );
  }
  return mergeObject(isObject(target) ? target : {}, patch, schema);
}

function mergeObject(
  target: JsonObject,
  patch: JsonObject,
  schema: TypeSchema | undefined,
): JsonObject {
  const directive = field(patch, "$patch");
  if (directive === "replace") {
    return stripDirectives({ ...patch, $patch: undefined }) as JsonObject;
  }
  if (directive === "delete") return {};
  if (directive !== undefined && directive !== "merge") throw unknownDirective(directive);
  const result = retain(clone(target), patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$") || value === undefined) continue;
    const type = fieldSchema(schema, key);
    const present = field(result, key);
    if (value === null) delete result[key];
    else if (isObject(value)) {
      const replaces = strategies(type).includes("replace") || !isObject(present);
      setField(result, key, mergeObject(replaces ? {} : present, value, type));
    } else if (Array.isArray(value)) {
      const before = Array.isArray(present) ? present : [];
      const order = field(patch, `$setElementOrder/${key}`);
      setField(result, key, mergeList(before, value, type, Array.isArray(order) ? order : value));
    } else setField(result, key, value);
  }
  deleteFromLists(result, patch);
  orderOnly(result, patch, schema);
  return result;
}

function retain(target: JsonObject, patch: JsonObject): JsonObject {
  const keep = field(patch, "$retainKeys");
  if (keep === undefined) return target;
  if (!Array.isArray(keep)) throw new PatchError(400, "$retainKeys must be a list of field names");
  return Object.fromEntries(Object.entries(target).filter(([key]) => keep.includes(key)));
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  type: TypeSchema | undefined,
  order: readonly unknown[],
): unknown[] {
  if (patch.some((item) => isObject(item) && field(item, "$patch") === "replace")) {
    return patch.filter((item) => field(item, "$patch") !== "replace").map(stripDirectives);
  }
  if (!strategies(type).includes("merge")) return patch.map(stripDirectives);
  const key = type?.["x-kubernetes-patch-merge-key"];
  if (key === undefined) {
    const added = patch.filter((item) => !target.some((present) => equal(present, item)));
    return reorder([...clone(target), ...clone(added)], order, target, undefined);
  }
  let result = clone(target) as unknown[];
  for (const item of patch) {
    const name = field(item, key);
    if (!isObject(item) || name === undefined) {
      throw new PatchError(
        500,
        `map: ${goText(item)} does not contain declared merge key: ${key}`,
      );
    }
    const directive = field(item, "$patch");
    if (directive === "delete") {
      result = result.filter((present) => !equal(field(present, key), name));
      continue;
    }
    const index = result.findIndex((present) => equal(field(present, key), name));
    const present = result[index];
    const merged = mergeObject(isObject(present) ? present : {}, item, type?.items);
    if (index < 0) result.push(merged);
    else result[index] = merged;
  }
  return reorder(result, order, target, key);
}

function deleteFromLists(result: JsonObject, patch: JsonObject): void {
  const prefix = "$deleteFromPrimitiveList/";
  for (const [key, gone] of Object.entries(patch)) {
    if (!key.startsWith(prefix) || !Array.isArray(gone)) continue;
    const name = key.slice(prefix.length);
    const present = field(result, name);
    if (!Array.isArray(present)) continue;
    setField(result, name, present.filter((item) => !gone.some((other) => equal(item, other))));
  }
}

/** An order without a change to the list itself. */
function orderOnly(result: JsonObject, patch: JsonObject, schema: TypeSchema | undefined): void {
  const prefix = "$setElementOrder/";
  for (const [key, order] of Object.entries(patch)) {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || !Array.isArray(order) || field(patch, name) !== undefined) {
      continue;
    }
    const present = field(result, name);
    if (!Array.isArray(present)) continue;
    const mergeKey = fieldSchema(schema, name)?.["x-kubernetes-patch-merge-key"];
    setField(result, name, reorder(present, order, present, mergeKey));
  }
}

/**
 * Puts the items that `order` names into that order, and each other item before the first of them that followed it in
 * the list before. What is new and follows nothing that was there therefore comes first, as the server has it.
 */
function reorder(
  list: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const nameOf = (item: unknown) => mergeKey === undefined ? item : field(item, mergeKey);
  const placeIn = (items: readonly unknown[], item: unknown) =>
    items.findIndex((other) => equal(nameOf(other), nameOf(item)));
  const byOrder = (items: readonly unknown[]) => (a: unknown, b: unknown) =>
    placeIn(items, a) - placeIn(items, b);
  const named = list.filter((item) => placeIn(order, item) >= 0).sort(byOrder(order));
  const others = list.filter((item) => placeIn(order, item) < 0).sort(byOrder(before));
  const result: unknown[] = [];
  for (const item of named) {
    const place = placeIn(before, item);
    while (others.length > 0 && place >= 0 && placeIn(before, others[0]) < place) {
      result.push(others.shift());
    }
    result.push(item);
  }
  return [...result, ...others];
}

/** Directives have no meaning in what is new, and must not be stored. */
function stripDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !(isObject(item) && field(item, "$patch") === "delete"))
      .map(stripDirectives);
  }
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const isDirective = key === "$patch" || key === "$retainKeys" ||
      key.startsWith("$deleteFromPrimitiveList/") || key.startsWith("$setElementOrder/");
    if (!isDirective && item !== undefined && item !== null) {
      setField(result, key, stripDirectives(item));
    }
  }
  return result;
}

function strategies(type: TypeSchema | undefined): readonly string[] {
  return type?.["x-kubernetes-patch-strategy"]?.split(",") ?? [];
}

function fieldSchema(schema: TypeSchema | undefined, key: string): TypeSchema | undefined {
  const properties = schema?.properties;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  const rest = schema?.additionalProperties;
  return typeof rest === "object" ? rest : undefined;
}

function unknownDirective(directive: unknown): PatchError {
  return new PatchError(
    400,
    `Unknown patch type found: ${String(directive)}`,
  );
}
