import type { KubernetesObject } from "../client/mod.ts";
import type { Change, Predicate } from "./types.ts";

/**
 * The desired state changed, or the object is new, gone or another one of the same name: writes of the status alone
 * are passed over. Of kinds that count no generations (ConfigMap, Secret) every change counts.
 */
export function generationChanged(change: Change): boolean {
  const { snapshot: { metadata }, old } = change;
  if (isOther(change) || !old) return true;
  if (metadata.generation === undefined || old.generation === undefined) {
    return metadata.resourceVersion !== old.resourceVersion;
  }
  return metadata.generation !== old.generation;
}

/** The labels changed, or the object is new, gone or another one of the same name. */
export function labelsChanged(change: Change): boolean {
  return isOther(change) || !isSame(change.snapshot.metadata.labels, change.old?.labels);
}

/** The annotations changed, or the object is new, gone or another one of the same name. */
export function annotationsChanged(change: Change): boolean {
  return isOther(change) || !isSame(change.snapshot.metadata.annotations, change.old?.annotations);
}

/** One of the predicates holds. */
export function any<T extends KubernetesObject>(
  ...predicates: readonly Predicate<T>[]
): Predicate<T> {
  return (change) => predicates.some((predicate) => predicate(change));
}

/** All predicates hold. */
export function all<T extends KubernetesObject>(
  ...predicates: readonly Predicate<T>[]
): Predicate<T> {
  return (change) => predicates.every((predicate) => predicate(change));
}

/** The predicate does not hold. */
export function not<T extends KubernetesObject>(predicate: Predicate<T>): Predicate<T> {
  return (change) => !predicate(change);
}

/** A generation means nothing without the uid: it starts anew with an object that is created again. */
function isOther({ snapshot, old, deleted }: Change): boolean {
  return deleted || !old || old.uid !== snapshot.metadata.uid;
}

type Texts = Readonly<Record<string, string>>;

function isSame(a: Texts = {}, b: Texts = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
