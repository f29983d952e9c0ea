import { assertEquals } from "@std/assert";
import { type Batch, createEventFraming } from "../../informer/framing.ts";
import { createListFraming } from "../../informer/list_body.ts";
import { FIELDS, KIND, NAME, NAMESPACE, textOf, TYPE, UID, VERSION } from "../../informer/scan.ts";
import { keepOwned } from "../../informer/snapshot.ts";
import { createAwkward } from "./awkward.ts";

interface Found {
  readonly texts: readonly string[];
  readonly kept: string;
  readonly type: number;
}

const encoder = new TextEncoder(), decoder = new TextDecoder();
const types = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR", "WHAT"];

function read({ bytes, records, count }: Pick<Batch, "bytes" | "records" | "count">): Found[] {
  return Array.from({ length: count }, (_, k) => {
    const at = k * FIELDS;
    const { bytes: kept } = keepOwned(bytes, records, at);
    return {
      texts: [NAME, NAMESPACE, UID, VERSION, KIND].map((slot) => textOf(bytes, records, at, slot)),
      kept: decoder.decode(kept.subarray(1)),
      type: records[at + TYPE] as number,
    };
  });
}

/** What `JSON.parse` makes of the same object. */
function expected(written: string, type: number): Found {
  const object = JSON.parse(written);
  const isObject = typeof object.metadata === "object" && object.metadata !== null &&
    !Array.isArray(object.metadata);
  const metadata = isObject ? object.metadata : {};
  const string = (value: unknown) => typeof value === "string" ? value : "";
  const { name, namespace, uid, resourceVersion } = metadata;
  const texts = [name, namespace, uid, resourceVersion, object.kind].map(string);
  if (isObject) delete metadata.managedFields;
  return { texts, kept: JSON.stringify(object), type };
}

function compare(found: readonly Found[], wanted: readonly Found[]): void {
  const parsed = found.map((one) => ({ ...one, kept: JSON.stringify(JSON.parse(one.kept)) }));
  const left = JSON.stringify(parsed), right = JSON.stringify(wanted);
  if (left !== right) assertEquals(parsed, wanted);
}

function* cuts(bytes: Uint8Array, every: boolean): Generator<Iterable<Uint8Array>> {
  yield [bytes];
  // A byte at a time ends a chunk at every position: inside characters, escapes, keys.
  yield Array.from(bytes, (_, k) => bytes.subarray(k, k + 1));
  if (every) {
    for (let k = 1; k < bytes.length; k++) yield [bytes.subarray(0, k), bytes.subarray(k)];
  }
}

function fuzz(seed: number, documents: number, run: (seed: number, every: boolean) => void): void {
  for (let k = 0; k < documents; k++) {
    try {
      run(seed + k, k % 150 === 0);
    } catch (error) {
      throw new Error(`Seed ${seed + k} fails: ${(error as Error).message}`, { cause: error });
    }
  }
}

Deno.test("scanEvent agrees with JSON.parse on 70,000 awkward watch events, every chunk cut (R25)", () => {
  fuzz(1, 70_000, (seed, every) => {
    const awkward = createAwkward(seed);
    const { below, quoted, members, space, object } = awkward;
    const type = below(types.length);
    const written = object();
    const envelope: [string, string][] = [["type", quoted(types[type] as string)], [
      "object",
      written,
    ]];
    if (below(2) > 0) envelope.reverse();
    if (below(9) === 0) envelope.unshift(["object", awkward.value(3)], ["type", quoted("ADDED")]);
    if (below(9) === 0) envelope.push(["other", awkward.value()]);
    const text = `${space()}${members(envelope)}${below(2) > 0 ? "\n" : ""}`;
    const wanted = [expected(written, type + 1)];
    const bytes = encoder.encode(text);
    for (const pieces of cuts(bytes, every && bytes.length < 400)) {
      const framing = createEventFraming();
      const found: Found[] = [];
      for (const piece of pieces) {
        framing.push(piece);
        for (let batch = framing.next(); batch.count > 0; batch = framing.next()) {
          found.push(...read(batch));
        }
      }
      compare(found, wanted);
      if (!framing.atEnd()) throw new Error("something is left");
    }
  });
});

Deno.test("createEventFraming agrees with JSON.parse on 10,000 streams of lines, cut anywhere (R25)", () => {
  fuzz(2_000_000, 10_000, (seed) => {
    const { below, quoted, members, space, object } = createAwkward(seed, false);
    const events = Array.from(
      { length: 1 + below(5) },
      () => ({ type: below(6), object: object() }),
    );
    const ends = ["\n", "\r\n", " \n\n", "", " "];
    const text = events.map((event) => {
      const envelope: [string, string][] = [["type", quoted(types[event.type] as string)], [
        "object",
        event.object,
      ]];
      if (below(9) === 0) envelope.reverse();
      return `${members(envelope)}${ends[below(below(2) === 0 ? 1 : ends.length)]}${space()}`;
    }).join("");
    const bytes = encoder.encode(text);
    const framing = createEventFraming();
    const found: Found[] = [];
    for (let from = 0; from < bytes.length;) {
      const to = from + 1 + below(200);
      framing.push(bytes.subarray(from, to));
      from = to;
      for (let batch = framing.next(); batch.count > 0; batch = framing.next()) {
        found.push(...read(batch));
      }
    }
    compare(found, events.map((event) => expected(event.object, event.type + 1)));
    if (!framing.atEnd()) throw new Error("something is left");
  });
});

Deno.test("createListFraming agrees with JSON.parse on 30,000 awkward list bodies, every chunk cut (R25)", () => {
  fuzz(1_000_000, 30_000, (seed, every) => {
    const awkward = createAwkward(seed);
    const { below, quoted, members, space, object } = awkward;
    const items = Array.from({ length: below(4) }, object);
    const written = items.length === 0 && below(2) === 0
      ? "null"
      : `[${items.map((item) => `${space()}${item}${space()}`).join(",")}]`;
    const pairs: [string, string][] = [
      ["kind", quoted("ThingList")],
      ["items", written],
      [
        "metadata",
        members([["resourceVersion", quoted("77")], ["continue", quoted(`t"${below(9)}`)]]),
      ],
    ];
    if (below(3) === 0) pairs.push(["other", awkward.value()]);
    if (below(2) === 0) pairs.reverse();
    if (below(9) === 0) pairs.unshift(["items", `[${object()}]`], ["metadata", "{}"]);
    const bytes = encoder.encode(`${space()}${members(pairs)}${space()}`);
    const wanted = items.map((item) => expected(item, 0));
    const whole = JSON.parse(decoder.decode(bytes));
    for (const pieces of cuts(bytes, every && bytes.length < 400)) {
      const framing = createListFraming();
      let found: Found[] = [];
      for (const piece of pieces) {
        framing.push(piece);
        for (let more = true; more;) {
          const batch = framing.next();
          more = batch.more;
          if (batch.restart) found = [];
          found.push(...read(batch));
        }
      }
      compare(found.map((one) => ({ ...one, type: 0 })), wanted);
      const { kind, metadata } = framing.finish();
      assertEquals({ kind, metadata }, { kind: whole.kind, metadata: whole.metadata });
    }
  });
});
