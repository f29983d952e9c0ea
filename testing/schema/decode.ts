import { type GoField, type GoStruct, type GoType, typeText } from "./go_types.ts";
import { isObject, type JsonObject, setField } from "./json.ts";
import { canonicalQuantity } from "./quantity.ts";

/** What a typed server makes of a JSON value. */
export interface Decoded {
  /** The value as the server writes it: known fields only, nothing that is empty where the type leaves that out. */
  readonly value: JsonObject;
  /** Paths of fields that the type does not have, in their order. */
  readonly unknown: readonly string[];
  /** The first value that does not fit, in the words of Go's decoder. */
  readonly problem?: string;
}

interface Reading {
  readonly unknown: string[];
  readonly path: string[];
  readonly fields: string[];
  readonly unstructured: boolean;
  struct: string;
  problem?: string;
}

/**
 * Reads a JSON object as a value of a Go type, and writes it again.
 *
 * @param unstructured Whether what does not fit is told in the words of the converter that strategic merge patches go
 * through.
 */
export function decodeTyped(value: unknown, struct: GoStruct, unstructured = false): Decoded {
  const reading: Reading = { unknown: [], path: [], fields: [], struct: "", unstructured };
  const result = readStruct(value, struct, reading, `v1.${struct.short}`);
  return {
    value: result,
    unknown: reading.unknown,
    ...(reading.problem === undefined ? {} : { problem: reading.problem }),
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function fail(reading: Reading, problem: string): void {
  reading.problem ??= problem;
}

// apimachinery: runtime.DefaultUnstructuredConverter.
function conversionProblem(shown: string, type: string): string {
  const [kind = "", number] = shown.split(" ");
  const from = kind === "number"
    ? number === undefined || Number.isInteger(Number(number)) ? "int64" : "float64"
    : kind === "array"
    ? "slice"
    : kind === "object"
    ? "map"
    : kind;
  if (type.startsWith("map[")) return `cannot restore map from ${from}`;
  if (type.startsWith("[]")) return `cannot restore slice from ${from}`;
  const basic = /^(u?int\d*|float\d+|bool|string)$/.test(type);
  if (!basic && /^v\d\w*\.[A-Z]/.test(type) && !/Type$|Policy$|Phase$|Protocol$/.test(type)) {
    return `cannot restore struct from: ${from}`;
  }
  const numeric = from === "int64" || from === "float64";
  if (numeric && type !== "bool") return `cannot convert ${from} to ${type}`;
  return `unrecognized type: ${basic ? type : "string"}`;
}

function mismatch(reading: Reading, shown: string, type: string): void {
  if (reading.unstructured) return fail(reading, conversionProblem(shown, type));
  const place = reading.fields.length
    ? `struct field ${reading.struct}.${reading.fields.join(".")}`
    : "value";
  fail(reading, `json: cannot unmarshal ${shown} into Go ${place} of type ${type}`);
}

function readStruct(
  value: unknown,
  struct: GoStruct,
  reading: Reading,
  type: string,
): JsonObject {
  if (value !== null && value !== undefined && !isObject(value)) {
    mismatch(reading, kindOf(value), type);
  }
  const given = isObject(value) ? value : {};
  const found = new Map<string, unknown>();
  const outer = reading.struct;
  const entries = Object.entries(given);
  if (reading.unstructured) entries.sort(([a], [b]) => placeOf(struct, a) - placeOf(struct, b));
  for (const [key, item] of entries) {
    const field = struct.byName.get(key);
    reading.path.push(key);
    if (!field) {
      if (item !== undefined) reading.unknown.push(pathText(reading.path));
    } else {
      reading.fields.push(key);
      reading.struct = struct.short;
      found.set(key, readField(item, field, reading));
      reading.fields.pop();
      reading.struct = outer;
    }
    reading.path.pop();
  }
  const result: JsonObject = {};
  for (const field of struct.fields) {
    const item = found.get(field.name);
    const written = item === undefined && !field.omit ? zeroOf(field) : item;
    if (written !== undefined) setField(result, field.name, written);
  }
  return result;
}

function placeOf(struct: GoStruct, name: string): number {
  return struct.fields.findIndex((field) => field.name === name);
}

function pathText(path: readonly string[]): string {
  return path.join(".").replaceAll(".[", "[");
}

/** What is written of a field that has no value, where it is not left out. */
export function zeroOf(field: GoField): unknown {
  if (field.pointer) return null;
  return zero(field.type);
}

function zero(type: GoType): unknown {
  if (type.kind === "struct") {
    return Object.fromEntries(
      type.struct().fields.filter((field) => !field.omit).map((
        field,
      ) => [field.name, zeroOf(field)]),
    );
  }
  if (type.kind !== "scalar") return null;
  if (type.basic === "string" || type.basic === "bytes") return "";
  if (type.basic === "bool") return false;
  if (/^(u?int|float)/.test(type.basic) || type.basic === "intstr") return 0;
  return type.basic === "quantity" ? "0" : type.basic === "duration" ? "0s" : null;
}

// Undefined for what is zero and left out.
function readField(value: unknown, field: GoField, reading: Reading): unknown {
  if (value === null || value === undefined) return undefined;
  const result = readValue(value, field.type, reading);
  if (field.pointer || !field.omit || field.type.kind === "struct") {
    return field.omit && !field.pointer && isObject(result) && !Object.keys(result).length
      ? undefined
      : result;
  }
  return isEmpty(result) ? undefined : result;
}

function isEmpty(value: unknown): boolean {
  if (value === "" || value === 0 || value === false || value === null) return true;
  return typeof value === "object" && Object.keys(value as object).length === 0;
}

function readValue(value: unknown, type: GoType, reading: Reading): unknown {
  switch (type.kind) {
    case "struct":
      return readStruct(value, type.struct(), reading, typeText(type));
    case "list":
      if (!Array.isArray(value)) {
        mismatch(reading, kindOf(value), typeText(type));
        return [];
      }
      return value.map((item, index) => {
        reading.path.push(`[${index}]`);
        const result = item === null ? zero(type.items) : readValue(item, type.items, reading);
        reading.path.pop();
        return result;
      });
    case "map": {
      if (!isObject(value)) {
        mismatch(reading, kindOf(value), typeText(type));
        return {};
      }
      const result: JsonObject = {};
      for (const key of Object.keys(value)) {
        reading.path.push(key);
        const item = value[key];
        setField(
          result,
          key,
          item === null ? zero(type.values) : readValue(item, type.values, reading),
        );
        reading.path.pop();
      }
      return result;
    }
    default:
      return readScalar(value, type.basic, typeText(type), reading);
  }
}

function readScalar(value: unknown, basic: string, name: string, reading: Reading): unknown {
  switch (basic) {
    case "string":
    case "duration":
      if (typeof value === "string") return value;
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      break;
    case "int32":
    case "int64":
    case "int":
    case "uint32":
      return readInteger(value, basic === "int32" ? 2 ** 31 : 2 ** 63, name, reading);
    case "float64":
      if (typeof value === "number") return value;
      break;
    case "bytes":
      return readBytes(value, reading);
    case "time":
    case "microtime":
      return readTime(value, basic, reading);
    case "quantity":
      return readQuantity(value, reading);
    case "intstr":
      return typeof value === "string" ? value : readInteger(value, 2 ** 31, "int32", reading);
    default:
      return value;
  }
  mismatch(reading, kindOf(value), name);
  return undefined;
}

function readInteger(value: unknown, bound: number, name: string, reading: Reading): unknown {
  if (typeof value === "number") {
    if (Number.isInteger(value) && value < bound && value >= -bound) return value;
    mismatch(reading, `number ${value}`, name);
  } else mismatch(reading, kindOf(value), name);
  return 0;
}

function readBytes(value: unknown, reading: Reading): unknown {
  if (typeof value !== "string") {
    mismatch(reading, kindOf(value), "[]uint8");
    return "";
  }
  const wrong = corruptAt(value);
  if (wrong >= 0) {
    const prefix = reading.unstructured ? "error decoding from json: " : "";
    fail(reading, `${prefix}illegal base64 data at input byte ${wrong}`);
    return "";
  }
  return value.replace(/[\r\n]/g, "");
}

// Where Go's decoder sees that a text is no base64; -1 where it does not.
function corruptAt(text: string): number {
  let place = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? "";
    if (char === "\n" || char === "\r") continue;
    if (char === "=") {
      if (place < 2) return index;
      const rest = text.slice(index + 1).replace(/[\r\n]/g, "");
      if (place === 2 && !rest.startsWith("=")) return rest === "" ? text.length : index;
      const after = place === 2 ? rest.slice(1) : rest;
      return after === "" ? -1 : text.length - after.length;
    }
    if (!/[A-Za-z0-9+/]/.test(char)) return index;
    if (place === 0) start = index;
    place = (place + 1) % 4;
  }
  return place === 0 ? -1 : start;
}

function readTime(value: unknown, basic: string, reading: Reading): unknown {
  const micro = basic === "microtime";
  const layout = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
  if (typeof value !== "string") {
    mismatch(reading, kindOf(value), "string");
    return null;
  }
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(value);
  const instant = match ? Date.parse(`${match[1]}${match[3]}`) : NaN;
  if (!match || Number.isNaN(instant) || (micro && !/^\.\d{6}$/.test(match[2] ?? ""))) {
    fail(reading, timeProblem(value, layout));
    return null;
  }
  const text = new Date(instant).toISOString().slice(0, 19);
  return micro ? `${text}${match[2]}Z` : `${text}Z`;
}

const parts: readonly (readonly [string, RegExp])[] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d/],
  [".000000", /^\.\d{6}/],
  ["Z07:00", /^(?:Z|[+-]\d\d:\d\d)/],
];

// Go's parser names the part of the layout at which it stopped.
function timeProblem(value: string, layout: string): string {
  const quoted = `parsing time ${JSON.stringify(value)} as ${JSON.stringify(layout)}`;
  let rest = value;
  for (const [part, form] of parts) {
    if (!layout.includes(part)) continue;
    const found = form.exec(rest)?.[0];
    if (found === undefined) {
      return `${quoted}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}`;
    }
    rest = rest.slice(found.length);
  }
  return `${quoted}: extra text: ${JSON.stringify(rest)}`;
}

function readQuantity(value: unknown, reading: Reading): unknown {
  const text = typeof value === "number" ? String(value) : value;
  const result = typeof text === "string" ? canonicalQuantity(text) : undefined;
  if (result !== undefined) return result;
  fail(
    reading,
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
  return "0";
}
