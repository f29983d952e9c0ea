import type { Clock } from "../client/mod.ts";

/** Values that become due at a moment, each at most once. One timer of the clock serves all of them. */
export interface Delays<V> extends Disposable {
  /** How many are waiting. */
  readonly size: number;
  /** Makes `value` due at the monotonic time `at`, instead of when it was due before. */
  readonly set: (value: V, at: number) => void;
  /** When the value is due. */
  readonly at: (value: V) => number | undefined;
  /** Forgets the value. */
  readonly delete: (value: V) => void;
}

interface Node<V> {
  readonly value: V;
  at: number;
  order: number;
  index: number;
}

/** Makes a set of delays: a binary heap that knows where each value is. */
export function createDelays<V>(clock: Clock, due: (value: V) => void): Delays<V> {
  const heap: Node<V>[] = [];
  const nodes = new Map<V, Node<V>>();
  let order = 0;
  let timer: Disposable | undefined;
  let timerAt = Infinity;

  function isBefore(a: Node<V>, b: Node<V>): boolean {
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  function place(node: Node<V>, index: number): void {
    heap[index] = node;
    node.index = index;
  }

  function up(node: Node<V>): void {
    for (;;) {
      const parent = heap[(node.index - 1) >> 1];
      if (node.index === 0 || !parent || !isBefore(node, parent)) return;
      const index = node.index;
      place(node, parent.index);
      place(parent, index);
    }
  }

  function down(node: Node<V>): void {
    for (;;) {
      const left = heap[2 * node.index + 1];
      const right = heap[2 * node.index + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, node)) return;
      const index = node.index;
      place(node, child.index);
      place(child, index);
    }
  }

  function remove(node: Node<V>): void {
    nodes.delete(node.value);
    const last = heap.pop();
    if (!last || last === node) return;
    place(last, node.index);
    up(last);
    down(last);
  }

  function arm(): void {
    const at = heap[0]?.at ?? Infinity;
    if (at === timerAt) return;
    timer?.[Symbol.dispose]();
    timer = undefined;
    timerAt = at;
    if (at !== Infinity) timer = clock.setTimeout(fire, Math.max(at - clock.monotonic(), 0));
  }

  function fire(): void {
    timer = undefined;
    timerAt = Infinity;
    const now = clock.monotonic();
    for (let head = heap[0]; head && head.at <= now; head = heap[0]) {
      remove(head);
      due(head.value);
    }
    arm();
  }

  return {
    get size() {
      return nodes.size;
    },
    at: (value) => nodes.get(value)?.at,
    set(value, at) {
      const known = nodes.get(value);
      if (known) {
        known.at = at;
        up(known);
        down(known);
      } else {
        const node: Node<V> = { value, at, order: order++, index: heap.length };
        heap.push(node);
        nodes.set(value, node);
        up(node);
      }
      arm();
    },
    delete(value) {
      const node = nodes.get(value);
      if (!node) return;
      remove(node);
      arm();
    },
    [Symbol.dispose]() {
      heap.length = 0;
      nodes.clear();
      arm();
    },
  };
}
