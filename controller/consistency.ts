import { deadline } from "../_internal/mod.ts";
import {
  type ApiResource,
  type Client,
  compareResourceVersions,
  isNotFound,
  keyText,
  type ObjectKey,
} from "../client/mod.ts";
import type { Informer } from "../informer/mod.ts";
import type { Copies } from "./copies.ts";
import { matchesLabels } from "./label_selector.ts";
import type { Write } from "./writes.ts";

/** A write that a local copy does not show yet. */
export interface UnseenWrite {
  /** The write. */
  readonly write: Write;
  /** Which object. */
  readonly key: ObjectKey;
  /** Its kind. */
  readonly resource: ApiResource;
  /** The copy that will show it. */
  readonly informer: Informer;
}

/** The writes that concern a local copy and are not in it. */
export function unseenWrites(writes: readonly Write[], copies: Copies): UnseenWrite[] {
  return writes.flatMap((write) => {
    const { group, plural, namespace, name } = write.target;
    const key: ObjectKey = namespace === undefined ? { name } : { name, namespace };
    return copies.all.flatMap(({ watched: { resource, labelSelector }, parts }) => {
      if (resource.group !== group || resource.plural !== plural) return [];
      // An object that the selector leaves out never comes.
      if (!write.deleted && !matchesLabels(labelSelector, write.labels)) return [];
      return parts
        .filter((part) => part.namespace === undefined || part.namespace === namespace)
        .map(({ informer }) => ({ write, key, resource, informer }))
        .filter((unseen) => !isSeen(unseen));
    });
  });
}

function isSeen({ write, key, informer }: UnseenWrite): boolean {
  if (!write.deleted) {
    return write.resourceVersion === undefined || informer.hasSeen(key, write.resourceVersion);
  }
  const metadata = informer.store.snapshot(key)?.metadata;
  return !metadata || metadata.uid !== write.uid || metadata.deletionTimestamp !== undefined;
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

/**
 * Waits until the local copies show the writes. When that takes too long, the objects are read from the server: those
 * that are gone or were changed again by somebody count as seen. The reads get as long again.
 */
export async function awaitWrites(
  unseen: readonly UnseenWrite[],
  { client, timeout, signal }: AwaitWritesOptions,
): Promise<"seen" | "timeout"> {
  using limit = deadline(client.runtime.clock, timeout, signal);
  try {
    await Promise.all(
      unseen.map(({ write, key, informer }) =>
        write.deleted || write.resourceVersion === undefined
          ? informer.goneOrTerminating(key, write.uid, { signal: limit.signal })
          : informer.atLeast(key, write.resourceVersion, { signal: limit.signal })
      ),
    );
    return "seen";
  } catch {
    limit.abort(); // the other waits end, too
    if (signal.aborted) return "timeout";
  }
  const late = unseen.filter((one) => !isSeen(one));
  using patience = deadline(client.runtime.clock, timeout, signal);
  const superseded = await Promise.all(
    late.map((one) => isSuperseded(one, client, patience.signal)),
  );
  return superseded.every((one) => one) ? "seen" : "timeout";
}

/** Whether the object is gone or newer than the write. */
async function isSuperseded(
  { write, key, resource }: UnseenWrite,
  client: Client,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { metadata } = await client.get(resource, key, { signal });
    if (metadata.uid !== write.uid) return true;
    if (write.resourceVersion === undefined) return false;
    return (compareResourceVersions(metadata.resourceVersion, write.resourceVersion) ?? 0) > 0;
  } catch (error) {
    return isNotFound(error);
  }
}

/** Names what is waited for: `configmaps default/blog`. */
export function describe(unseen: readonly UnseenWrite[]): string {
  return unseen.map(({ resource, key }) => `${resource.plural} ${keyText(key)}`).join(", ");
}
