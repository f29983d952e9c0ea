/** Lets everything through, or keeps it back until it opens. */
export interface Gate {
  /** Resolves when it is open; undefined when it is. */
  readonly opened: () => Promise<void> | undefined;
  /** Does `work` at once, or when it opens; what is kept back keeps its order. */
  readonly pass: (work: () => void) => void;
  /** Closes it. */
  readonly close: () => void;
  /** Opens it. */
  readonly open: () => void;
}

/** Makes an open gate. */
export function createGate(): Gate {
  let kept: (() => void)[] | undefined;
  let waiting: PromiseWithResolvers<void> | undefined;
  return {
    opened: () => waiting?.promise,
    pass(work) {
      if (kept) kept.push(work);
      else work();
    },
    close() {
      kept ??= [];
      waiting ??= Promise.withResolvers();
    },
    open() {
      const works = kept ?? [];
      kept = undefined;
      for (const work of works) work();
      waiting?.resolve();
      waiting = undefined;
    },
  };
}
