import { items } from "./fill.ts";
import { isObject } from "./object.ts";

/** Whether labels match a selector as objects carry it (`matchLabels`, `matchExpressions`). None matches nothing. */
export function matchesLabels(
  selector: unknown,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (!isObject(selector)) return false;
  const exact = isObject(selector.matchLabels) ? selector.matchLabels : {};
  return matchesExactly(exact, labels) &&
    items(selector.matchExpressions).every(({ key, operator, values }) => {
      const value = labels[String(key)];
      const listed = Array.isArray(values) && values.includes(value);
      if (operator === "In") return value !== undefined && listed;
      if (operator === "NotIn") return value === undefined || !listed;
      return (operator === "Exists") === (value !== undefined);
    });
}

/** Whether labels have all of these values. */
export function matchesExactly(
  wanted: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
