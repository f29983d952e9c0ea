import { checkedDelay } from "./requeue.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `keepFinalizers`, told to `note` when it is said. */
export function keepFinalizersWord(
  note: Note,
): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => {
    const word: Word = Object.freeze({
      word: "keepFinalizers",
      ...(after === undefined ? {} : { after: checkedDelay("keepFinalizers", after) }),
    });
    note(word);
    return word;
  };
}
