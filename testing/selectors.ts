import { valueAt } from "./object.ts";
import type { StoredObject } from "./object.ts";
import type { Kind } from "./kinds.ts";
import { parseRequirements } from "./label_selector.ts";
import { badRequest } from "./status.ts";

/** Tells whether an object is selected. */
export type Matcher = (object: StoredObject) => boolean;

/** Parses a label selector, with all its operators. Throws a 400. */
export function parseLabelSelector(text: string): Matcher | undefined {
  if (!text.trim()) return undefined;
  const requirements = parseRequirements(text);
  return (object) => {
    const labels = object.metadata.labels ?? {};
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

interface Term {
  readonly path: string;
  readonly negative: boolean;
  readonly value: string;
}

/** Parses a field selector. Throws a 400. */
export function parseFieldSelector(text: string): readonly Term[] {
  const parts = text.match(/(?:\\[\s\S]|[^,\\])+/g) ?? [];
  return parts.sort().map((term): Term => {
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, path = "", operator, raw = ""] = match;
    return { path, negative: operator === "!=", value: unescapeValue(raw) };
  });
}

function unescapeValue(raw: string): string {
  const bare = raw.replace(/\\[\\,=]/g, "");
  const [escape] = /\\.?/s.exec(bare) ?? [];
  if (escape) throw badRequest(`invalid field selector: invalid escape sequence: ${escape}`);
  const [special] = /[,=]/.exec(bare) ?? [];
  if (special) {
    throw badRequest(`invalid field selector: unescaped character in value: ${special}`);
  }
  return raw.replace(/\\([\\,=])/g, "$1");
}

function fieldMatcher(terms: readonly Term[], kind: Kind): Matcher | undefined {
  if (!terms.length) return undefined;
  for (const { path } of terms) {
    if (path === "metadata.name" || path === "metadata.namespace" || kind.fields.includes(path)) {
      continue;
    }
    throw badRequest(
      kind.fields.length || kind.custom
        ? `field label not supported: ${path}`
        : `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return (object) =>
    terms.every(({ path, negative, value }) => (fieldValue(object, path) === value) !== negative);
}

/**
 * Both selectors of a request in one, when they are asked for: the server sees late that a kind does not have a field.
 * Throws a 400.
 */
export function selectionLater(query: URLSearchParams, kind: Kind): () => Matcher | undefined {
  const labels = parseLabelSelector(query.get("labelSelector") ?? "");
  const terms = parseFieldSelector(query.get("fieldSelector") ?? "");
  return () => {
    const fields = fieldMatcher(terms, kind);
    if (labels && fields) return (object) => labels(object) && fields(object);
    return labels ?? fields;
  };
}

/** Both selectors of a request in one. Throws a 400. */
export function selection(query: URLSearchParams, kind: Kind): Matcher | undefined {
  return selectionLater(query, kind)();
}
