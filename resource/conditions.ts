import type { Clock, Condition, ConditionLike } from "../client/mod.ts";

/** What {@linkcode setCondition} takes: a condition whose time is found out. */
export type ConditionUpdate =
  & Omit<Condition, "message" | "lastTransitionTime">
  & Partial<Pick<Condition, "message" | "lastTransitionTime">>;

/** A condition that {@linkcode setCondition} gives: with a generation where it got one. */
export type ConditionOf<U extends ConditionUpdate> = U extends
  { readonly observedGeneration: number } ? Condition & { observedGeneration: number }
  : Condition;

/** Where {@linkcode setCondition} gets the time from. A reconcile's context will do. */
export interface SetConditionOptions {
  /** For `lastTransitionTime`. */
  readonly clock: Pick<Clock, "now">;
}

const qualified =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/;
const camelCase = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const statuses: readonly string[] = ["True", "False", "Unknown"];
const longestMessage = 32_768;

/**
 * Sets one condition of a status, after the API conventions (KEP-1623): `lastTransitionTime` changes only when the
 * status does, the other conditions and their order stay, and a new one comes last. Pure: gives a new list, or the very
 * list that it got where nothing changes. A message that is longer than the API takes is cut.
 *
 * ```ts
 * import { setCondition } from "@operatorkit/operatorkit/resource";
 * import type { Condition } from "@operatorkit/operatorkit/client";
 *
 * const before: Condition[] = [];
 * const now = { now: () => Date.now() };
 * const conditions = setCondition(before, {
 *   type: "Ready",
 *   status: "False",
 *   reason: "WaitingForDatabase",
 *   message: "The database is starting",
 *   observedGeneration: 3, // metadata.generation of the object that was looked at
 * }, { clock: now });
 * ```
 *
 * In a reconcile the context is the third argument: `setCondition(site.status?.conditions, { … }, context)`.
 *
 * @param conditions As they are; undefined and null for none.
 * @throws {TypeError} When type, status, reason or observedGeneration is not what the API conventions allow.
 */
export function setCondition<U extends ConditionUpdate>(
  conditions: readonly ConditionLike[] | null | undefined,
  condition: U,
  { clock }: SetConditionOptions,
): ConditionOf<U>[] {
  check(condition);
  // What others have set is theirs: it goes back as it came.
  const before = (conditions ?? []) as readonly ConditionOf<U>[];
  const known = before.find(({ type }) => type === condition.type);
  const { type, status, reason, observedGeneration, lastTransitionTime } = condition;
  const isSame = known?.status === status && Boolean(known.lastTransitionTime);
  const next = {
    type,
    status,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime: isSame
      ? known.lastTransitionTime
      : lastTransitionTime ?? secondsText(clock.now()),
    reason,
    message: shortened(condition.message ?? ""),
  } as ConditionOf<U>;
  if (!known) return [...before, next];
  const isUnchanged = isSame && known.reason === reason && known.message === next.message &&
    (known.observedGeneration ?? undefined) === observedGeneration;
  if (isUnchanged && conditions) return conditions as ConditionOf<U>[];
  return before.map((one) => one === known ? next : one);
}

function check({ type, status, reason, observedGeneration }: ConditionUpdate): void {
  if (typeof type !== "string" || type.length > 316 || !qualified.test(type)) {
    throw new TypeError(
      `${JSON.stringify(type)} cannot be the type of a condition: use CamelCase, as in Ready`,
    );
  }
  if (!statuses.includes(status)) {
    throw new TypeError(
      `The condition ${type} has the status ${JSON.stringify(status)}: use ${
        statuses.join(", ")
      } as text`,
    );
  }
  if (typeof reason !== "string" || reason.length > 1024 || !camelCase.test(reason)) {
    throw new TypeError(
      `The condition ${type} has the reason ${
        JSON.stringify(reason)?.slice(0, 80)
      }: use one word in CamelCase, and the message for the rest`,
    );
  }
  if (
    observedGeneration !== undefined &&
    !(Number.isSafeInteger(observedGeneration) && observedGeneration >= 0)
  ) {
    throw new TypeError(
      `The condition ${type} has the observedGeneration ${observedGeneration}: use metadata.generation of the object that was looked at`,
    );
  }
}

/** The API server counts characters as code points. */
function shortened(message: string): string {
  if (message.length <= longestMessage) return message;
  const characters = [...message];
  if (characters.length <= longestMessage) return message;
  return `${characters.slice(0, longestMessage - 1).join("")}…`;
}

/** RFC 3339 to the second, as metav1.Time is written. */
function secondsText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
