import { isObject, type JsonObject, setField } from "../schema/mod.ts";

/**
 * A set of field paths as a tree. The elements of a path are written as in `fieldsV1`: `f:name` a field, `k:{…}` an item
 * of a keyed list, `v:…` a member of a set.
 */
export interface FieldSet {
  /** The elements that are in the set themselves. */
  readonly members: Set<string>;
  /** The sets below an element. None of them is empty. */
  readonly children: Map<string, FieldSet>;
}

/** An empty set. */
export function emptySet(): FieldSet {
  return { members: new Set(), children: new Map() };
}

/** A set of these paths. */
export function setOf(paths: Iterable<readonly string[]>): FieldSet {
  const set = emptySet();
  for (const path of paths) insert(set, path);
  return set;
}

/** Adds a path to a set. The empty path is no field, and is ignored. */
export function insert(set: FieldSet, path: readonly string[]): void {
  let at = set;
  path.forEach((element, depth) => {
    if (depth === path.length - 1) {
      at.members.add(element);
      return;
    }
    const next = at.children.get(element) ?? emptySet();
    at.children.set(element, next);
    at = next;
  });
}

/** Whether the set has no path. */
export function isEmpty(set: FieldSet): boolean {
  return set.members.size === 0 && set.children.size === 0;
}

/** The paths of one or the other. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  const children = new Map(a.children);
  for (const [element, child] of b.children) {
    const own = children.get(element);
    children.set(element, own ? union(own, child) : child);
  }
  return { members: a.members.union(b.members), children };
}

/** The paths of both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    const both = other && intersection(child, other);
    if (both && !isEmpty(both)) children.set(element, both);
  }
  return { members: a.members.intersection(b.members), children };
}

/** The paths of `a` that are not in `b`. A path in `b` takes nothing away that lies below it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return a;
  const children = new Map<string, FieldSet>();
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    const rest = other ? difference(child, other) : child;
    if (!isEmpty(rest)) children.set(element, rest);
  }
  return { members: a.members.difference(b.members), children };
}

/** All paths, each level's own before those below it. */
export function* paths(
  set: FieldSet,
  prefix: readonly string[] = [],
): Generator<readonly string[]> {
  for (const element of sorted(set.members)) yield [...prefix, element];
  for (const element of sorted(set.children.keys())) {
    const child = set.children.get(element);
    if (child) yield* paths(child, [...prefix, element]);
  }
}

/** The set as `fieldsV1`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const result: JsonObject = {};
  for (const element of sorted(new Set([...set.members, ...set.children.keys()]))) {
    const child = set.children.get(element);
    const self = child && set.members.has(element) ? { ".": {} } : {};
    setField(result, element, child ? { ...self, ...toFieldsV1(child) } : {});
  }
  return result;
}

/** Reads `fieldsV1`; what is no such tree gives an empty set. */
export function fromFieldsV1(fields: unknown): FieldSet {
  const set = emptySet();
  if (!isObject(fields)) return set;
  for (const [element, below] of Object.entries(fields)) {
    if (element === ".") continue;
    const child = fromFieldsV1(below);
    if (isEmpty(child) || (isObject(below) && Object.hasOwn(below, "."))) set.members.add(element);
    if (!isEmpty(child)) set.children.set(element, child);
  }
  return set;
}

/** A path as messages write it: `.spec.containers[name="web"].image`. */
export function pathText(path: readonly string[]): string {
  return path.map((element) => {
    const text = element.slice(2);
    if (element.startsWith("f:")) return `.${text}`;
    if (element.startsWith("v:")) return `[=${text}]`;
    if (!element.startsWith("k:")) return `[${text}]`;
    const keys = Object.entries(JSON.parse(text) as JsonObject);
    return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
  }).join("");
}

/** Fields first, then items by key, then members: the prefixes happen to sort that way. */
function sorted(elements: Iterable<string>): string[] {
  return [...elements].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
}
