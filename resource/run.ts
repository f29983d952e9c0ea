import type { KubernetesObject } from "../client/mod.ts";
import type { Context, Word } from "../context/mod.ts";
import { listen } from "./listen.ts";
import type { Resource, ResourceSet, SetResult, StepReport } from "./types.ts";

/** Options of {@linkcode runSet}. */
export interface RunSetOptions {
  /** Told each step that has run. Must not throw. */
  readonly observe?: (report: StepReport) => void;
}

/** What was said during one pass. */
interface Pass {
  after: number | undefined;
  stopped: boolean;
  kept: boolean;
}

/**
 * Runs a set for one object: `ensureCreated` of each step, or `ensureDeleted` when `context.deleting`. Touches nothing
 * but what the steps touch, and needs no cluster: finalizers and retries are the controller's. What a step throws ends
 * the pass and is in the result; this function itself does not throw for it.
 */
export async function runSet<T extends KubernetesObject>(
  set: ResourceSet<T>,
  object: T,
  context: Context,
  options: RunSetOptions = {},
): Promise<SetResult> {
  const { observe } = options;
  const pass: Pass = { after: undefined, stopped: false, kept: false };
  const prepared = await prepare(set, object, context, pass);
  if ("error" in prepared) return { complete: false, error: prepared.error };
  const steps = context.deleting && set.order === "reverse" ? set.steps.toReversed() : set.steps;
  for (const step of steps) {
    if (pass.stopped) break;
    const failure = await runStep(step, object, prepared.context, pass, observe);
    if (failure) return { complete: false, error: failure.error, failed: step.name };
  }
  return {
    complete: !pass.stopped && !pass.kept,
    ...(pass.after === undefined ? {} : { after: pass.after }),
  };
}

async function prepare<T extends KubernetesObject>(
  set: ResourceSet<T>,
  object: T,
  context: Context,
  pass: Pass,
): Promise<{ context: Context } | { error: unknown }> {
  if (!set.initContext) return { context };
  try {
    context.signal.throwIfAborted();
    const changes = await set.initContext(
      object,
      listen(context, (word) => note(pass, word, context.deleting)),
    );
    const updateAllowed = changes?.updateAllowed ?? context.updateAllowed;
    return { context: Object.freeze({ ...context, updateAllowed }) };
  } catch (error) {
    return { error };
  }
}

async function runStep<T extends KubernetesObject>(
  step: Resource<T>,
  object: T,
  context: Context,
  pass: Pass,
  observe: RunSetOptions["observe"],
): Promise<{ error: unknown } | undefined> {
  const { deleting, clock, signal } = context;
  if (deleting && !step.ensureDeleted) return undefined;
  const operation = deleting ? "EnsureDeleted" : "EnsureCreated";
  const start = clock.monotonic();
  const report = (failure?: { error: unknown }) => {
    observe?.({
      resource: step.name,
      operation,
      duration: clock.monotonic() - start,
      ...failure,
    });
    return failure;
  };
  try {
    signal.throwIfAborted();
    const own = listen(context, (word) => note(pass, word, deleting), { resource: step.name });
    await (deleting ? step.ensureDeleted?.(object, own) : step.ensureCreated(object, own));
    return report();
  } catch (error) {
    return report({ error });
  }
}

function note(pass: Pass, { word, after }: Word, deleting: boolean): void {
  if (word === "cancelResource" || (word === "keepFinalizers" && !deleting)) return;
  if (word === "cancelReconciliation") pass.stopped = true;
  if (deleting) pass.kept = true;
  if (after !== undefined) pass.after = Math.min(pass.after ?? after, after);
}
