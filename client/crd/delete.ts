import { deadline, sleep } from "../../_internal/mod.ts";
import { isConflict, isNotFound } from "../error_kinds.ts";
import type { Client } from "../types.ts";
import { shorten } from "../values.ts";
import type { CustomResource } from "./define.ts";
import { crdResource, type CustomResourceDefinitionObject } from "./types.ts";

/** Options of {@linkcode deleteCustomResource}. */
export interface DeleteCustomResourceOptions {
  /** Ends the wait; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the CRD must be gone. @default {60_000} */
  readonly timeout?: number;
}

/** Milliseconds between two looks at a CRD. */
const INTERVAL = 100;

/**
 * Deletes a custom kind **with all its objects**, and waits until the CRD is really gone: the server first deletes the
 * objects, and those with finalizers stay until somebody takes these away.
 *
 * @throws {DOMException} `TimeoutError` when it is not gone in time; the message says what holds it.
 */
export async function deleteCustomResource(
  client: Client,
  customResource: CustomResource,
  options: DeleteCustomResourceOptions = {},
): Promise<void> {
  const { signal, timeout = 60_000 } = options;
  const { clock } = client.runtime;
  const { name } = customResource.manifest.metadata;
  using limit = deadline(clock, timeout, signal);
  let uid: string | undefined;
  let seen: CustomResourceDefinitionObject | undefined;
  try {
    while (true) {
      seen = await client.get(crdResource, { name }, { signal: limit.signal });
      uid ??= seen.metadata.uid;
      if (seen.metadata.uid !== uid) return; // Gone, and made anew by somebody else.
      if (seen.metadata.deletionTimestamp === undefined) await remove(client, seen, limit.signal);
      else await sleep(clock, INTERVAL, limit.signal);
    }
  } catch (error) {
    if (isNotFound(error)) return;
    if (!limit.signal.aborted || signal?.aborted) throw error;
    const holding = seen?.status?.conditions?.find((one) => one.type === "Terminating")?.message;
    throw new DOMException(
      `The CRD ${name} is not gone after ${timeout} ms${holding ? `: ${shorten(holding)}` : ""}`,
      "TimeoutError",
    );
  }
}

async function remove(
  client: Client,
  crd: CustomResourceDefinitionObject,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.delete(crdResource, crd, { signal });
  } catch (error) {
    // A conflict: the uid is another's by now. The next look tells.
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}
