import { deadline, sleep } from "../_internal/mod.ts";
import { type Client, deriveClient, isConflict, isTooManyRequests } from "../client/mod.ts";
import { type Context, TerminalError } from "../context/mod.ts";
import type { Call, Next, Operation, Wrapper } from "./wrap_types.ts";

/** Options of {@linkcode retryResource}. */
export interface RetryResourceOptions {
  /** How often it is tried in all. @default {3} */
  readonly attempts?: number;
  /** Milliseconds between two attempts. @default {1_000} */
  readonly pause?: number;
  /** Whether to try again after an error that is not one of those that never are. Default: always. */
  readonly isWorthRetrying?: (error: unknown) => boolean;
}

/**
 * Tries a resource again that has failed: the whole of it, so that a CRUD resource starts from its current state. Not
 * tried again are a `TerminalError`, what fails because the reconcile was aborted, a 429, and the conflicts of plain
 * resources: these need an object that is newer than the one they were given, which the controller's own retry
 * brings. What a failed attempt said (`keepFinalizers` and the like) stays said.
 *
 * The slot and the object are held meanwhile: where the controller's retry is good enough, leave this out.
 *
 * @throws {TypeError} When an option is out of range.
 */
export function retryResource(options: RetryResourceOptions = {}): Wrapper {
  const { attempts = 3, pause = 1_000, isWorthRetrying = () => true } = options;
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new TypeError(`attempts is ${String(attempts)}; give a whole number of 1 or more`);
  }
  checkTime("pause", pause, 0);
  async function aroundResource<V>(call: Call, next: Next<V>): Promise<V> {
    const { context: { clock, signal, log }, resource, isCrud } = call;
    for (let attempt = 1;; attempt++) {
      try {
        return await next();
      } catch (error) {
        if (attempt >= attempts || signal.aborted || isFinal(error, isCrud)) throw error;
        if (!isWorthRetrying(error)) throw error;
        log.warn("A resource failed and is tried again", { resource, attempt, pause, error });
        await sleep(clock, pause, signal).catch(() => {});
        if (signal.aborted) throw error;
      }
    }
  }
  return Object.freeze({ aroundResource });
}

/** Whether another attempt with the same object cannot help. */
function isFinal(error: unknown, isCrud: boolean): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    if (one instanceof TerminalError || isTooManyRequests(one)) return true;
    if (isConflict(one) && !isCrud) return true;
  }
  return false;
}

/** Options of {@linkcode timeoutResource}. */
export interface TimeoutResourceOptions {
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Limits the time that a resource may take: then its signal is aborted, its client ends every call, and it fails with
 * a `TimeoutError`. It is waited for until it really ends, since the same object must not be worked on twice at a time;
 * the controller's `timeout` frees the slot of one that does not.
 *
 * @throws {TypeError} When the time-out is out of range.
 */
export function timeoutResource({ timeout }: TimeoutResourceOptions): Wrapper {
  checkTime("timeout", timeout, 1);
  async function aroundResource<V>({ context, resource }: Call, next: Next<V>): Promise<V> {
    const { clock, signal: parent } = context;
    using limit = deadline(clock, undefined, parent);
    using _timer = clock.setTimeout(() => {
      limit.abort(
        new DOMException(
          `The resource ${JSON.stringify(resource)} took longer than ${timeout} ms`,
          "TimeoutError",
        ),
      );
    }, timeout);
    const { signal } = limit;
    try {
      return await next(Object.freeze({ ...context, signal, client: bound(context, signal) }));
    } catch (error) {
      throw signal.aborted && !parent.aborted ? signal.reason : error;
    }
  }
  return Object.freeze({ aroundResource });
}

/** The context's client, every call of which ends with the signal. */
function bound({ client }: Context, signal: AbortSignal): Client {
  return hasServer(client) ? deriveClient(client, { signal }) : client;
}

/** Whether the client is one; contexts of unit tests may have a stand-in that refuses everything. */
export function hasServer(client: Client): boolean {
  try {
    return client.runtime !== undefined;
  } catch {
    return false;
  }
}

/** One call that has been made, as {@linkcode metricsResource} tells it. */
export interface OperationReport {
  /** Name of the resource. */
  readonly resource: string;
  /** What was called. */
  readonly operation: Operation;
  /** How it ended. */
  readonly outcome: "success" | "error";
  /** Milliseconds, retries of wrappers further inside included. */
  readonly duration: number;
  /** What it threw. */
  readonly error?: unknown;
}

/**
 * Tells `observe` of each call: of a plain resource as a whole, of a CRUD resource each step. The operator's own
 * metrics count resources as a whole without it; give it `createMetrics().steps(controller)` to have the steps, too.
 *
 * @param observe Must not throw.
 */
export function metricsResource(observe: (report: OperationReport) => void): Wrapper {
  async function around<V>(call: Call, next: Next<V>): Promise<V> {
    const { resource, operation, context: { clock } } = call;
    const start = clock.monotonic();
    const told = () => ({ resource, operation, duration: clock.monotonic() - start });
    let value: V;
    try {
      value = await next();
    } catch (error) {
      observe({ ...told(), outcome: "error", error });
      throw error;
    }
    observe({ ...told(), outcome: "success" });
    return value;
  }
  return Object.freeze({
    aroundStep: around,
    aroundResource: <V>(call: Call, next: Next<V>) => call.isCrud ? next() : around(call, next),
  });
}

function checkTime(option: string, value: number, least: number): void {
  if (typeof value === "number" && value >= least && Number.isFinite(value)) return;
  throw new TypeError(`${option} is ${String(value)}; give milliseconds, ${least} or more`);
}
