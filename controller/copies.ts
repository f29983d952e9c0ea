import type { ApiResource, KubernetesObject, ObjectOf } from "../client/mod.ts";
import { type Context, undeclared, type Watched } from "../context/mod.ts";
import type { Informer, InformerPool, Store } from "../informer/mod.ts";
import { type Definition, rootOf } from "./definition.ts";
import { unionStore } from "./union_store.ts";

/** The informer of one namespace, or of all. */
export interface Part {
  /** Undefined for all. */
  readonly namespace: string | undefined;
  /** Keeps the copy. */
  readonly informer: Informer;
}

/** A declared local copy that is kept up to date. */
export interface LocalCopy {
  /** The declaration. */
  readonly watched: Watched;
  /** One informer for each namespace. */
  readonly parts: readonly Part[];
  /** All that they hold. */
  readonly store: Store;
}

/** The local copies of a controller. Dispose of them to stop their informers. */
export interface Copies extends AsyncDisposable {
  /** All of them. */
  readonly all: readonly LocalCopy[];
  /** The one for a declaration. */
  readonly of: (watched: Watched) => LocalCopy | undefined;
  /** Finds a store by its declaration. */
  readonly store: Context["store"];
}

/** Opens a local copy for each different declaration. */
export function openCopies(
  pool: InformerPool,
  { primary, namespaces }: Pick<Definition, "primary" | "namespaces">,
  declarations: readonly Watched[],
): Copies {
  const copies = new Map<Watched, LocalCopy>();
  for (const declaration of declarations) {
    // The primary may differ from what it was made from by its selector, and is found by both.
    const root = declaration === primary ? primary : rootOf(declaration);
    const known = copies.get(root);
    if (known) continue;
    const copy = openCopy(pool, root, namespaces);
    copies.set(root, copy);
    copies.set(rootOf(root), copy);
  }
  const all = [...new Set(copies.values())];
  const of = (watched: Watched) => copies.get(watched) ?? copies.get(rootOf(watched));
  return {
    all,
    of,
    store<R extends ApiResource, I extends string>(watched: Watched<R, I>) {
      const copy = of(watched);
      if (!copy) throw undeclared(watched);
      return copy.store as unknown as Store<ObjectOf<R>, I>;
    },
    async [Symbol.asyncDispose]() {
      const informers = all.flatMap(({ parts }) => parts.map(({ informer }) => informer));
      await Promise.all(informers.map((informer) => informer[Symbol.asyncDispose]()));
    },
  };
}

function openCopy(
  pool: InformerPool,
  watched: Watched,
  namespaces: readonly string[] | undefined,
): LocalCopy {
  const { resource, labelSelector, indexers } = watched;
  const scope = watched.namespace !== undefined
    ? [watched.namespace]
    : resource.scope === "Namespaced"
    ? namespaces ?? [undefined]
    : [undefined];
  const parts = scope.map((namespace): Part => ({
    namespace,
    informer: pool.open<ApiResource<KubernetesObject>, string>({
      resource,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      // `watched` has checked that the indexers take the resource's objects.
      ...(indexers === undefined ? {} : { indexers: indexers as Indexers }),
    }),
  }));
  const [first] = parts;
  const store = parts.length === 1 && first ? first.informer.store : unionStore(
    parts.map(({ namespace = "", informer }) => ({ namespace, store: informer.store })),
  );
  return { watched, parts, store };
}

type Indexers = NonNullable<Parameters<InformerPool["open"]>[0]["indexers"]>;
