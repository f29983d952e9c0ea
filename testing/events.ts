import { autoscalerFromV1, autoscalerInV1 } from "./autoscalers.ts";
import type { Kind } from "./kinds.ts";
import { apiVersionOf } from "./kinds.ts";
import { canonical, type JsonObject, type StoredObject } from "./object.ts";
import { inSchema } from "./typed.ts";

// Events are one storage behind two groups, whose field names differ (KEP-383): [core v1, events.k8s.io/v1].
const names: readonly (readonly [string, string])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["reportingComponent", "reportingController"],
  ["source", "deprecatedSource"],
  ["count", "deprecatedCount"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
];

function rename(object: StoredObject, from: 0 | 1, apiVersion: string): StoredObject {
  const result: JsonObject = { ...object, apiVersion };
  for (const pair of names) {
    if (object[pair[from]] === undefined) continue;
    result[pair[from === 0 ? 1 : 0]] = object[pair[from]];
    delete result[pair[from]];
  }
  // The core writes these two out even where they are empty.
  for (const field of [from ? "reportingComponent" : "reportingController", "reportingInstance"]) {
    if (from) result[field] ??= "";
    else if (result[field] === "") delete result[field];
  }
  // reportingInstance is reportingInstance in both, and so are action, eventTime, reason, related, series and type.
  return canonical(result, false);
}

const served = new WeakMap<StoredObject, Map<string, StoredObject>>();

/** An object as one version of its kind shows it. */
export function inVersion(object: StoredObject, kind: Kind): StoredObject {
  const apiVersion = apiVersionOf(kind);
  if (kind.custom) return inSchema(object, kind);
  return ofVersion(object, kind, apiVersion);
}

function ofVersion(object: StoredObject, kind: Kind, apiVersion: string): StoredObject {
  if (object.apiVersion === apiVersion) return object;
  const cache = served.get(object) ?? new Map<string, StoredObject>();
  served.set(object, cache);
  let made = cache.get(apiVersion);
  if (!made) cache.set(apiVersion, made = converted(object, kind, apiVersion));
  return made;
}

function converted(object: StoredObject, kind: Kind, apiVersion: string): StoredObject {
  if (kind.storage === "events") return rename(object, kind.group ? 0 : 1, apiVersion);
  return apiVersion === "autoscaling/v1" ? autoscalerInV1(object) : { ...object, apiVersion };
}

/** An object as it is stored, whichever version it was written in. */
export function inStorage(object: StoredObject, kind: Kind): StoredObject {
  if (kind.custom) {
    const { storageVersion: apiVersion } = kind.custom;
    return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
  }
  if (kind.storage === "events" && kind.group) return rename(object, 1, "v1");
  return object.apiVersion === "autoscaling/v1" ? autoscalerFromV1(object) : object;
}
