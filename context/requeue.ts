import { checkedDelay, say } from "./say.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `requeue`, told to `note` when it is said. */
export function requeueWord(note: Note): (after: number) => Word {
  return (after) => say(note, "requeue", checkedDelay("requeue", after));
}
