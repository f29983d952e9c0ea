import { ApiError } from "../client/mod.ts";
import { type Outcome, reasonOf } from "../controller/mod.ts";

const mostReasons = 50;

/** Gives reasons of errors as labels: no controller has more than so many, whatever it throws. */
export function createReasons(): (controller: string, error: unknown) => string {
  const reasons = new Map<string, Set<string>>();
  return (controller, error) => {
    const reason = error instanceof ApiError ? error.reason : reasonOf(error);
    let known = reasons.get(controller);
    if (!known) reasons.set(controller, known = new Set());
    if (known.has(reason)) return reason;
    if (known.size >= mostReasons || reason === "") return "Other";
    known.add(reason);
    return reason;
  };
}

/** How a reconcile ended, in one word. */
export function resultOf(outcome: Outcome): string {
  if (outcome.type === "error" && outcome.terminal) return "terminal";
  if (outcome.type === "success" && outcome.after !== undefined) return "requeue";
  return outcome.type;
}

const methods: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);

/** The method of a request: one of those that a client sends. */
export function verbOf(method: string): string {
  return methods.has(method) ? method : "OTHER";
}
