const day = 86_400_000;
const moment =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:\.\d+)?/g;
// Bookkeeping of the server, and what repeats it.
const bookkeeping: ReadonlySet<string> = new Set([
  "resourceVersion",
  "managedFields",
  "generation",
  "observedGeneration",
  "uid",
]);

/**
 * A text that two answers to writes have in common when they differ in nothing but moments, the order of lists, and the
 * server's bookkeeping. `now` is the wall time, which tells moments from other numbers.
 */
export function essence(text: string, now: number): string {
  return JSON.stringify(bare(parse(text), now)) ?? "";
}

function bare(value: unknown, now: number): unknown {
  if (typeof value === "string") {
    return /^\d{10,16}$/.test(value)
      ? bare(Number(value), now)
      : value.replaceAll(moment, "(moment)");
  }
  if (typeof value === "number") {
    const isMoment = Math.abs(value - now) < day || Math.abs(value * 1_000 - now) < day;
    return isMoment ? "(moment)" : value;
  }
  if (Array.isArray(value)) {
    return value.map((one) => JSON.stringify(bare(one, now))).sort();
  }
  if (!isObject(value)) return value;
  const names = Object.keys(value).filter((name) => !bookkeeping.has(name)).sort();
  return names.map((name) => [name, bare(value[name], now)]);
}

/** Where two answers to writes of one object differ, the server's bookkeeping aside; three places at most. */
export function changedPaths(before: string, after: string): readonly string[] {
  const paths: string[] = [];
  compare(parse(before), parse(after), "", paths);
  return paths.slice(0, 3);
}

const unmentioned: ReadonlySet<string> = new Set([
  "metadata.resourceVersion",
  "metadata.managedFields",
  "metadata.generation",
  "metadata.creationTimestamp", // changes with the uid only
]);

function compare(a: unknown, b: unknown, path: string, paths: string[]): void {
  if (paths.length >= 3 || unmentioned.has(path)) return;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length || isReordered(a, b)) return void paths.push(path);
    return a.forEach((one, index) => compare(one, b[index], `${path}[${index}]`, paths));
  }
  if (isObject(a) && isObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      compare(a[name], b[name], join(path, name), paths);
    }
    return;
  }
  if (a !== b) paths.push(path);
}

function isReordered(a: readonly unknown[], b: readonly unknown[]): boolean {
  const [one, other] = [a, b].map((list) => list.map((value) => JSON.stringify(value)));
  return String(one) !== String(other) && String(one?.sort()) === String(other?.sort());
}

function join(path: string, name: string): string {
  if (!/^[\w-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A short text for a long one, to tell whether it comes again (53 bits; not against people who want two to be one). */
export function digest(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  return ((b >>> 0) * 4_096 + (a >>> 20)).toString(36);
}
