import { valueAt } from "./object.ts";
import type { StoredObject } from "./object.ts";
import type { Kind } from "./kinds.ts";
import { badRequest } from "./status.ts";

/** Tells whether an object is selected. */
export type Matcher = (object: StoredObject) => boolean;

type Labels = Readonly<Record<string, string>>;

const part = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)`;
const labelKey = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?${part}$`);
const labelValue = new RegExp(`^${part}?$`);

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    else if (text[index] === ")") depth--;
    else if (text[index] === "," && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function check(key: string, values: readonly string[]): void {
  if (!labelKey.test(key) || key.length > 317) {
    throw badRequest(
      `unable to parse requirement: <nil>: Invalid value: ${
        JSON.stringify(key)
      }: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    );
  }
  for (const value of values) {
    if (labelValue.test(value) && value.length <= 63) continue;
    throw badRequest(
      `unable to parse requirement: values[0][${key}]: Invalid value: ${
        JSON.stringify(value)
      }: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    );
  }
}

function requirement(text: string): (labels: Labels) => boolean {
  const set = /^\s*(\S+)\s+(in|notin)\s*\(([^()]*)\)\s*$/.exec(text);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    const values = list.split(",").map((one) => one.trim());
    check(key, values);
    if (operator === "in") return (labels) => values.includes(labels[key] ?? "\0");
    return (labels) => !values.includes(labels[key] ?? "\0");
  }
  const pair = /^\s*([^\s=!<>()]+)\s*(==|=|!=|>|<)\s*([^\s=!<>()]*)\s*$/.exec(text);
  if (pair) {
    const [, key = "", operator, value = ""] = pair;
    check(key, operator === ">" || operator === "<" ? [] : [value]);
    if (operator === "!=") return (labels) => labels[key] !== value;
    if (operator === "=" || operator === "==") return (labels) => labels[key] === value;
    if (!/^[-+]?\d+$/.test(value)) {
      throw badRequest(
        `unable to parse requirement: values[0]: Invalid value: ${
          JSON.stringify(value)
        }: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
    const bound = BigInt(value);
    return (labels) => {
      const text = labels[key];
      if (text === undefined || !/^[-+]?\d+$/.test(text)) return false;
      return operator === ">" ? BigInt(text) > bound : BigInt(text) < bound;
    };
  }
  const present = /^\s*(!?)\s*([^\s=!<>()]+)\s*$/.exec(text);
  if (!present) {
    throw badRequest(
      `unable to parse requirement: found '${text.trim()}', expected: identifier, '!', 'in', 'notin', '=', '==', '!=', '>' or '<'`,
    );
  }
  const [, not, key = ""] = present;
  check(key, []);
  return (labels) => Object.hasOwn(labels, key) !== (not === "!");
}

/** Parses a label selector, with all its operators. Throws a 400. */
export function parseLabelSelector(text: string): Matcher | undefined {
  if (!text.trim()) return undefined;
  const requirements = splitTop(text).map(requirement);
  return (object) => {
    const labels = (object.metadata.labels ?? {}) as Labels;
    return requirements.every((matches) => matches(labels));
  };
}

function fieldValue(object: StoredObject, path: string): string {
  // The source of an event is its component, or else who reports it.
  const value = path === "source"
    ? valueAt(object, "source.component") || object.reportingComponent
    : valueAt(object, path);
  if (value === undefined || value === null) {
    return path === "spec.unschedulable" || path === "spec.hostNetwork"
      ? "false"
      : path === "status.successful" || path === "status.replicas"
      ? "0"
      : "";
  }
  return String(value);
}

/** Parses a field selector for a kind. Throws a 400 for a field that cannot be selected by. */
export function parseFieldSelector(text: string, kind: Kind): Matcher | undefined {
  if (!text.trim()) return undefined;
  const matchers = text.split(/(?<!\\),/).filter((one) => one.trim()).map((term): Matcher => {
    const match = /^([^=!]+)(!=|==|=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, given = "", operator, raw = ""] = match;
    const path = given.trim();
    const value = raw.replace(/\\([\\,=])/g, "$1");
    if (path !== "metadata.name" && path !== "metadata.namespace" && !kind.fields.includes(path)) {
      throw badRequest(
        kind.fields.length || kind.custom
          ? `field label not supported: ${path}`
          : `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
      );
    }
    return operator === "!="
      ? (object) => fieldValue(object, path) !== value
      : (object) => fieldValue(object, path) === value;
  });
  return (object) => matchers.every((matches) => matches(object));
}

/** Both selectors of a request in one. */
export function selection(query: URLSearchParams, kind: Kind): Matcher | undefined {
  const labels = parseLabelSelector(query.get("labelSelector") ?? "");
  const fields = parseFieldSelector(query.get("fieldSelector") ?? "", kind);
  if (labels && fields) return (object) => labels(object) && fields(object);
  return labels ?? fields;
}
