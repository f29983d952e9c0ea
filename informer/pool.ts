import type { ApiResource, Client, ObjectOf } from "../client/mod.ts";
import { type Copy, createCopy } from "./copy.ts";
import { checkSelection, createView } from "./informer.ts";
import type {
  Informer,
  InformerObservation,
  InformerPool,
  InformerProblem,
  InformerState,
  PooledInformerOptions,
} from "./types.ts";

/** What {@linkcode createInformerPool} takes. */
export interface InformerPoolOptions {
  /** Told what the informers do. Must not throw. */
  readonly observe?: (event: InformerObservation) => void;
}

interface Shared {
  readonly copy: Copy;
  /** Views that are open. */
  users: number;
}

/** Makes a pool: one watch for each (resource, namespace, selectors), however many declare it. */
export function createInformerPool(
  client: Client,
  options: InformerPoolOptions = {},
): InformerPool {
  const { observe = () => {} } = options;
  const shared = new Map<string, Shared>();
  const views = new Set<AsyncDisposable>();
  let closed = false;

  function open<R extends ApiResource, I extends string = never>(
    options: PooledInformerOptions<R, I>,
  ): Informer<ObjectOf<R>, I> {
    const { resource, indexers, ...selection } = options;
    if (closed) throw new TypeError("The pool of informers was disposed of: make another one");
    checkSelection(resource, selection.namespace);
    const { group, version, plural, representation = "object" } = resource;
    const { namespace, labelSelector = "", fieldSelector = "" } = selection;
    const id = JSON.stringify([
      group,
      version,
      plural,
      representation,
      namespace,
      labelSelector,
      fieldSelector,
    ]);
    let one = shared.get(id);
    if (!one) {
      one = { copy: createCopy(client, resource, selection, observe), users: 0 };
      shared.set(id, one);
    }
    const held = one;
    held.users++;
    const view = createView<ObjectOf<R>, I>(held.copy, indexers, async () => {
      views.delete(view);
      if (--held.users > 0) return;
      if (shared.get(id) === held) shared.delete(id);
      await held.copy.stop();
    });
    views.add(view);
    return view;
  }

  function problems(): readonly InformerProblem[] {
    return [...shared.values()].flatMap(({ copy }) => {
      const problem = copy.problem();
      return problem === undefined ? [] : [{ name: copy.name, problem }];
    });
  }

  function states(): readonly InformerState[] {
    const now = client.runtime.clock.monotonic();
    return [...shared.values()].map(({ copy }) => ({
      name: copy.name,
      objects: copy.entries().size,
      synced: copy.complete(),
      silent: now - copy.heard(),
    }));
  }

  return {
    open,
    problems,
    states,
    async [Symbol.asyncDispose]() {
      closed = true;
      await Promise.all([...views].map((view) => view[Symbol.asyncDispose]()));
    },
  };
}
