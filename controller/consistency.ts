import { deadline } from "../_internal/mod.ts";
import {
  type ApiResource,
  type Client,
  type Clock,
  isNotFound,
  keyText,
  type Metadata,
  type ObjectKey,
} from "../client/mod.ts";
import type { Informer } from "../informer/mod.ts";
import type { Copies } from "./copies.ts";
import { matchesLabels } from "./label_selector.ts";
import type { Write } from "./written.ts";

/** A write that a local copy does not show yet. */
export interface UnseenWrite {
  /** The write. */
  readonly write: Write;
  /** Which object; undefined when no answer told. */
  readonly key: ObjectKey | undefined;
  /** Its kind. */
  readonly resource: ApiResource;
  /** What the copy is limited to. */
  readonly selector: string | undefined;
  /** The copy that will show it. */
  readonly informer: Informer;
}

/** How a wait for own writes has ended: see the event `unparked`. */
export type HowSeen = "seen" | "live" | "timeout";

/** A state of an object that a copy has to show; no version: that there is no such object, or that it is on its way out. */
interface Expected {
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  /** Undefined when they are not known. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly earlier: readonly Readonly<Record<string, string>>[];
  readonly deleted: boolean;
}

/** The writes that concern a local copy and are not in it. */
export function unseenWrites(writes: readonly Write[], copies: Copies): UnseenWrite[] {
  return writes.flatMap((write) => {
    const { group, plural, namespace, name } = write.target;
    return copies.all.flatMap(({ watched: { resource, labelSelector: selector }, parts }) => {
      if (resource.group !== group || resource.plural !== plural) return [];
      const key = name === undefined
        ? undefined
        : { name, ...(namespace === undefined ? {} : { namespace }) };
      return parts
        .filter((part) => part.namespace === undefined || part.namespace === namespace)
        .map(({ informer }) => ({ write, key, resource, selector, informer }))
        .filter((unseen) => write.lost || !isShown(unseen, write));
    });
  });
}

/** Whether the copy shows the state, or a newer one. */
function isShown({ key, informer, selector }: UnseenWrite, expected: Expected): boolean {
  if (!key) return false;
  const { uid, resourceVersion, labels, earlier, deleted } = expected;
  const metadata = informer.store.snapshot(key)?.metadata;
  const isSeen = resourceVersion === undefined || informer.hasSeen(key, resourceVersion);
  if (deleted) return isSeen && isOnItsWayOut(metadata, uid);
  if (isSeen) return true;
  // An object that the selector leaves out never comes; but it has to leave where it was, or is about to be seen.
  const mayCome = labels === undefined
    ? selector === undefined || metadata !== undefined
    : [labels, ...earlier].some((one) => matchesLabels(selector, one));
  return !mayCome && metadata?.uid !== uid;
}

function isOnItsWayOut(metadata: Metadata | undefined, uid: string | undefined): boolean {
  return !metadata || metadata.uid !== uid || metadata.deletionTimestamp !== undefined;
}

/** Waits until the copy shows the state. */
async function shown(
  { key, informer, selector }: UnseenWrite,
  { uid = "", resourceVersion, labels, deleted }: Expected,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (!key) return;
  if (deleted) {
    if (resourceVersion !== undefined) await informer.atLeast(key, resourceVersion, { signal });
    return await informer.goneOrTerminating(key, uid, { signal });
  }
  if (resourceVersion === undefined) return;
  const known = informer.store.snapshot(key)?.metadata;
  const isLeaving = labels !== undefined && !matchesLabels(selector, labels) &&
    known?.uid === uid && known.deletionTimestamp === undefined;
  if (!isLeaving) return await informer.atLeast(key, resourceVersion, { signal });
  using either = deadline(clock, undefined, signal);
  try {
    await Promise.race([
      informer.atLeast(key, resourceVersion, { signal: either.signal }),
      informer.goneOrTerminating(key, uid, { signal: either.signal }),
    ]);
  } finally {
    either.abort(); // the other wait ends, too
  }
}

/**
 * Objects that were written and are not there any more, though nobody here deleted them: ghosts. A copy that never
 * showed them tells nobody that they are gone, so somebody else has to. For copies that are past the writes.
 */
export function ghosts(
  writes: readonly Write[],
  copies: Copies,
): { readonly resource: ApiResource; readonly key: ObjectKey }[] {
  return writes.flatMap((write) => {
    const { lost, deleted, uid, labels, target: { group, plural, namespace, name } } = write;
    if (lost || deleted || name === undefined) return [];
    const key = { name, ...(namespace === undefined ? {} : { namespace }) };
    const lacking = copies.all.find(({ watched: { resource, labelSelector }, parts }) =>
      resource.group === group && resource.plural === plural &&
      (labels ? matchesLabels(labelSelector, labels) : labelSelector === undefined) &&
      parts.some((part) =>
        (part.namespace === undefined || part.namespace === namespace) &&
        part.informer.store.snapshot(key)?.metadata.uid !== uid
      )
    );
    return lacking ? [{ resource: lacking.watched.resource, key }] : [];
  });
}

/** What {@linkcode awaitWrites} takes. */
export interface AwaitWritesOptions {
  /** For the live reads. */
  readonly client: Client;
  /** Milliseconds. */
  readonly timeout: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Milliseconds that a copy gets at least to be listed anew. */
const refreshTimeout = 30_000;

/**
 * Waits until the local copies show the writes (`seen`). Where that takes longer than `timeout`, or nothing is known of
 * a write because its answer was lost, the object is read from the server, and it is that state which the copy has to
 * show: at once (`live`), or after it was listed anew (`live`, too). Only when the server gives no list either is the
 * wait given up (`timeout`): it never lasts for ever.
 */
export async function awaitWrites(
  unseen: readonly UnseenWrite[],
  options: AwaitWritesOptions,
): Promise<HowSeen> {
  const hows = await Promise.all(unseen.map(async (one): Promise<HowSeen> => {
    try {
      return await awaitWrite(one, options);
    } catch {
      return "timeout"; // the controller stops
    }
  }));
  return hows.includes("timeout") ? "timeout" : hows.includes("live") ? "live" : "seen";
}

async function awaitWrite(
  unseen: UnseenWrite,
  { client, timeout, signal }: AwaitWritesOptions,
): Promise<HowSeen> {
  const { write, informer } = unseen;
  const { clock } = client.runtime;
  const within = async (limit: number, wait: (signal: AbortSignal) => Promise<unknown>) => {
    // No TimeoutError: that would say that a connection is dead.
    using time = deadline(clock, undefined, signal);
    using _timer = clock.setTimeout(() => time.abort(), limit);
    try {
      await wait(time.signal);
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      return false;
    } finally {
      time.abort(); // waits that lost a race end, too
    }
  };
  if (!write.lost && await within(timeout, (limit) => shown(unseen, write, clock, limit))) {
    return "seen";
  }
  let live: Expected | undefined;
  await within(timeout, async (limit) => void (live = await stateOf(unseen, client, limit)));
  if (live) {
    const state = live;
    if (isShown(unseen, state)) return "live";
    // The first look after a lost answer comes early: the watch may well be under way.
    const patience = write.lost ? timeout : 0;
    if (patience > 0 && await within(patience, (limit) => shown(unseen, state, clock, limit))) {
      return "live";
    }
  }
  const isListed = await within(
    Math.max(timeout, refreshTimeout),
    (limit) => informer.refresh({ signal: limit }),
  );
  return isListed ? "live" : "timeout";
}

/** The object as the server has it; undefined when that cannot be told. */
async function stateOf(
  { key, resource, informer, write }: UnseenWrite,
  client: Client,
  signal: AbortSignal,
): Promise<Expected | undefined> {
  if (!key) return undefined;
  // Where no answer told which object it was, it is the one that the copy shows.
  const { uid = informer.store.snapshot(key)?.metadata.uid } = write;
  try {
    const { metadata } = await client.get(resource, key, { signal });
    const { resourceVersion, labels = {} } = metadata;
    return { uid: metadata.uid, resourceVersion, labels, earlier: [], deleted: false };
  } catch (error) {
    if (!isNotFound(error)) return undefined;
    return { uid, resourceVersion: undefined, labels: undefined, earlier: [], deleted: true };
  }
}

/** Names what is waited for: `configmaps default/blog`. */
export function describe(unseen: readonly UnseenWrite[]): string {
  return unseen.map(({ resource, key }) =>
    `${resource.plural} ${key ? keyText(key) : "of any name"}`
  )
    .join(", ");
}
