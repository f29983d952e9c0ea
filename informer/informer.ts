import {
  type ApiResource,
  type Client,
  compareResourceVersions,
  keyText,
  type KubernetesObject,
  type ObjectKey,
  type ObjectOf,
  resourcePath,
} from "../client/mod.ts";
import { type Copy, createCopy, type Slot } from "./copy.ts";
import { createLoop, type Loop } from "./loop.ts";
import { textOf, UID, VERSION } from "./scan.ts";
import { metadataOf } from "./snapshot.ts";
import { createStore } from "./store.ts";
import type { EventsOptions, Indexer, Informer, InformerEvent, InformerOptions } from "./types.ts";

/**
 * Keeps a local copy of the objects of one kind, from now on until disposed of. It lists and watches by itself and
 * recovers from whatever happens to the connection or the server; `healthy` and `problem` say how it is doing.
 *
 * @throws {TypeError} When the namespace is none, or is given for a kind without namespaces.
 */
export function createInformer<R extends ApiResource, I extends string = never>(
  client: Client,
  resource: R,
  options: InformerOptions<ObjectOf<R>, I> = {},
): Informer<ObjectOf<R>, I> {
  const { indexers, observe = () => {}, ...selection } = options;
  checkSelection(resource, selection.namespace);
  const copy = createCopy(client, resource, selection, observe);
  return createView<ObjectOf<R>, I>(copy, indexers, () => copy.stop());
}

/** Refuses what would fail for ever. */
export function checkSelection(resource: ApiResource, namespace: string | undefined): void {
  resourcePath(resource, namespace === undefined ? {} : { namespace });
}

/** Makes an informer on a copy, with its own indexes and loops. `close` is called once, when it is disposed of. */
export function createView<T extends KubernetesObject, I extends string>(
  copy: Copy,
  indexers: Readonly<Record<I, Indexer<T>>> | undefined,
  close: () => Promise<void>,
): Informer<T, I> {
  const slots = new Map<string, Slot>();
  for (const [name, indexer] of Object.entries<Indexer<T>>(indexers ?? {})) {
    slots.set(name, { name, indexer: indexer as Indexer<KubernetesObject> });
  }
  const indexed = Promise.all([...slots.values()].map((slot) => copy.addIndex(slot)));
  let covered = slots.size === 0;
  indexed.then(() => {
    covered = true;
    for (const listener of copy.listeners) listener();
  });
  const own = new Set<Loop<KubernetesObject>>();
  const store = createStore<T, I>(copy, slots);
  let closing: Promise<void> | undefined;

  /** Resolves when a condition holds; it is looked at after each change. */
  function until(condition: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        copy.listeners.delete(look);
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const abort = () => finish(() => reject(signal?.reason));
      const look = () => {
        if (closing) {
          finish(() =>
            reject(new DOMException(`The informer of ${copy.name} was disposed of`, "AbortError"))
          );
        } else if (condition()) finish(resolve);
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      copy.listeners.add(look);
      look();
    });
  }

  function hasSeen(key: ObjectKey, resourceVersion: string): boolean {
    if (!copy.complete()) return false;
    if ((compareResourceVersions(copy.version(), resourceVersion) ?? -1) >= 0) return true;
    const entry = copy.entries().get(keyText(key));
    if (!entry) return false;
    const { bytes, records, at } = copy.view(entry);
    const known = textOf(bytes, records, at, VERSION);
    return known === resourceVersion ||
      (compareResourceVersions(known, resourceVersion) ?? -1) >= 0;
  }

  function isGone(key: ObjectKey, uid: string): boolean {
    if (!copy.complete()) return false;
    const entry = copy.entries().get(keyText(key));
    if (!entry) return true;
    const view = copy.view(entry);
    if (textOf(view.bytes, view.records, view.at, UID) !== uid) return true;
    return Boolean(metadataOf(view).deletionTimestamp);
  }

  function events(options: EventsOptions = {}): AsyncIterableIterator<InformerEvent<T>> {
    const loop = createLoop<KubernetesObject>(copy.source, options, (one) => {
      own.delete(one);
      copy.loops.delete(one);
    });
    if (!closing && !options.signal?.aborted) {
      own.add(loop);
      copy.loops.add(loop);
    } else loop.end();
    return loop.iterator as AsyncIterableIterator<InformerEvent<T>>;
  }

  async function dispose(): Promise<void> {
    for (const loop of [...own]) loop.end();
    for (const listener of [...copy.listeners]) listener();
    for (const slot of slots.values()) copy.removeIndex(slot);
    await close();
  }

  return {
    store,
    get healthy() {
      return !closing && copy.complete() && covered && copy.problem() === undefined;
    },
    get problem() {
      if (closing) return `${copy.name}: the informer was disposed of`;
      return copy.problem() ?? (covered ? undefined : `${copy.name}: the indexes are being built`);
    },
    synced: ({ signal } = {}) => until(() => copy.complete() && covered, signal),
    refresh({ signal, since = Infinity } = {}) {
      const ticket = copy.refreshes.ask(since);
      return until(() => copy.refreshes.isDone(ticket), signal);
    },
    events,
    [Symbol.asyncIterator]: () => events(),
    hasSeen,
    atLeast: (key, resourceVersion, { signal } = {}) =>
      until(() => hasSeen(key, resourceVersion), signal),
    goneOrTerminating: (key, uid, { signal } = {}) => until(() => isGone(key, uid), signal),
    [Symbol.asyncDispose]() {
      if (!closing) {
        const done = Promise.withResolvers<void>();
        closing = done.promise;
        dispose().then(done.resolve, done.reject);
      }
      return closing;
    },
  };
}
