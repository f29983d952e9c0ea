import type { Answer, Json } from "./types.ts";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const day = 86_400_000;

/**
 * Replaces in all answers of a sequence what no two servers share: uids, times of today, versions, generated names,
 * addresses and ports. What is equal stays equal, and of versions the order stays, unless controllers wrote some of them
 * (`unordered`): they do so in no order.
 */
export function mask(answers: readonly Answer[], unordered = false): readonly Answer[] {
  const first = Number(answers[0]?.body?.metadata?.resourceVersion ?? 0);
  const versions = new Map(
    [...objectVersions(answers)].filter((one) => one >= first).sort((a, b) => a - b).map((
      version,
      index,
    ) => [version, index]),
  );
  const known = [...versions.keys()];
  const numbers: Record<string, Map<string, string>> = {};
  const numbered = (letter: string, text: string): string => {
    const seen = numbers[letter] ??= new Map();
    const name = seen.get(text) ?? `<${letter}${seen.size + 1}>`;
    seen.set(text, name);
    return name;
  };
  const names = generatedNames(answers);
  const inText = (text: string): string => {
    let result = text.replace(/\b(gen-|Bad_)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "$1<generated>");
    for (const [name, shown] of names) result = result.replaceAll(name, shown);
    return result
      .replace(/Invalid value: "(\{(?:[^"\\]|\\.)*)"/g, (found, quoted) => {
        try {
          const object = JSON.parse(JSON.parse(`"${quoted}"`));
          return `Invalid value: ${JSON.stringify(sortedKeys(inValue(object, "", undefined)))}`;
        } catch {
          return found;
        }
      })
      .replace(uuid, (found) => /^[01]{8}-/.test(found) ? found : numbered("uid", found))
      .replace(time, (found) => Math.abs(Date.parse(found) - Date.now()) < day ? "<time>" : found)
      .replace(/\b10\.\d+\.\d+\.\d+\b/g, (found) => numbered("address", found))
      .replace(
        /(ResourceVersion in (?:the precondition|record) \()(\d+)/g,
        (_, before, digits) => `${before}${version(digits)}`,
      )
      .replace(
        /(resource version: |current: )(\d+)/g,
        (_, before, digits) => `${before}${listVersion(digits)}`,
      );
  };
  const version = (text: string): string => {
    if (unordered) return "<version>";
    const exact = versions.get(Number(text));
    if (exact !== undefined) return `<version ${exact}>`;
    return /^\d+$/.test(text) ? listVersion(text) : text;
  };
  // A list is as new as the whole server, so that all there is to say is what it comes after.
  const listVersion = (text: string): string =>
    unordered ? "<version>" : `<after ${known.filter((one) => one <= Number(text)).length}>`;
  const inValue = (value: Json, key: string, parent: Json): Json => {
    if (typeof value === "string") {
      if (key === "resourceVersion") {
        return parent.uid !== undefined ? version(value) : listVersion(value);
      }
      if (key === "continue") return token(value, listVersion);
      return inText(value);
    }
    if (key === "nodePort" && typeof value === "number") return "<port>";
    if (Array.isArray(value)) {
      const items = value.map((item) => inValue(item, "", value));
      if (key === "managedFields") return byManager(items);
      if (key === "items") return generatedLast(items);
      return key === "causes" ? conflictsSorted(items) : items;
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [inText(name), inValue(item, name, value)]),
    );
  };
  return answers.map(({ code, headers, body }) => ({
    code,
    headers: inValue(headers, "", undefined),
    body: inValue(body, "", undefined),
  }));
}

// An object in a message: the order of its keys says nothing.
function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sortedKeys(value[key])]));
}

function* objectVersions(answers: readonly Answer[]): Generator<number> {
  const seen = new Set<number>();
  function* walk(value: Json): Generator<number> {
    if (typeof value !== "object" || value === null) return;
    const { resourceVersion, uid } = value.metadata ?? {};
    if (uid !== undefined && /^[1-9]\d*$/.test(resourceVersion ?? "")) {
      const number = Number(resourceVersion);
      if (!seen.has(number)) {
        seen.add(number);
        yield number;
      }
    }
    for (const item of Object.values(value)) yield* walk(item);
  }
  for (const { body } of answers) yield* walk(body);
}

function generatedNames(answers: readonly Answer[]): Map<string, string> {
  const names = new Map<string, string>();
  const walk = (value: Json) => {
    if (typeof value !== "object" || value === null) return;
    const { name, generateName } = value.metadata ?? {};
    const made = typeof name === "string" && generateName && name.startsWith(generateName) &&
      name.length === generateName.length + 5;
    if (made && !names.has(name)) names.set(name, `${generateName}<generated ${names.size + 1}>`);
    Object.values(value).forEach(walk);
  };
  for (const { body } of answers) walk(body);
  return names;
}

// Their order is that of times, which pass on one server faster than on the other.
function byManager(entries: readonly Json[]): Json[] {
  const key = (entry: Json) =>
    [entry.operation, entry.manager, entry.subresource, entry.apiVersion].join();
  return entries.toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

// Names that are made up have no order to compare.
function generatedLast(items: readonly Json[]): Json[] {
  const key = (item: Json) => String(item?.metadata?.name ?? "");
  if (items.filter((item) => key(item).includes("generated")).length < 2) return [...items];
  return items.toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

// The server tells the managers in the order of a Go map: in none.
function conflictsSorted(causes: readonly Json[]): Json[] {
  if (causes.some(({ reason }) => reason !== "FieldManagerConflict")) return [...causes];
  const key = ({ message, field }: Json) => `${message} ${field}`;
  return causes.toSorted((a, b) => key(a) < key(b) ? -1 : 1);
}

function token(text: string, version: (text: string) => string): string {
  try {
    const padded = text.replaceAll("-", "+").replaceAll("_", "/");
    const { rv, start } = JSON.parse(atob(padded));
    return `<continue ${rv < 0 ? rv : version(String(rv))} ${
      JSON.stringify(start.replace(/^\//, ""))
    }>`;
  } catch {
    return text;
  }
}
