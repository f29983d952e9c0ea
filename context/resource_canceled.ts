import { say } from "./say.ts";
import type { Note, Word } from "./types.ts";

/** Makes the word `cancelResource`, told to `note` when it is said. */
export function cancelResourceWord(note: Note): () => Word {
  return () => say(note, "cancelResource");
}
