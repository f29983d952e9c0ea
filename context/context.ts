import {
  type ApiResource,
  type Client,
  type Clock,
  keyOf,
  type KubernetesObject,
  type ObjectOf,
} from "../client/mod.ts";
import type { Store } from "../informer/mod.ts";
import { type ArrayObject, createArrayStore } from "./array_store.ts";
import { createUnitTestClock, noClient } from "./doubles.ts";
import { noLogger } from "./logger.ts";
import type {
  Cause,
  Context,
  Logger,
  ReconcileRequest,
  Watched,
  Word,
  wordBrand,
} from "./types.ts";
import { createWords } from "./words.ts";

/** An event that a reconcile wanted on its object. */
export interface ContextEvent {
  /** Whether it is as it should be. */
  readonly type: "Normal" | "Warning";
  /** For programs, in UpperCamelCase. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
}

/** A local copy for {@linkcode createContext}: what was declared, and what it holds. */
export type StoreEntry = readonly [
  watched: Watched,
  contents: readonly ArrayObject[] | Store,
];

/** What {@linkcode createContext} takes. Everything may be left out. */
export interface ContextOptions {
  /** The object that the reconcile is about: gives `request` and `deleting` their defaults. */
  readonly object?: KubernetesObject;
  /** Default: the object's key, else the name `test`. */
  readonly request?: ReconcileRequest;
  /** Default: one that is never aborted. */
  readonly signal?: AbortSignal;
  /** Default: none. */
  readonly log?: Logger;
  /** Default: the client's clock; without a client one for tests, on which every timer fires at once and moves the time. */
  readonly clock?: Clock;
  /** Default: one whose every call fails and says so. */
  readonly client?: Client;
  /** Failed runs so far. @default {0} */
  readonly failures?: number;
  /** Why it runs. @default {[]} */
  readonly causes?: readonly Cause[];
  /** How many reasons there were. Default: the number of `causes`. */
  readonly causeCount?: number;
  /** Default: whether the object has a deletion timestamp. */
  readonly deleting?: boolean;
  /** What `initContext` would have set. @default {false} */
  readonly updateAllowed?: boolean;
  /** The local copies: pairs of what was declared and the objects, or a store. Default: none. */
  readonly stores?: readonly StoreEntry[];
  /** Finds local copies instead of `stores`. */
  readonly store?: Context["store"];
  /** Told each event. Default: they are only kept in {@linkcode RecordingContext.events}. */
  readonly event?: (event: ContextEvent) => void;
}

/** A context that remembers what was said to it. */
export interface RecordingContext extends Context {
  /** The words said so far, in order. */
  readonly words: readonly Omit<Word, typeof wordBrand>[];
  /** The events asked for so far, in order. */
  readonly events: readonly ContextEvent[];
}

/**
 * Makes a context: for unit tests of resources and reconcilers, and for running them without a controller.
 *
 * @example
 * ```ts
 * import { createContext } from "@operatorkit/operatorkit/context";
 *
 * const context = createContext({ request: { name: "blog", namespace: "web" } });
 * context.requeue(5_000);
 * console.log(context.words); // [{ word: "requeue", after: 5000 }]
 * ```
 */
export function createContext(options: ContextOptions = {}): RecordingContext {
  const {
    object,
    request = object ? keyOf(object) : { name: "test" },
    signal = new AbortController().signal,
    log = noLogger,
    client = noClient,
    clock = options.client?.runtime.clock ?? createUnitTestClock(),
    failures = 0,
    causes = [],
    causeCount = causes.length,
    deleting = object?.metadata.deletionTimestamp !== undefined,
    updateAllowed = false,
    stores = [],
    store = findStore(stores),
    event: tell,
  } = options;
  const words: Word[] = [];
  const events: ContextEvent[] = [];
  const memory = new Map<string, unknown>();
  return Object.freeze({
    signal,
    log,
    clock,
    request,
    client,
    failures,
    causes,
    causeCount,
    deleting,
    updateAllowed,
    memo<V>(key: string, compute: () => V): V {
      if (!memory.has(key)) memory.set(key, compute());
      return memory.get(key) as V;
    },
    store,
    event(type: "Normal" | "Warning", reason: string, message: string) {
      const event: ContextEvent = { type, reason, message };
      events.push(event);
      tell?.(event);
    },
    ...createWords((word) => words.push(word)),
    words,
    events,
  });
}

function findStore(entries: readonly StoreEntry[]): Context["store"] {
  const stores = new Map<Watched, Store>();
  for (const [watched, contents] of entries) {
    stores.set(watched, isStore(contents) ? contents : createArrayStore(watched, contents));
  }
  return <R extends ApiResource, I extends string>(watched: Watched<R, I>) => {
    const found = stores.get(watched) ??
      (watched.origin === undefined ? undefined : stores.get(watched.origin));
    if (!found) throw undeclared(watched);
    return found as unknown as Store<ObjectOf<R>, I>;
  };
}

function isStore(contents: readonly ArrayObject[] | Store): contents is Store {
  return !Array.isArray(contents);
}

/** What {@linkcode Context.store} throws for a local copy that nobody declared. */
export function undeclared(watched: Watched): TypeError {
  const { plural = "something", group = "" } = watched?.resource ?? {};
  return new TypeError(
    `The local copy of ${
      group ? `${plural}.${group}` : plural
    } is not declared: make it once with watched(), owns() or watches(), list it in the controller's sources, and pass that same value`,
  );
}
