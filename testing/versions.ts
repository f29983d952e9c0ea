import type { Cause } from "./status.ts";
import { badRequest, forbiddenField, internal, invalid, notSupported } from "./status.ts";

/** Reads the resourceVersion of a request's query: "" and "0" are undefined and 0. Throws a 400 for a list, else a 500. */
export function parseVersion(query: URLSearchParams, list = false): number | undefined {
  const text = query.get("resourceVersion") ?? "";
  if (text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  const problem =
    `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw list ? badRequest(`invalid resource version: ${problem}`) : internal(problem);
}

/** The resourceVersion that an object to be written names, "" where it names none. Throws a 500. */
export function writtenVersion(text: string | undefined): string {
  if (!text || text === "0") return "";
  if (/^\d+$/.test(text)) return text;
  throw internal(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** Reads a number of a query; 0 where it is absent. Throws a 400. */
export function integerOption(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (!text) return 0;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
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

/** Whether a query parameter is switched on: by any text but these two (apimachinery: Convert_Slice_string_To_bool). */
export function isTrue(text: string | null): boolean {
  return text !== null && text !== "0" && text.toLowerCase() !== "false";
}
