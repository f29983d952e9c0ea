import { sleep } from "../_internal/mod.ts";
import type { KubernetesObject } from "../client/mod.ts";
import {
  childLogger,
  createEventRecorder,
  noLogger,
  type ReconcileRequest,
} from "../context/mod.ts";
import { createAppliedMemory } from "./applied.ts";
import { attempt } from "./attempt.ts";
import { awaitWrites, describe, ghosts, unseenWrites } from "./consistency.ts";
import { openCopies } from "./copies.ts";
import { definitionOf } from "./define.ts";
import { isSource } from "./definition.ts";
import { groupsOf } from "./fairness.ts";
import { createHotLoops, slowed } from "./hot_loop.ts";
import { createWriteRecord, labelOf, noWrites, type WriteRecord } from "./hot_loop_writes.ts";
import { fencedClient, refreshAll } from "./fenced.ts";
import { createDeletionMemory } from "./memory.ts";
import { referenceTo } from "./pass.ts";
import { problemsOf } from "./problems.ts";
import { type Enqueue, needsOld, primaryHandler, priorityOf, pump, sourceHandler } from "./pump.ts";
import { requestText } from "./request.ts";
import { pumpRequests } from "./requests.ts";
import { canLose, findStrays } from "./scope.ts";
import { createStuckWatch } from "./stuck.ts";
import type {
  Controller,
  ControllerEnvironment,
  ControllerEvent,
  Outcome,
  RequestSource,
  RunningController,
  StopOptions,
} from "./types.ts";
import { createWorkQueue, type WorkItem } from "./workqueue.ts";
import type { Write } from "./written.ts";

const strayPause = 60_000;

/**
 * Sets a controller to work: it opens its local copies, waits until they are complete, and reconciles what changes
 * until it is stopped. It does not wait for other controllers.
 */
export function createController(
  controller: Controller,
  environment: ControllerEnvironment,
): RunningController {
  const details = definitionOf(controller);
  const { name, primary, concurrency, consistencyTimeout, backoff, sources } = details;
  const { requestSources } = details;
  const { client, informers, fence, elected, around } = environment;
  const log = childLogger(environment.log ?? noLogger, { controller: name });
  const { clock, random } = client.runtime;
  const copies = openCopies(informers, details, [primary, ...sources]);
  const groupOf = groupsOf(details, copies, log);
  const queue = createWorkQueue({ clock, random, backoff, ...(groupOf ? { groupOf } : {}) });
  const recorder = createEventRecorder(fencedClient(client, fence), { controller: name, log });
  const memory = createDeletionMemory();
  const applied = createAppliedMemory(copies);
  const following = new AbortController(); // changes, and the waits for own writes
  const working = new AbortController(); // reconciles
  const stuck = createStuckWatch({
    clock,
    many: concurrency,
    tell: (event, request) => observe({ ...event, controller: name, request }),
  });
  const loops = details.hotLoop && createHotLoops({
    limits: details.hotLoop,
    clock,
    labelOf: (request) => labelOf({ ...primary.resource, ...request }),
    release: queue.release,
    cooled: (request) => observe({ type: "cooled", controller: name, request }),
  });
  const paused = new Set<string>();
  const passedOver = new Set<string>(); // objects that the last reconcile found paused
  const strays = new Set<string>(); // objects that may have left with the finalizer
  const failing = new Map<RequestSource, string>();
  const ready = Promise.withResolvers<void>();
  const warm = Promise.withResolvers<void>();
  for (const { promise } of [ready, warm]) promise.catch(ignore); // who does not ask must not die of it
  const slots: Promise<void>[] = [];
  let stopping: Promise<void> | undefined;

  function observe(event: ControllerEvent): void {
    const complain = (error: unknown) => log.error("An observer threw", { error });
    try {
      const answer: unknown = environment.observe?.(event); // an async function is of this type, too
      if (answer instanceof Promise) answer.catch(complain);
    } catch (error) {
      complain(error);
    }
  }

  const enqueue: Enqueue = (request, cause, priority, event) => {
    observe({ type: "enqueued", controller: name, request, cause, after: 0 });
    queue.add(request, { cause, priority });
    loops?.woken(request, event);
  };

  function left(request: ReconcileRequest): void {
    if (canLose(details)) strays.add(requestText(request));
  }

  /** An object with the finalizer: one that the local copy has is no stray. */
  function found(request: ReconcileRequest): void {
    if (copies.of(primary)?.store.snapshot(request)) return;
    left(request);
    enqueue(request, { reason: "initial" }, priorityOf({}, true));
  }

  async function work(): Promise<void> {
    for (let item = await queue.get(); item; item = await queue.get()) {
      try {
        await handle(item);
      } catch (error) {
        loops?.end(item.request, { writes: noWrites, after: undefined, isGone: false });
        item.retry();
        item[Symbol.dispose]();
        log.error("A reconcile could not begin or end; it is tried again", {
          ...item.request,
          error,
        });
      }
    }
  }

  async function handle(item: WorkItem): Promise<void> {
    const { request, causes, causeCount, waited } = item;
    const object = copies.of(primary)?.store.get(request);
    if (object) item.identify(object.metadata.uid);
    if (isPutOff(item, object)) return;
    const { failures } = item;
    const start = clock.monotonic();
    observe({ type: "started", controller: name, request, waited, causes });
    const text = requestText(request);
    const record = createWriteRecord();
    // Noted anew where it leaves while this pass runs.
    const isStray = strays.delete(text) && !object;
    passedOver.delete(text);
    const run = async () => {
      const attempted = await attempt({
        definition: details,
        request,
        object,
        isStray,
        client,
        signal: working.signal,
        store: copies.store,
        log,
        failures,
        causes,
        causeCount,
        memory,
        applied,
        event: (about, event) =>
          recorder.record({ ...event, regarding: referenceTo(about, details) }),
        observe,
        ...(fence ? { fence } : {}),
        ...(loops ? { note: record.note } : {}),
        ...(around ? { around } : {}),
      });
      const { outcome } = attempted;
      const duration = clock.monotonic() - start;
      const deleting = object?.metadata.deletionTimestamp !== undefined;
      observe({ type: "finished", controller: name, request, outcome, duration, deleting });
      return attempted;
    };
    const ended = around
      ? around({ type: "reconcile", controller: name, request, causes }, run)
      : run();
    const { outcome, writes, settled } = await ended;
    tellPause(request, text, outcome);
    const { type } = outcome;
    if (type === "paused") passedOver.add(text);
    if (isStray && type !== "success" && type !== "gone") {
      strays.add(text);
      if (type === "paused") item.requeue(strayPause); // no watch tells of its end
    }
    if (!settled) return conclude(item, outcome, writes(), record);
    // The slot is free, but the key stays locked until the reconciler has ended.
    const watch = stuck.watch(request, start);
    settled.then(() => {
      watch[Symbol.dispose]();
      conclude(item, outcome, writes(), record);
    }).catch((error) => log.error("A reconcile could not end", { ...request, error }));
  }

  /** Whether the run waits because only earlier runs of the object lead to it. */
  function isPutOff(item: WorkItem, object: KubernetesObject | undefined): boolean {
    const { request, causes } = item;
    const slowing = loops?.begin(request, { causes, uid: object?.metadata.uid });
    if (!slowing) return false;
    const { field, after, requeues } = slowing;
    item.hold(after, { requeues });
    observe({ type: "hot-loop", controller: name, request, field, after });
    if (object) recorder.record({ ...slowed(field), regarding: referenceTo(object, details) });
    return true;
  }

  /** Tells when a pause begins and ends. A reconcile that could not look says nothing of it. */
  function tellPause(request: ReconcileRequest, text: string, { type }: Outcome): void {
    if (type === "again") return;
    if (type === "paused" === paused.has(text)) return;
    if (type === "paused") paused.add(text);
    else paused.delete(text);
    observe({ type: type === "paused" ? "paused" : "resumed", controller: name, request });
  }

  function wasPaused(request: ReconcileRequest): boolean {
    return passedOver.has(requestText(request));
  }

  function conclude(
    item: WorkItem,
    outcome: Outcome,
    writes: readonly Write[],
    record: WriteRecord,
  ): void {
    using _done = item;
    const { request } = item;
    loops?.end(request, {
      writes: record,
      after: soonest(outcome),
      isGone: outcome.type === "gone",
    });
    const again = (after: number, reason: "requeue" | "retry") =>
      observe({ type: "enqueued", controller: name, request, cause: { reason }, after });
    switch (outcome.type) {
      case "gone":
        item.forget();
        break;
      case "paused": // the end of the pause is a change
        break;
      case "error":
      case "again":
        if (outcome.type === "error" && outcome.terminal) break;
        again(item.retry(outcome.after, outcome.exact), "retry");
        break;
      default:
        if (outcome.after !== undefined) {
          item.requeue(outcome.after);
          again(outcome.after, "requeue");
        } else if (outcome.type === "incomplete") again(item.retry(), "retry");
    }
    park(item, writes);
  }

  /** Keeps the key from running on a local copy that does not show what this run has written. */
  function park(item: WorkItem, writes: readonly Write[]): void {
    if (consistencyTimeout === 0 || following.signal.aborted) return;
    const { request } = item;
    const unseen = unseenWrites(writes, copies);
    if (unseen.length === 0) return tellGhosts(request, writes);
    const parking = item.park();
    const start = clock.monotonic();
    observe({ type: "parked", controller: name, request, waitingFor: describe(unseen) });
    const { signal } = following;
    awaitWrites(unseen, { client, timeout: consistencyTimeout, signal }).then((how) => {
      parking[Symbol.dispose]();
      if (signal.aborted) return;
      const waited = clock.monotonic() - start;
      observe({ type: "unparked", controller: name, request, waited, how });
      if (how !== "timeout") tellGhosts(request, writes);
    });
  }

  /** An object that went before any copy showed it gives no event of its end. */
  function tellGhosts(request: ReconcileRequest, writes: readonly Write[]): void {
    for (const { resource, key } of ghosts(writes, copies)) {
      if (resource === primary.resource && requestText(key) === requestText(request)) continue;
      enqueue(request, { reason: "deleted", kind: resource.kind, ...key }, 0);
    }
  }

  const pumps: Promise<void>[] = [];
  const complete: Promise<void>[] = [];
  const { signal } = following;
  for (const declaration of [primary, ...sources]) {
    const parts = copies.of(declaration)?.parts ?? [];
    for (const { informer } of parts) {
      if (declaration !== primary && !isSource(declaration)) {
        complete.push(informer.synced({ signal }));
        continue;
      }
      const synced = Promise.withResolvers<void>();
      complete.push(synced.promise);
      const handler = isSource(declaration)
        ? sourceHandler(declaration, primary.resource, copies.store, enqueue, log)
        : primaryHandler(details, { enqueue, left, wasPaused, log });
      const keepOld = isSource(declaration) && needsOld(declaration);
      pumps.push(pump({
        informer,
        handle: handler,
        synced: synced.resolve,
        keepOld,
        resyncPeriod: declaration === primary ? details.resyncPeriod : undefined,
        signal,
        clock,
        log,
      }));
    }
  }
  function openRequests(): void {
    for (const source of requestSources) {
      const report = (problem?: string) =>
        problem === undefined ? failing.delete(source) : failing.set(source, problem);
      const options = { source, controller: name, enqueue, signal, clock, random, log, observe };
      pumps.push(pumpRequests({ ...options, report }));
    }
  }

  // What comes from outside may come once only: who stands by leaves it to the leader.
  if (!elected) openRequests();
  Promise.all(complete).then(async () => {
    warm.resolve();
    if (elected) {
      const since = await elected({ signal });
      await refreshAll(copies, { since, signal }); // the leader before may have written what no watch has brought yet
    }
    if (stopping) return;
    if (elected) openRequests();
    for (let n = 0; n < concurrency; n++) slots.push(work());
    ready.resolve();
    if (canLose(details)) {
      pumps.push(findStrays({ client, definition: details, found, signal, log }));
    }
  }).catch((error) => {
    warm.reject(error);
    ready.reject(error);
  });

  const stopped = new DOMException(`The controller ${name} was stopped`, "AbortError");
  async function shutDown(grace: number, reason: unknown): Promise<void> {
    warm.reject(reason);
    ready.reject(reason);
    following.abort(reason);
    await queue.shutDown();
    const idle = Promise.all(slots);
    const timer = new AbortController();
    const patience = sleep(clock, grace, timer.signal).then(() => working.abort(reason), ignore);
    await Promise.race([idle, patience]);
    await idle;
    timer.abort();
    stuck[Symbol.dispose]();
    loops?.[Symbol.dispose]();
    await Promise.all(pumps);
    await recorder[Symbol.asyncDispose]();
    await copies[Symbol.asyncDispose]();
  }

  function stop({ grace = 20_000, reason = stopped }: StopOptions = {}): Promise<void> {
    if (grace <= 0) working.abort(reason);
    return stopping ??= shutDown(grace, reason);
  }

  return {
    controller,
    warm: warm.promise,
    ready: ready.promise,
    concurrency,
    problems: () => [...problemsOf(copies), ...stuck.problems(), ...failing.values()],
    get queue() {
      const { ready, processing, size, parked, delayed, added } = queue;
      return { ready, processing, size, parked, delayed, stuck: stuck.size, added };
    },
    objects: () => copies.of(primary)?.store.snapshots() ?? [],
    reconcile: (request: ReconcileRequest) => enqueue(request, { reason: "requested" }, 0),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

function ignore(): void {}

/** The delay that the reconcile asked for, whatever the backoff is. */
function soonest(outcome: Outcome): number | undefined {
  switch (outcome.type) {
    case "success":
    case "incomplete":
      return outcome.after;
    case "error":
    case "again":
      return outcome.exact ? outcome.after : undefined;
    default:
      return undefined;
  }
}
