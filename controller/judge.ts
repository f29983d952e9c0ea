import type { Logger, ReconcileRequest } from "../context/mod.ts";
import type { Definition } from "./definition.ts";
import type { ErrorAnswer, Outcome } from "./types.ts";

/** What {@linkcode judge} takes. */
export interface JudgeOptions {
  /** The controller. */
  readonly definition: Definition;
  /** Which object. */
  readonly request: ReconcileRequest;
  /** Failures so far. */
  readonly failures: number;
  /** Log lines. */
  readonly log: Logger;
}

/** Asks the controller's `onError` what an error means; other outcomes stay as they are. */
export function judge(outcome: Outcome, options: JudgeOptions): Outcome {
  const { definition: { onError }, request, failures, log } = options;
  if (!onError || (outcome.type !== "error" && outcome.type !== "again")) return outcome;
  const { error } = outcome;
  let answer: ErrorAnswer | void;
  try {
    answer = onError({ error, request, failures });
  } catch (thrown) {
    log.error("onError threw; the error counts as without it", { error: thrown });
    return outcome;
  }
  if (!answer) return outcome;
  const { as = kindOf(outcome), after, reason, message } = answer;
  const isDelay = typeof after === "number" && after >= 0 && after < Infinity;
  if (after !== undefined && !isDelay) {
    log.error(
      "onError gave a delay that is none; the object is tried again as without it: give milliseconds",
      { after: String(after) },
    );
  }
  const later = isDelay
    ? { after, exact: true as const }
    : outcome.after === undefined
    ? {}
    : { after: outcome.after };
  if (as === "again") return { type: "again", error, ...later };
  return {
    type: "error",
    error,
    terminal: as === "terminal",
    ...later,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

function kindOf(outcome: Outcome): "error" | "terminal" | "again" {
  if (outcome.type !== "error") return "again";
  return outcome.terminal ? "terminal" : "error";
}
