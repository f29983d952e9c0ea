import { keepFinalizersWord } from "./finalizers_kept.ts";
import type { Notes } from "./notes.ts";
import { cancelReconciliationWord } from "./reconciliation_canceled.ts";
import { requeueWord } from "./requeue.ts";
import { cancelResourceWord } from "./resource_canceled.ts";
import type { Context, Word } from "./types.ts";

/** The methods of a context that say how the reconcile goes on. */
export type ContextWords = Pick<
  Context,
  "requeue" | "cancelResource" | "cancelReconciliation" | "keepFinalizers"
>;

/** Makes the control-flow words; each call is told to `note` before it returns. */
export function createWords(note: (word: Word) => void): ContextWords {
  const notes: Notes = { note };
  return {
    requeue: requeueWord(notes),
    cancelResource: cancelResourceWord(notes),
    cancelReconciliation: cancelReconciliationWord(notes),
    keepFinalizers: keepFinalizersWord(notes),
  };
}
