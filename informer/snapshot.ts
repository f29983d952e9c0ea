import type { KubernetesObject, Metadata, ObjectKey } from "../client/mod.ts";
import type { Snapshot } from "./types.ts";
import {
  CUT,
  FIELDS,
  FLAGS,
  FROM,
  META,
  NAME,
  NAMESPACE,
  ON,
  scanObject,
  textOf,
  TO,
  UID,
  VERSION,
} from "./scan.ts";

/** Bytes of one object and where its identity stands in them. */
export interface View {
  /** What holds the object. */
  readonly bytes: Uint8Array;
  /** Offsets into `bytes`, as `scan.ts` names them. managedFields are gone. */
  readonly records: Int32Array;
  /** Where the object's row of `records` begins. */
  readonly at: number;
}

/** What a typed kind's list items lack. */
export interface TypeMeta {
  /** `v1`. */
  readonly apiVersion: string;
  /** `Pod`. */
  readonly kind: string;
}

const decoder = new TextDecoder();

/** Parses part of an array. */
export function parseBytes(bytes: Uint8Array, from: number, to: number): unknown {
  return JSON.parse(decoder.decode(bytes.subarray(from, to)));
}

/** Bytes of an object without managedFields. */
export function keptLength(records: Int32Array, at: number): number {
  return (records[at + TO] as number) - (records[at + FROM] as number) -
    ((records[at + ON] as number) - (records[at + CUT] as number));
}

/**
 * Copies the object of a record, less managedFields, to `target` at `offset`, and its offsets, moved accordingly, to
 * the row of `moved`.
 */
export function keep(
  bytes: Uint8Array,
  records: Int32Array,
  at: number,
  target: Uint8Array,
  offset: number,
  moved: Int32Array,
  row: number,
): void {
  const from = records[at + FROM] as number, to = records[at + TO] as number;
  const cut = records[at + CUT] as number, on = records[at + ON] as number;
  const shift = offset - from;
  if (cut === 0) target.set(bytes.subarray(from, to), offset);
  else {
    target.set(bytes.subarray(from, cut), offset);
    target.set(bytes.subarray(on, to), cut + shift);
  }
  moved[row + FROM] = offset;
  moved[row + TO] = to + shift - (on - cut);
  moved[row + CUT] = moved[row + ON] = 0;
  moved[row + FLAGS] = (records[at + FLAGS] as number) & ~1;
  for (let slot = NAME; slot < FLAGS; slot++) {
    if (slot === CUT || slot === ON) continue;
    const place = records[at + slot] as number;
    moved[row + slot] = place === 0 ? 0 : place + shift - (place >= on ? on - cut : 0);
  }
}

/** Whether managedFields come more than once: then {@linkcode keepOwned} is needed before the object is kept. */
export function isTwofold(records: Int32Array, at: number): boolean {
  return ((records[at + FLAGS] as number) & 1) !== 0;
}

/** An own copy of a record's object, without managedFields however often they come. */
export function keepOwned(bytes: Uint8Array, records: Int32Array, at: number): View {
  const record = new Int32Array(FIELDS);
  // Offset 0 means absent, so that the object begins at 1.
  const target = new Uint8Array(keptLength(records, at) + 1);
  keep(bytes, records, at, target, 1, record, 0);
  if (!isTwofold(records, at)) return { bytes: target, records: record, at: 0 };
  scanObject(target, 1, target.length, record, 0);
  return keepOwned(target, record, 0);
}

/** The whole of an object, as a copy of its own. */
export function copyView(view: View): View {
  return keepOwned(view.bytes, view.records, view.at);
}

/** The metadata of an object alone, as an object of nothing else. */
export function copyMetadata({ bytes, records, at }: View): View {
  const from = records[at + META] as number, to = records[at + META + 1] as number;
  const moved = new Int32Array(FIELDS);
  const target = new Uint8Array(to - from + 1);
  target.set(bytes.subarray(from, to), 1);
  moved[FLAGS] = records[at + FLAGS] as number;
  const shift = 1 - from;
  for (const slot of [NAME, NAMESPACE, UID, VERSION, META]) {
    if (records[at + slot] === 0) continue;
    moved[slot] = (records[at + slot] as number) + shift;
    moved[slot + 1] = (records[at + slot + 1] as number) + shift;
  }
  return { bytes: target, records: moved, at: 0 };
}

/** Name and namespace of a record. */
export function keyOfRecord(bytes: Uint8Array, records: Int32Array, at: number): ObjectKey {
  const name = textOf(bytes, records, at, NAME);
  const namespace = textOf(bytes, records, at, NAMESPACE);
  return namespace === "" ? { name } : { name, namespace };
}

/** The metadata of a view. Parsing it costs less than a proxy that parses on demand. */
export function metadataOf({ bytes, records, at }: View): Metadata {
  return parseBytes(
    bytes,
    records[at + META] as number,
    records[at + META + 1] as number,
  ) as Metadata;
}

/** Parses the object; apiVersion and kind, which list items of typed kinds lack, are filled in. */
export function objectOf<T extends KubernetesObject>(
  { bytes, records, at }: View,
  types: TypeMeta,
): T {
  const object = parseBytes(bytes, records[at + FROM] as number, records[at + TO] as number) as T;
  if (object.apiVersion && object.kind) return object;
  return {
    ...object,
    apiVersion: object.apiVersion || types.apiVersion,
    kind: object.kind || types.kind,
  };
}

/** Under which a snapshot keeps its way to the bytes, for field indexers and selectors. */
const source: unique symbol = Symbol("source");

/** The bytes behind a snapshot that this folder made. */
export function viewOf(snapshot: Snapshot): View | undefined {
  return (snapshot as { readonly [source]?: () => View })[source]?.();
}

/** Makes a snapshot. `current` gives the bytes, or throws when they are not valid any more. */
export function createSnapshot<T extends KubernetesObject>(
  current: () => View,
  types: TypeMeta,
): Snapshot<T> {
  let key: ObjectKey | undefined;
  let metadata: Metadata | undefined;
  const snapshot = {
    get key() {
      if (key) return key;
      const { bytes, records, at } = current();
      return key = keyOfRecord(bytes, records, at);
    },
    get metadata() {
      return metadata ??= metadataOf(current());
    },
    object: () => objectOf<T>(current(), types),
  };
  Object.defineProperty(snapshot, source, { value: current });
  return snapshot;
}

/** Makes a snapshot that owns its bytes, with more properties (the type of an event). */
export function createOwned<T extends KubernetesObject, E extends object>(
  view: View,
  types: TypeMeta,
  extra: E,
): Snapshot<T> & E {
  return Object.assign(createSnapshot<T>(() => view, types), extra);
}
