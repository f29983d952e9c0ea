import { checkedDelay } from "./requeue.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `cancelReconciliation`, told to `note` when it is said. */
export function cancelReconciliationWord(
  note: Note,
): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => {
    const word: Word = Object.freeze({
      word: "cancelReconciliation",
      ...(after === undefined ? {} : { after: checkedDelay("cancelReconciliation", after) }),
    });
    note(word);
    return word;
  };
}
