import { isObject, type JsonObject, sameJson } from "../object.ts";

/** The names that a definition gets. */
export interface AcceptedNames {
  /** Those it may use. */
  readonly names: JsonObject;
  /** Why it may not use all that it asks for. */
  readonly conflict?: { readonly reason: string; readonly message: string };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Gives names within one group, of which `others` have some already (apiextensions-apiserver: naming_controller.go). */
export function acceptNames(
  wanted: JsonObject,
  accepted: JsonObject,
  others: readonly JsonObject[],
): AcceptedNames {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const other of others) {
    for (const name of [other.plural, other.singular, ...texts(other.shortNames)]) {
      if (name) resources.add(String(name));
    }
    for (const name of [other.kind, other.listKind]) if (name) kinds.add(String(name));
  }
  const names: JsonObject = { ...accepted };
  let conflict: AcceptedNames["conflict"];
  const free = (name: unknown, own: unknown, taken: ReadonlySet<string>) =>
    name === own || !taken.has(String(name));
  const ask = (field: string, reason: string, taken: ReadonlySet<string>) => {
    if (free(wanted[field], accepted[field], taken)) names[field] = wanted[field];
    else conflict = { reason, message: `"${wanted[field]}" is already in use` };
  };
  ask("plural", "PluralConflict", resources);
  ask("singular", "SingularConflict", resources);
  if (!sameJson(wanted.shortNames, accepted.shortNames)) {
    const own = texts(accepted.shortNames);
    const taken = texts(wanted.shortNames).filter((one) =>
      !own.includes(one) && resources.has(one)
    );
    if (taken.length) {
      const said = taken.map((one) => `"${one}" is already in use`);
      const message = said.length > 1 ? `[${said.join(", ")}]` : said[0] ?? "";
      conflict = { reason: "ShortNamesConflict", message };
    } else if (wanted.shortNames === undefined) delete names.shortNames;
    else names.shortNames = wanted.shortNames;
  }
  ask("kind", "KindConflict", kinds);
  ask("listKind", "ListKindConflict", kinds);
  if (wanted.categories === undefined) delete names.categories;
  else names.categories = wanted.categories;
  return { names, ...(conflict ? { conflict } : {}) };
}

/** The names in the status of a definition. */
export function acceptedOf(definition: JsonObject): JsonObject {
  const status = isObject(definition.status) ? definition.status : {};
  return isObject(status.acceptedNames) ? status.acceptedNames : {};
}
