import type { Notes } from "./notes.ts";
import type { Word } from "./types.ts";

/** Makes the word `cancelResource`, bound to the notes of one reconcile. */
export function cancelResourceWord(notes: Notes): () => Word {
  return () => {
    const word: Word = Object.freeze({ word: "cancelResource" });
    notes.note(word);
    return word;
  };
}
