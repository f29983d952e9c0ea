import { createLinkedList, type Link, type LinkedList } from "./linked_list.ts";

/**
 * Values that wait for their turn: higher priorities first; within a priority the groups take turns; within a group the
 * one that came first. One turn in eight goes to the priority that had none for longest, so that none is starved: with
 * `n` priorities waiting, each has one turn in `8 * n` at least. Every step takes constant time, priorities that come
 * and go aside, and of a priority or a group that is empty nothing is kept.
 */
export interface ReadyList<V> {
  /** How many. */
  readonly size: number;
  /** Adds a value. Groups and priorities need no announcement. */
  readonly push: (value: V, priority: number, group?: string) => Place<V>;
  /** Takes the next. */
  readonly shift: () => V | undefined;
  /** Takes a value out that waits; for one that does not, nothing happens. */
  readonly delete: (place: Place<V>) => void;
  /** Takes all out. */
  readonly clear: () => void;
}

/** Where a value waits. */
export interface Place<V> {
  /** Among others of its group. */
  readonly link: Link<V>;
  /** The group, among others of its priority. */
  readonly group: Link<Group<V>>;
}

/** The values of one group and priority. */
export interface Group<V> {
  /** Its name. */
  readonly name: string;
  /** The values. */
  readonly values: LinkedList<V>;
  /** The priority, among others. */
  readonly lane: Link<Lane<V>>;
}

/** The groups of one priority. */
export interface Lane<V> {
  /** The priority. */
  readonly priority: number;
  /** By name. */
  readonly groups: Map<string, Link<Group<V>>>;
  /** The next turn is the first one's. */
  readonly turns: LinkedList<Group<V>>;
}

const agingTurn = 8;

/** Makes an empty list. */
export function createReadyList<V>(): ReadyList<V> {
  const lanes = new Map<number, Link<Lane<V>>>();
  const turns = createLinkedList<Lane<V>>(); // the one that had none for longest first
  let order: Link<Lane<V>>[] = []; // the highest last
  let size = 0;
  let turn = 0;

  function laneOf(priority: number): Link<Lane<V>> {
    const known = lanes.get(priority);
    if (known) return known;
    const lane = turns.push({ priority, groups: new Map(), turns: createLinkedList() });
    lanes.set(priority, lane);
    const above = order.findIndex((one) => one.value.priority > priority);
    order.splice(above < 0 ? order.length : above, 0, lane);
    return lane;
  }

  function groupOf(lane: Link<Lane<V>>, name: string): Link<Group<V>> {
    const { groups, turns } = lane.value;
    const known = groups.get(name);
    if (known) return known;
    const group = turns.push({ name, values: createLinkedList(), lane });
    groups.set(name, group);
    return group;
  }

  function dropIfEmpty(group: Link<Group<V>>): void {
    const { name, values, lane } = group.value;
    if (values.size > 0) return;
    const { priority, groups } = lane.value;
    groups.delete(name);
    lane.value.turns.delete(group);
    if (groups.size > 0) return;
    lanes.delete(priority);
    turns.delete(lane);
    order.splice(order.indexOf(lane), 1);
  }

  return {
    get size() {
      return size;
    },
    push(value, priority, name = "") {
      const group = groupOf(laneOf(priority), name);
      size++;
      return { link: group.value.values.push(value), group };
    },
    shift() {
      const isAging = ++turn % agingTurn === 0;
      const lane = isAging ? turns.first : order.at(-1);
      const group = lane?.value.turns.first;
      if (!lane || !group) return undefined;
      turns.renew(lane);
      lane.value.turns.renew(group);
      size--;
      const value = group.value.values.shift();
      dropIfEmpty(group);
      return value;
    },
    delete({ link, group }) {
      if (!group.value.values.delete(link)) return;
      size--;
      dropIfEmpty(group);
    },
    clear() {
      lanes.clear();
      turns.clear();
      order = [];
      size = 0;
    },
  };
}
