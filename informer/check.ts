import type { Batch } from "./framing.ts";
import { API_VERSION, FROM, KIND, META, NAME, textOf, TO, VERSION } from "./scan.ts";
import type { TypeMeta } from "./snapshot.ts";

/** Whether a record is an object of the kind, fit to be kept. Says to `skipped` why it is not. */
export type Check = (batch: Pick<Batch, "bytes" | "records">, at: number) => boolean;

const encoder = new TextEncoder();

/**
 * Makes a check for objects of one type. List items of typed kinds carry neither kind nor apiVersion: what is absent is
 * right. A `Table`, which a server or proxy may answer, an object of another kind and one without name or version are not.
 */
export function createCheck(types: TypeMeta, skipped: (reason: string) => void): Check {
  const kind = encoder.encode(types.kind);
  const apiVersion = encoder.encode(types.apiVersion);
  const isThat = (
    { bytes, records }: Pick<Batch, "bytes" | "records">,
    at: number,
    slot: number,
    expected: Uint8Array,
    text: string,
  ) => {
    const from = records[at + slot] as number;
    const length = (records[at + slot + 1] as number) - from;
    if (from === 0 || length === 0) return true;
    if (length !== expected.length) return textOf(bytes, records, at, slot) === text;
    for (let k = 0; k < length; k++) {
      if (bytes[from + k] !== expected[k]) return textOf(bytes, records, at, slot) === text;
    }
    return true;
  };
  return (batch, at) => {
    const { bytes, records } = batch;
    if (records[at + TO] === records[at + FROM]) {
      skipped("an event has no object");
      return false;
    }
    if (
      !isThat(batch, at, KIND, kind, types.kind) ||
      !isThat(batch, at, API_VERSION, apiVersion, types.apiVersion)
    ) {
      const found = `${textOf(bytes, records, at, API_VERSION)} ${
        textOf(bytes, records, at, KIND)
      }`;
      skipped(`an object is ${found.trim()}, not ${types.apiVersion} ${types.kind}`);
      return false;
    }
    const empty = (slot: number) => records[at + slot] === records[at + slot + 1];
    if (records[at + META] === 0 || empty(NAME) || empty(VERSION)) {
      skipped("an object has no name or no resourceVersion in its metadata");
      return false;
    }
    return true;
  };
}
