import { type Core, timestamp } from "./call.ts";
import { hasRules, type RuleEngine } from "./cel/mod.ts";
import { compareVersions } from "./discovery.ts";
import { type AcceptedNames, acceptNames } from "./definition/mod.ts";
import { cleanup, definitions, deleteStored } from "./delete.ts";
import type { Column, Kind, ScalePaths } from "./kinds.ts";
import { canonical, isObject, type JsonObject, sameJson, type StoredObject } from "./object.ts";
import type { TypeSchema } from "./schema/mod.ts";
import type { Change } from "./storage.ts";

/** Serves custom kinds as their definitions say, and cleans up after them. */
export interface DefinitionController {
  /** Notes a change of a definition, or of an object that a deletion waits for. */
  readonly note: (change: Change) => void;
  /** Does one piece of work; false when there is none. */
  readonly step: () => boolean;
}

function objectAt(value: unknown, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function scaleOf(subresources: JsonObject): ScalePaths | undefined {
  const scale = subresources.scale;
  if (!isObject(scale)) return undefined;
  const path = (key: string) => String(scale[key] ?? "").replace(/^\./, "");
  const selector = path("labelSelectorPath");
  return {
    spec: path("specReplicasPath"),
    status: path("statusReplicasPath"),
    ...(selector ? { selector } : {}),
  };
}

// The words of apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
function deprecationOf(
  spec: JsonObject,
  version: JsonObject,
  versions: readonly JsonObject[],
): { readonly deprecation?: string } {
  if (version.deprecated !== true) return {};
  if (typeof version.deprecationWarning === "string") {
    return { deprecation: version.deprecationWarning };
  }
  const { kind } = objectAt(spec, "names");
  const name = String(version.name);
  const [better] = versions.filter((one) => one.served === true && one.deprecated !== true)
    .map((one) => String(one.name)).filter((one) => compareVersions(one, name) < 0)
    .sort(compareVersions);
  const advice = better ? `; use ${spec.group}/${better} ${kind}` : "";
  return { deprecation: `${spec.group}/${name} ${kind} is deprecated${advice}` };
}

// In the order in which the server of definitions names them.
const customVerbs = [
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "create",
  "update",
  "watch",
];

/** The kinds that a definition serves, one for each version. */
export function kindsOf(
  definition: StoredObject,
  since = 0,
  engine?: RuleEngine,
): readonly Kind[] {
  const spec = objectAt(definition, "spec");
  const accepted = objectAt(objectAt(definition, "status"), "acceptedNames");
  const names = accepted.plural ? accepted : objectAt(spec, "names");
  const group = String(spec.group);
  const plural = String(names.plural);
  const versions = Array.isArray(spec.versions) ? spec.versions.filter(isObject) : [];
  const schemas = new Map<string, TypeSchema>();
  for (const version of versions) {
    const schema = objectAt(version, "schema").openAPIV3Schema;
    if (isObject(schema)) schemas.set(`${group}/${version.name}`, schema as TypeSchema);
  }
  const storageVersion = `${group}/${versions.find((version) => version.storage === true)?.name}`;
  return versions.filter((version) => version.served === true).map((version): Kind => {
    const subresources = objectAt(version, "subresources");
    const scale = scaleOf(subresources);
    const schema = schemas.get(`${group}/${version.name}`);
    const columns = Array.isArray(version.additionalPrinterColumns)
      ? version.additionalPrinterColumns as readonly Column[]
      : [];
    const fields = Array.isArray(version.selectableFields) ? version.selectableFields : [];
    return {
      group,
      version: String(version.name),
      kind: String(names.kind),
      plural,
      singular: String(names.singular ?? String(names.kind).toLowerCase()),
      shortNames: strings(names.shortNames),
      categories: strings(names.categories),
      namespaced: spec.scope === "Namespaced",
      status: isObject(subresources.status),
      ...(scale ? { scale } : {}),
      ...deprecationOf(spec, version, versions),
      generation: true,
      unconditional: false,
      createOnUpdate: false,
      returnsDeleted: false,
      verbs: customVerbs,
      fields: fields.filter(isObject).map((one) => String(one.jsonPath).replace(/^\./, "")),
      storage: `${group}/${plural}`,
      custom: {
        listKind: String(names.listKind ?? `${names.kind}List`),
        schema,
        schemas,
        storageVersion,
        ...(engine && schema && hasRules(schema) ? { rules: engine.compile(schema) } : {}),
        columns,
        since,
        preserveUnknown: spec.preserveUnknownFields === true,
      },
    };
  });
}

/** Makes a controller that works when told to. */
export function createDefinitionController(core: Core): DefinitionController {
  const { storage, registry } = core;
  const pending = new Set<string>();
  const served = new Map<string, number>();

  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastTransitionTime: timestamp(core.clock),
    reason,
    message,
  });

  const terminate = (name: string, definition: StoredObject) => {
    const spec = objectAt(definition, "spec");
    const kind = kindsOf(definition)[0];
    const place = `${spec.group}/${objectAt(spec, "names").plural}`;
    const left = storage.list(place)
      .filter((object) =>
        !kind || !deleteStored(core, kind, object, { propagationPolicy: "Background" }).gone
      );
    if (left.length) return;
    const finalizers = (definition.metadata.finalizers ?? []).filter((one) => one !== cleanup);
    const next = { ...definition, metadata: { ...definition.metadata, finalizers } };
    if (finalizers.length) {
      if (finalizers.length < (definition.metadata.finalizers ?? []).length) {
        storage.put(definitions, canonical(next, false));
      }
      return;
    }
    storage.remove(definitions, canonical(next, false));
    registry.setCustom(name, []);
  };

  const conditionsOf = (status: JsonObject, accepted: AcceptedNames) => {
    const before = Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
    const found = (type: string) => before.find((one) => one.type === type);
    const set = (type: string, state: string, reason: string, message: string) => {
      const old = found(type);
      const same = old?.status === state && old.reason === reason && old.message === message;
      return same ? old : condition(type, state, reason, message);
    };
    const { conflict } = accepted;
    const named = conflict
      ? set("NamesAccepted", "False", conflict.reason, conflict.message)
      : set("NamesAccepted", "True", "NoConflicts", "no conflicts found");
    const old = found("Established");
    const established = old?.status === "True"
      ? old
      : conflict
      ? set("Established", "False", "NotAccepted", "not all names are accepted")
      : set(
        "Established",
        "True",
        "InitialNamesAccepted",
        "the initial names have been accepted",
      );
    const others = before.filter((one) =>
      one.type !== "NamesAccepted" && one.type !== "Established"
    );
    return [named, established, ...others];
  };

  const establish = (name: string, definition: StoredObject) => {
    const uid = definition.metadata.uid ?? "";
    const spec = objectAt(definition, "spec");
    const status = objectAt(definition, "status");
    const others = storage.list(definitions)
      .filter((one) => one.metadata.name !== name && objectAt(one, "spec").group === spec.group)
      .map((one) => objectAt(objectAt(one, "status"), "acceptedNames"));
    const before = objectAt(status, "acceptedNames");
    const accepted = acceptNames(objectAt(spec, "names"), before, others);
    const conditions = conditionsOf(status, accepted);
    const storedVersion = (Array.isArray(spec.versions) ? spec.versions : [])
      .filter(isObject).find((version) => version.storage === true)?.name;
    const stored = strings(status.storedVersions);
    const next = canonical({
      ...definition,
      status: {
        ...status,
        acceptedNames: accepted.names,
        conditions,
        storedVersions: stored.includes(String(storedVersion))
          ? stored
          : [...stored, String(storedVersion)],
      },
    }, false);
    if (conditions.some((one) => one.type === "Established" && one.status === "True")) {
      const since = served.get(uid) ?? storage.version;
      served.set(uid, since);
      registry.setCustom(name, kindsOf(next, since, core.rules.engine));
    }
    if (!sameJson(next, definition)) storage.put(definitions, next);
  };

  // Names that became free may be what others in the group have been waiting for.
  const offer = (group: unknown) => {
    for (const one of storage.list(definitions)) {
      const { conditions } = objectAt(one, "status");
      const waits = Array.isArray(conditions) &&
        conditions.some((each) => each.type === "NamesAccepted" && each.status === "False");
      if (waits && objectAt(one, "spec").group === group) pending.add(one.metadata.name ?? "");
    }
  };

  return {
    note(change) {
      if (change.storage === definitions) {
        if (change.type === "DELETED") offer(objectAt(change.object, "spec").group);
        pending.add(change.object.metadata.name ?? "");
        return;
      }
      if (change.type !== "DELETED" || !change.storage.includes("/")) return;
      const [group, plural] = change.storage.split("/");
      const name = `${plural}.${group}`;
      if (storage.get(definitions, "", name)?.metadata.deletionTimestamp) pending.add(name);
    },
    step() {
      const [name] = pending;
      if (name === undefined) return false;
      pending.delete(name);
      const definition = storage.get(definitions, "", name);
      if (!definition) registry.setCustom(name, []);
      else if (definition.metadata.deletionTimestamp) terminate(name, definition);
      else establish(name, definition);
      return true;
    },
  };
}
