import { keyText, type KubernetesObject, type ObjectKey } from "../client/mod.ts";
import type { Copy, Slot } from "./copy.ts";
import { memberOf } from "./field.ts";
import type { Entry } from "./memory.ts";
import { META } from "./scan.ts";
import { copyView, createOwned, keyOfRecord, objectOf, parseBytes, type View } from "./snapshot.ts";
import type { Snapshot, Store, StoreSelection } from "./types.ts";

/** Whether an object has all the labels. Only its labels are read. */
function hasLabels(
  { bytes, records, at }: View,
  labels: readonly (readonly [string, string])[],
): boolean {
  const from = records[at + META] as number, to = records[at + META + 1] as number;
  const member = memberOf(bytes, from, to, "labels");
  if (!member) return false;
  const found = parseBytes(bytes, ...member) as Readonly<Record<string, unknown>> | null;
  return found !== null &&
    labels.every(([name, value]) => Object.hasOwn(found, name) && found[name] === value);
}

/** Makes the reading side of a copy, with the indexes of one declaration. */
export function createStore<T extends KubernetesObject, I extends string>(
  copy: Copy,
  slots: ReadonlyMap<string, Slot>,
): Store<T, I> {
  const parsed = (entry: Entry) => objectOf<T>(copy.view(entry), copy.types);
  const unparsed = (entry: Entry) => copy.snapshot(entry) as Snapshot<T>;
  const keyed = (entry: Entry): ObjectKey => {
    const { bytes, records, at } = copy.view(entry);
    return keyOfRecord(bytes, records, at);
  };

  function select(selection: StoreSelection = {}): readonly string[] {
    const { namespace, labels } = selection;
    const entries = copy.entries();
    const wanted = Object.entries(labels ?? {});
    if (namespace === undefined && wanted.length === 0) return [...entries.keys()];
    const keys: string[] = [];
    const prefix = `${namespace}/`;
    for (const [key, entry] of entries) {
      if (namespace !== undefined && !key.startsWith(prefix)) continue;
      if (wanted.length > 0 && !hasLabels(copy.view(entry), wanted)) continue;
      keys.push(key);
    }
    return keys;
  }

  function* each<R>(keys: readonly string[], read: (entry: Entry) => R): Generator<R, void> {
    for (const key of keys) {
      const entry = copy.entries().get(key);
      if (entry) yield read(entry);
    }
  }

  function found(index: I, value: string): ReadonlySet<Entry> | undefined {
    const slot = slots.get(index);
    if (!slot) {
      const names = [...slots.keys()].join(", ") || "none";
      throw new TypeError(
        `There is no index ${JSON.stringify(index)} of ${copy.name}: declared are ${names}`,
      );
    }
    return copy.complete() ? copy.index(slot)?.get(value) : undefined;
  }

  const keysOf = (index: I, value: string) =>
    Array.from(found(index, value) ?? [], ({ key }) => key);

  return {
    get size() {
      return copy.entries().size;
    },
    get resourceVersion() {
      return copy.complete() ? copy.version() : undefined;
    },
    get(key) {
      const entry = copy.entries().get(keyText(key));
      return entry && parsed(entry);
    },
    snapshot(key) {
      const entry = copy.entries().get(keyText(key));
      return entry && createOwned<T, object>(copyView(copy.view(entry)), copy.types, {});
    },
    list: (selection) => each(select(selection), parsed),
    snapshots: (selection) => each(select(selection), unparsed),
    keys: (selection) => each(select(selection), keyed),
    byIndex: (index, value) => each(keysOf(index, value), parsed),
    snapshotsByIndex: (index, value) => each(keysOf(index, value), unparsed),
    count: (index, value) => found(index, value)?.size ?? 0,
  };
}
