import type { Note, Word } from "./types.ts";

/** Makes the word `requeue`, told to `note` when it is said. */
export function requeueWord(note: Note): (after: number) => Word {
  return (after) => {
    const word: Word = Object.freeze({ word: "requeue", after: checkedDelay("requeue", after) });
    note(word);
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
