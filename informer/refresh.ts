import type { Clock } from "../_internal/mod.ts";

/** A watch was ended because its local copy is to be read anew. */
export class RefreshError extends Error {
  /** `RefreshError`. */
  override readonly name: string = "RefreshError";

  /** Makes an error. */
  constructor() {
    super("a consistent read was asked for");
  }
}

/** Who asked for a consistent read of a local copy, and how far that is. One read serves all who asked before it began. */
export interface Refreshes {
  /** Asks for one that began at `since` (monotonic time) or later; gives a number to ask about. */
  readonly ask: (since: number) => number;
  /** Whether the read that serves those who got this number is complete. */
  readonly isDone: (ticket: number) => boolean;
  /** Whether someone has asked for another read than those that have begun. */
  readonly pending: () => boolean;
  /** A consistent read begins now. Gives a number for `finish`. */
  readonly begin: () => number;
  /** The read is complete, and the local copy has taken it over. */
  readonly finish: (read: number) => void;
  /** Called at once when someone asks for another read; undefined where it would be of no use. */
  readonly onAsk: (interrupt: (() => void) | undefined) => void;
}

/** Makes the list of those who ask. `told` is called when a read is complete. */
export function createRefreshes({ monotonic }: Clock, told: () => void = () => {}): Refreshes {
  let wanted = 0, begun = 0, done = 0; // reads, by number
  let began = -Infinity; // when the last one did
  let interrupt: (() => void) | undefined;
  return {
    ask(since) {
      if (began >= since) return begun;
      wanted = begun + 1;
      interrupt?.();
      return wanted;
    },
    isDone: (ticket) => done >= ticket,
    pending: () => wanted > begun,
    begin() {
      began = monotonic();
      return ++begun;
    },
    finish(read) {
      if (read <= done) return;
      done = read;
      told();
    },
    onAsk: (next) => void (interrupt = next),
  };
}
