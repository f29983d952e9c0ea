/** The user asked for something that cannot be; the message says what to do. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}

/** What a new operator is called, and its kind. */
export interface Project {
  /** Names the controller, the Deployment, its namespace and its account. */
  readonly name: string;
  /** API group. */
  readonly group: string;
  /** Kind, in CamelCase. */
  readonly kind: string;
  /** Kind in lower case. */
  readonly singular: string;
  /** For paths and for `kubectl get`. */
  readonly plural: string;
}

/** What the user says of it; undefined for what is left open. */
export interface ProjectNames {
  readonly name: string;
  readonly group: string | undefined;
  readonly kind: string | undefined;
  readonly plural: string | undefined;
}

const label = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const domain = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z]([-a-z0-9]{0,61}[a-z0-9])?)+$/;

/** What YAML takes for something else than a text. */
const noText = /^(?:y|yes|n|no|true|false|on|off|null)$/i;

/** Names that the code of the operator uses for something else. */
const taken: ReadonlySet<string> = new Set([
  "Array",
  "ConfigMap",
  "Context",
  "Date",
  "Deno",
  "Error",
  "Finding",
  "JSON",
  "NameTaken",
  "Number",
  "Object",
  "Promise",
  "String",
]);

/**
 * Checks the names by the rules of the API server, so that its CRD will be accepted.
 *
 * @throws {BadInput} When one of them cannot be; says which and why.
 */
export function projectOf(names: ProjectNames): Project {
  const { name, group = "example.com", kind = "Greeting" } = names;
  if (!label.test(name)) {
    throw new BadInput(
      `${
        quote(name)
      } cannot be the operator's name: ${labelRule}; --name gives another than the folder's`,
    );
  }
  if (!domain.test(group) || group.length > 200) {
    throw new BadInput(
      `${
        quote(group)
      } cannot be an API group: use a DNS name in lower case with a dot, as example.com`,
    );
  }
  // Groups of the project itself need an approval in the CRD (KEP-1111).
  if (/(^|\.)(k8s|kubernetes)\.io$/.test(group)) {
    throw new BadInput(`The API group ${group} belongs to Kubernetes: use a domain that you own`);
  }
  if (!/^[A-Z][A-Za-z0-9]{0,58}$/.test(kind)) {
    throw new BadInput(
      `${quote(kind)} cannot be a kind: use CamelCase, letters and digits, 59 at most, as Greeting`,
    );
  }
  if (taken.has(kind)) {
    throw new BadInput(`${kind} means something else in the operator's code: use another kind`);
  }
  const singular = kind.toLowerCase();
  const plural = names.plural ?? pluralOf(singular);
  if (!label.test(plural)) {
    throw new BadInput(`${quote(plural)} cannot be a plural: ${labelRule}; --plural gives another`);
  }
  for (const one of [name, singular, plural]) {
    if (noText.test(one)) throw new BadInput(`${one} is not a text in YAML: use another name`);
  }
  return { name, group, kind, singular, plural };
}

const labelRule =
  "use lower-case letters, digits and dashes, 63 at most, with a letter first and no dash last";

function quote(text: string): string {
  return JSON.stringify(text);
}

/** As `kubectl` and generators of CRDs guess it. */
function pluralOf(singular: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return `${singular}s`;
}
