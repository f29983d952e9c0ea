import type { Clock } from "../client/mod.ts";

/**
 * Keeps long work from holding up the event loop: call it at points where others may run, and await what it gives.
 */
export interface Pace {
  /** A promise to wait for when this turn of the event loop has lasted long enough. */
  readonly pause: () => Promise<void> | undefined;
  /** Tells that the event loop has had a turn. */
  readonly rested: () => void;
}

/** Milliseconds after which a turn is asked for, and after which it is waited for. */
const ask = 5, insist = 12;

/** Makes a pace on a clock. Where time stands still it never pauses, so that a simulation stays deterministic. */
export function createPace(clock: Clock): Pace {
  let start = clock.monotonic();
  let turn: Promise<void> | undefined;
  const rested = () => {
    start = clock.monotonic();
  };
  return {
    rested,
    pause() {
      const busy = clock.monotonic() - start;
      if (busy < ask) return undefined;
      // Waiting for the network may give the loop its turn meanwhile: then nothing is lost by waiting here.
      turn ??= clock.turn().then(() => {
        turn = undefined;
        rested();
      });
      return busy < insist ? undefined : turn;
    },
  };
}
