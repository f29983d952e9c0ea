import type { Notes } from "./notes.ts";
import type { Word } from "./types.ts";

/** Makes the word `requeue`, bound to the notes of one reconcile. */
export function requeueWord(notes: Notes): (after: number) => Word {
  return (after) => {
    const word: Word = Object.freeze({ word: "requeue", after: checkedDelay("requeue", after) });
    notes.note(word);
    return word;
  };
}

/** A delay that a timer can take, or a TypeError that names the word. */
export function checkedDelay(word: string, after: number): number {
  if (typeof after === "number" && after >= 0 && Number.isFinite(after)) return after;
  throw new TypeError(
    `${word} was given ${String(after)} as delay; give milliseconds, zero or more`,
  );
}
