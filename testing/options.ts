import type { Call } from "./call.ts";
import {
  type Cause,
  forbiddenField,
  invalid,
  invalidValue,
  notSupported,
  required,
} from "./status.ts";

const kinds: Readonly<Record<string, string>> = {
  POST: "CreateOptions",
  PUT: "UpdateOptions",
  PATCH: "PatchOptions",
};

/** Refuses options of a write that the API forbids, as apimachinery's validation of them does. Throws a 422. */
export function validateWriteOptions(call: Call, patchType = ""): void {
  const { query, method } = call;
  const causes: Cause[] = [];
  const manager = query.get("fieldManager") ?? "";
  if (method === "PATCH") {
    if (patchType === "application/apply-patch+yaml") {
      if (!manager) causes.push(required("fieldManager", "is required for apply patch"));
    } else if (query.has("force")) {
      causes.push(forbiddenField("force", "may not be specified for non-apply patch"));
    }
  }
  // Most names are so short that no encoding of theirs is too long.
  if (manager.length > 32 && new TextEncoder().encode(manager).length > 128) {
    causes.push({
      reason: "FieldValueTooLong",
      message: "Too long: may not be more than 128 bytes",
      field: "fieldManager",
    });
  }
  const plain = /^[ -~]*$/.test(manager);
  for (const { 0: odd, index } of plain ? [] : manager.matchAll(/[\p{C}\p{Zl}\p{Zp}]/gu)) {
    const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const place = new TextEncoder().encode(manager.slice(0, index)).length;
    const problem = `invalid character U+${code} (at position ${place})`;
    causes.push(invalidValue("fieldManager", manager, problem));
  }
  const dryRun = query.getAll("dryRun");
  if (dryRun.some((one) => one !== "All")) causes.push(notSupported("dryRun", dryRun, ["All"]));
  const validation = query.get("fieldValidation") ?? "";
  if (!["", "Ignore", "Strict", "Warn"].includes(validation)) {
    causes.push(notSupported("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]));
  }
  const kind = kinds[method] ?? "DeleteOptions";
  if (causes.length) throw invalid({ group: "meta.k8s.io", kind }, "", causes);
}
