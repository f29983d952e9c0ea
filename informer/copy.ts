import {
  type ApiResource,
  type Client,
  compareResourceVersions,
  type KubernetesObject,
} from "../client/mod.ts";
import { follow, type Step } from "./follow.ts";
import type { Batch } from "./framing.ts";
import { createIndex, type Index } from "./index_set.ts";
import type { Before, Loop, LoopSource } from "./loop.ts";
import { compareVersions, createMemory, type Entry, sameUid } from "./memory.ts";
import { createPace, type Pace } from "./pace.ts";
import { nameOf } from "./recovery.ts";
import { createRefreshes, type Refreshes } from "./refresh.ts";
import { DELETED, FIELDS, NAME, NAMESPACE, textOf, TYPE, VERSION } from "./scan.ts";
import {
  copyMetadata,
  copyView,
  createSnapshot,
  keepOwned,
  type TypeMeta,
  type View,
} from "./snapshot.ts";
import { typesOf } from "./stream.ts";
import type { Indexer, InformerObservation, InformerSelection, Snapshot } from "./types.ts";

/** An indexer that someone declared. */
export interface Slot {
  /** As declared. */
  readonly name: string;
  /** As declared. */
  readonly indexer: Indexer<KubernetesObject>;
}

/** The objects of one kind as bytes, kept up to date; shared by all views of one informer. */
export interface Copy {
  /** For messages: `sites.example.com`. */
  readonly name: string;
  /** For list items that lack them. */
  readonly types: TypeMeta;
  /** Lets others run. */
  readonly pace: Pace;
  /** Objects by key; empty before the first complete list. */
  readonly entries: () => ReadonlyMap<string, Entry>;
  /** What an entry holds. */
  readonly view: (entry: Entry) => View;
  /** A snapshot of an entry that fails when the entry has changed since. */
  readonly snapshot: (entry: Entry) => Snapshot<KubernetesObject>;
  /** Whether a list was complete once. */
  readonly complete: () => boolean;
  /** The version it is at. */
  readonly version: () => string;
  /** When the server last told anything, a bookmark included, on the monotonic clock. */
  readonly heard: () => number;
  /** Why it does not follow the server. */
  readonly problem: () => string | undefined;
  /** Adds an index; resolves when it covers all objects. */
  readonly addIndex: (slot: Slot) => Promise<void>;
  /** The index of a slot. */
  readonly index: (slot: Slot) => Index | undefined;
  /** Forgets an index. */
  readonly removeIndex: (slot: Slot) => void;
  /** What loops read from. */
  readonly source: LoopSource;
  /** Loops to tell of changes. */
  readonly loops: Set<Loop<KubernetesObject>>;
  /** Called after each change of the copy or its state. */
  readonly listeners: Set<() => void>;
  /** Who wants all read anew. */
  readonly refreshes: Refreshes;
  /** Bytes of memory held for objects. */
  readonly held: () => number;
  /** Stops it. */
  readonly stop: () => Promise<void>;
}

interface Table {
  readonly entries: Map<string, Entry>;
  readonly indexes: Map<Slot, Index>;
}

/** Copies a kind, from now on until stopped. */
export function createCopy(
  client: Client,
  resource: ApiResource,
  selection: InformerSelection,
  observe: (event: InformerObservation) => void,
): Copy {
  const { clock } = client.runtime;
  const name = nameOf(resource);
  const types = typesOf(resource);
  const memory = createMemory();
  const pace = createPace(clock);
  const stopping = new AbortController();
  const slots = new Set<Slot>();
  const loops = new Set<Loop<KubernetesObject>>();
  const listeners = new Set<() => void>();
  const refreshes = createRefreshes(clock, () => listeners.forEach((listener) => listener()));
  const begun = clock.monotonic();
  let heard = begun;
  let table: Table = { entries: new Map(), indexes: new Map() };
  /** Objects of a list that is not complete. */
  let next: Table | undefined;
  let complete = false;
  let busy = false;
  let version = "";
  let problem: string | undefined = `${name}: not listed yet`;

  const snapshot = (entry: Entry) => {
    const { stamp, key } = entry;
    return createSnapshot<KubernetesObject>(() => {
      if (entry.stamp === stamp) return memory.view(entry);
      throw new TypeError(
        `The snapshot of ${key} has expired, because the object has changed since: call object() or read metadata at once, or take the key and look it up again`,
      );
    }, types);
  };

  function index(slot: Slot): Index {
    return createIndex((entry) => {
      try {
        const values: unknown = slot.indexer(snapshot(entry));
        if (Array.isArray(values)) return values;
        throw new TypeError(`it gave ${typeof values}, not a list of values`);
      } catch (error) {
        observe({
          type: "skipped",
          name,
          reason: `index ${slot.name} failed on ${entry.key}: ${error}`,
        });
        return [];
      }
    });
  }

  function createTable(): Table {
    return { entries: new Map(), indexes: new Map([...slots].map((slot) => [slot, index(slot)])) };
  }

  function keyOf(bytes: Uint8Array, records: Int32Array, at: number): string {
    const plain = textOf(bytes, records, at, NAME);
    const space = textOf(bytes, records, at, NAMESPACE);
    return space === "" ? plain : `${space}/${plain}`;
  }

  function before(view: () => View): Before {
    let metadata: View | undefined;
    let object: View | undefined;
    return {
      metadata: () => metadata ??= copyMetadata(view()),
      object: () => object ??= copyView(view()),
    };
  }

  function discard(one: Table): void {
    for (const entry of one.entries.values()) {
      if (table.entries.get(entry.key) !== entry) memory.release(entry);
    }
  }

  function gather({ bytes, records, first, count }: Batch): void {
    const { entries, indexes } = next as Table;
    for (let k = first, at = first * FIELDS; k < first + count; k++, at += FIELDS) {
      const type = records[at + TYPE] as number;
      if (type > DELETED) continue;
      const key = keyOf(bytes, records, at);
      const known = entries.get(key);
      const current = table.entries.get(key);
      if (known) {
        for (const one of indexes.values()) one.remove(known);
        entries.delete(key);
        if (known !== current) memory.release(known);
      }
      if (type === DELETED) continue;
      const incoming = { bytes, records, at };
      const unchanged = current && compareVersions(incoming, memory.view(current)) === 0 &&
        sameUid(incoming, memory.view(current));
      const entry = unchanged ? current : memory.create(key, bytes, records, at);
      entries.set(key, entry);
      for (const one of indexes.values()) one.put(entry);
    }
  }

  /** Takes a whole list over: deletions first, then the rest; loops hear nothing of what has not changed. */
  async function replace(): Promise<void> {
    const old = table;
    const fresh = next as Table;
    const telling = complete && loops.size > 0;
    busy = true;
    table = fresh;
    next = undefined;
    let count = 0;
    const rest = () => ++count % 256 === 0 ? pace.pause() : undefined;
    const removed: Entry[] = [];
    for (const [key, entry] of old.entries) {
      const now = fresh.entries.get(key);
      if (now === entry) continue;
      removed.push(entry);
      const pause = rest();
      if (pause) await pause;
      if (!now && telling) {
        const last = before(() => memory.view(entry));
        for (const loop of loops) loop.deleted(key, last, true);
      }
    }
    if (telling) {
      for (const [key, entry] of fresh.entries) {
        const was = old.entries.get(key);
        if (was === entry) continue;
        const pause = rest();
        if (pause) await pause;
        if (!was) { for (const loop of loops) loop.added(key); }
        else {
          const recreated = !sameUid(memory.view(was), memory.view(entry));
          const state = before(() => memory.view(was));
          for (const loop of loops) loop.updated(key, state, recreated);
        }
      }
    }
    for (const entry of removed) memory.release(entry);
    busy = false;
  }

  function upsert(bytes: Uint8Array, records: Int32Array, at: number, floor: string): void {
    const key = keyOf(bytes, records, at);
    let entry = table.entries.get(key);
    if (entry) {
      const incoming = { bytes, records, at };
      const known = memory.view(entry);
      const order = compareVersions(incoming, known);
      const recreated = !sameUid(incoming, known);
      // A server that replays what it sent before must not roll the copy back.
      if (order !== undefined && (order < 0 || (order === 0 && !recreated))) return;
      if (loops.size > 0) {
        const held = entry;
        const state = before(() => memory.view(held));
        for (const loop of loops) loop.updated(key, state, recreated);
      }
      memory.overwrite(entry, bytes, records, at);
    } else {
      const order = floor === ""
        ? undefined
        : compareResourceVersions(textOf(bytes, records, at, VERSION), floor);
      if (order !== undefined && order <= 0) return; // it was deleted before
      entry = memory.create(key, bytes, records, at);
      table.entries.set(key, entry);
      for (const loop of loops) loop.added(key);
    }
    for (const one of table.indexes.values()) one.put(entry);
  }

  function remove(bytes: Uint8Array, records: Int32Array, at: number): void {
    const key = keyOf(bytes, records, at);
    const entry = table.entries.get(key);
    if (!entry) return;
    const incoming = { bytes, records, at };
    const known = memory.view(entry);
    const order = compareVersions(incoming, known);
    if (order !== undefined && order < 0) return; // a replay: another object has the name since
    if (loops.size > 0) {
      const same = sameUid(incoming, known);
      const last = same ? incoming : known;
      const state = before(() => last);
      const owned: Before = {
        metadata: state.metadata,
        object: () => same ? keepOwned(bytes, records, at) : copyView(known),
      };
      for (const loop of loops) loop.deleted(key, owned, !same);
    }
    for (const one of table.indexes.values()) one.remove(entry);
    table.entries.delete(key);
    memory.release(entry);
  }

  function change({ bytes, records, first, count }: Batch, floor: string): void {
    for (let k = first, at = first * FIELDS; k < first + count; k++, at += FIELDS) {
      const type = records[at + TYPE] as number;
      if (type < DELETED) upsert(bytes, records, at, floor);
      else if (type === DELETED) remove(bytes, records, at);
    }
  }

  function tell(): void {
    memory.compact(function* () {
      yield* table.entries.values();
      for (const entry of next?.entries.values() ?? []) {
        if (table.entries.get(entry.key) !== entry) yield entry;
      }
    });
    for (const loop of loops) loop.wake();
    for (const listener of listeners) listener();
  }

  async function take(step: Step): Promise<void> {
    if (step.type !== "start") heard = clock.monotonic();
    switch (step.type) {
      case "start":
        if (next) discard(next);
        next = createTable();
        return;
      case "items":
        return gather(step);
      case "changes":
        change(step, step.floor);
        break;
      case "complete": {
        await replace();
        const first = !complete;
        complete = true;
        if (first) {
          const objects = table.entries.size;
          observe({ type: "synced", name, objects, duration: clock.monotonic() - begun });
        }
      }
    }
    version = step.resourceVersion;
    tell();
  }

  async function run(): Promise<void> {
    const { signal } = stopping;
    const report = (reason: string | undefined) => {
      problem = reason;
      for (const listener of listeners) listener();
    };
    const options = { ...selection, signal, pace, observe, report, refreshes };
    for await (const step of follow(client, resource, options)) {
      if (signal.aborted) break;
      await take(step);
    }
  }

  const running = run().catch((error) => {
    // What can go wrong on the way is handled by the reflector: this is a mistake in this library.
    if (stopping.signal.aborted) return;
    problem = `${name}: ${error}`;
    for (const listener of listeners) listener();
  });

  return {
    name,
    types,
    pace,
    entries: () => complete ? table.entries : empty,
    view: memory.view,
    snapshot,
    complete: () => complete,
    version: () => version,
    heard: () => heard,
    problem: () => problem,
    async addIndex(slot) {
      slots.add(slot);
      const fresh = index(slot);
      table.indexes.set(slot, fresh);
      if (next) {
        const coming = index(slot);
        next.indexes.set(slot, coming);
        for (const entry of next.entries.values()) coming.put(entry);
      }
      for (const entry of table.entries.values()) {
        fresh.put(entry);
        const pause = pace.pause();
        if (pause) await pause;
        if (table.indexes.get(slot) !== fresh) return; // a list that came meanwhile has it all
      }
    },
    index: (slot) => table.indexes.get(slot),
    removeIndex(slot) {
      slots.delete(slot);
      table.indexes.delete(slot);
      next?.indexes.delete(slot);
    },
    source: {
      entries: () => table.entries,
      view: memory.view,
      complete: () => complete,
      busy: () => busy,
      ended: () => stopping.signal.aborted,
      types,
      pace,
      clock,
    },
    loops,
    listeners,
    refreshes,
    held: memory.held,
    async stop() {
      stopping.abort(new DOMException("The informer was stopped", "AbortError"));
      for (const loop of [...loops]) loop.end();
      for (const listener of [...listeners]) listener();
      await running;
    },
  };
}

const empty: ReadonlyMap<string, Entry> = new Map();
