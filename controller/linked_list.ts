/**
 * Values in the order they came. Taking the first out of a Map or a Set looks costless, but V8 steps over all that were
 * deleted before it until it rehashes: the time to empty one grows with the square of its size.
 */
export interface LinkedList<V> {
  /** How many. */
  readonly size: number;
  /** Where the first is. */
  readonly first: Link<V> | undefined;
  /** Adds a value at the end. */
  readonly push: (value: V) => Link<V>;
  /** Takes the first out. */
  readonly shift: () => V | undefined;
  /** Takes a value out; false when it is not in any more. */
  readonly delete: (link: Link<V>) => boolean;
  /** Moves a value to the end. */
  readonly renew: (link: Link<V>) => void;
  /** Takes all out. */
  readonly clear: () => void;
}

/** Where a value is. */
export interface Link<V> {
  /** The value. */
  readonly value: V;
  /** The one before. */
  previous: Link<V> | undefined;
  /** The one after. */
  next: Link<V> | undefined;
  /** Whether it is in the list. */
  isIn: boolean;
}

/** Makes an empty list. */
export function createLinkedList<V>(): LinkedList<V> {
  let first: Link<V> | undefined;
  let last: Link<V> | undefined;
  let size = 0;

  function append(link: Link<V>): Link<V> {
    link.previous = last;
    link.next = undefined;
    link.isIn = true;
    if (last) last.next = link;
    else first = link;
    last = link;
    size++;
    return link;
  }

  function remove(link: Link<V>): boolean {
    if (!link.isIn) return false;
    const { previous, next } = link;
    if (previous) previous.next = next;
    else first = next;
    if (next) next.previous = previous;
    else last = previous;
    link.isIn = false;
    size--;
    return true;
  }

  return {
    get size() {
      return size;
    },
    get first() {
      return first;
    },
    push: (value) => append({ value, previous: undefined, next: undefined, isIn: false }),
    shift() {
      const link = first;
      if (!link) return undefined;
      remove(link);
      return link.value;
    },
    delete: remove,
    renew(link) {
      remove(link);
      append(link);
    },
    clear() {
      first = last = undefined;
      size = 0;
    },
  };
}
