import type { Clock } from "../_internal/mod.ts";
import { createChangeLog } from "./change_log.ts";
import type { StoredObject } from "./object.ts";
import { type Change, type ChangeListener, type Storage, undo } from "./storage.ts";

/** What one API server knows of the storage: its watch cache, which may be behind. */
export interface View extends Disposable {
  /** The version of the newest change that it knows. */
  readonly version: number;
  /** Changes up to this version are forgotten. */
  readonly oldest: number;
  /** One object. */
  readonly get: (storage: string, namespace: string, name: string) => StoredObject | undefined;
  /** The objects of a storage, in the order of their keys. */
  readonly list: (storage: string, namespace?: string) => readonly StoredObject[];
  /** Changes of a storage after a version, in order. */
  readonly changesAfter: (storage: string, version: number) => readonly Change[];
  /** Calls `listener` with each change of a storage from now on, at this view's pace. */
  readonly subscribe: (storage: string, listener: ChangeListener) => Disposable;
  /**
   * Whether it knows a version: at once, or when it gets there within `patience` milliseconds, or false after that.
   */
  readonly reach: (
    version: number,
    patience: number,
    signal?: AbortSignal,
  ) => boolean | Promise<boolean>;
  /** Learns nothing more until {@linkcode View.thaw}. */
  readonly freeze: () => void;
  /** Learns what it missed, and goes on. */
  readonly thaw: () => void;
  /** Forgets the changes that it knows, not what they led to. */
  readonly compact: () => void;
}

/** What {@linkcode createView} takes. */
export interface ViewOptions {
  /** What is looked at. */
  readonly storage: Storage;
  /** Time. */
  readonly clock: Clock;
  /** Milliseconds until a change is known. @default {0} */
  readonly lag?: number;
  /** How many changes it remembers. Default: those that the storage does. */
  readonly history?: number;
}

interface Pending {
  readonly change: Change;
  readonly due: number;
}

interface Waiter {
  readonly version: number;
  readonly end: (reached: boolean) => void;
}

/** Makes a view of a storage. One that is not behind keeps nothing of its own but its history. */
export function createView({ storage, clock, lag = 0, history }: ViewOptions): View {
  const log = history === undefined ? storage.log : createChangeLog(history, storage.version);
  const listeners = new Map<string, Set<ChangeListener>>();
  const waiters = new Set<Waiter>();
  let pending: Pending[] = [];
  let version = storage.version;
  let frozen = false;
  let timer: Disposable | undefined;

  const learn = (change: Change) => {
    version = change.version;
    if (log !== storage.log) log.record(change);
    for (const listener of [...listeners.get(change.storage) ?? []]) listener(change);
    for (const waiter of waiters) if (waiter.version <= version) waiter.end(true);
  };
  const catchUp = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    const now = clock.monotonic();
    while (!frozen) {
      const [next] = pending;
      if (!next || next.due > now) break;
      pending.shift();
      learn(next.change);
    }
    const [next] = pending;
    if (next && !frozen) timer = clock.setTimeout(catchUp, next.due - now);
  };
  const source = storage.subscribe((change) => {
    if (!frozen && !lag && !pending.length) return learn(change);
    const due = clock.monotonic() + lag;
    pending.push({ change, due });
    if (!frozen && !timer) timer = clock.setTimeout(catchUp, lag);
  });

  return {
    get version() {
      return version;
    },
    get oldest() {
      return Math.min(log.oldest, version);
    },
    get(kind, namespace, name) {
      const found = storage.get(kind, namespace, name);
      if (!pending.length) return found;
      const unknown = pending.find(({ change: { storage: changed, object: { metadata } } }) =>
        changed === kind && metadata.name === name && (metadata.namespace ?? "") === namespace
      );
      return unknown ? unknown.change.previous : found;
    },
    list(kind, namespace) {
      const unknown = pending.map(({ change }) => change).filter((change) =>
        change.storage === kind && (!namespace || change.object.metadata.namespace === namespace)
      );
      const items = storage.list(kind, namespace);
      return unknown.length ? undo(items, unknown) : items;
    },
    changesAfter: (kind, after) =>
      log.after(after).filter((change) => change.storage === kind && change.version <= version),
    subscribe(kind, listener) {
      const found = listeners.get(kind) ?? new Set();
      listeners.set(kind, found);
      found.add(listener);
      return { [Symbol.dispose]: () => void found.delete(listener) };
    },
    reach(asked, patience, signal) {
      if (asked <= version) return true;
      return new Promise((resolve) => {
        const waiter: Waiter = {
          version: asked,
          end(reached) {
            waiters.delete(waiter);
            expiry[Symbol.dispose]();
            signal?.removeEventListener("abort", abort);
            resolve(reached);
          },
        };
        const abort = () => waiter.end(false);
        const expiry = clock.setTimeout(abort, patience);
        waiters.add(waiter);
        signal?.addEventListener("abort", abort);
      });
    },
    freeze() {
      frozen = true;
      timer?.[Symbol.dispose]();
      timer = undefined;
    },
    thaw() {
      frozen = false;
      catchUp();
    },
    compact: () => log.forget(version),
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      source[Symbol.dispose]();
      pending = [];
      for (const waiter of [...waiters]) waiter.end(false);
    },
  };
}
