import {
  advance,
  BATCH,
  type Batch,
  createByteBuffer,
  createFrame,
  type Frame,
  malformed,
  parse,
  push,
} from "./framing.ts";
import { afterSpace, FIELDS, MALFORMED, scanObject, skipString, skipValue } from "./scan.ts";

/** What stands around the items of a list. */
export interface ListHead {
  /** `PodList`. */
  readonly kind: string | undefined;
  /** `v1`. */
  readonly apiVersion: string | undefined;
  /** Of the list as a whole. */
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
}

/** Cuts a list body into its items, whatever the order of its members. */
export interface ListFraming {
  /** Takes bytes in. */
  readonly push: (piece: Uint8Array) => void;
  /**
   * Scans the items that are whole, {@linkcode BATCH} at most; `more` says that there may be others among the bytes that
   * have come. `restart` says that the body has a second `items`, which counts instead of the first.
   *
   * @throws {TypeError} When the body is not a JSON object with items.
   */
  readonly next: () => Batch & { readonly more: boolean; readonly restart: boolean };
  /** Items that are no objects. */
  readonly oddities: () => number;
  /**
   * What stood around the items, at the end of the body.
   *
   * @throws {TypeError} When the body ends too early.
   */
  readonly finish: () => ListHead;
}

type Phase =
  | "start"
  | "first-key"
  | "key"
  | "after-value"
  | "first-item"
  | "item"
  | "after-item"
  | "done";

/** Makes a framing for one body. */
export function createListFraming(): ListFraming {
  const buffer = createByteBuffer();
  const records = new Int32Array(BATCH * FIELDS);
  const members = new Map<string, unknown>();
  let phase: Phase = "start";
  let frame: Frame | undefined;
  let lists = 0;
  let oddities = 0;

  /** Index after the container or string at `value`, looked through once however many pieces it comes in. */
  function whole(value: number, end: number): number {
    const c = buffer.bytes[value] as number;
    if (c !== 34 && (c | 32) !== 0x7b) return skipValue(buffer.bytes, value, end);
    frame ??= createFrame();
    const next = advance(frame, buffer.bytes, value, end);
    if (next !== -1) frame = undefined;
    return next;
  }

  /** Takes a member that starts at `start`, the quote of its key. False when it is not whole yet. */
  function member(start: number, end: number): boolean {
    const { bytes } = buffer;
    if (bytes[start] !== 34) throw malformed("a member of the list has no name");
    const keyEnd = skipString(bytes, start, end);
    if (keyEnd < 0) return false;
    const colon = afterSpace(bytes, keyEnd, end);
    if (colon >= end) return false;
    if (bytes[colon] !== 58) throw malformed("a member of the list has no value");
    const value = afterSpace(bytes, colon + 1, end);
    if (value >= end) return false;
    const name = String(parse(bytes, start, keyEnd));
    if (name === "items") {
      if (bytes[value] === 0x5b) {
        lists++;
        members.set("items", true);
        buffer.from = value + 1;
        phase = "first-item";
        return true;
      }
    }
    const next = whole(value, end);
    if (next === MALFORMED) throw malformed(`the list's ${name} is not well formed`);
    if (next < 0) return false;
    if (name === "items") {
      const items = parse(bytes, value, next);
      if (items !== null) throw malformed("the list's items are not a list");
      // A Go program writes an empty list as null.
      lists++;
      members.set("items", true);
    } else if (["kind", "apiVersion", "metadata"].includes(name)) {
      members.set(name, parse(bytes, value, next));
    }
    buffer.from = next;
    phase = "after-value";
    return true;
  }
  /** Takes the item at `start`. Undefined when it is not whole yet. */
  function item(start: number, end: number, row: number): boolean | undefined {
    const { bytes } = buffer;
    if (frame || bytes[start] !== 0x7b) {
      const next = whole(start, end);
      if (next === MALFORMED) throw malformed("an item is not well formed");
      if (next < 0) return undefined;
      if (bytes[start] !== 0x7b) {
        buffer.from = next;
        oddities++;
        return false;
      }
    }
    const next = scanObject(bytes, start, end, records, row * FIELDS);
    if (next === MALFORMED) throw malformed("an item is not well formed");
    if (next < 0) {
      if (whole(start, end) !== -1) throw malformed("an item is not well formed");
      return undefined;
    }
    buffer.from = next;
    return true;
  }

  function next(): Batch & { readonly more: boolean; readonly restart: boolean } {
    const { bytes, end } = buffer;
    let count = 0;
    const result = (more: boolean, restart = false) => ({
      bytes,
      records,
      first: 0,
      count,
      more,
      restart,
    });
    while (count < BATCH) {
      const start = buffer.from = afterSpace(bytes, buffer.from, end);
      if (start >= end) return result(false);
      const c = bytes[start];
      switch (phase) {
        case "start":
          if (c !== 0x7b) throw malformed("a list does not start with a brace");
          phase = "first-key";
          buffer.from = start + 1;
          break;
        case "first-key":
        case "key": {
          if (c === 0x7d && phase === "first-key") {
            phase = "done";
            buffer.from = start + 1;
            break;
          }
          const before = lists;
          // With a second list of items, what was scanned belongs to the first and is dropped.
          if (!member(start, end)) return result(false);
          if (lists > 1 && lists > before) {
            count = 0;
            return result(true, true);
          }
          break;
        }
        case "after-value":
          if (c !== 44 && c !== 0x7d) throw malformed("members of the list are not separated");
          phase = c === 44 ? "key" : "done";
          buffer.from = start + 1;
          break;
        case "first-item":
        case "item": {
          if (c === 0x5d && phase === "first-item") {
            phase = "after-value";
            buffer.from = start + 1;
            break;
          }
          const taken = item(start, end, count);
          if (taken === undefined) return result(false);
          if (taken) count++;
          phase = "after-item";
          break;
        }
        case "after-item":
          if (c !== 44 && c !== 0x5d) throw malformed("items are not separated");
          phase = c === 44 ? "item" : "after-value";
          buffer.from = start + 1;
          break;
        default:
          throw malformed("something follows the list");
      }
    }
    return result(true);
  }

  function finish(): ListHead {
    if (phase !== "done") throw malformed("the list ends in the middle");
    const { kind, apiVersion, metadata } = Object.fromEntries(members) as Partial<ListHead>;
    if (typeof kind === "string" && !kind.endsWith("List")) {
      throw new TypeError(`The answer is a ${kind}, not a list`);
    }
    if (!members.has("items")) throw new TypeError("The answer is a list without items");
    return { kind, apiVersion, metadata: metadata ?? {} };
  }

  return { push: (piece) => push(buffer, piece), next, oddities: () => oddities, finish };
}
