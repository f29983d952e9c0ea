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
  /** Asks for one; gives a number to ask about. */
  readonly ask: () => number;
  /** Whether a read that began after the asking is complete. */
  readonly isDone: (ticket: number) => boolean;
  /** Whether someone has asked since the last read began. */
  readonly pending: () => boolean;
  /** A consistent read begins now. Gives a number for `finish`. */
  readonly begin: () => number;
  /** The read is complete, and the local copy has taken it over. */
  readonly finish: (begun: number) => void;
  /** Called at once when someone asks; undefined where it would be of no use. */
  readonly onAsk: (interrupt: (() => void) | undefined) => void;
}

/** Makes the list of those who ask. `told` is called when a read is complete. */
export function createRefreshes(told: () => void): Refreshes {
  let asked = 0, begun = 0, done = 0;
  let interrupt: (() => void) | undefined;
  return {
    ask() {
      const ticket = ++asked;
      interrupt?.();
      return ticket;
    },
    isDone: (ticket) => done >= ticket,
    pending: () => asked > begun,
    begin: () => begun = asked,
    finish(number) {
      if (number <= done) return;
      done = number;
      told();
    },
    onAsk: (next) => void (interrupt = next),
  };
}
