/** Who leads, and how leadership changes hands. Times are milliseconds. */
export interface LeaderElectionOptions {
  /** Name of the Lease. All replicas of an operator name the same, and nobody else does. */
  readonly name: string;
  /** Namespace of the Lease. Default: the client's, which in a pod is the pod's. */
  readonly namespace?: string;
  /**
   * Tells this process from all others. Never give two processes the same: one that finds the Lease held in its own name
   * takes it at once. Default: the host's name, where the environment tells it, and a random number.
   */
  readonly identity?: string;
  /** How long a Lease must go without a renewal until others take it. Whole seconds are written; a part counts as one. @default {15_000} */
  readonly leaseDuration?: number;
  /**
   * How long after its last renewal a leader may work; then it gives up. Less than `leaseDuration`: the difference is what
   * a request that is under way, and a reconcile that is being aborted, have left before another leads.
   *
   * @default {10_000}
   */
  readonly renewDeadline?: number;
  /** Between two renewals of the Lease; those who stand by look after half of this time to all of it, at random. @default {2_000} */
  readonly retryPeriod?: number;
}

/** What {@linkcode createLeaderElector} takes. */
export interface LeaderElectorOptions extends LeaderElectionOptions {
  /** Told what happens. Must not throw. */
  readonly observe?: (event: LeaderEvent) => void;
  /**
   * Until this settles the Lease is watched, but not taken: a candidate that is not ready to work should leave the
   * lead to one that is. Default: ready at once.
   */
  readonly eligible?: Promise<unknown>;
}

/** What a leader elector does, told to `observe`. `name` is that of the Lease, `identity` that of this process. */
export type LeaderEvent =
  /** This process leads from now on. */
  | { readonly type: "acquired"; readonly name: string; readonly identity: string }
  /** This process does not lead any more, and did not want that. */
  | {
    readonly type: "lost";
    readonly name: string;
    readonly identity: string;
    /** Who leads now, if that is known. */
    readonly holder?: string;
    readonly error: unknown;
  }
  /** This process has given the Lease up. */
  | { readonly type: "released"; readonly name: string; readonly identity: string }
  /** The Lease could not be read or written; it is tried again. */
  | {
    readonly type: "renew-failed" | "acquire-failed" | "release-failed";
    readonly name: string;
    readonly identity: string;
    readonly error: unknown;
  }
  /** Another process leads; told when it changes, and when the Lease can be looked at again. */
  | {
    readonly type: "follows";
    readonly name: string;
    readonly identity: string;
    readonly holder: string;
  };

/** Holds a Lease, or waits for it. Made by {@linkcode createLeaderElector}; dispose of it to give the Lease up. */
export interface LeaderElector extends AsyncDisposable {
  /** Name of the Lease. */
  readonly name: string;
  /** Namespace of the Lease. */
  readonly namespace: string;
  /** This process. */
  readonly identity: string;
  /** Who holds the Lease, as far as was seen; undefined when nobody does. */
  readonly holder: string | undefined;
  /** Whether this process leads: it was elected, and {@linkcode LeaderElector.fence} would let it write. */
  readonly leading: boolean;
  /**
   * Resolves when this process leads. Rejects with the signal's reason, when the Lease was given up, or with what keeps
   * this process from ever leading, such as a missing permission.
   */
  readonly elected: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /**
   * Resolves when the Lease was given up. Rejects with a {@linkcode LeadershipLostError} when it was lost, and with what
   * keeps this process from ever leading.
   */
  readonly done: Promise<void>;
  /**
   * To be called right before each write (`guard` of a request). A write that it lets through can still be under way
   * when another leads, if it takes longer than `leaseDuration - renewDeadline`, or if the process stands still after it.
   *
   * @throws {NotLeaderError} Unless this process leads and its last successful renewal was sent less than `renewDeadline`
   * ago, on the monotonic clock and on the wall clock: a process that was stopped, or a machine that slept, writes nothing.
   */
  readonly fence: () => void;
  /**
   * Stops. Who leads gives the Lease up, so that another need not wait until it runs out: end all work before. Who does
   * not lead will never lead. Resolves in any case, after at most `timeout` (default and most: `renewDeadline`); a Lease that could
   * not be given up runs out by itself.
   */
  readonly release: (options?: { readonly timeout?: number }) => Promise<void>;
}

/** This process does not lead, or cannot be sure that it does: nothing may be written. */
export class NotLeaderError extends Error {
  /** `NotLeaderError`. */
  override readonly name: string = "NotLeaderError";
}

/** This process led and does not any more. It is best to end the process, and to have it started anew as a standby. */
export class LeadershipLostError extends Error {
  /** `LeadershipLostError`. */
  override readonly name: string = "LeadershipLostError";
  /** Who leads now, if that is known. */
  readonly holder: string | undefined;

  /** Makes an error. */
  constructor(message: string, options: ErrorOptions & { readonly holder?: string } = {}) {
    super(message, options);
    this.holder = options.holder;
  }
}
