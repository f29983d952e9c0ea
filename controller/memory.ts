/** What a controller remembers of the deletion of one object, until the object is gone. */
export interface Deletion {
  /** Which of the objects of this name. */
  readonly uid: string;
  /** Whether a pass over the deleting steps was complete, and whether the finalizer was removed after it. */
  readonly state: "incomplete" | "completed" | "removed";
  /** Passes that were not complete. */
  readonly passes: number;
}

/** Remembers deletions by key and uid. Holds an entry only for objects that are being deleted. */
export interface DeletionMemory {
  /** How many are remembered. */
  readonly size: number;
  /** What is known of this very object. */
  readonly get: (key: string, uid: string) => Deletion | undefined;
  /** Remembers; an earlier object of the same name is forgotten. */
  readonly set: (key: string, deletion: Deletion) => void;
  /** Forgets. */
  readonly forget: (key: string) => void;
}

/** Makes an empty memory. */
export function createDeletionMemory(): DeletionMemory {
  const known = new Map<string, Deletion>();
  return {
    get size() {
      return known.size;
    },
    get(key, uid) {
      const deletion = known.get(key);
      return deletion?.uid === uid ? deletion : undefined;
    },
    set: (key, deletion) => void known.set(key, deletion),
    forget: (key) => void known.delete(key),
  };
}
