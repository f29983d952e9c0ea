import { say } from "./say.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `cancelReconciliation`, told to `note` when it is said. */
export function cancelReconciliationWord(
  note: Note,
): (options?: { readonly after?: number }) => Word {
  return ({ after } = {}) => say(note, "cancelReconciliation", after);
}
