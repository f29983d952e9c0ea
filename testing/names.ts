import type { Kind } from "./kinds.ts";
import type { StoredObject } from "./object.ts";
import { type Cause, forbiddenField, invalidValue, required } from "./status.ts";

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = String.raw`[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const value = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

const subdomainText =
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;
const labelText =
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;

/** What is wrong with a name of an object of this kind. */
export function nameProblem(kind: Kind, name: string): string | undefined {
  if (kind.storage === "policy/poddisruptionbudgets" && (name === "." || name === "..")) {
    return `may not be '${name}'`;
  }
  // Any segment of a path will do for these.
  if (kind.group === "rbac.authorization.k8s.io" || (kind.plural === "events" && !kind.group)) {
    return /[/%]/.test(name) || name === "." || name === ".." ? "may not contain '/'" : undefined;
  }
  const labelled = ["namespaces", "services", "statefulsets"];
  if (labelled.includes(kind.plural) && !kind.custom) {
    if (name.length > 63) return "must be no more than 63 characters";
    return whole(label).test(name) ? undefined : labelText;
  }
  if (name.length > 253) return "must be no more than 253 characters";
  return whole(subdomain).test(name) ? undefined : subdomainText;
}

const qualifiedText =
  `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualified}')`;

/** What is wrong with the key of a label, or another qualified name; nothing where all is well. */
export function labelKeyProblems(key: string): readonly string[] {
  const parts = key.split("/");
  if (parts.length > 2) {
    return [
      `a valid label key ${qualifiedText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.pop() ?? "";
  const [prefix] = parts;
  const problems: string[] = [];
  if (prefix === "") problems.push("prefix part must be non-empty");
  else if (prefix !== undefined && prefix.length > 253) {
    problems.push("prefix part must be no more than 253 characters");
  } else if (prefix !== undefined && !whole(subdomain).test(prefix)) {
    problems.push(`prefix part ${subdomainText}`);
  }
  if (name === "") problems.push("name part must be non-empty");
  else if (name.length > 63) problems.push("name part must be no more than 63 characters");
  if (!whole(qualified).test(name)) problems.push(`name part ${qualifiedText}`);
  return problems;
}

/** What is wrong with the value of a label; nothing where all is well. */
export function labelValueProblems(text: string): readonly string[] {
  const problems: string[] = [];
  if (text.length > 63) problems.push("must be no more than 63 characters");
  if (!whole(value).test(text)) {
    problems.push(
      `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${value}')`,
    );
  }
  return problems;
}

/** What is wrong with the metadata of an object that is to be stored. */
export function validateMetadata(kind: Kind, object: StoredObject): readonly Cause[] {
  const causes: Cause[] = [];
  const { name, generateName, labels, annotations, finalizers, ownerReferences } = object.metadata;
  if (generateName) {
    // What comes behind it begins with a letter or a digit.
    const problem = nameProblem(kind, generateName.replace(/-$/, "a"));
    if (problem) causes.push(invalidValue("metadata.generateName", generateName, problem));
  }
  if (!name) causes.push(required("metadata.name", "name or generateName is required"));
  else {
    const problem = nameProblem(kind, name);
    if (problem) causes.push(invalidValue("metadata.name", name, problem));
  }
  for (const [key, text] of Object.entries(labels ?? {})) {
    for (const problem of labelKeyProblems(key)) {
      causes.push(invalidValue("metadata.labels", key, problem));
    }
    for (const problem of labelValueProblems(text)) {
      causes.push(invalidValue("metadata.labels", text, problem));
    }
  }
  let size = 0;
  for (const [key, text] of Object.entries(annotations ?? {})) {
    size += key.length + text.length;
    for (const problem of labelKeyProblems(key.toLowerCase())) {
      causes.push(invalidValue("metadata.annotations", key, problem));
    }
  }
  if (size > 256 * 1024) {
    causes.push({
      reason: "FieldValueTooLong",
      message: "Too long: may not be more than 262144 bytes",
      field: "metadata.annotations",
    });
  }
  // Custom kinds and their definitions are checked by the generic rules alone (apiextensions-apiserver).
  const generic = kind.custom || kind.group === "apiextensions.k8s.io";
  finalizers?.forEach((finalizer, index) => {
    for (const problem of labelKeyProblems(finalizer)) {
      causes.push(invalidValue("metadata.finalizers", finalizer, problem));
    }
    if (
      !generic && !finalizer.includes("/") &&
      !["orphan", "foregroundDeletion", "kubernetes"].includes(finalizer)
    ) {
      causes.push(
        invalidValue(
          `metadata.finalizers[${index}]`,
          finalizer,
          "name is neither a standard finalizer name nor is it fully qualified",
        ),
      );
    }
  });
  const controllers = (ownerReferences ?? []).filter((one) => one.controller);
  for (const owner of ownerReferences ?? []) {
    const at = "metadata.ownerReferences";
    if (!owner.apiVersion) {
      causes.push(
        invalidValue(`${at}.apiVersion`, owner.apiVersion ?? "", "version must not be empty"),
      );
    }
    if (!owner.kind) causes.push(invalidValue(`${at}.kind`, owner.kind ?? "", "must not be empty"));
    if (!owner.name) causes.push(invalidValue(`${at}.name`, owner.name ?? "", "must not be empty"));
    if (!owner.uid) causes.push(invalidValue(`${at}.uid`, owner.uid ?? "", "must not be empty"));
    if (owner.kind === "Event" && ["v1", "events.k8s.io/v1"].includes(owner.apiVersion)) {
      causes.push(
        invalidValue(
          at,
          owner,
          `${owner.apiVersion}, Kind=Event is disallowed from being an owner`,
        ),
      );
    }
  }
  if (controllers.length > 1) {
    causes.push(
      invalidValue(
        "metadata.ownerReferences",
        ownerReferences,
        `Only one reference can have Controller set to true. Found "true" in references for ${
          controllers.map((one) => `${one.kind}/${one.name}`).join(" and ")
        }`,
      ),
    );
  }
  return causes;
}

/** What is wrong with a change of metadata. */
export function validateMetadataChange(old: StoredObject, now: StoredObject): readonly Cause[] {
  if (!old.metadata.deletionTimestamp) return [];
  const before = old.metadata.finalizers ?? [];
  const added = (now.metadata.finalizers ?? []).filter((one) => !before.includes(one));
  if (!added.length) return [];
  return [
    forbiddenField(
      "metadata.finalizers",
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${
        added.map((one) => JSON.stringify(one)).join(", ")
      }}`,
    ),
  ];
}

const alphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A name made from a prefix, as the server does it: five characters that spell no words. */
export function generatedName(prefix: string, random: () => number): string {
  let name = prefix.slice(0, 58);
  for (let index = 0; index < 5; index++) {
    name += alphabet[Math.floor(random() * alphabet.length)];
  }
  return name;
}
