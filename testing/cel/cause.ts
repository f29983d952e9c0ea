import type { Cause } from "../status.ts";
import type { RuleFault } from "./types.ts";

const words: Readonly<Record<string, string>> = {
  FieldValueForbidden: "Forbidden",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueNotSupported: "Unsupported value",
};

/** A fault as a Status has it (apimachinery: field.Error). */
export function ruleCause({ field, reason, detail, ...rest }: RuleFault): Cause {
  const word = words[reason] ?? "Invalid value";
  const silent = reason === "FieldValueForbidden" || reason === "FieldValueRequired";
  const shown = "value" in rest && !silent ? [JSON.stringify(rest.value)] : [];
  const said = reason === "FieldValueDuplicate"
    ? []
    : [reason === "FieldValueNotSupported" ? `supported values: ${detail}` : detail];
  return { field: field || "<nil>", reason, message: [word, ...shown, ...said].join(": ") };
}
