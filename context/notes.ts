import type { Word } from "./types.ts";

/** Where the words that are said during a reconcile are written down. */
export interface Notes {
  /** Keeps `word`. */
  readonly note: (word: Word) => void;
}
