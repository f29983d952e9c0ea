import type { Notes } from "./notes.ts";
import { checkedDelay } from "./requeue.ts";
import type { Word } from "./types.ts";

/** Makes the word `cancelReconciliation`, bound to the notes of one reconcile. */
export function cancelReconciliationWord(
  notes: Notes,
): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => {
    const word: Word = Object.freeze({
      word: "cancelReconciliation",
      ...(after === undefined ? {} : { after: checkedDelay("cancelReconciliation", after) }),
    });
    notes.note(word);
    return word;
  };
}
