import { deadline } from "../_internal/mod.ts";
import { type Client, isNotFound, type KubernetesObject } from "../client/mod.ts";
import {
  childLogger,
  createEventRecorder,
  type Logger,
  noLogger,
  type ReconcileRequest,
} from "../context/mod.ts";
import { createInformerPool } from "../informer/mod.ts";
import { attempt } from "./attempt.ts";
import { openCopies } from "./copies.ts";
import { definitionOf } from "./define.ts";
import { matchesLabels } from "./label_selector.ts";
import { createDeletionMemory } from "./memory.ts";
import { referenceTo } from "./pass.ts";
import type { Controller, ControllerEvent, Outcome } from "./types.ts";

/** What {@linkcode reconcileOnce} takes. */
export interface ReconcileOnceOptions {
  /** Talks to the server. */
  readonly client: Client;
  /** Which object. */
  readonly request: ReconcileRequest;
  /** Ends the call. */
  readonly signal?: AbortSignal;
  /** Log lines. Default: none. */
  readonly log?: Logger;
  /** Told what happens. Must not throw. */
  readonly observe?: (event: ControllerEvent) => void;
}

/**
 * Reconciles one object once, without a running operator: for tests and tools. The object is read from the server, the
 * declared local copies are opened for this call alone, and nothing is retried or remembered.
 *
 * @throws The signal's reason, or a `TimeoutError` when the local copies are not complete within the time-out.
 */
export async function reconcileOnce(
  controller: Controller,
  options: ReconcileOnceOptions,
): Promise<Outcome> {
  const { client, request, observe = ignore } = options;
  const details = definitionOf(controller);
  const { name, primary, sources, timeout } = details;
  const log = childLogger(options.log ?? noLogger, { controller: name });
  using limit = deadline(client.runtime.clock, timeout, options.signal);
  await using pool = createInformerPool(client);
  const declared = primary.origin ? [primary, ...sources] : sources;
  await using copies = openCopies(pool, details, declared);
  await Promise.all(
    copies.all.flatMap(({ parts }) =>
      parts.map(({ informer }) => informer.synced({ signal: limit.signal }))
    ),
  );
  limit.reset(undefined);
  await using recorder = createEventRecorder(client, { controller: name, log });
  const found = await read(client, details.primary.resource, request, limit.signal);
  const isStray = found !== undefined &&
    !matchesLabels(details.primary.labelSelector, found.metadata.labels);
  const object = isStray ? undefined : found;
  const { outcome } = await attempt({
    definition: details,
    request,
    object,
    isStray,
    client,
    signal: limit.signal,
    store: copies.store,
    log,
    failures: 0,
    causes: [{ reason: "requested" }],
    causeCount: 1,
    memory: createDeletionMemory(),
    event: (about, event) => recorder.record({ ...event, regarding: referenceTo(about, details) }),
    observe,
  });
  return outcome;
}

async function read(
  client: Client,
  resource: Controller["resource"],
  request: ReconcileRequest,
  signal: AbortSignal,
): Promise<KubernetesObject | undefined> {
  try {
    return await client.get(resource, request, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function ignore(): void {}
