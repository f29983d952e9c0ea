import { createSlabs, type Place } from "./slab.ts";
import { CUT, FIELDS, FLAGS, FROM, ON, TO, UID, VERSION } from "./scan.ts";
import { isTwofold, keep, keepOwned, keptLength, type View } from "./snapshot.ts";

/** One object that is kept. */
export interface Entry extends Place {
  /** `namespace/name`, or the name alone. */
  readonly key: string;
  /** Where its row of offsets begins. */
  row: number;
  /** Changes when other bytes are put in. */
  stamp: number;
}

/** The bytes of objects, and where in them the identity stands. */
export interface Memory {
  /** Keeps the object of a record. */
  readonly create: (key: string, bytes: Uint8Array, records: Int32Array, at: number) => Entry;
  /** Replaces what an entry holds. */
  readonly overwrite: (entry: Entry, bytes: Uint8Array, records: Int32Array, at: number) => void;
  /** Forgets an entry. */
  readonly release: (entry: Entry) => void;
  /** What an entry holds. Valid until the entry or any other changes. */
  readonly view: (entry: Entry) => View;
  /** Moves objects together when much memory is unused. */
  readonly compact: (entries: () => Iterable<Entry>) => void;
  /** Bytes of memory held for objects. */
  readonly held: () => number;
}

/** Makes an empty memory. */
export function createMemory(): Memory {
  const slabs = createSlabs();
  let rows = new Int32Array(256 * FIELDS);
  let used = 0;
  const free: number[] = [];

  function row(): number {
    const spot = free.pop();
    if (spot !== undefined) return spot;
    if (used + FIELDS > rows.length) {
      const wider = new Int32Array(rows.length * 2);
      wider.set(rows);
      rows = wider;
    }
    used += FIELDS;
    return used - FIELDS;
  }

  function write(entry: Entry, bytes: Uint8Array, records: Int32Array, at: number): void {
    keep(bytes, records, at, entry.slab.bytes, entry.offset, rows, entry.row);
  }

  /** Without managedFields that come twice. */
  function plain(bytes: Uint8Array, records: Int32Array, at: number): View {
    return isTwofold(records, at) ? keepOwned(bytes, records, at) : { bytes, records, at };
  }

  return {
    create(key, bytes, records, at) {
      if (isTwofold(records, at)) ({ bytes, records, at } = plain(bytes, records, at));
      const entry = { key, row: row(), stamp: 0 } as Entry;
      slabs.find(entry, keptLength(records, at));
      write(entry, bytes, records, at);
      return entry;
    },
    overwrite(entry, bytes, records, at) {
      if (isTwofold(records, at)) ({ bytes, records, at } = plain(bytes, records, at));
      slabs.resize(entry, keptLength(records, at));
      write(entry, bytes, records, at);
      entry.stamp++;
    },
    release(entry) {
      slabs.release(entry);
      free.push(entry.row);
      entry.stamp = -1;
    },
    view: (entry) => ({ bytes: entry.slab.bytes, records: rows, at: entry.row }),
    compact(entries) {
      slabs.compact(entries, (entry, distance) => {
        for (let slot = FROM; slot < FLAGS; slot++) {
          if (slot === CUT || slot === ON) continue;
          const place = rows[entry.row + slot] as number;
          if (place !== 0 || slot === FROM || slot === TO) {
            rows[entry.row + slot] = place + distance;
          }
        }
      });
    },
    held: slabs.held,
  };
}

/** Whether two records hold the same string. */
export function sameText(a: View, b: View, slot: number): boolean {
  const from = a.records[a.at + slot] as number, other = b.records[b.at + slot] as number;
  const length = (a.records[a.at + slot + 1] as number) - from;
  if (length !== (b.records[b.at + slot + 1] as number) - other) return false;
  for (let k = 0; k < length; k++) if (a.bytes[from + k] !== b.bytes[other + k]) return false;
  return true;
}

/** Whether two records have one uid. */
export function sameUid(a: View, b: View): boolean {
  return sameText(a, b, UID);
}

/** Digits without a leading zero. */
function isComparable({ bytes, records, at }: View): boolean {
  const from = records[at + VERSION] as number, to = records[at + VERSION + 1] as number;
  if (from === to || bytes[from] === 48) return false;
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c < 48 || c > 57) return false;
  }
  return true;
}

/** As `compareResourceVersions`, on the bytes: undefined where the versions cannot be compared (KEP-5504). */
export function compareVersions(a: View, b: View): number | undefined {
  if (!isComparable(a) || !isComparable(b)) return sameText(a, b, VERSION) ? 0 : undefined;
  const from = a.records[a.at + VERSION] as number, other = b.records[b.at + VERSION] as number;
  const length = (a.records[a.at + VERSION + 1] as number) - from;
  const difference = length - ((b.records[b.at + VERSION + 1] as number) - other);
  if (difference !== 0) return difference;
  for (let k = 0; k < length; k++) {
    const d = (a.bytes[from + k] as number) - (b.bytes[other + k] as number);
    if (d !== 0) return d;
  }
  return 0;
}
