import { canonicalText } from "../_internal/mod.ts";
import {
  type Condition,
  type ConditionedObject,
  conditionOf,
  isCondition,
  isOutdated,
} from "./condition.ts";
import type { ApiResource, KubernetesObject } from "./resource.ts";
import { isRecord, shorten } from "./values.ts";

/** Says whether an object is as awaited; undefined stands for none. */
export interface WaitCondition<T extends KubernetesObject = KubernetesObject> {
  (object: T | undefined): boolean;
  /** What is to be told of an object that is not as awaited, in a few words. Default: its conditions. */
  readonly describe?: (object: T) => string;
}

/** For {@linkcode waitFor}: there is no such object, or no more. */
export function gone(object: KubernetesObject | undefined): boolean {
  return object === undefined;
}

/**
 * For {@linkcode waitFor}: the object's condition of this type has this status. A condition that was made from an older
 * generation of the object does not count.
 */
export function hasCondition(
  type: string,
  status: Condition["status"] = "True",
): WaitCondition {
  const holds = (object: KubernetesObject | undefined) =>
    isCondition(conditioned(object), type, status);
  const describe = (object: KubernetesObject) => {
    const found = conditionOf(conditioned(object), type);
    return found
      ? conditionText(found, object)
      : `it has no condition ${type}${othersText(object)}`;
  };
  return Object.assign(holds, { describe });
}

/**
 * For {@linkcode waitFor}: a field has a value, compared as JSON. Undefined awaits that the object has no such field.
 *
 * @param path Names of fields, divided by dots: `status.phase`. A list's places are numbers: `status.addresses.0.ip`.
 */
export function fieldEquals(path: string, value: unknown): WaitCondition {
  const wanted = canonicalText(value);
  const holds = (object: KubernetesObject | undefined) =>
    object !== undefined && canonicalText(at(object, path)) === wanted;
  const describe = (object: KubernetesObject) => {
    const found = at(object, path);
    // What a Secret holds must not reach a message.
    if (object.kind === "Secret") {
      return `its ${path} is ${found === undefined ? "absent" : "another"}`;
    }
    return found === undefined
      ? `it has no ${path}`
      : `its ${path} is ${shorten(canonicalText(found) ?? "", 200)}`;
  };
  return Object.assign(holds, { describe });
}

/** What is told of the last state that was seen. */
export function stateOf<T extends KubernetesObject>(
  object: T | undefined,
  { describe }: WaitCondition<T>,
  { kind }: ApiResource,
): string {
  if (!object) return `there is no such ${kind}`;
  const { resourceVersion, deletionTimestamp, finalizers = [] } = object.metadata;
  const held = finalizers.length > 0 ? ` and held by ${finalizers.join(", ")}` : "";
  const going = deletionTimestamp === undefined
    ? ""
    : `, is being deleted since ${deletionTimestamp}${held}`;
  const text = describe ? describe(object) : conditionsText(object);
  return `it was last seen at version ${resourceVersion}${going}${text && `: ${text}`}`;
}

function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const name of path.split(".")) {
    if (!(isRecord(inner) || Array.isArray(inner)) || !Object.hasOwn(inner, name)) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[name];
  }
  return inner;
}

/** Any object may have conditions; what is none is passed over. */
function conditioned(object: KubernetesObject | undefined): ConditionedObject | undefined {
  const status = object && "status" in object ? object.status : undefined;
  if (!object || !isRecord(status) || !Array.isArray(status.conditions)) return undefined;
  const conditions = status.conditions.filter((one: unknown) =>
    isRecord(one) && typeof one.type === "string"
  );
  return { metadata: object.metadata, status: { conditions } };
}

type Found = NonNullable<ReturnType<typeof conditionOf>>;

function conditionText(found: Found, object: KubernetesObject): string {
  const { type, status, reason, message } = found;
  const why = [reason, message].filter(Boolean).join(": ");
  const old = isOutdated(found, object) ? " of an older generation" : "";
  return `${type} is ${status}${old}${why && ` (${shorten(why, 200)})`}`;
}

function conditionsText(object: KubernetesObject): string {
  const conditions = conditioned(object)?.status?.conditions ?? [];
  return conditions.map((one) => conditionText(one, object)).join("; ");
}

function othersText(object: KubernetesObject): string {
  const others = conditionsText(object);
  return others && `, but ${others}`;
}
