/**
 * Values that wait for their turn: higher priorities first, among equals the one that came first. One turn in eight
 * goes to the lowest priority, so that it is not starved.
 */
export interface ReadyList<V> {
  /** How many. */
  readonly size: number;
  /** Adds a value that is not in the list. */
  readonly push: (value: V, priority: number) => void;
  /** Takes the next. */
  readonly shift: () => V | undefined;
  /** Takes a value out; false when it was not in. */
  readonly delete: (value: V, priority: number) => boolean;
  /** Takes all out. */
  readonly clear: () => void;
}

const lowestTurn = 8;

/** Makes an empty list. */
export function createReadyList<V>(): ReadyList<V> {
  const lanes = new Map<number, Set<V>>();
  let order: readonly number[] = [];
  let size = 0;
  let turn = 0;
  return {
    get size() {
      return size;
    },
    push(value, priority) {
      let lane = lanes.get(priority);
      if (!lane) {
        lane = new Set();
        lanes.set(priority, lane);
        order = [...lanes.keys()].sort((a, b) => b - a);
      }
      lane.add(value);
      size++;
    },
    shift() {
      const isLowest = ++turn % lowestTurn === 0;
      for (const priority of isLowest ? order.toReversed() : order) {
        const lane = lanes.get(priority);
        for (const value of lane ?? []) {
          lane?.delete(value);
          size--;
          return value;
        }
      }
      return undefined;
    },
    delete(value, priority) {
      const isIn = lanes.get(priority)?.delete(value) ?? false;
      if (isIn) size--;
      return isIn;
    },
    clear() {
      lanes.clear();
      order = [];
      size = 0;
    },
  };
}
