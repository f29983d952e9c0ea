import type { Clock } from "../../_internal/mod.ts";
import { items } from "../fill.ts";
import { isObject, type JsonObject, type StoredObject, valueAt } from "../object.ts";

/** What a column shows of an object. */
export type Cell = (object: StoredObject, clock: Clock) => unknown;

/** A column of a built-in kind. */
export interface BuiltinColumn {
  /** Heading. */
  readonly name: string;
  /** Type of its cells. @default {"string"} */
  readonly type?: string;
  /** Refines `type`. */
  readonly format?: string;
  /** Columns above 0 show with `-o wide`. @default {0} */
  readonly priority?: number;
  /** The cell of an object. */
  readonly cell: Cell;
}

/** A duration as kubectl shows it: `5s`, `3m20s`, `4d` (apimachinery: duration.HumanDuration). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  const both = (whole: number, unit: string, rest: number, small: string) =>
    `${whole}${unit}${rest ? `${rest}${small}` : ""}`;
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return both(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return both(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return both(days, "d", hours % 24, "h");
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? both(years, "y", days % 365, "d") : `${years}y`;
}

/** How long ago a time was. */
export function since(text: unknown, clock: Clock): string {
  if (typeof text !== "string" || !text) return "<unknown>";
  const time = Date.parse(text);
  return Number.isNaN(time) ? "<invalid>" : humanDuration(clock.now() - time);
}

/** A text, or what stands for none. */
export function text(path: string, otherwise = "<none>"): Cell {
  return (object) => {
    const value = valueAt(object, path);
    return value === undefined || value === null || value === "" ? otherwise : String(value);
  };
}

/** A number; 0 where there is none. */
export function number(path: string): Cell {
  return (object) => Number(valueAt(object, path) ?? 0);
}

/** Keys of maps and items of lists, counted. */
export function count(...paths: readonly string[]): Cell {
  return (object) =>
    paths.reduce((sum, path) => {
      const value = valueAt(object, path);
      if (Array.isArray(value)) return sum + value.length;
      return sum + (isObject(value) ? Object.keys(value).length : 0);
    }, 0);
}

/** `1/2`: some of all. */
export function ready(of: string, all: string): Cell {
  return (object) => `${valueAt(object, of) ?? 0}/${valueAt(object, all) ?? 0}`;
}

/** Texts with commas between; what is over three is counted. */
export function someOf(texts: readonly string[], most = 3, otherwise = "<none>"): string {
  if (!texts.length) return otherwise;
  const shown = texts.slice(0, most).join(",");
  return texts.length > most ? `${shown} + ${texts.length - most} more...` : shown;
}

/** `a=b,c=d` */
export function labelsText(value: unknown): string {
  const labels = isObject(value) ? Object.entries(value) : [];
  return labels.length ? labels.map(([key, one]) => `${key}=${one}`).sort().join(",") : "<none>";
}

const operators: Readonly<Record<string, string>> = { In: "in", NotIn: "notin" };

/** A selector in text form. */
export function selectorText(value: unknown): string {
  const selector = isObject(value) ? value : {};
  const labels = isObject(selector.matchLabels) ? Object.entries(selector.matchLabels) : [];
  const terms = [
    ...labels.map(([key, one]) => `${key}=${one}`).sort(),
    ...items(selector.matchExpressions).map(({ key, operator, values }) => {
      if (operator === "Exists") return String(key);
      if (operator === "DoesNotExist") return `!${key}`;
      const list = Array.isArray(values) ? values.toSorted().join(",") : "";
      return `${key} ${operators[String(operator)] ?? operator} (${list})`;
    }),
  ];
  return terms.length ? terms.join(",") : "<none>";
}

/** Where the containers of a template are, as two wide columns. */
export function containers(path: string, priority = 1): readonly BuiltinColumn[] {
  const of = (field: string): Cell => (object) =>
    items(valueAt(object, path)).map((one: JsonObject) => one[field]).join(",");
  return [
    { name: "Containers", priority, cell: of("name") },
    { name: "Images", priority, cell: of("image") },
  ];
}

/** Age of the object. */
export const age: BuiltinColumn = {
  name: "Age",
  cell: (object, clock) => since(object.metadata.creationTimestamp, clock),
};

/** What is shown of kinds that have no columns of their own. */
export const createdAt: BuiltinColumn = {
  name: "Created At",
  type: "date",
  cell: text("metadata.creationTimestamp", ""),
};
