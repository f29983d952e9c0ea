import { sleep } from "../_internal/mod.ts";
import type { ApiResource, Clock, Metadata, ObjectKey } from "../client/mod.ts";
import type { Cause, Context, Logger, ReconcileRequest } from "../context/mod.ts";
import type { Informer, InformerEvent, Snapshot } from "../informer/mod.ts";
import type { Definition } from "./definition.ts";
import { isPaused } from "./pause.ts";
import { requestText } from "./request.ts";
import type { Change, Source } from "./types.ts";

/** Wants an object reconciled; `event` is the change that wakes it, if one of a local copy does. */
export type Enqueue = (
  request: ReconcileRequest,
  cause: Cause,
  priority: number,
  event?: ObjectEvent,
) => void;

const backgroundPriority = -100;

/** The priority of what a source tells of. What is there at the start, changed by nobody, comes last. */
export function priorityOf(source: { readonly priority?: number }, background = false): number {
  const { priority = 0 } = source;
  return background ? Math.min(priority, backgroundPriority) : priority;
}

/** A state of an object of the watched kind, or a change of it, as events of an informer bring them. */
export type ObjectEvent = Exclude<InformerEvent, { readonly type: "synced" }>;

/** What {@linkcode pump} takes. */
export interface PumpOptions {
  /** Where the events come from. */
  readonly informer: Informer;
  /** Takes each event. Must not wait. */
  readonly handle: (event: ObjectEvent) => void;
  /** Called when the first state has been handled. */
  readonly synced: () => void;
  /** Whether `oldObject` is needed. */
  readonly keepOld: boolean;
  /** Milliseconds after which an object comes again; undefined for never. */
  readonly resyncPeriod?: number | undefined;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  /** Time. */
  readonly clock: Clock;
  /** Log lines. */
  readonly log: Logger;
}

const pause = 1_000;

/** Brings the events of an informer to a function, until the signal is aborted. */
export async function pump(options: PumpOptions): Promise<void> {
  const { informer, handle, synced, keepOld, resyncPeriod = 0, signal, clock, log } = options;
  while (!signal.aborted) {
    try {
      for await (const event of informer.events({ signal, keepOld, resyncPeriod })) {
        if (event.type === "synced") synced();
        else handleSafely(event, handle, log);
      }
    } catch (error) {
      if (!signal.aborted) log.error("Following changes failed; it begins anew", { error });
    }
    if (!signal.aborted) await sleep(clock, pause, signal).catch(() => {});
  }
}

/** What a map throws concerns one change, and must not end the loop. */
function handleSafely(
  event: ObjectEvent,
  handle: (event: ObjectEvent) => void,
  log: Logger,
): void {
  try {
    handle(event);
  } catch (error) {
    log.error("A map threw; objects that this change concerns may not run", {
      ...event.key,
      error,
    });
  }
}

/** Whether a change is of interest. One too many does no harm, so a predicate that throws drops nothing. */
function passes(predicate: Source["predicate"], change: Change, log: Logger): boolean {
  try {
    return predicate?.(change as never) ?? true;
  } catch (error) {
    log.error("A predicate threw; the change counts", { ...change.snapshot.key, error });
    return true;
  }
}

/** What {@linkcode primaryHandler} takes beside the definition. */
export interface PrimaryHandlerOptions {
  /** Takes each request. */
  readonly enqueue: Enqueue;
  /** Told each object that may have left the label selector with the finalizer. */
  readonly left: (request: ReconcileRequest) => void;
  /** Whether the last reconcile found the object paused. */
  readonly wasPaused: (request: ReconcileRequest) => boolean;
  /** Log lines. */
  readonly log: Logger;
}

/** Queues an object of the reconciled kind itself. */
export function primaryHandler(
  { primary: { resource }, predicate, pause, finalizer }: Definition,
  { enqueue, left, wasPaused, log }: PrimaryHandlerOptions,
): (event: ObjectEvent) => void {
  // A reconcile reads the newest state, and may have seen a pause that came and went between two events.
  const isPauseChanged = ({ snapshot: { key, metadata }, old }: Change) =>
    old !== undefined &&
    (isPaused(old, pause) || wasPaused(key)) !== isPaused(metadata, pause);
  return (event) => {
    const change = changeOf(event);
    // No predicate holds up the beginning of a deletion, nor the end, after which nothing is to be remembered, nor the
    // end of a pause, during which changes were passed over.
    const isUrgent = change.deleted || isNewlyDeleted(change) || isResync(event);
    if (!isUrgent && !isPauseChanged(change) && !passes(predicate, change, log)) return;
    // It may have gone, or only left the label selector; where that was not seen, the finalizer may not have been either.
    if (
      event.type === "deleted" && (event.stale || event.metadata.finalizers?.includes(finalizer))
    ) left(event.key);
    const priority = priorityOf({}, isInitial(event) || isResync(event));
    enqueue(event.key, causeOf(event, resource), priority, event);
  };
}

function isNewlyDeleted({ snapshot: { metadata }, old }: Change): boolean {
  return metadata.deletionTimestamp !== undefined &&
    (old?.deletionTimestamp === undefined || old.uid !== metadata.uid);
}

/** Queues the objects that a source names for the old and the new state. */
export function sourceHandler(
  source: Source,
  owner: ApiResource,
  store: Context["store"],
  enqueue: Enqueue,
  log: Logger,
): (event: ObjectEvent) => void {
  const requestsOf = (snapshot: Snapshot): Iterable<ReconcileRequest> =>
    "owner" in source.map
      ? ownersOf(snapshot, owner)
      : source.map.requests(snapshot as never, { store });
  return (event) => {
    if (!passes(source.predicate, changeOf(event), log)) return;
    const cause = causeOf(event, source.resource);
    const priority = priorityOf(source, isInitial(event));
    const queued = new Set<string>(); // an idle worker takes the first at once: a second would be a run more
    const enqueueFor = (state: Snapshot) => {
      for (const request of requestsOf(state)) {
        const text = requestText(request);
        if (queued.has(text)) continue;
        queued.add(text);
        enqueue(request, cause, priority, event);
      }
    };
    try {
      enqueueFor(event);
    } finally { // a map that cannot cope with the one state may well with the other
      const old = oldState(event);
      if (old) enqueueFor(old);
    }
  };
}

/** Whether the handler of a source needs the whole old object: an owner is found in the metadata. */
export function needsOld(source: Source): boolean {
  return !("owner" in source.map);
}

function* ownersOf({ key, metadata }: Snapshot, owner: ApiResource): Generator<ReconcileRequest> {
  for (const reference of metadata.ownerReferences ?? []) {
    const [group] = reference.apiVersion.includes("/") ? reference.apiVersion.split("/") : [""];
    if (!reference.controller || group !== owner.group || reference.kind !== owner.kind) continue;
    if (owner.scope === "Cluster") yield { name: reference.name };
    else if (key.namespace !== undefined) yield { name: reference.name, namespace: key.namespace };
  }
}

function oldState(event: ObjectEvent): Snapshot | undefined {
  if (event.type === "added" || event.old === undefined) return undefined;
  const { key, old, oldObject } = event;
  const object = oldObject ?? missingOld;
  return { key, metadata: old, object };
}

function missingOld(): never {
  throw new TypeError("The old object was not kept; only its metadata is known");
}

function changeOf(event: ObjectEvent): Change {
  const old: Metadata | undefined = event.type === "added" ? undefined : event.old;
  return { snapshot: event, old, deleted: event.type === "deleted" };
}

function isInitial(event: ObjectEvent): boolean {
  return event.type === "added" && event.initial;
}

function isResync(event: ObjectEvent): boolean {
  return event.type === "updated" && event.resync === true;
}

function causeOf(event: ObjectEvent, { kind }: ApiResource): Cause {
  const { name, namespace }: ObjectKey = event.key;
  if (isResync(event)) return { reason: "resync" };
  const reason = isInitial(event) ? "initial" : event.type === "deleted" ? "deleted" : "changed";
  return { reason, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
