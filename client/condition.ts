import type { Metadata } from "./resource.ts";

/** One condition of a status as the API conventions have it (KEP-1623). */
export interface Condition {
  /** What is said, in CamelCase: `Ready`. One of each type in a list. */
  type: string;
  /** Whether it holds. */
  status: "True" | "False" | "Unknown";
  /** Why, for programs, in CamelCase. */
  reason: string;
  /** Why, for people. May be empty. */
  message: string;
  /** Since when the status is what it is, RFC 3339. */
  lastTransitionTime: string;
  /** The object's `metadata.generation` that the condition was made from. */
  observedGeneration?: number;
}

/** A condition as objects of any kind hold it: most built-in kinds leave out one thing or another. */
export interface ConditionLike {
  /** See {@linkcode Condition}. */
  readonly type: string;
  /** See {@linkcode Condition}. */
  readonly status: string;
  /** See {@linkcode Condition}. */
  readonly reason?: string | null | undefined;
  /** See {@linkcode Condition}. */
  readonly message?: string | null | undefined;
  /** See {@linkcode Condition}. */
  readonly lastTransitionTime?: string | null | undefined;
  /** See {@linkcode Condition}. */
  readonly observedGeneration?: number | null | undefined;
}

/** An object with conditions, as far as the readers look at it. */
export interface ConditionedObject<C extends ConditionLike = ConditionLike> {
  /** For the generation. */
  readonly metadata?: Pick<Metadata, "generation">;
  /** Holds the conditions. */
  readonly status?: { readonly conditions?: readonly C[] | null | undefined } | null | undefined;
}

/** The condition of this type that an object's status holds, if any. */
export function conditionOf<C extends ConditionLike>(
  object: ConditionedObject<C> | undefined,
  type: string,
): C | undefined {
  return object?.status?.conditions?.find((one) => one.type === type);
}

/** Whether the condition holds: see {@linkcode isCondition}. */
export function isConditionTrue(object: ConditionedObject | undefined, type: string): boolean {
  return isCondition(object, type, "True");
}

/**
 * Whether the object's condition of this type has this status. One that was made from an older generation of the object
 * (its `observedGeneration` says so) tells nothing of the present one, and has none: as in `kubectl wait`.
 */
export function isCondition(
  object: ConditionedObject | undefined,
  type: string,
  status: Condition["status"],
): boolean {
  const found = conditionOf(object, type);
  return found?.status === status && !isOutdated(found, object);
}

/** Whether a condition was made from an older generation than the object is at. */
export function isOutdated(
  { observedGeneration }: ConditionLike,
  object: ConditionedObject | undefined,
): boolean {
  const generation = object?.metadata?.generation;
  return typeof observedGeneration === "number" && generation !== undefined &&
    observedGeneration < generation;
}
