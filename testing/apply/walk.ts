import {
  clone,
  equal,
  field,
  isObject,
  type JsonObject,
  setField,
  type TypeSchema,
} from "../schema/mod.ts";
import { emptySet, type FieldSet, insert, isEmpty } from "./field_set.ts";
import { fieldType, isBlank, itemElement, itemsByElement, type Shape, shapeOf } from "./shape.ts";

/** What differs between two values. */
export interface Comparison {
  /** Only in the second. */
  readonly added: FieldSet;
  /** In both, and different. */
  readonly modified: FieldSet;
  /** Only in the first. */
  readonly removed: FieldSet;
}

/** The fields that a value has: its leaves, items, empty maps and the keys of maps. */
export function fieldsOf(value: unknown, schema: TypeSchema | undefined): FieldSet {
  const set = emptySet();
  collect(value, schema, [], set);
  return set;
}

function collect(
  value: unknown,
  schema: TypeSchema | undefined,
  path: readonly string[],
  set: FieldSet,
): void {
  const shape = shapeOf(value, schema);
  if (shape === "leaf") return insert(set, path);
  if (shape === "map") {
    for (const [key, item] of Object.entries(value ?? {})) {
      if (item === undefined) continue;
      const { schema: type, named } = fieldType(schema, key);
      const below = [...path, `f:${key}`];
      collect(item, type, below, set);
      if (!named || item === null || (isObject(item) && isBlank(item))) insert(set, below);
    }
    return;
  }
  for (const [element, items] of itemsByElement(value, schema, shape)) {
    const below = [...path, element];
    if (items.length === 1) collect(items[0], schema?.items, below, set);
    insert(set, below);
  }
}

/** Compares two values of one type. */
export function compare(
  before: unknown,
  after: unknown,
  schema: TypeSchema | undefined,
): Comparison {
  const result = { added: emptySet(), modified: emptySet(), removed: emptySet() };
  compareAt(before, after, schema, [], result);
  return result;
}

function compareAt(
  before: unknown,
  after: unknown,
  schema: TypeSchema | undefined,
  path: readonly string[],
  result: Comparison,
): void {
  if (before === undefined && after === undefined) return;
  const shapes = shapesOf(before, after, schema);
  let leaf = false;
  for (const shape of shapes) leaf = compareAs(shape, before, after, schema, path, result);
  if (leaf) return;
  if (before === undefined) insert(result.added, path);
  else if (after === undefined) insert(result.removed, path);
}

/** Mostly one: what is absent or null takes the shape of the other. */
function shapesOf(before: unknown, after: unknown, schema: TypeSchema | undefined): Shape[] {
  const first = shapeOf(before, schema);
  const second = shapeOf(after, schema);
  if (after === undefined || after === null) return [first];
  return before === undefined || before === null || first === second ? [second] : [first, second];
}

/** Returns whether the values were taken as one leaf. */
function compareAs(
  shape: Shape,
  before: unknown,
  after: unknown,
  schema: TypeSchema | undefined,
  path: readonly string[],
  result: Comparison,
): boolean {
  const left = fits(before, shape) ? before : undefined;
  const right = fits(after, shape) ? after : undefined;
  if (shape === "leaf" || (isBlank(left) && isBlank(right))) {
    if (before === undefined) insert(result.added, path);
    else if (after === undefined) insert(result.removed, path);
    else if (!equal(before, after)) insert(result.modified, path);
    return true;
  }
  if (shape === "map") {
    for (const key of new Set([...keysOf(left), ...keysOf(right)])) {
      const type = fieldType(schema, key).schema;
      compareAt(field(left, key), field(right, key), type, [...path, `f:${key}`], result);
    }
    return false;
  }
  const lefts = itemsByElement(left, schema, shape);
  const rights = itemsByElement(right, schema, shape);
  for (const element of new Set([...lefts.keys(), ...rights.keys()])) {
    const below = [...path, element];
    const old = lefts.get(element) ?? [];
    const now = rights.get(element) ?? [];
    // Items that occur twice are compared as a whole, and told apart from a single one by a marker of their own.
    if (old.length > 1 && now.length > 1) {
      if (!equal(old, now)) insert(result.modified, below);
    } else {
      compareAt(single(old), single(now), schema?.items, below, result);
      if (old.length > 1) insert(result.removed, below);
      if (now.length > 1) insert(result.added, below);
    }
  }
  return false;
}

function single(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : undefined;
}

/** Puts `applied` over `live`: leaves of `applied` win, maps and keyed lists are merged, nothing is taken away. */
export function merge(live: unknown, applied: unknown, schema: TypeSchema | undefined): unknown {
  if (live === undefined) return clone(applied);
  if (applied === undefined) return live;
  const shape = shapeOf(applied, schema);
  if (applied === null || shape === "leaf" || !fits(live, shape)) return clone(applied);
  if (isBlank(applied) && isBlank(live)) return clone(applied);
  if (shape === "map") {
    const result: JsonObject = {};
    for (const key of new Set([...keysOf(live), ...keysOf(applied)])) {
      const type = fieldType(schema, key).schema;
      setField(result, key, merge(field(live, key), field(applied, key), type));
    }
    return result;
  }
  return mergeItems(live as unknown[], applied as unknown[], schema, shape);
}

/** Keeps the order of both lists; where they disagree on items of both, that of `applied`. */
function mergeItems(
  live: readonly unknown[],
  applied: readonly unknown[],
  schema: TypeSchema | undefined,
  shape: Shape,
): unknown[] {
  const elementOf = (item: unknown) => itemElement(item, schema, shape);
  const lefts = itemsByElement(live, schema, shape);
  const rights = itemsByElement(applied, schema, shape);
  const shared = applied.map(elementOf).filter((element) => lefts.has(element));
  const done = new Set<string>();
  const result: unknown[] = [];
  const take = (element: string) => {
    done.add(element);
    if (element === shared[0]) shared.shift();
    result.push(merge(single(lefts.get(element) ?? []), rights.get(element)?.[0], schema?.items));
  };
  let l = 0;
  let r = 0;
  while (l < live.length || r < applied.length) {
    const left = l < live.length ? elementOf(live[l]) : undefined;
    const right = r < applied.length ? elementOf(applied[r]) : undefined;
    if (left !== undefined && left === right) {
      take(left);
      l++;
      r++;
    } else if (left !== undefined && !rights.has(left)) {
      result.push(live[l]);
      l++;
    } else if (left !== undefined && (done.has(left) || (shared[0] && left !== shared[0]))) {
      l++;
    } else if (right !== undefined) {
      take(right);
      r++;
    } else l++;
  }
  return result;
}

/**
 * A copy of `value` without the fields and items of `gone`. Where nothing is left of a map or list it is null: whoever
 * owns the map itself still does.
 */
export function removeFields(
  value: unknown,
  gone: FieldSet,
  schema: TypeSchema | undefined,
): unknown {
  const shape = shapeOf(value, schema);
  if (isObject(value)) {
    if (shape === "leaf") return null;
    const result: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      const element = `f:${key}`;
      if (gone.members.has(element)) continue;
      const below = gone.children.get(element);
      const { schema: type } = fieldType(schema, key);
      setField(result, key, below ? removeFields(item, below, type) : item);
    }
    return isBlank(result) ? null : result;
  }
  if (!Array.isArray(value)) return value;
  if (shape === "leaf") return null;
  const result: unknown[] = [];
  for (const item of value) {
    const element = itemElement(item, schema, shape);
    if (gone.members.has(element)) continue;
    const below = gone.children.get(element);
    result.push(below ? removeFields(item, below, schema?.items) : item);
  }
  return result.length === 0 ? null : result;
}

/** A copy of `value` without the nulls that {@linkcode removeFields} put into it, which `before` does not have. */
export function dropEmptied(value: unknown, before: unknown): unknown {
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const was = field(before, key);
    if (item === null && was !== null) continue;
    setField(result, key, dropEmptied(item, was));
  }
  return result;
}

/** A copy of a built-in kind's value as the server writes it: without lists and maps that have nothing in them. */
export function dropBlank(value: unknown, schema: TypeSchema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => dropBlank(item, schema?.items));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const { schema: type } = fieldType(schema, key);
    const isMap = isObject(item) && type?.additionalProperties !== undefined;
    const drops = (isMap || Array.isArray(item)) && isBlank(item) && !type?.always;
    if (!drops) setField(result, key, dropBlank(item, type));
  }
  return result;
}

/** Adds the named fields that a set only has something below of: who owns `spec.replicas` also has a share in `spec`. */
export function withNamedFields(set: FieldSet, schema: TypeSchema | undefined): FieldSet {
  const result: FieldSet = { members: new Set(set.members), children: new Map() };
  for (const [element, child] of set.children) {
    let type: TypeSchema | undefined;
    if (element.startsWith("f:")) {
      const { schema: below, named } = fieldType(schema, element.slice(2));
      if (named) result.members.add(element);
      type = below;
    } else if (element.startsWith("k:")) type = schema?.items;
    const below = withNamedFields(child, type);
    if (!isEmpty(below)) result.children.set(element, below);
  }
  return result;
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === "leaf") return true;
  return shape === "map" ? isObject(value) : Array.isArray(value);
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
}
