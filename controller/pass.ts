import { apiVersionOf, type Client, type KubernetesObject } from "../client/mod.ts";
import {
  type Cause,
  childLogger,
  type Context,
  type ContextEvent,
  createContext,
  type Logger,
  type ObjectReference,
  type ReconcileRequest,
  TerminalError,
} from "../context/mod.ts";
import { type ResourceSet, runSet, type SetResult, wrap } from "../resource/mod.ts";
import { type Definition, deletes, erased, type ErasedSet } from "./definition.ts";
import { addFinalizer, hasFinalizer, removeFinalizer } from "./finalizer.ts";
import { matchesLabels } from "./label_selector.ts";
import type { DeletionMemory } from "./memory.ts";
import { outcomeOf } from "./outcome.ts";
import { isPaused } from "./pause.ts";
import { requestText } from "./request.ts";
import { leave, runStray } from "./scope.ts";
import type { ControllerEvent, Outcome } from "./types.ts";
import { type Around, aroundSteps } from "./work.ts";

/** What one pass over one object needs. */
export interface PassOptions {
  /** The controller. */
  readonly definition: Definition;
  /** Which object. */
  readonly request: ReconcileRequest;
  /** The object: the pass's own copy. Undefined when it is gone. */
  readonly object: KubernetesObject | undefined;
  /** Whether an object that the local copy does not have may hold the finalizer. */
  readonly isStray?: boolean;
  /** The client of this reconcile. */
  readonly client: Client;
  /** Ends the pass. */
  readonly signal: AbortSignal;
  /** Finds local copies. */
  readonly store: Context["store"];
  /** Log lines. */
  readonly log: Logger;
  /** Failures so far. */
  readonly failures: number;
  /** Why it runs. */
  readonly causes: readonly Cause[];
  /** How many reasons there were. */
  readonly causeCount: number;
  /** What is known of deletions. */
  readonly memory: DeletionMemory;
  /** Tells people about the object. */
  readonly event: (object: KubernetesObject, event: ContextEvent) => void;
  /** Told each step. */
  readonly observe: (event: ControllerEvent) => void;
  /** Stands around each step. */
  readonly around?: Around;
}

const manyPasses = 10;

/** Routing went wrong: no set, or more than one, takes the object. Only a change of the object helps. */
export class RoutingError extends TerminalError {
  /** `NoResourceSet` or `TooManyResourceSets`. */
  override readonly name: string;
  /** Makes the error. */
  constructor(name: "NoResourceSet" | "TooManyResourceSets", message: string) {
    super(message);
    this.name = name;
  }
}

/** Runs one reconcile of one object, finalizer and deletion included. Does not throw. */
export async function runPass(options: PassOptions): Promise<Outcome> {
  const { object, request, memory, signal, definition } = options;
  const key = requestText(request);
  try {
    if (!object) {
      memory.forget(key);
      return options.isStray ? await runStray(options) : { type: "gone" };
    }
    if (isPaused(object.metadata, definition.pause)) return { type: "paused" };
    const set = route(definition, object);
    if (!set) {
      if (!hasFinalizer(object, definition.finalizer)) return { type: "success" };
      return await leave(options, object, "no resource set of the controller handles it any more");
    }
    if (object.metadata.deletionTimestamp !== undefined) {
      return await runDeletion(options, object, set, key);
    }
    memory.forget(key);
    return await runUpdate(options, object, set);
  } catch (error) {
    return outcomeOf(error, signal);
  }
}

async function runUpdate(
  options: PassOptions,
  object: KubernetesObject,
  set: ErasedSet,
): Promise<Outcome> {
  const { client, definition: { finalizer, wantsFinalizer, primary, pause }, signal } = options;
  let current = object;
  const wanted = wantsFinalizer === "always" ||
    (wantsFinalizer === "deleting-steps" && deletes(set));
  if (wanted && !hasFinalizer(object, finalizer)) {
    const isOurs = ({ metadata }: KubernetesObject) =>
      matchesLabels(primary.labelSelector, metadata.labels) && !isPaused(metadata, pause);
    const added = await addFinalizer(client, primary.resource, object, finalizer, isOurs);
    // Gone, being deleted, made anew, paused or out of the selector: the local copy will say so, and the event about it
    // runs the object again.
    if (!added) return { type: "success" };
    current = added;
  }
  const { error, after } = await run(options, current, set);
  if (error !== undefined) return outcomeOf(error.thrown, signal);
  return { type: "success", ...(after === undefined ? {} : { after }) };
}

async function runDeletion(
  options: PassOptions,
  object: KubernetesObject,
  set: ErasedSet,
  key: string,
): Promise<Outcome> {
  const { client, definition: { finalizer, primary }, memory, signal } = options;
  const { uid } = object.metadata;
  const known = memory.get(key, uid);
  if (!hasFinalizer(object, finalizer)) {
    memory.forget(key);
    return { type: "success" };
  }
  // The local copy is behind: the finalizer is gone.
  if (known?.state === "removed") return { type: "success" };
  if (known?.state !== "completed") {
    const { complete, error, after } = await run(options, object, set);
    if (error !== undefined) return outcomeOf(error.thrown, signal);
    const passes = (known?.passes ?? 0) + 1;
    if (!complete) {
      memory.set(key, { uid, state: "incomplete", passes });
      if (passes === manyPasses) tellIncomplete(options, object);
      return { type: "incomplete", ...(after === undefined ? {} : { after }) };
    }
    memory.set(key, { uid, state: "completed", passes });
  }
  await removeFinalizer(client, primary.resource, object, finalizer);
  memory.set(key, { uid, state: "removed", passes: known?.passes ?? 0 });
  return { type: "success" };
}

function tellIncomplete({ event }: PassOptions, object: KubernetesObject): void {
  event(object, {
    type: "Warning",
    reason: "DeletionIncomplete",
    message:
      `The deletion is held up: it was tried ${manyPasses} times, and a resource asked each time to keep the finalizer`,
  });
}

/** The set that takes the object; undefined when the controller leaves the object to others. */
function route(
  { sets, name, outOfScope, finalizer }: Definition,
  object: KubernetesObject,
): ErasedSet | undefined {
  const matching = sets.filter((set) => set.handles?.(erased(object)) ?? true);
  const [first] = matching;
  if (matching.length > 1) {
    throw new RoutingError(
      "TooManyResourceSets",
      `${matching.length} resource sets of the controller ${name} handle the object; exactly one has to`,
    );
  }
  const isReleased = outOfScope === "release" && hasFinalizer(object, finalizer);
  if (!first && sets.length > 1 && !isReleased) {
    throw new RoutingError(
      "NoResourceSet",
      `None of the ${sets.length} resource sets of the controller ${name} handles the object; exactly one has to`,
    );
  }
  return first;
}

type RunResult = Pick<SetResult, "complete" | "after"> & {
  readonly error: { readonly thrown: unknown } | undefined;
};

async function run(
  options: PassOptions,
  object: KubernetesObject,
  set: ErasedSet,
): Promise<RunResult> {
  const { definition, request, client, signal, store, failures, causes, causeCount, observe } =
    options;
  const log = childLogger(options.log, { ...request });
  const context = createContext({
    object,
    request,
    client,
    signal,
    log,
    store,
    failures,
    causes,
    causeCount,
    event: (event) => options.event(object, event),
  });
  const result = await runSet(traced(options, set), object, context, {
    observe: (report) => observe({ type: "step", controller: definition.name, request, ...report }),
  });
  const { complete, after } = result;
  return {
    complete,
    ...(after === undefined ? {} : { after }),
    error: "error" in result ? { thrown: result.error } : undefined,
  };
}

/** A plain reconciler has one step, which is the reconcile. */
function traced({ around, definition, request }: PassOptions, erasedSet: ErasedSet): ResourceSet {
  const set = erasedSet as ResourceSet;
  if (!around || definition.isPlain) return set;
  return wrap(set, aroundSteps(around, { controller: definition.name, request }));
}

/** How events name the object. */
export function referenceTo(
  { metadata, ...object }: KubernetesObject,
  { primary: { resource } }: Definition,
): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return {
    apiVersion: object.apiVersion ?? apiVersionOf(resource),
    kind: object.kind ?? resource.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid,
    resourceVersion,
  };
}
