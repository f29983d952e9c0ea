/**
 * Finds an object's identifying metadata in JSON bytes without parsing them. A record is a row of {@linkcode FIELDS}
 * offsets into the scanned buffer; a start of 0 says that the string is absent (or was no string).
 */

/** Numbers in a record. */
export const FIELDS = 20;
/** Start and end of the object. */
export const FROM = 0, TO = 1;
/** Start and end (the next number) of a string's inside, quotes excluded. */
export const NAME = 2, NAMESPACE = 4, UID = 6, VERSION = 8, KIND = 14, API_VERSION = 16;
/** Start and end of what to leave out so that managedFields are gone; 0, 0 when there are none. */
export const CUT = 10, ON = 11;
/** Start and end of the metadata, braces included. */
export const META = 12;
/** Bit `slot / 2` is set when the string in that slot has escapes or is not ASCII; bit 0 when managedFields come twice. */
export const FLAGS = 18;
/** Type of a watch event: one of the constants below. */
export const TYPE = 19;

/** Values of {@linkcode TYPE}. */
export const ADDED = 1, MODIFIED = 2, DELETED = 3, BOOKMARK = 4, ERROR = 5, UNKNOWN = 6;

/** The value goes on beyond the bytes that are there. */
export const INCOMPLETE = -1;
/** The bytes are not JSON. */
export const MALFORMED = -2;

interface Word {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function words(...texts: readonly string[]): readonly Word[] {
  return texts.map((text) => ({ text, bytes: encoder.encode(text) }));
}

const objectWords = words("metadata", "kind", "apiVersion");
const metadataWords = words("name", "namespace", "uid", "resourceVersion", "managedFields");
const metadataSlots = [NAME, NAMESPACE, UID, VERSION];
const envelopeWords = words("object", "type");
const typeWords = words("ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR");

/** The text of a string's inside, escapes resolved when `escaped`. */
export function text(b: Uint8Array, from: number, to: number, escaped: boolean): string {
  if (!escaped) {
    return String.fromCharCode.apply(null, b.subarray(from, to) as unknown as number[]);
  }
  return JSON.parse(decoder.decode(b.subarray(from - 1, to + 1)));
}

/** Whether a string's inside is anything but plain ASCII. */
function isEscaped(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = b[i] as number;
    if (c === 92 || c > 127) return true;
  }
  return false;
}

/** Which of the words stands at [from, to), or -1. Whole words are compared; escapes are resolved. */
export function lookUp(
  b: Uint8Array,
  from: number,
  to: number,
  candidates: readonly Word[],
): number {
  const length = to - from;
  const first = b[from];
  for (let w = 0; w < candidates.length; w++) {
    const bytes = (candidates[w] as Word).bytes;
    if (bytes.length !== length || bytes[0] !== first) continue;
    let k = 1;
    while (k < length && bytes[k] === b[from + k]) k++;
    if (k === length) return w;
  }
  // Letters are only written otherwise as in \u006e: five bytes more than the plain form, which has three or more.
  if (length < 8 || !isEscaped(b, from, to)) return -1;
  let plain: string;
  try {
    plain = text(b, from, to, true);
  } catch {
    return -1;
  }
  return candidates.findIndex((word) => word.text === plain);
}

/** Index of the first byte from `i` on that is not white space, or `end`. */
export function afterSpace(b: Uint8Array, i: number, end: number): number {
  while (i < end && (b[i] as number) <= 32) i++;
  return i;
}

/** Index after the string whose opening quote is at `i`. */
export function skipString(b: Uint8Array, i: number, end: number): number {
  for (i++; i < end; i++) {
    const c = b[i];
    if (c === 34) return i + 1;
    if (c === 92) i++;
  }
  return INCOMPLETE;
}

/** Index after the value that starts at `i`. Brackets are counted, not matched. */
export function skipValue(b: Uint8Array, i: number, end: number): number {
  let c = b[i] as number;
  if (c === 34) return skipString(b, i, end);
  if ((c | 32) !== 0x7b) {
    const start = i;
    while (i < end && (c = b[i] as number) !== 44 && (c | 32) !== 0x7d && c > 32) i++;
    return i < end ? (i === start ? MALFORMED : i) : INCOMPLETE;
  }
  let depth = 0;
  for (; i < end; i++) {
    c = b[i] as number;
    if (c === 34) {
      for (i++; i < end; i++) {
        c = b[i] as number;
        if (c === 34) break;
        if (c === 92) i++;
      }
    } else if (c >= 0x5b) {
      // [ and { become {, ] and } become }.
      c |= 32;
      if (c === 0x7b) depth++;
      else if (c === 0x7d && --depth === 0) return i + 1;
    }
  }
  return INCOMPLETE;
}

/**
 * Reads the member key at `i` (an opening quote). Gives the index of the value; the key's inside ends at the returned
 * `keyEnd`, which is kept in `out[at]`.
 */
function valueAfterKey(b: Uint8Array, keyEnd: number, end: number): number {
  const colon = afterSpace(b, keyEnd, end);
  if (colon >= end) return INCOMPLETE;
  if (b[colon] !== 58) return MALFORMED;
  const value = afterSpace(b, colon + 1, end);
  return value < end ? value : INCOMPLETE;
}

/** Notes a string value in a slot; anything else clears it. */
function note(
  b: Uint8Array,
  value: number,
  next: number,
  out: Int32Array,
  at: number,
  slot: number,
): void {
  const bit = 1 << (slot >> 1);
  out[at + FLAGS] = (out[at + FLAGS] as number) & ~bit;
  if (b[value] !== 34) {
    out[at + slot] = out[at + slot + 1] = 0;
    return;
  }
  out[at + slot] = value + 1;
  out[at + slot + 1] = next - 1;
  if (isEscaped(b, value + 1, next - 1)) out[at + FLAGS] = (out[at + FLAGS] as number) | bit;
}

/**
 * Fills the record at `at` for the object whose brace is at `start`, all but its type. Later members win over earlier
 * ones of the same name, as with `JSON.parse`.
 *
 * With `known` the object is known to reach up to `end`, and the rest is not looked at once metadata, kind and apiVersion
 * were read: spec and status are most of an object. Another `metadata` after that is not noticed; the API server, which
 * encodes Go structs and maps, writes none.
 *
 * @returns The index after the object, {@linkcode INCOMPLETE} or {@linkcode MALFORMED}.
 */
export function scanObject(
  b: Uint8Array,
  start: number,
  end: number,
  out: Int32Array,
  at: number,
  known = false,
): number {
  out.fill(0, at, at + TYPE);
  out[at + FROM] = start;
  let i = afterSpace(b, start + 1, end);
  if (i >= end) return INCOMPLETE;
  if (b[i] === 0x7d) return out[at + TO] = i + 1;
  for (;;) {
    if (b[i] !== 34) return MALFORMED;
    const keyEnd = skipString(b, i, end);
    if (keyEnd < 0) return keyEnd;
    const value = valueAfterKey(b, keyEnd, end);
    if (value < 0) return value;
    const word = lookUp(b, i + 1, keyEnd - 1, objectWords);
    let next: number;
    if (word === 0) {
      if (out[at + META] !== 0) {
        out.fill(0, at + NAME, at + KIND);
        out[at + FLAGS] = (out[at + FLAGS] as number) & ~0x3f;
      }
      next = b[value] === 0x7b ? scanMetadata(b, value, end, out, at) : skipValue(b, value, end);
    } else {
      next = skipValue(b, value, end);
      if (word > 0 && next > 0) note(b, value, next, out, at, word === 1 ? KIND : API_VERSION);
    }
    if (next < 0) return next;
    if (known && out[at + META] !== 0 && out[at + KIND] !== 0 && out[at + API_VERSION] !== 0) {
      return out[at + TO] = end;
    }
    i = afterSpace(b, next, end);
    if (i >= end) return INCOMPLETE;
    if (b[i] === 0x7d) return out[at + TO] = i + 1;
    if (b[i] !== 44) return MALFORMED;
    i = afterSpace(b, i + 1, end);
    if (i >= end) return INCOMPLETE;
  }
}

/** As {@linkcode scanObject}, for the metadata at `start`. */
export function scanMetadata(
  b: Uint8Array,
  start: number,
  end: number,
  out: Int32Array,
  at: number,
): number {
  out[at + META] = start;
  let i = afterSpace(b, start + 1, end);
  if (i >= end) return INCOMPLETE;
  if (b[i] === 0x7d) return out[at + META + 1] = i + 1;
  let comma = -1;
  for (;;) {
    if (b[i] !== 34) return MALFORMED;
    const keyEnd = skipString(b, i, end);
    if (keyEnd < 0) return keyEnd;
    const value = valueAfterKey(b, keyEnd, end);
    if (value < 0) return value;
    const next = skipValue(b, value, end);
    if (next < 0) return next;
    const after = afterSpace(b, next, end);
    if (after >= end) return INCOMPLETE;
    const last = b[after] === 0x7d;
    if (!last && b[after] !== 44) return MALFORMED;
    const word = lookUp(b, i + 1, keyEnd - 1, metadataWords);
    if (word === 4) {
      if (out[at + ON] !== 0) out[at + FLAGS] = (out[at + FLAGS] as number) | 1;
      out[at + CUT] = last && comma > 0 ? comma : i;
      out[at + ON] = last ? next : after + 1;
    } else if (word >= 0) {
      note(b, value, next, out, at, metadataSlots[word] as number);
    }
    if (last) return out[at + META + 1] = after + 1;
    comma = after;
    i = afterSpace(b, after + 1, end);
    if (i >= end) return INCOMPLETE;
  }
}

/**
 * Fills the record at `at` for the watch event (`{"type":…,"object":…}`) whose brace is at `start`. An event without an
 * object has 0 in {@linkcode FROM} and {@linkcode TO}. With `objectEnd`, the event is known to reach up to `end` and its
 * last member up to `objectEnd`; an object before the type is looked through all the same.
 */
export function scanEvent(
  b: Uint8Array,
  start: number,
  end: number,
  out: Int32Array,
  at: number,
  objectEnd = 0,
): number {
  out.fill(0, at, at + FIELDS);
  out[at + TYPE] = UNKNOWN;
  let i = afterSpace(b, start + 1, end);
  if (i >= end) return INCOMPLETE;
  if (b[i] === 0x7d) return i + 1;
  for (;;) {
    if (b[i] !== 34) return MALFORMED;
    const keyEnd = skipString(b, i, end);
    if (keyEnd < 0) return keyEnd;
    const value = valueAfterKey(b, keyEnd, end);
    if (value < 0) return value;
    const word = lookUp(b, i + 1, keyEnd - 1, envelopeWords);
    let next: number;
    if (word === 0 && b[value] === 0x7b) {
      const last = objectEnd > 0 && out[at + TYPE] !== UNKNOWN;
      next = scanObject(b, value, last ? objectEnd : end, out, at, last);
      if (last && next === objectEnd) return end;
    } else {
      next = skipValue(b, value, end);
      if (word === 0) out.fill(0, at, at + TYPE);
      if (word === 1 && next > 0) {
        const type = b[value] === 34 ? lookUp(b, value + 1, next - 1, typeWords) : -1;
        out[at + TYPE] = type < 0 ? UNKNOWN : type + 1;
      }
    }
    if (next < 0) return next;
    i = afterSpace(b, next, end);
    if (i >= end) return INCOMPLETE;
    if (b[i] === 0x7d) return i + 1;
    if (b[i] !== 44) return MALFORMED;
    i = afterSpace(b, i + 1, end);
    if (i >= end) return INCOMPLETE;
  }
}

/** The string in a slot of a record; "" when it is absent. */
export function textOf(b: Uint8Array, records: Int32Array, at: number, slot: number): string {
  const from = records[at + slot] as number;
  if (from === 0) return "";
  const escaped = ((records[at + FLAGS] as number) & (1 << (slot >> 1))) !== 0;
  return text(b, from, records[at + slot + 1] as number, escaped);
}
