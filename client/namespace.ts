import { deadline, sleep } from "../_internal/mod.ts";
import { isRecord } from "./values.ts";
import { defineApiResource } from "./define.ts";
import { isAlreadyExists, isConflict, isNotFound } from "./error_kinds.ts";
import type { ApiResource, KubernetesObject } from "./resource.ts";
import type { Client } from "./types.ts";

/** What is used here of a namespace. */
interface NamespaceObject extends KubernetesObject {
  status?: {
    phase?: string;
    conditions?: { type: string; status: string; message?: string }[];
  };
}

const namespaces: ApiResource<NamespaceObject> = defineApiResource<NamespaceObject>({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  scope: "Cluster",
});

/** Options of {@linkcode ensureNamespace}. */
export interface EnsureNamespaceOptions {
  /** Labels of a namespace that is created; one that exists is left as it is. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Ends the wait; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the namespace must be there, the end of an old one included. @default {60_000} */
  readonly timeout?: number;
}

/** Options of {@linkcode deleteNamespace}. */
export interface DeleteNamespaceOptions {
  /** Ends the wait; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the namespace must be gone. @default {120_000} */
  readonly timeout?: number;
}

/** Milliseconds between two looks. */
const INTERVAL = 100;

/**
 * Creates a namespace unless it exists, and waits until it is active. One of this name that is being deleted is waited
 * for, then made anew.
 *
 * @throws {ApiError} When the server refuses the namespace.
 * @throws {DOMException} `TimeoutError` when it is not active in time; the message says what was seen.
 */
export async function ensureNamespace(
  client: Client,
  name: string,
  options: EnsureNamespaceOptions = {},
): Promise<void> {
  const { labels, signal, timeout = 60_000 } = options;
  const { clock } = client.runtime;
  using limit = deadline(clock, timeout, signal);
  const call = { signal: limit.signal };
  let seen = "it was not read yet";
  try {
    while (true) {
      const found = await read(client, name, limit.signal);
      if (!found) {
        seen = "it is not there";
        try {
          const metadata = { name, ...labels && { labels: { ...labels } } };
          await client.create(namespaces, { metadata }, call);
          continue;
        } catch (error) {
          if (!isAlreadyExists(error)) throw error;
        }
      } else {
        const isGoing = found.metadata.deletionTimestamp !== undefined;
        if (!isGoing && found.status?.phase === "Active") return;
        seen = isGoing ? `the old one is still being deleted${holding(found)}` : "it is not active";
      }
      await sleep(clock, INTERVAL, limit.signal);
    }
  } catch (error) {
    if (!limit.signal.aborted || signal?.aborted) throw error;
    throw new DOMException(
      `The namespace ${name} is not active after ${timeout} ms: ${seen}`,
      "TimeoutError",
    );
  }
}

/**
 * Deletes a namespace with all that is in it, and waits until it is really gone. One that does not exist is gone.
 *
 * @throws {ApiError} When the server refuses that.
 * @throws {DOMException} `TimeoutError` when it is not gone in time; the message says what holds it.
 */
export async function deleteNamespace(
  client: Client,
  name: string,
  options: DeleteNamespaceOptions = {},
): Promise<void> {
  const { signal, timeout = 120_000 } = options;
  const { clock } = client.runtime;
  using limit = deadline(clock, timeout, signal);
  let uid: string | undefined;
  let seen: NamespaceObject | undefined;
  try {
    while (true) {
      const found = await read(client, name, limit.signal);
      uid ??= found?.metadata.uid;
      if (!found || found.metadata.uid !== uid) return; // Gone, or made anew by somebody else.
      seen = found;
      if (found.metadata.deletionTimestamp === undefined) await remove(client, found, limit.signal);
      else await sleep(clock, INTERVAL, limit.signal);
    }
  } catch (error) {
    if (!limit.signal.aborted || signal?.aborted) throw error;
    throw new DOMException(
      `The namespace ${name} is not gone after ${timeout} ms${holding(seen)}`,
      "TimeoutError",
    );
  }
}

async function read(
  client: Client,
  name: string,
  signal: AbortSignal,
): Promise<NamespaceObject | undefined> {
  try {
    return await client.get(namespaces, { name }, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function remove(client: Client, found: NamespaceObject, signal: AbortSignal): Promise<void> {
  try {
    await client.delete(namespaces, found, { signal });
  } catch (error) {
    // A conflict: the uid is another's by now, or the namespace is being deleted already. The next look tells.
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}

/** What the namespace controller says of what is left: `Some content in the namespace has finalizers remaining: …`. */
function holding(namespace: NamespaceObject | undefined): string {
  const reasons = (namespace?.status?.conditions ?? [])
    .filter((one) => isRecord(one) && one.status === "True" && one.message)
    .map(({ message }) => message);
  return reasons.length ? ` (${reasons.join("; ")})` : "";
}
