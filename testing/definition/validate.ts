import { hasRules, type Rules } from "../cel/mod.ts";
import { items } from "../fill.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "../object.ts";
import type { TypeSchema } from "../schema/mod.ts";
import {
  type Cause,
  forbiddenField,
  internal,
  invalidValue,
  notSupported,
  required,
} from "../status.ts";
import { ruleCause } from "../cel/cause.ts";
import { defaultCauses } from "./defaults.ts";
import { groupCauses, labelProblem, nameCauses } from "./names.ts";
import { structuralCauses } from "./structural.ts";
import { partPath, versionCauses } from "./version.ts";

const fixedFields = ["spec.group", "spec.scope", "spec.names.plural", "spec.names.kind"];

function conversionCauses(conversion: unknown): readonly Cause[] {
  if (!isObject(conversion)) return [];
  const { strategy, webhook } = conversion;
  const at = "spec.conversion";
  if (strategy === "Webhook") {
    if (!isObject(webhook) || !isObject(webhook.clientConfig)) {
      return [
        required(`${at}.webhookClientConfig`, "required when strategy is set to Webhook"),
        required(`${at}.conversionReviewVersions`),
      ];
    }
    // The real server takes this: a webhook has to be asked, which cannot be done from here.
    return [
      notSupported(`${at}.strategy`, strategy, ["None"]),
    ];
  }
  if (strategy !== "None") return [notSupported(`${at}.strategy`, strategy, ["None", "Webhook"])];
  return webhook === undefined ? [] : [
    forbiddenField(
      `${at}.webhookClientConfig`,
      "should not be set when strategy is not set to Webhook",
    ),
  ];
}

function schemaCauses(
  versions: readonly JsonObject[],
  index: number,
  engine: Rules["engine"],
): readonly Cause[] {
  const schema = valueAt(versions[index], "schema.openAPIV3Schema");
  const own = `spec.versions[${index}].schema.openAPIV3Schema`;
  if (!isObject(schema)) return [required(own)];
  const path = `${partPath(versions, index, "schema")}.openAPIV3Schema`;
  // What all versions share is looked at once.
  if (index > 0 && path !== own) return [];
  const type = schema as TypeSchema;
  const structural = structuralCauses(type, path);
  if (structural.length) return structural;
  const defaults = defaultCauses(type, path);
  if (defaults.length || !hasRules(type)) return defaults;
  if (!engine) throw internal("the rules of a definition came before their engine was loaded");
  return engine.problems(type, path).map(ruleCause);
}

function storedCauses(
  object: StoredObject,
  versions: readonly JsonObject[],
): readonly Cause[] {
  const stored = valueAt(object, "status.storedVersions");
  const names = Array.isArray(stored) ? stored : [];
  const missing = names.flatMap((name, index) =>
    versions.some((version) => version.name === name) ? [] : [
      invalidValue(
        `status.storedVersions[${index}]`,
        name,
        `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
      ),
    ]
  );
  const wanted = versions.filter((version) => version.storage === true)
    .filter(({ name }) => names.length && !names.includes(name))
    .map(({ name }) =>
      invalidValue("status.storedVersions", names, `must have the storage version ${name}`)
    );
  return [...wanted, ...missing];
}

// As the server's own type of versions is written: without what they have in common.
function shownVersions(versions: readonly JsonObject[]): readonly JsonObject[] {
  const own = (index: number, part: string) => {
    const apart = partPath(versions, index, part).startsWith("spec.versions");
    return (apart ? versions[index]?.[part] : undefined) ?? null;
  };
  return versions.map((version, index) => ({
    Name: version.name ?? "",
    Served: version.served === true,
    Storage: version.storage === true,
    Deprecated: version.deprecated === true,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: own(index, "schema"),
    Subresources: own(index, "subresources"),
    AdditionalPrinterColumns: own(index, "additionalPrinterColumns"),
    SelectableFields: own(index, "selectableFields"),
  }));
}

function versionsCauses(versions: readonly JsonObject[]): readonly Cause[] {
  const causes: Cause[] = [];
  const names = versions.map((version) => String(version.name));
  const shown = shownVersions(versions);
  versions.forEach((version, index) => {
    const problem = labelProblem(String(version.name ?? ""));
    if (problem) {
      causes.push(invalidValue(`spec.versions[${index}].name`, version.name ?? "", problem));
    }
    causes.push(...versionCauses(versions, index));
  });
  if (new Set(names).size < names.length) {
    causes.push(invalidValue("spec.versions", shown, "must contain unique version names"));
  }
  if (versions.filter((version) => version.storage === true).length !== 1) {
    const text = "must have exactly one version marked as storage version";
    causes.push(invalidValue("spec.versions", shown, text));
  }
  const [first] = names;
  const problem = first && labelProblem(first);
  if (problem) causes.push(invalidValue("spec.version", first, problem));
  return causes;
}

/** What is wrong with a definition. Throws a 500 where its rules cannot be looked at. */
export function validateDefinition(
  object: StoredObject,
  old: StoredObject | undefined,
  engine: Rules["engine"],
): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const names = isObject(spec.names) ? spec.names : {};
  const versions = items(spec.versions);
  const causes: Cause[] = [];
  if (!old && object.metadata.name !== `${names.plural}.${spec.group}`) {
    const text = `must be spec.names.plural+"."+spec.group`;
    causes.push(invalidValue("metadata.name", object.metadata.name, text));
  }
  for (const field of old ? fixedFields : []) {
    const value = valueAt(object, field);
    if (!sameJson(value, valueAt(old, field))) {
      causes.push(invalidValue(field, value, "field is immutable"));
    }
  }
  causes.push(...groupCauses(String(spec.group ?? "")));
  if (!spec.scope) causes.push(required("spec.scope"));
  else if (spec.scope !== "Cluster" && spec.scope !== "Namespaced") {
    causes.push(notSupported("spec.scope", spec.scope, ["Cluster", "Namespaced"]));
  }
  if (spec.preserveUnknownFields === true && valueAt(old, "spec.preserveUnknownFields") !== true) {
    const text =
      "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
    causes.push(invalidValue("spec.preserveUnknownFields", true, text));
  }
  causes.push(...nameCauses(names), ...conversionCauses(spec.conversion));
  const changed = !old || !sameJson(valueAt(old, "spec.versions"), spec.versions);
  if (changed) {
    causes.push(...versionsCauses(versions));
    versions.forEach((_, index) => causes.push(...schemaCauses(versions, index, engine)));
  }
  return [...causes, ...storedCauses(object, versions)];
}
