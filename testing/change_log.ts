import type { Change } from "./storage.ts";

/** The changes of the recent past, in order. */
export interface ChangeLog {
  /** Changes up to this version are forgotten. */
  readonly oldest: number;
  /** Adds a change. */
  readonly record: (change: Change) => void;
  /** All changes after a version. */
  readonly after: (version: number) => readonly Change[];
  /** Forgets the changes up to a version. */
  readonly forget: (version: number) => void;
}

/** Makes a log that remembers `length` changes, or up to a quarter more; it begins after `start`. */
export function createChangeLog(length: number, start: number): ChangeLog {
  let changes: Change[] = [];
  let oldest = start;
  const firstAfter = (limit: number): number => {
    let low = 0;
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((changes[middle]?.version ?? 0) > limit) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    get oldest() {
      return oldest;
    },
    record(change) {
      changes.push(change);
      // In steps, so that a full log costs each change nothing.
      if (changes.length <= length * 1.25) return;
      const dropped = changes.length - length;
      oldest = changes[dropped - 1]?.version ?? oldest;
      changes = changes.slice(dropped);
    },
    after: (version) => changes.slice(firstAfter(version)),
    forget(version) {
      changes = changes.slice(firstAfter(version));
      oldest = Math.max(oldest, version);
    },
  };
}
