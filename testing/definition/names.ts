import { isObject, type JsonObject } from "../object.ts";
import { type Cause, invalidValue, required } from "../status.ts";

const label =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** What is wrong with a DNS-1035 label; undefined for nothing. */
export function labelProblem(text: string): string | undefined {
  if (text.length > 63) return "must be no more than 63 characters";
  return /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text) ? undefined : label;
}

/** What is wrong with the group of a definition. */
export function groupCauses(group: string): readonly Cause[] {
  if (!group) return [required("spec.group")];
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(group)) {
    return [invalidValue("spec.group", group, subdomain)];
  }
  return group.includes(".")
    ? []
    : [invalidValue("spec.group", group, "should be a domain with at least one dot")];
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** What is wrong with the names of a definition. */
export function nameCauses(given: unknown): readonly Cause[] {
  const names: JsonObject = isObject(given) ? given : {};
  const causes: Cause[] = [];
  for (const field of ["plural", "singular", "kind", "listKind"]) {
    if (!names[field]) causes.push(required(`spec.names.${field}`));
  }
  for (const field of ["plural", "singular"]) {
    const value = names[field];
    const problem = value ? labelProblem(String(value)) : undefined;
    if (problem) causes.push(invalidValue(`spec.names.${field}`, value, problem));
  }
  for (const field of ["kind", "listKind"]) {
    const value = names[field];
    const problem = value ? labelProblem(String(value).toLowerCase()) : undefined;
    if (problem) {
      const text = `may have mixed case, but should otherwise match: ${problem}`;
      causes.push(invalidValue(`spec.names.${field}`, value, text));
    }
  }
  const each = (field: string) => {
    for (const [index, value] of list(names[field]).entries()) {
      const problem = labelProblem(value);
      if (problem) causes.push(invalidValue(`spec.names.${field}[${index}]`, value, problem));
    }
  };
  each("shortNames");
  if (names.kind && names.kind === names.listKind) {
    const text = "kind and listKind may not be the same";
    causes.push(invalidValue("spec.names.listKind", names.listKind, text));
  }
  each("categories");
  return causes;
}
