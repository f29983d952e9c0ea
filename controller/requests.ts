import { backoffDelay, sleep } from "../_internal/mod.ts";
import type { Clock } from "../client/mod.ts";
import type { Logger, ReconcileRequest, Watched } from "../context/mod.ts";
import type { ControllerEvent, RequestSource, Source } from "./types.ts";
import { type Enqueue, priorityOf } from "./pump.ts";

/** Options of {@linkcode requestsFrom}. */
export interface RequestsFromOptions {
  /** For log lines and metrics. @default {"requests"} */
  readonly name?: string;
  /** See {@linkcode SourceOptions.priority}. @default {0} */
  readonly priority?: number;
}

/**
 * Reconciles what comes from outside the API server: a message queue, a webhook, a timer. `from` is an async iterable of
 * requests, or a function that opens one; the signal that it gets is aborted when the controller stops, and an iterable's
 * `return` is called then.
 *
 * An iterable that ends is over. One that throws is opened again, after a second at first, after half a minute at most;
 * a generator that was given as such cannot be, so give a function where the source may fail.
 */
export function requestsFrom(
  from:
    | AsyncIterable<ReconcileRequest>
    | ((options: { readonly signal: AbortSignal }) => AsyncIterable<ReconcileRequest>),
  options: RequestsFromOptions = {},
): RequestSource {
  const { name = "requests" } = options;
  const open = typeof from === "function" ? from : () => from;
  if (typeof from !== "function" && typeof from?.[Symbol.asyncIterator] !== "function") {
    throw new TypeError(
      "requestsFrom needs an async iterable of requests, or a function that gives one",
    );
  }
  const { priority } = options;
  return Object.freeze({
    name,
    requests: open,
    ...(priority === undefined ? {} : { priority }),
  });
}

/** Throws where a priority is none. */
export function checkPriority(priority: number | undefined): void {
  if (priority === undefined || Number.isFinite(priority)) return;
  throw new TypeError(`priority is ${String(priority)}; give a number`);
}

/** Tells a source of requests from one with a local copy. */
export function isRequestSource(source: Source | Watched | RequestSource): source is RequestSource {
  return "requests" in source;
}

/** What {@linkcode pumpRequests} takes. */
export interface PumpRequestsOptions {
  /** Where the requests come from. */
  readonly source: RequestSource;
  /** Name of the controller. */
  readonly controller: string;
  /** Takes each request. */
  readonly enqueue: Enqueue;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  /** Time. */
  readonly clock: Clock;
  /** Spreads the waits. */
  readonly random: () => number;
  /** Log lines. */
  readonly log: Logger;
  /** Told of failures. */
  readonly observe: (event: ControllerEvent) => void;
  /** Told what is wrong with the source, and with undefined that nothing is. */
  readonly report: (problem: string | undefined) => void;
}

const pauses = { initial: 1_000, max: 30_000, jitter: 0.2 };

/** Queues what a source names, until it ends or the signal is aborted. */
export async function pumpRequests(options: PumpRequestsOptions): Promise<void> {
  const { source, controller, signal, clock, random, log, observe, report } = options;
  let failures = 0;
  let trial: Disposable | undefined;
  let failed: unknown;
  const called = `${controller}: the source ${JSON.stringify(source.name)}`;
  const went = () => {
    failures = 0;
    trial?.[Symbol.dispose]();
    report(undefined);
  };
  while (!signal.aborted) {
    let current: unknown;
    try {
      const iterator = source.requests({ signal })[Symbol.asyncIterator]();
      current = iterator;
      await follow(options, iterator, went);
      if (!signal.aborted) {
        log.info("A source of requests has ended", { source: source.name });
      }
      trial?.[Symbol.dispose]();
      report(
        current === failed && !signal.aborted
          ? `${called} failed, and cannot be opened again: give requestsFrom a function`
          : undefined,
      );
      return;
    } catch (error) {
      trial?.[Symbol.dispose]();
      if (signal.aborted) return;
      failed = current;
      const after = backoffDelay(++failures, random, pauses);
      log.error("A source of requests failed; it is opened again", { source: source.name, error });
      observe({ type: "source-failed", controller, source: source.name, error, after });
      // Not the message: it is nobody's business who may look at the health endpoints.
      report(`${called} fails; the log says why`);
      await sleep(clock, after, signal).catch(() => {});
      // A source that has nothing to say is well once it has stayed open for as long.
      if (!signal.aborted) trial = clock.setTimeout(() => report(undefined), after);
    }
  }
}

async function follow(
  options: PumpRequestsOptions,
  iterator: AsyncIterator<ReconcileRequest>,
  went: () => void,
): Promise<void> {
  const { source, enqueue, signal, log } = options;
  let end = () => {};
  const abort = () => end();
  signal.addEventListener("abort", abort, { once: true });
  let open = true;
  try {
    while (!signal.aborted) {
      // No race with one promise for all: that would keep every request. What is still awaited at the end fails unheard.
      const result = await new Promise<IteratorResult<ReconcileRequest> | void>(
        (resolve, reject) => {
          end = resolve;
          iterator.next().then(resolve, reject);
        },
      );
      if (!result) return;
      if (result.done) {
        open = false;
        return;
      }
      went();
      const { value } = result;
      if (isRequest(value)) enqueue(value, { reason: "requested" }, priorityOf(source));
      else log.error("A source gave something else than a request", { source: source.name });
    }
  } catch (error) {
    open = false;
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    // A source that is waiting for the next request ends when it likes: the controller does not wait for it.
    if (open) Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function isRequest(value: unknown): value is ReconcileRequest {
  if (typeof value !== "object" || value === null) return false;
  const { name, namespace } = value as Partial<ReconcileRequest>;
  return typeof name === "string" && name !== "" &&
    (namespace === undefined || typeof namespace === "string");
}
