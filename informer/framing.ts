import { afterSpace, FIELDS, INCOMPLETE, MALFORMED, scanEvent } from "./scan.ts";

/** Bytes that have come and are not used up yet, in one piece. */
export interface ByteBuffer {
  /** What holds them; another array after it had to grow. */
  bytes: Uint8Array;
  /** First byte that is not used up. */
  from: number;
  /** End of what has come. A newline stands there, so that a search for one ends. */
  end: number;
}

/** Where a value that is not whole yet has been looked through, so that no byte is looked at twice. */
export interface Frame {
  /** Next byte to look at, counted from the value's start. */
  at: number;
  /** Brackets that are open. */
  depth: number;
  /** Whether inside a string. */
  quoted: boolean;
}

/** Records of scanned values; `first` and `count` name the rows of `records` that are meant. Valid until more is read. */
export interface Batch {
  /** What the offsets point into. */
  readonly bytes: Uint8Array;
  /** Rows of `FIELDS` numbers. */
  readonly records: Int32Array;
  /** The first row. */
  readonly first: number;
  /** How many rows. */
  readonly count: number;
}

/** Most values scanned before others get a chance to run. */
export const BATCH = 256;
/** Most bytes taken in at once. */
export const PIECE = 128 << 10;

/** The stream holds something else than what it should. */
export function malformed(what: string): TypeError {
  return new TypeError(`The answer is not valid JSON: ${what}`);
}

/** Makes an empty buffer. */
export function createByteBuffer(): ByteBuffer {
  return { bytes: new Uint8Array(16 << 10), from: 0, end: 0 };
}

/** Takes bytes in. Offsets handed out before are not valid any more. */
export function push(buffer: ByteBuffer, piece: Uint8Array): void {
  if (buffer.from === buffer.end) buffer.from = buffer.end = 0;
  if (buffer.end + piece.length >= buffer.bytes.length) {
    const length = buffer.end - buffer.from;
    let target = buffer.bytes;
    if (length + piece.length >= target.length) {
      target = new Uint8Array(2 * Math.max(target.length, piece.length));
      target.set(buffer.bytes.subarray(buffer.from, buffer.end));
    } else target.copyWithin(0, buffer.from, buffer.end);
    buffer.bytes = target;
    buffer.from = 0;
    buffer.end = length;
  }
  buffer.bytes.set(piece, buffer.end);
  buffer.end += piece.length;
  buffer.bytes[buffer.end] = 10;
}

/** Makes a frame for a value that starts at offset 0. */
export function createFrame(): Frame {
  return { at: 0, depth: 0, quoted: false };
}

/** Looks on for the end of the container or string that starts at `start`. Gives the index after it. */
export function advance(frame: Frame, b: Uint8Array, start: number, end: number): number {
  let { depth, quoted } = frame;
  let i = start + frame.at;
  for (; i < end; i++) {
    let c = b[i] as number;
    if (quoted) {
      if (c === 34) {
        quoted = false;
        if (depth === 0) return i + 1;
      } else if (c === 92) {
        if (i + 1 >= end) break; // the escaped byte is still to come: look at the backslash again then
        i++;
      } else if (c < 32) return MALFORMED; // control characters are escaped in strings: this is a line cut short
    } else if (c === 34) quoted = true;
    else if (c >= 0x5b) {
      c |= 32;
      if (c === 0x7b) depth++;
      else if (c === 0x7d && --depth === 0) return i + 1;
    }
  }
  frame.at = i - start;
  frame.depth = depth;
  frame.quoted = quoted;
  return INCOMPLETE;
}

const decoder = new TextDecoder();
const eventStart = new TextEncoder().encode('{"type":"');

/** Parses bytes. */
export function parse(b: Uint8Array, from: number, to: number): unknown {
  return JSON.parse(decoder.decode(b.subarray(from, to)));
}

/** Whether bytes are one JSON value. */
function isJson(b: Uint8Array, from: number, to: number): boolean {
  try {
    parse(b, from, to);
    return true;
  } catch {
    return false;
  }
}

/**
 * Scans the event at `start` when it ends where its line does, without looking through all of it: after `}}` a line
 * break and another brace can follow only between two events, because a member or the end of a list begins otherwise and
 * strings hold no line breaks. Gives the index after the event, or 0 when the event has to be looked through.
 */
function closedLine(
  b: Uint8Array,
  start: number,
  line: number,
  records: Int32Array,
  at: number,
): number {
  if (b[line + 1] !== 0x7b) return 0;
  const end = beforeSpace(b, line);
  if (b[end - 1] !== 0x7d) return 0;
  const objectEnd = beforeSpace(b, end - 1);
  if (b[objectEnd - 1] !== 0x7d) return 0;
  return Math.max(scanEvent(b, start, end, records, at, objectEnd), 0);
}

function beforeSpace(b: Uint8Array, i: number): number {
  while ((b[i - 1] as number) <= 32) i--;
  return i;
}

/** Cuts a watch stream into events. The server ends each with a newline, but none is needed. */
export interface EventFraming {
  /** Takes bytes in. */
  readonly push: (piece: Uint8Array) => void;
  /**
   * Scans the events that are whole, {@linkcode BATCH} at most. None are left when the batch is empty.
   *
   * @throws {TypeError} When the stream is not a stream of JSON objects.
   */
  readonly next: () => Batch;
  /** Whether the stream may end here. */
  readonly atEnd: () => boolean;
}

/** Makes a framing for one stream. */
export function createEventFraming(): EventFraming {
  const buffer = createByteBuffer();
  const records = new Int32Array(BATCH * FIELDS);
  let frame: Frame | undefined;
  /** How many of the event's first bytes hold no line break; -1 when one stands among them. */
  let clear = 0;
  // To a reader of brackets a line that was cut short goes on in the next. Servers write no line breaks inside an event,
  // so one that is followed by the beginning of an event tells.
  const isCutShort = (from: number, end: number) => {
    const { bytes } = buffer;
    const line = bytes.indexOf(10, from);
    if (line + 1 + eventStart.length > end) return false;
    return eventStart.every((c, k) => bytes[line + 1 + k] === c) && !isJson(bytes, from, line);
  };
  const next = (): Batch => {
    const { bytes, end } = buffer;
    let count = 0;
    while (count < BATCH) {
      const start = buffer.from = afterSpace(bytes, buffer.from, end);
      if (start >= end) break;
      if (bytes[start] !== 0x7b) throw malformed("an event does not start with a brace");
      const line = clear < 0 ? end : bytes.indexOf(10, start + clear);
      let to = line + 1 < end ? closedLine(bytes, start, line, records, count * FIELDS) : 0;
      if (to === 0) {
        if (clear >= 0) clear = line < end ? -1 : end - start;
        frame ??= createFrame();
        const whole = advance(frame, bytes, start, end);
        if (whole === MALFORMED) throw malformed("a string is cut short");
        if (whole === INCOMPLETE) {
          if (clear < 0 && isCutShort(start, end)) throw malformed("an event is cut short");
          break;
        }
        to = scanEvent(bytes, start, whole, records, count * FIELDS);
        if (to !== whole) throw malformed("an event is not well formed");
        if (bytes.indexOf(10, start) < to && !isJson(bytes, start, to)) {
          throw malformed("an event is cut short");
        }
      }
      frame = undefined;
      clear = 0;
      buffer.from = to;
      count++;
    }
    return { bytes, records, first: 0, count };
  };
  return {
    push: (piece) => push(buffer, piece),
    next,
    atEnd: () => afterSpace(buffer.bytes, buffer.from, buffer.end) >= buffer.end,
  };
}
