import { keepFinalizersWord } from "./finalizers_kept.ts";
import { cancelReconciliationWord } from "./reconciliation_canceled.ts";
import { requeueWord } from "./requeue.ts";
import { cancelResourceWord } from "./resource_canceled.ts";
import type { Context, Note } from "./types.ts";

/** The methods of a context that say how the reconcile goes on. */
export type ContextWords = Pick<
  Context,
  "requeue" | "cancelResource" | "cancelReconciliation" | "keepFinalizers"
>;

/** Makes the control-flow words; each call is told to `note` before it returns. */
export function createWords(note: Note): ContextWords {
  return {
    requeue: requeueWord(note),
    cancelResource: cancelResourceWord(note),
    cancelReconciliation: cancelReconciliationWord(note),
    keepFinalizers: keepFinalizersWord(note),
  };
}
