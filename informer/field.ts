import type { KubernetesObject } from "../client/mod.ts";
import { FROM, skipString, skipValue, text, TO } from "./scan.ts";
import { viewOf } from "./snapshot.ts";
import type { Indexer } from "./types.ts";

interface Step {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The value is a list whose every element is meant. */
  readonly each: number;
}

const encoder = new TextEncoder();

/** Reads `spec.refs[].name`; a backslash takes the next character as it is. */
function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const part of path.match(/(?:\\.|[^.\\])+/g) ?? []) {
    const [, written = "", brackets = ""] = /^(.*?)((?:\[\])*)$/s.exec(part) ?? [];
    const name = written.replace(/\\(.)/gs, "$1");
    if (name === "" || /(?<!\\)[[\]]/.test(written)) {
      throw new TypeError(
        `${
          JSON.stringify(path)
        } is no field path: write names with dots between them, and [] after a list, as in spec.refs[].name`,
      );
    }
    steps.push({ name, bytes: encoder.encode(name), each: brackets.length / 2 });
  }
  if (steps.length === 0 || /(^|[^\\])\.\.|^\.|[^\\]\.$/.test(path)) {
    throw new TypeError(
      `${
        JSON.stringify(path)
      } is no field path: write names with dots between them, as in spec.themeRef`,
    );
  }
  return steps;
}

/**
 * Makes an indexer that reads one field from the bytes of an object, without parsing it: `field("spec.themeRef")`, or
 * `field("spec.refs[].name")` for a field of each element of a list. Strings, numbers and booleans become text; what is
 * absent, null, an object or a list gives no value. A dot in a name is written `\.`.
 *
 * @throws {TypeError} When the path is empty or malformed.
 */
export function field<T extends KubernetesObject = KubernetesObject>(path: string): Indexer<T> {
  const steps = stepsOf(path);
  return (snapshot) => {
    const found: string[] = [];
    const view = viewOf(snapshot);
    if (view) {
      const { bytes, records, at } = view;
      walk(bytes, records[at + FROM] as number, records[at + TO] as number, steps, 0, found);
    } else collect(snapshot.object(), steps, 0, found);
    return found.length > 1 ? [...new Set(found)] : found;
  };
}

/** Where the value of a member of the object at `i` starts, or 0. */
function valueOf(b: Uint8Array, i: number, end: number, step: Step): number {
  let value = 0;
  i = space(b, i + 1);
  while (b[i] === 34) {
    const keyEnd = skipString(b, i, end);
    const start = space(b, space(b, keyEnd) + 1);
    // The last of several members of one name counts.
    if (isName(b, i + 1, keyEnd - 1, step)) value = start;
    i = space(b, skipValue(b, start, end));
    if (b[i] !== 44) break;
    i = space(b, i + 1);
  }
  return value;
}

function space(b: Uint8Array, i: number): number {
  while ((b[i] as number) <= 32) i++;
  return i;
}

/** Goes down from the object at `i`. The bytes were scanned before: they are whole. */
function walk(
  b: Uint8Array,
  i: number,
  end: number,
  steps: readonly Step[],
  depth: number,
  found: string[],
): void {
  const step = steps[depth];
  if (!step || b[i] !== 0x7b) return;
  const value = valueOf(b, i, end, step);
  if (value > 0) take(b, value, end, steps, depth, step.each, found);
}

/** Start and end of the value that the object at `from` has under a name; undefined when there is none. */
export function memberOf(
  b: Uint8Array,
  from: number,
  to: number,
  name: string,
): readonly [number, number] | undefined {
  const start = valueOf(b, from, to, { name, bytes: encoder.encode(name), each: 0 });
  return start > 0 ? [start, skipValue(b, start, to)] : undefined;
}

function take(
  b: Uint8Array,
  i: number,
  end: number,
  steps: readonly Step[],
  depth: number,
  lists: number,
  found: string[],
): void {
  if (lists > 0) {
    if (b[i] !== 0x5b) return;
    i = space(b, i + 1);
    while (i < end && b[i] !== 0x5d) {
      take(b, i, end, steps, depth, lists - 1, found);
      i = space(b, skipValue(b, i, end));
      if (b[i] === 44) i = space(b, i + 1);
    }
    return;
  }
  if (depth + 1 < steps.length) return walk(b, i, end, steps, depth + 1, found);
  const next = skipValue(b, i, end);
  const first = b[i];
  if (first === 34) found.push(text(b, i + 1, next - 1, true));
  else if (first !== 0x7b && first !== 0x5b && first !== 0x6e) found.push(text(b, i, next, false));
}

function isName(b: Uint8Array, from: number, to: number, step: Step): boolean {
  const { bytes, name } = step;
  if (to - from === bytes.length) {
    let k = 0;
    while (k < bytes.length && bytes[k] === b[from + k]) k++;
    return k === bytes.length;
  }
  // An escape makes a name longer than its plain form.
  if (to - from < bytes.length) return false;
  for (let k = from; k < to; k++) if (b[k] === 92) return text(b, from, to, true) === name;
  return false;
}

/** The same on a parsed object: for snapshots that a test made. */
function collect(value: unknown, steps: readonly Step[], depth: number, found: string[]): void {
  const step = steps[depth];
  if (step === undefined) {
    if (["string", "number", "boolean"].includes(typeof value)) found.push(String(value));
    return;
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step.name)) return;
  let values = [(value as Record<string, unknown>)[step.name]];
  for (let k = 0; k < step.each; k++) values = values.filter(Array.isArray).flat();
  for (const one of values) collect(one, steps, depth + 1, found);
}
