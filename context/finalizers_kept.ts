import { say } from "./say.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `keepFinalizers`, told to `note` when it is said. */
export function keepFinalizersWord(note: Note): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => say(note, "keepFinalizers", after);
}
