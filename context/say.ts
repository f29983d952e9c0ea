import type { Note, Word } from "./types.ts";

/** Makes a word and tells it to `note`. */
export function say(note: Note, word: Word["word"], after?: number): Word {
  const said = Object.freeze({
    word,
    ...(after === undefined ? {} : { after: checkedDelay(word, after) }),
  }) as Word; // the one place that makes them
  note(said);
  return said;
}

/** A delay that a timer can take, or a TypeError that names the word. */
export function checkedDelay(word: string, after: number): number {
  if (typeof after === "number" && after >= 0 && Number.isFinite(after)) return after;
  throw new TypeError(
    `${word} was given ${String(after)} as delay; give milliseconds, zero or more`,
  );
}
