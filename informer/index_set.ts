import type { Entry } from "./memory.ts";

/** Objects by the values that an indexer gave for them. */
export interface Index {
  /** Computes the values of an entry that is new or has changed. */
  readonly put: (entry: Entry) => void;
  /** Forgets an entry. */
  readonly remove: (entry: Entry) => void;
  /** Entries with a value. */
  readonly get: (value: string) => ReadonlySet<Entry> | undefined;
  /** How many values have entries. */
  readonly size: () => number;
}

const none: readonly string[] = [];

/** Makes an empty index. `valuesOf` must not throw. */
export function createIndex(valuesOf: (entry: Entry) => readonly string[]): Index {
  const values = new Map<Entry, readonly string[]>();
  const sets = new Map<string, Set<Entry>>();

  function drop(entry: Entry, value: string): void {
    const set = sets.get(value);
    set?.delete(entry);
    // An empty set that stays is a leak (kubernetes #84959).
    if (set?.size === 0) sets.delete(value);
  }

  return {
    put(entry) {
      const before = values.get(entry) ?? none;
      const after = valuesOf(entry);
      if (before.length === after.length && before.every((value, k) => value === after[k])) return;
      for (const value of before) if (!after.includes(value)) drop(entry, value);
      for (const value of after) {
        let set = sets.get(value);
        if (!set) sets.set(value, set = new Set());
        set.add(entry);
      }
      if (after.length > 0) values.set(entry, [...after]);
      else values.delete(entry);
    },
    remove(entry) {
      for (const value of values.get(entry) ?? none) drop(entry, value);
      values.delete(entry);
    },
    get: (value) => sets.get(value),
    size: () => sets.size,
  };
}
