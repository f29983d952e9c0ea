import { clone, equal, field, isObject, type JsonObject, type TypeSchema } from "../schema/mod.ts";
import { type ApplyConflict, conflictsWith } from "./conflict.ts";
import { ApplyError } from "./error.ts";
import { difference, emptySet, type FieldSet, intersection, isEmpty, union } from "./field_set.ts";
import {
  capManagers,
  identityOf,
  type Manager,
  type Managers,
  readManagers,
  resetsManagers,
  setFields,
  withoutManagers,
  writeManagers,
} from "./managers.ts";
import { emptyObject, withMetadata } from "./object_type.ts";
import { checkApplied } from "./typed.ts";
import {
  compare,
  type Comparison,
  dropBlank,
  dropEmptied,
  fieldsOf,
  merge,
  removeFields,
  withNamedFields,
} from "./walk.ts";

/** What {@linkcode serverSideApply} takes. */
export interface ServerSideApplyOptions {
  /** The object as it is stored; undefined if there is none yet. */
  readonly live: object | undefined;
  /** What the manager wants. Without `status` where the kind has a status subresource, and only that through it. */
  readonly applied: object;
  /** Who applies. */
  readonly manager: string;
  /** Takes conflicting fields over. */
  readonly force: boolean;
  /** The subresource that is applied through. */
  readonly subresource?: string | undefined;
  /** Type of the object. Without it maps are merged by fields and lists are taken whole. */
  readonly schema?: TypeSchema | undefined;
  /** The present time, RFC 3339 in whole seconds. */
  readonly now: string;
}

/** What comes of an apply: the object with its `managedFields`, or the conflicts that forbid it. */
export type ServerSideApplyResult =
  | { readonly object: JsonObject }
  | { readonly conflicts: readonly ApplyConflict[] };

/**
 * Applies an object as server-side apply does (KEP-555, structured-merge-diff). Fields that the manager applied before
 * and now leaves out are removed if nobody else owns them. An apply that changes nothing returns what was live, times
 * included, so that a comparison shows that there is nothing to write.
 *
 * @throws {ApplyError} If `applied` cannot be typed: a duplicate or missing key of a list, an unknown field, or
 * `managedFields`.
 */
export function serverSideApply(options: ServerSideApplyOptions): ServerSideApplyResult {
  const { applied, manager, force, subresource = "", now } = options;
  const schema = withMetadata(options.schema);
  const config = clone(applied) as JsonObject;
  if (field(config.metadata, "managedFields") !== undefined) {
    throw new ApplyError(400, "metadata.managedFields must be nil");
  }
  checkApplied(config, schema);
  const stored = options.live as JsonObject | undefined;
  const live = stored ? withoutManagers(clone(stored)) : emptyObject(config, schema);
  const managers = readManagers(stored);
  const apiVersion = String(config.apiVersion ?? "");
  if (managers.size === 0) {
    // Nobody was tracked so far: what is there belongs to a manager of its own, so that it is not lost.
    const before = { manager: "before-first-apply", operation: "Update", subresource: "" } as const;
    takeChanges(managers, emptyObject(live, schema), live, { ...before, apiVersion }, schema, now);
  }
  const self = { manager, operation: "Apply", subresource, apiVersion } as const;
  const id = identityOf(self);
  const previous = managers.get(id);
  managers.set(id, { ...self, time: previous?.time, fields: fieldsOf(config, schema) });
  const merged = keepSystemFields(merge(live, config, schema) as JsonObject, live);
  const pruned = prune(merged, managers, previous?.fields, schema);
  const difference = compare(live, pruned, schema);
  const conflicts = force ? [] : findConflicts(managers, difference, id);
  if (conflicts.length > 0) return { conflicts };
  release(managers, difference, id);
  const own = managers.get(id);
  const full = dropEmptied(pruned, merged);
  const object = (schema.typed ? dropBlank(full, schema) : full) as JsonObject;
  const changed = !equal(live, object);
  if (own) setFields(managers, changed ? { ...own, time: now } : own);
  return { object: writeManagers(changed ? object : live, managers) };
}

/** What {@linkcode trackUpdate} takes. */
export interface TrackUpdateOptions {
  /** The object as it is stored; undefined for a create. */
  readonly before: object | undefined;
  /** The object as it is about to be stored, with its defaults. */
  readonly after: object;
  /** Who writes. */
  readonly manager: string;
  /** The subresource that is written through. */
  readonly subresource?: string | undefined;
  /** Type of the object. */
  readonly schema?: TypeSchema | undefined;
  /** The present time, RFC 3339 in whole seconds. */
  readonly now: string;
}

/**
 * Brings `managedFields` up to date for a create, update or patch: the manager owns what it changed or added, others
 * lose that, and what is gone is dropped everywhere. An object that is not tracked, because its managers were reset,
 * stays so until the first apply.
 */
export function trackUpdate(options: TrackUpdateOptions): JsonObject {
  const { before, manager, subresource = "", now } = options;
  const schema = withMetadata(options.schema);
  const given = clone(options.after) as JsonObject;
  const after = withoutManagers(given);
  const stored = before as JsonObject | undefined;
  // Managers may be set by an update, but not through a subresource. Who does not know of them does not delete them.
  const sent = subresource === "" ? readManagers(given) : new Map<string, Manager>();
  const reset = subresource === "" && resetsManagers(given);
  const managers = reset || sent.size > 0 ? sent : readManagers(stored);
  if (managers.size === 0 && stored) return after;
  const live = stored ? withoutManagers(stored) : emptyObject(after, schema);
  const apiVersion = String(after.apiVersion ?? "");
  const self = { manager, operation: "Update", subresource, apiVersion } as const;
  try {
    takeChanges(managers, live, after, self, schema, now);
  } catch {
    // A list item without its keys cannot be tracked. The write succeeds all the same, and nobody owns anything.
    return after;
  }
  capManagers(managers);
  return writeManagers(after, managers);
}

/** Gives to `self` what changed between two states of an object. */
function takeChanges(
  managers: Managers,
  live: JsonObject,
  after: JsonObject,
  self: Omit<Manager, "fields" | "time">,
  schema: TypeSchema,
  now: string,
): void {
  const difference = compare(live, after, schema);
  release(managers, difference, undefined);
  const taken = union(difference.added, difference.modified);
  const own: Managers = new Map();
  setFields(own, { ...self, time: now, fields: taken });
  for (const [id, entry] of own) {
    const present = managers.get(id);
    managers.set(id, {
      ...entry,
      fields: present ? union(entry.fields, present.fields) : entry.fields,
    });
  }
}

/** Takes from all managers but `self` what was changed or removed. */
function release(managers: Managers, changes: Comparison, self: string | undefined): void {
  if (managers.size === 0) return;
  const lost = union(union(changes.added, changes.modified), changes.removed);
  for (const [id, entry] of managers) {
    const fields = id === self ? entry.fields : difference(entry.fields, lost);
    if (isEmpty(fields)) managers.delete(id);
    else managers.set(id, { ...entry, fields });
  }
}

function findConflicts(managers: Managers, changes: Comparison, self: string): ApplyConflict[] {
  const changed = union(changes.added, changes.modified);
  return [...managers]
    .filter(([id]) => id !== self)
    .toSorted(([a], [b]) => a < b ? -1 : 1)
    .flatMap(([, entry]) => conflictsWith(entry, intersection(entry.fields, changed)));
}

/**
 * Removes what the manager applied last time and not this time, unless somebody else owns it. Goes by way of removing
 * all that was applied and adding back what is owned, because an item goes with everything in it, but not if another
 * manager has a share in it.
 */
function prune(
  merged: JsonObject,
  managers: Managers,
  last: FieldSet | undefined,
  schema: TypeSchema,
): JsonObject {
  if (!last || isEmpty(last)) return merged;
  const named = (set: FieldSet) => withNamedFields(set, schema);
  const fieldsIn = (value: unknown) => named(fieldsOf(value ?? {}, schema));
  const all = fieldsIn(merged);
  const owned = named(
    [...managers.values()].reduce((set, { fields }) => union(set, fields), emptySet()),
  );
  const bare = fieldsIn(removeFields(merged, named(last), schema));
  const kept = removeFields(merged, difference(all, union(bare, owned)), schema);
  const gone = intersection(difference(all, fieldsIn(kept)), named(last));
  const result = removeFields(merged, gone, schema);
  return isObject(result) ? result : {};
}

/** What a client sends of these fields is not merged: the server alone sets them. */
function keepSystemFields(merged: JsonObject, live: JsonObject): JsonObject {
  const metadata: JsonObject = { ...(isObject(merged.metadata) ? merged.metadata : {}) };
  for (
    const key of [
      "uid",
      "resourceVersion",
      "generation",
      "creationTimestamp",
      "deletionTimestamp",
      "deletionGracePeriodSeconds",
      "selfLink",
    ]
  ) {
    const value = field(live.metadata, key);
    if (value === undefined) delete metadata[key];
    else metadata[key] = value;
  }
  return { ...merged, metadata };
}
