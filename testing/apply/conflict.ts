import { type FieldSet, paths, pathText } from "./field_set.ts";
import type { Manager } from "./managers.ts";

/** A field that another manager owns with another value. */
export interface ApplyConflict {
  /** Name of the manager that owns the field. */
  readonly manager: string;
  /** The field, as in `.spec.containers[name="web"].image`. */
  readonly field: string;
  /** For `details.causes` of the Status, whose reason is `FieldManagerConflict`: `conflict with "kubectl"`. */
  readonly message: string;
}

/** The conflicts with one manager. */
export function conflictsWith(manager: Manager, fields: FieldSet): ApplyConflict[] {
  const message = `conflict with ${describe(manager)}`;
  return [...paths(fields)].map((path) => ({
    manager: manager.manager,
    field: pathText(path),
    message,
  }));
}

/** The message of the Status (409, reason `Conflict`) that kube-apiserver answers to these conflicts. */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  const [first] = conflicts;
  if (first && conflicts.length === 1) {
    return `Apply failed with 1 conflict: ${first.message}: ${first.field}`;
  }
  const groups = Map.groupBy(conflicts, ({ message }) => message.replace("conflict", "conflicts"));
  const texts = [...groups].map(([message, list]) =>
    [`${message}:`, ...list.map(({ field }) => `- ${field}`)].join("\n")
  );
  return `Apply failed with ${conflicts.length} conflicts: ${texts.join("\n")}`;
}

function describe({ manager, subresource, operation, apiVersion }: Manager): string {
  const through = subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`;
  const using = operation === "Update" ? ` using ${apiVersion}` : "";
  return `${JSON.stringify(manager)}${through}${using}`;
}
