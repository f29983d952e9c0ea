import type { Cause } from "./status.ts";
import { badRequest, forbiddenField, invalid, notSupported } from "./status.ts";

/** Reads a resourceVersion: "" and "0" are undefined and 0. Throws a 400. */
export function parseVersion(text: string): number | undefined {
  if (text === "") return undefined;
  if (!/^\d+$/.test(text)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${
        JSON.stringify(text)
      }: invalid syntax`,
    );
  }
  return Number(text);
}

const listOptions = { group: "meta.k8s.io", kind: "ListOptions" };

function refuse(causes: readonly Cause[]): void {
  if (causes.length) throw invalid(listOptions, "", causes);
}

/** Refuses combinations of list options that the API forbids (KEP-2523). Throws a 422. */
export function validateListOptions(query: URLSearchParams): void {
  const match = query.get("resourceVersionMatch") ?? "";
  const version = query.get("resourceVersion") ?? "";
  const causes: Cause[] = [];
  if (match) {
    if (!version) {
      causes.push(
        forbiddenField(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden unless resourceVersion is provided",
        ),
      );
    }
    if (query.get("continue")) {
      causes.push(
        forbiddenField(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden when continue is provided",
        ),
      );
    }
    if (match !== "Exact" && match !== "NotOlderThan") {
      causes.push(notSupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]));
    }
    if (match === "Exact" && version === "0") {
      causes.push(
        forbiddenField(
          "resourceVersionMatch",
          'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
        ),
      );
    }
  }
  if (query.has("sendInitialEvents")) {
    causes.push(forbiddenField("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  }
  refuse(causes);
}

/** Refuses combinations of watch options that the API forbids (KEP-3157). Throws a 422. */
export function validateWatchOptions(query: URLSearchParams): void {
  const match = query.get("resourceVersionMatch") ?? "";
  const initial = query.has("sendInitialEvents");
  const causes: Cause[] = [];
  if (initial && match !== "NotOlderThan") {
    causes.push(
      forbiddenField(
        "resourceVersionMatch",
        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
      ),
    );
  }
  if (match) {
    if (!initial) {
      causes.push(
        forbiddenField(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        ),
      );
    }
    if (match !== "NotOlderThan") {
      causes.push(notSupported("resourceVersionMatch", match, ["NotOlderThan"]));
    }
    if (query.get("continue")) {
      causes.push(
        forbiddenField(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden when continue is provided",
        ),
      );
    }
  }
  refuse(causes);
}

/** Whether a query parameter is switched on. */
export function isTrue(text: string | null): boolean {
  return text === "true" || text === "1";
}
