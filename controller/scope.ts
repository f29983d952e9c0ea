import { sleep } from "../_internal/mod.ts";
import { type ApiResource, type Client, isNotFound, type KubernetesObject } from "../client/mod.ts";
import type { Logger, ReconcileRequest } from "../context/mod.ts";
import type { Definition } from "./definition.ts";
import { hasFinalizer, removeFinalizer } from "./finalizer.ts";
import { matchesLabels } from "./label_selector.ts";
import type { PassOptions } from "./pass.ts";
import { isPaused } from "./pause.ts";
import type { Outcome } from "./types.ts";

/** The option, checked. */
export function outOfScopeOf(value: "release" | "keep" = "keep"): "release" | "keep" {
  if (value === "release" || value === "keep") return value;
  throw new TypeError(`outOfScope is ${JSON.stringify(value)}; give "release" or "keep"`);
}

/** Whether objects can leave the controller's selector and hold its finalizer. */
export function canLose({ primary, wantsFinalizer }: Definition): boolean {
  return primary.labelSelector !== undefined && wantsFinalizer !== "never";
}

/** The metadata alone of a resource's objects. */
function metadataOf(resource: ApiResource): ApiResource {
  return { ...resource, representation: "metadata" };
}

/** Looks after an object that the local copy does not have, but that may still hold the finalizer. */
export async function runStray(options: PassOptions): Promise<Outcome> {
  const { client, request, definition: { primary, finalizer, pause } } = options;
  let object: KubernetesObject;
  try {
    object = await client.get(metadataOf(primary.resource), request);
  } catch (error) {
    if (isNotFound(error)) return { type: "gone" };
    throw error;
  }
  if (isPaused(object.metadata, pause)) return { type: "paused" };
  // It is back, or new: the local copy is only behind.
  if (matchesLabels(primary.labelSelector, object.metadata.labels)) return { type: "success" };
  if (!hasFinalizer(object, finalizer)) return { type: "success" };
  return await leave(options, object, "it does not match the controller's label selector any more");
}

/** Releases an object that holds the finalizer but is not the controller's, or tells that it does not. */
export async function leave(
  { client, definition, event, observe, request }: PassOptions,
  object: KubernetesObject,
  why: string,
): Promise<Outcome> {
  const { name, finalizer, primary, outOfScope } = definition;
  const released = outOfScope === "release";
  if (released) await removeFinalizer(client, primary.resource, object, finalizer);
  observe({ type: "out-of-scope", controller: name, request, released });
  event(
    object,
    released
      ? {
        type: "Normal",
        reason: "FinalizerReleased",
        message: `The finalizer ${finalizer} was removed without cleaning up: ${why}`,
      }
      : {
        type: "Warning",
        reason: "OutOfScope",
        message:
          `The finalizer ${finalizer} stays, and keeps the object from going when it is deleted: ${why}. Bring it back, or clean up and remove the finalizer by hand`,
      },
  );
  return { type: "success" };
}

/** What {@linkcode findStrays} takes. */
export interface FindStraysOptions {
  /** Lists. */
  readonly client: Client;
  /** The controller. */
  readonly definition: Definition;
  /** Told each object that holds the finalizer. */
  readonly found: (request: ReconcileRequest) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Log lines. */
  readonly log: Logger;
}

const firstPause = 5_000;
const longestPause = 300_000;

/**
 * Lists the metadata of all objects, without the selector, for those that hold the finalizer: they may have left while
 * nobody looked. Tried until it succeeds once.
 */
export async function findStrays(options: FindStraysOptions): Promise<void> {
  const { client, definition: { primary, namespaces, finalizer, name }, found, signal, log } =
    options;
  const resource = metadataOf(primary.resource);
  const places = primary.namespace !== undefined ? [primary.namespace] : namespaces ?? [undefined];
  let pause = firstPause;
  while (!signal.aborted) {
    try {
      for (const namespace of places) {
        const selection = namespace === undefined ? {} : { namespace };
        for await (const { items } of client.pages(resource, { ...selection, signal })) {
          for (const object of items) {
            if (!hasFinalizer(object, finalizer)) continue;
            const { name, namespace } = object.metadata;
            found(namespace === undefined ? { name } : { name, namespace });
          }
        }
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn("Objects that have left the label selector cannot be looked for yet", {
        controller: name,
        error,
      });
    }
    await sleep(client.runtime.clock, pause, signal).catch(() => {});
    pause = Math.min(2 * pause, longestPause);
  }
}
