import { ApiError, type Status } from "../client/mod.ts";
import type { Check } from "./check.ts";
import { type Batch, createEventFraming } from "./framing.ts";
import type { Pace } from "./pace.ts";
import { StreamError } from "./recovery.ts";
import {
  ADDED,
  DELETED,
  ERROR,
  FIELDS,
  FROM,
  META,
  textOf,
  TO,
  TYPE,
  UNKNOWN,
  VERSION,
} from "./scan.ts";
import { parseBytes } from "./snapshot.ts";
import type { Stream } from "./stream.ts";

/** What a watch brings, in order. A batch is valid until the next is asked for. */
export type WatchStep =
  | (Batch & { readonly type: "items" })
  | { readonly type: "end-mark"; readonly resourceVersion: string }
  | (Batch & {
    readonly type: "changes"; /** Of the last change; "" when it says nothing. */
    readonly resourceVersion: string;
  })
  | { readonly type: "bookmark"; readonly resourceVersion: string };

/** How to read a watch. */
export interface WatchEventOptions {
  /** Which objects to keep. */
  readonly check: Check;
  /** Lets others run. */
  readonly pace: Pace;
  /** The stream begins with the present state and an end mark (KEP-3157). */
  readonly initial: boolean;
  /** The stream begins at a version: if not, objects come first in any order, and their versions say nothing. */
  readonly settled: boolean;
  /** Told of events whose type is unknown. */
  readonly skipped: (reason: string) => void;
}

/**
 * Reads a watch to its end.
 *
 * @throws {ApiError} For an ERROR event.
 * @throws {StreamError} When the stream holds something else, a deletion cannot be read, or it ends in the middle of an event or before the end mark.
 */
export async function* watchEvents(
  stream: Stream,
  options: WatchEventOptions,
): AsyncGenerator<WatchStep, void> {
  const { check, pace, skipped } = options;
  let { initial, settled } = options;
  const framing = createEventFraming();
  const nextBatch = () => {
    try {
      return framing.next();
    } catch (error) {
      throw new StreamError((error as Error).message, { cause: error });
    }
  };

  function rows(batch: Batch, first: number, end: number): WatchStep | undefined {
    const { bytes, records } = batch;
    let last = -1;
    for (let k = first; k < end; k++) {
      const type = records[k * FIELDS + TYPE] as number;
      if (type > DELETED) continue;
      settled ||= type !== ADDED;
      last = k * FIELDS;
    }
    if (last < 0) return undefined;
    const part = { bytes, records, first, count: end - first };
    if (initial) return { type: "items", ...part };
    const resourceVersion = settled ? textOf(bytes, records, last, VERSION) : "";
    return { type: "changes", ...part, resourceVersion };
  }

  for (let piece = await stream.read(); piece; piece = await stream.read()) {
    framing.push(piece);
    for (let batch = nextBatch(); batch.count > 0; batch = nextBatch()) {
      const { bytes, records, count } = batch;
      let first = 0;
      for (let k = 0, at = 0; k < count; k++, at += FIELDS) {
        const type = records[at + TYPE] as number;
        if (type <= DELETED) {
          if (check(batch, at)) continue;
          records[at + TYPE] = UNKNOWN;
          if (type !== DELETED) continue;
          // Something is gone, and only a list shows what (kubernetes #76624).
          const step = rows(batch, first, k);
          if (step) yield step;
          throw new StreamError("a deletion does not say what was deleted");
        }
        if (type === UNKNOWN) {
          skipped("an event has an unknown type");
          continue;
        }
        const step = rows(batch, first, k);
        if (step) yield step;
        first = k + 1;
        if (type === ERROR) throw errorOf(batch, at);
        settled = true;
        const resourceVersion = textOf(bytes, records, at, VERSION);
        if (!initial) yield { type: "bookmark", resourceVersion };
        else if (isEndMark(batch, at)) {
          if (resourceVersion === "" || resourceVersion === "0") {
            throw new StreamError("the end mark of the present state has no version");
          }
          initial = false;
          yield { type: "end-mark", resourceVersion };
        }
      }
      const step = rows(batch, first, count);
      if (step) yield step;
      const pause = pace.pause();
      if (pause) await pause;
    }
  }
  if (!framing.atEnd()) throw new StreamError("the watch ended in the middle of an event");
  if (initial) throw new StreamError("the watch ended before the present state was complete");
}

/** Whether a bookmark carries `k8s.io/initial-events-end: "true"`; the annotation with another value means nothing. */
function isEndMark({ bytes, records }: Batch, at: number): boolean {
  const from = records[at + META] as number;
  if (from === 0) return false;
  const { annotations } = parseBytes(bytes, from, records[at + META + 1] as number) as {
    annotations?: Readonly<Record<string, unknown>> | null;
  };
  return annotations?.["k8s.io/initial-events-end"] === "true";
}

/** The error that an ERROR event carries. */
function errorOf({ bytes, records }: Batch, at: number): Error {
  const from = records[at + FROM] as number, to = records[at + TO] as number;
  if (from === to) return new StreamError("an ERROR event says nothing");
  let status: Status;
  try {
    status = parseBytes(bytes, from, to) as Status;
  } catch (error) {
    return new StreamError("an ERROR event is not valid JSON", { cause: error });
  }
  return new ApiError({ status, path: "the watch" });
}
