import { conflictMessage, serverSideApply, trackUpdate } from "../../../testing/apply/mod.ts";
import { field, type JsonObject, type TypeSchema } from "../../../testing/schema/mod.ts";

/** The time of the writes of these tests. */
export const now = "2026-01-01T00:00:00Z";
/** A later time. */
export const later = "2026-01-01T00:01:00Z";

/** A config map. */
export function configMap(data?: unknown, metadata: JsonObject = {}): JsonObject {
  const base = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", ...metadata } };
  return data === undefined ? base : { ...base, data };
}

/** More about an apply. */
export interface ApplyExtras {
  readonly force?: boolean;
  readonly schema?: TypeSchema | undefined;
  readonly subresource?: string;
  readonly at?: string;
}

/** Applies, and gives the object or the message of the conflicts. */
export function tryApply(
  live: object | undefined,
  manager: string,
  applied: object,
  extras: ApplyExtras = {},
): JsonObject | string {
  const { force = false, schema, subresource, at = now } = extras;
  const result = serverSideApply({ live, applied, manager, force, schema, subresource, now: at });
  return "object" in result ? result.object : conflictMessage(result.conflicts);
}

/** Applies, which must not conflict. */
export function apply(
  live: object | undefined,
  manager: string,
  applied: object,
  extras: ApplyExtras = {},
): JsonObject {
  const result = tryApply(live, manager, applied, extras);
  if (typeof result === "string") throw new Error(result);
  return result;
}

/** Writes in another way than by apply. */
export function update(
  before: object | undefined,
  manager: string,
  after: object,
  extras: ApplyExtras = {},
): JsonObject {
  const { schema, subresource, at = now } = extras;
  return trackUpdate({ before, after, manager, schema, subresource, now: at });
}

/** Who owns what: managers as `name/operation[/subresource]` with their `fieldsV1`, in order. */
export function owners(object: unknown): [string, unknown][] {
  const entries = field(field(object, "metadata"), "managedFields") as JsonObject[] | undefined;
  return (entries ?? []).map((entry) => {
    const through = entry.subresource === undefined ? "" : `/${entry.subresource}`;
    return [`${entry.manager}/${entry.operation}${through}`, entry.fieldsV1];
  });
}
