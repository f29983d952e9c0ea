import { deadline } from "../_internal/mod.ts";
import type { Client } from "../client/mod.ts";
import type { AppliedMemory } from "./applied.ts";
import { judge } from "./judge.ts";
import { aborted, messageOf, reasonOf } from "./outcome.ts";
import { type PassOptions, runPass } from "./pass.ts";
import { requestText } from "./request.ts";
import type { Outcome } from "./types.ts";
import { type Around, aroundRequests } from "./work.ts";
import { type AnsweredWrite, createReconcileClient } from "./writes.ts";
import type { Write } from "./written.ts";

/** What {@linkcode attempt} takes. */
export interface AttemptOptions extends Omit<PassOptions, "client" | "signal"> {
  /** The controller's client, of which the pass gets a view. */
  readonly client: Client;
  /** Ends the attempt, beside its time-out. */
  readonly signal: AbortSignal;
  /** Called before each write. */
  readonly fence?: () => void;
  /** What was applied before. Default: nothing, and every apply is sent. */
  readonly applied?: AppliedMemory;
  /** Told each write that the server has taken and answered. */
  readonly note?: (write: AnsweredWrite) => void;
  /** Stands around each request, and each step. */
  readonly around?: Around;
}

/** How an attempt ended. */
export interface Attempt {
  /** The outcome. */
  readonly outcome: Outcome;
  /** What was written so far. */
  readonly writes: () => readonly Write[];
  /** Resolves when the reconciler has really ended; undefined when it has. */
  readonly settled: Promise<unknown> | undefined;
}

/**
 * Runs one pass within the controller's time-out. When the time is over, or the controller stops, the signal is
 * aborted and the client revoked, and the attempt ends whether or not the reconciler does. An error is told with an event.
 */
export async function attempt(options: AttemptOptions): Promise<Attempt> {
  const { definition: { name, timeout }, request, client, fence, note, around, object, event } =
    options;
  using limit = deadline(client.runtime.clock, undefined, options.signal);
  using _timer = client.runtime.clock.setTimeout(() => {
    limit.abort(new DOMException(`The reconcile took longer than ${timeout} ms`, "TimeoutError"));
    options.observe({ type: "timed-out", controller: name, request });
  }, timeout);
  const { signal } = limit;
  const owner = { controller: name, request };
  const traced = around ? aroundRequests(client, around, owner) : client;
  const applied = options.applied?.run(
    requestText(request),
    (kind) => options.observe({ type: "apply-skipped", controller: name, request, kind }),
  );
  const view = createReconcileClient(traced, {
    signal,
    fieldManager: name,
    ...(fence ? { fence } : {}),
    ...(applied ? { applied } : {}),
    ...(note ? { note } : {}),
  });
  const pass = runPass({ ...options, client: view.client, signal });
  const ended = await beforeAbort(pass, signal);
  view.revoke();
  const raw = ended ?? aborted(signal);
  applied?.end(raw.type);
  // That the controller stops is nobody's error.
  const outcome = options.signal.aborted ? raw : judge(raw, options);
  if (outcome.type === "error" && object) {
    const { error, reason = reasonOf(error), message = messageOf(error) } = outcome;
    event(object, { type: "Warning", reason, message });
  }
  return { outcome, writes: view.writes, settled: ended ? undefined : pass };
}

/** What the promise resolves to; undefined when the signal is aborted first. */
function beforeAbort<V>(promise: Promise<V>, signal: AbortSignal): Promise<V | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve(undefined);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
