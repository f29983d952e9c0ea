import { isConflict, isTooManyRequests } from "../client/mod.ts";
import { TerminalError } from "../context/mod.ts";
import type { Outcome } from "./types.ts";

const deepest = 8;
const generalNames: ReadonlySet<string> = new Set([
  "",
  "Error",
  "AggregateError",
  "TerminalError",
]);

/**
 * What an error means for the object. Conflicts and 429 are the way of the world, also when they are the cause of the
 * error that was thrown; so are writes that the lead's loss keeps back, and whatever fails because the signal was aborted.
 */
export function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return aborted(signal);
  if (findCause(error, isTerminal)) return { type: "error", error, terminal: true };
  const busy = findCause(error, isTooManyRequests);
  if (busy) {
    const after = isTooManyRequests(busy) ? busy.retryAfter : undefined;
    return { type: "again", error, ...(after === undefined ? {} : { after }) };
  }
  if (findCause(error, isConflict) || findCause(error, isFenced)) return { type: "again", error };
  return { type: "error", error, terminal: false };
}

/** How a reconcile ends whose signal was aborted: its own time-out is its error, a shutdown is not. */
export function aborted({ reason }: AbortSignal): Outcome {
  if (reason instanceof DOMException && reason.name === "TimeoutError") {
    return { type: "error", error: reason, terminal: false };
  }
  return { type: "again", error: reason };
}

/** The class belongs to a folder to the right. */
function isFenced(error: unknown): boolean {
  return error instanceof Error && error.name === "NotLeaderError";
}

function isTerminal(error: unknown): boolean {
  return error instanceof TerminalError;
}

function findCause(error: unknown, matches: (one: unknown) => boolean): unknown {
  let one = error;
  for (let depth = 0; depth < deepest && one !== undefined; depth++) {
    if (matches(one)) return one;
    one = one instanceof Error ? one.cause : undefined;
  }
  return undefined;
}

/** The reason of the event about an error: its name, or that of the first of its causes that has one of its own. */
export function reasonOf(error: unknown): string {
  const named = findCause(error, (one) => one instanceof Error && !generalNames.has(one.name));
  const one = named ?? error;
  const name = one instanceof Error ? one.name : "";
  return name.replace(/[^A-Za-z0-9_.-]/g, "") || "Error";
}

/** The note of the event about an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
