import type { Notes } from "./notes.ts";
import { checkedDelay } from "./requeue.ts";
import type { Word } from "./types.ts";

/** Makes the word `keepFinalizers`, bound to the notes of one reconcile. */
export function keepFinalizersWord(
  notes: Notes,
): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => {
    const word: Word = Object.freeze({
      word: "keepFinalizers",
      ...(after === undefined ? {} : { after: checkedDelay("keepFinalizers", after) }),
    });
    notes.note(word);
    return word;
  };
}
