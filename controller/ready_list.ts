/** Values that wait for their turn: higher priorities first, among equals the one that came first. */
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

/** Makes an empty list. */
export function createReadyList<V>(): ReadyList<V> {
  const lanes = new Map<number, Set<V>>();
  let order: readonly number[] = [];
  let size = 0;
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
      for (const priority of order) {
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
