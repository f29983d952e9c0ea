import type { Clock, KubernetesObject, Metadata } from "../client/mod.ts";
import type { Entry } from "./memory.ts";
import type { Pace } from "./pace.ts";
import { createSchedule } from "./schedule.ts";
import {
  copyView,
  createOwned,
  metadataOf,
  objectOf,
  type TypeMeta,
  type View,
} from "./snapshot.ts";
import type { EventsOptions, InformerEvent } from "./types.ts";

/** A state that was replaced: copied at most once for all loops, and only if one needs it. */
export interface Before {
  /** Its metadata. */
  readonly metadata: () => View;
  /** All of it. */
  readonly object: () => View;
}

/** What a loop reads from. */
export interface LoopSource {
  /** Objects by key. Another map after a list. */
  readonly entries: () => ReadonlyMap<string, Entry>;
  /** What an entry holds. */
  readonly view: (entry: Entry) => View;
  /** Whether the copy is complete. */
  readonly complete: () => boolean;
  /** Whether a new list is being taken over: nothing is handed out meanwhile. */
  readonly busy: () => boolean;
  /** Whether the informer has ended. */
  readonly ended: () => boolean;
  /** For list items that lack them. */
  readonly types: TypeMeta;
  /** Lets others run. */
  readonly pace: Pace;
  /** Time. */
  readonly clock: Clock;
}

/** One consumer of changes. What it has not taken yet is kept by key: one deletion and one state at most. */
export interface Loop<T extends KubernetesObject> {
  /** There is an object that was not there. */
  readonly added: (key: string) => void;
  /** An object has another state; `recreated` if it is another object of the same name. */
  readonly updated: (key: string, before: Before, recreated: boolean) => void;
  /** An object is gone; `stale` if its deletion was not seen. */
  readonly deleted: (key: string, last: Before, stale: boolean) => void;
  /** The objects were replaced; a loop that has not begun with them begins anew. */
  readonly wake: () => void;
  /** Ends it. */
  readonly end: () => void;
  /** For `for await`. */
  readonly iterator: AsyncIterableIterator<InformerEvent<T>>;
}

interface Gone {
  /** The last state. */
  readonly view: View;
  /** Whether the deletion was not seen. */
  readonly stale: boolean;
  /** What the loop saw last, where that is another state. */
  readonly old?: View | undefined;
  /** All of it, with `keepOld`. */
  readonly oldObject?: View | undefined;
}

interface Pending {
  /** The deletion to hand out first. */
  readonly gone?: Gone;
  /** The state to hand out. */
  readonly state?: "added" | "updated";
  /** Part of the first state. */
  readonly initial?: true;
  /** Nothing changed: it is handed out again after the period. */
  readonly resync?: true;
  /** What the loop saw last. */
  readonly old?: View;
  /** All of it, with `keepOld`. */
  readonly oldObject?: View | undefined;
}

const initialState: Pending = { state: "added", initial: true };
const newState: Pending = { state: "added" };
const sameState: Pending = { state: "updated", resync: true };

/** Makes a loop. `forget` is called when it has ended. */
export function createLoop<T extends KubernetesObject>(
  source: LoopSource,
  options: EventsOptions,
  forget: (loop: Loop<T>) => void,
): Loop<T> {
  const { signal, keepOld = false } = options;
  const { types, pace } = source;
  const schedule = createSchedule(source.clock, options);
  const pending = new Map<string, Pending>();
  /** `idle`: knows nothing yet. `filling`: takes the present state in. `live`: follows. */
  let phase: "idle" | "filling" | "live" = "idle";
  let synced = false;
  let ended = false;
  let waiting: (() => void) | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const wake = () => {
    waiting?.();
    waiting = undefined;
  };

  /** Whether a change of a key is news; while filling, only for keys that were visited: the others come yet. */
  const concerns = (key: string) => phase === "live" || (phase === "filling" && pending.has(key));

  function added(key: string): void {
    if (!concerns(key)) return;
    const known = pending.get(key);
    pending.set(key, known?.gone ? { gone: known.gone, state: "added" } : known ?? newState);
  }

  function updated(key: string, before: Before, recreated: boolean): void {
    if (!concerns(key)) return;
    const known = pending.get(key);
    if (known?.state === "added") return;
    if (recreated) {
      pending.set(key, { gone: goneOf(before, true, known), state: "added" });
    } else if (!known || known.resync) {
      const oldObject = keepOld ? before.object() : undefined;
      pending.set(key, { state: "updated", old: oldObject ?? before.metadata(), oldObject });
    }
  }

  function deleted(key: string, last: Before, stale: boolean): void {
    if (!concerns(key)) return;
    const known = pending.get(key);
    if (known?.gone) pending.set(key, { gone: known.gone });
    else if (known?.state === "added") pending.delete(key); // it came and went unseen
    else {
      // After the changes that came before it, so that deletions of a list come first among its changes.
      pending.delete(key);
      pending.set(key, { gone: goneOf(last, stale, known) });
    }
  }

  /** Takes the present state in; begins anew when a list comes in between. */
  async function fill(): Promise<void> {
    phase = "filling";
    for (let whole = false; !whole && !ended;) {
      pending.clear();
      const entries = source.entries();
      whole = true;
      let count = 0;
      for (const key of entries.keys()) {
        pending.set(key, initialState);
        if (++count % 1024 > 0) continue;
        const pause = pace.pause();
        if (!pause) continue;
        await pause;
        if (source.entries() !== entries) {
          whole = false;
          break;
        }
      }
    }
    phase = "live";
  }

  /** The next event, if there is one. */
  function take(): InformerEvent<T> | undefined {
    for (const [key, item] of pending) {
      if (!synced && !item.initial) break;
      if (item.gone) {
        if (item.state) pending.set(key, newState);
        else pending.delete(key);
        schedule.dispatched(key, true);
        const { view, stale, old, oldObject } = item.gone;
        const event = createOwned<T, { type: "deleted"; stale?: true; oldObject?: () => T }>(
          view,
          types,
          {
            type: "deleted",
            ...(stale && { stale }),
            ...(oldObject && { oldObject: () => objectOf<T>(oldObject, types) }),
          },
        );
        return old ? withOld(event, old) : event;
      }
      pending.delete(key);
      const entry = source.entries().get(key);
      if (!entry) continue;
      const view = copyView(source.view(entry));
      schedule.dispatched(key, false);
      if (item.state === "added") {
        return createOwned<T, { type: "added"; initial: boolean }>(view, types, {
          type: "added",
          initial: item.initial === true,
        });
      }
      const { old, oldObject, resync } = item.resync
        ? { old: view, oldObject: keepOld ? view : undefined, resync: true as const }
        : { ...item, resync: undefined };
      const event = createOwned<T, { type: "updated"; oldObject?: () => T; resync?: true }>(
        view,
        types,
        {
          type: "updated",
          ...(oldObject && { oldObject: () => objectOf<T>(oldObject, types) }),
          ...(resync && { resync }),
        },
      );
      return withOld(event, old as View); // a pending update has it
    }
    if (synced) return undefined;
    synced = true;
    return { type: "synced" };
  }

  async function step(): Promise<IteratorResult<InformerEvent<T>, undefined>> {
    while (!ended && !source.ended()) {
      let held = false;
      if (!source.busy()) {
        if (phase === "idle" && source.complete()) await fill();
        if (phase === "live" && !ended && !source.busy()) {
          for (const key of schedule.due()) {
            if (!pending.has(key) && source.entries().has(key)) pending.set(key, sameState);
          }
          held = pending.size > 0 && !schedule.open();
          const event = held ? undefined : take();
          if (event) {
            const pause = pace.pause();
            if (pause) await pause;
            return { done: false, value: event };
          }
        }
        if (ended) break;
      }
      await new Promise<void>((resolve) => {
        waiting = resolve;
        if (phase === "live" && !source.busy()) schedule.arm(wake, held);
      });
    }
    end();
    return { done: true, value: undefined };
  }

  function end(): void {
    if (ended) return;
    ended = true;
    pending.clear();
    schedule[Symbol.dispose]();
    signal?.removeEventListener("abort", end);
    forget(loop);
    wake();
  }

  const iterator: AsyncIterableIterator<InformerEvent<T>> = {
    next() {
      const result = turn.then(step);
      turn = result.catch(() => {});
      return result;
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return iterator;
    },
  };
  const loop: Loop<T> = { added, updated, deleted, wake, end, iterator };
  if (signal?.aborted) ended = true;
  else signal?.addEventListener("abort", end, { once: true });
  return loop;
}

/** The deletion of a state; the loop may have seen an older one, which has to be heard of too. */
function goneOf(last: Before, stale: boolean, known: Pending | undefined): Gone {
  return { view: last.object(), stale, old: known?.old, oldObject: known?.oldObject };
}

/** Adds the metadata of the state before, read on first use. */
function withOld<E>(event: E, old: View): E & { readonly old: Metadata } {
  let known: Metadata | undefined;
  return Object.defineProperty(event, "old", {
    get: () => known ??= metadataOf(old),
    enumerable: true,
  }) as E & { readonly old: Metadata };
}
