/** How waiting times between tries of one object grow. Milliseconds. */
export interface RetryBackoff {
  /** The wait after the first failure; each is twice the one before, and up to a fifth longer. @default {200} */
  readonly initial?: number;
  /** No wait is longer, the fifth aside. @default {300_000} */
  readonly max?: number;
}

/** When a loop of an object with itself is slowed down, and how much. */
export interface HotLoopOptions {
  /**
   * So many runs in a row that the object's own reconciles woke, and that wrote nothing but what an earlier one of them
   * wrote as well, moments and the order of lists aside, are a loop. A reconcile that gets anywhere writes something
   * new. @default {10}
   */
  readonly repeats?: number;
  /**
   * So many runs in a row that only the object's own reconciles woke are a loop, whatever they wrote: enough for a
   * reconcile that works through a list, one item a run. @default {1_000}
   */
  readonly runs?: number;
  /** Milliseconds that the next run of a loop waits at first; each wait is twice the one before. @default {1_000} */
  readonly initial?: number;
  /** No wait is longer. @default {300_000} */
  readonly max?: number;
}

/** How much work there is. */
export interface QueueFigures {
  /** Objects that wait for a free slot. */
  readonly ready: number;
  /** Objects that are being reconciled, those that are stuck included. */
  readonly processing: number;
  /** All objects of which the queue knows anything: those here, and those with failures or runs to come. */
  readonly size: number;
  /** Objects that wait until the local copies show what their last reconcile wrote. */
  readonly parked: number;
  /** Runs that wait for their time: retries, those asked for later, and those of hot loops. */
  readonly delayed: number;
  /** Objects whose reconcile goes on although it timed out: they hold no slot, but cannot run. */
  readonly stuck: number;
  /** How often an object came in since the start; one that waits already does not come again. */
  readonly added: number;
}
