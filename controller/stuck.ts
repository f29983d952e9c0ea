import { type Clock, keyText } from "../client/mod.ts";
import type { ReconcileRequest } from "../context/mod.ts";

/** What {@linkcode createStuckWatch} takes. */
export interface StuckWatchOptions {
  /** Time. */
  readonly clock: Clock;
  /** So many of them are a problem of the controller, not of an object. */
  readonly many: number;
  /** Told of each, with the milliseconds since it began, and of its end. */
  readonly tell: (
    event: { readonly type: "stuck"; readonly running: number } | { readonly type: "unstuck" },
    request: ReconcileRequest,
  ) => void;
}

/** Watches over reconciles that were told to end. Dispose of it to stop looking. */
export interface StuckWatch extends Disposable {
  /** How many go on all the same. */
  readonly size: number;
  /** Begins to look. The result is to be disposed of when the reconcile has ended. */
  readonly watch: (request: ReconcileRequest, start: number) => Disposable;
  /**
   * Names them, once many went on for a minute. One object that hangs is that object's problem, told by events and
   * metrics; an operator that were not ready for it would let one user's object stand for all.
   */
  readonly problems: () => readonly string[];
}

const patience = 1_000;
const longTime = 60_000;
const mostNames = 5;

/** Makes a watch over reconciles that do not end. */
export function createStuckWatch({ clock, many, tell }: StuckWatchOptions): StuckWatch {
  const alarms = new Set<Disposable>();
  const stuck = new Map<ReconcileRequest, number>();
  return {
    get size() {
      return stuck.size;
    },
    watch(request, start) {
      const alarm = clock.setTimeout(() => {
        alarms.delete(alarm);
        const now = clock.monotonic();
        stuck.set(request, now);
        tell({ type: "stuck", running: now - start }, request);
      }, patience);
      alarms.add(alarm);
      return {
        [Symbol.dispose]() {
          alarms.delete(alarm);
          alarm[Symbol.dispose]();
          if (stuck.delete(request)) tell({ type: "unstuck" }, request);
        },
      };
    },
    problems() {
      const before = clock.monotonic() - longTime;
      const long = [...stuck].filter(([, since]) => since <= before).map(([request]) => request);
      if (long.length < many) return [];
      const names = long.slice(0, mostNames).map((request) => keyText(request)).join(", ");
      const more = long.length > mostNames ? ", …" : "";
      return [
        `${long.length} reconciles timed out and do not end (${names}${more}): end them when context.signal is aborted`,
      ];
    },
    [Symbol.dispose]() {
      for (const alarm of alarms) alarm[Symbol.dispose]();
      alarms.clear();
    },
  };
}
