import {
  type Controller,
  createController,
  type RunningController,
  type StopOptions,
} from "../controller/mod.ts";
import { createInformerPool } from "../informer/mod.ts";
import { checkSettings } from "./leader_record.ts";
import { createLeading } from "./leading.ts";
import { createLeaseTrouble } from "./lease_trouble.ts";
import { createLogger } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { type HealthServer, serveHealth } from "./server.ts";
import { tellEvent } from "./narrate.ts";
import { createTracing } from "./tracing.ts";
import type { HealthReport, Operator, OperatorEvent, OperatorOptions } from "./types.ts";

/**
 * Runs controllers over shared informers until stopped. Each controller begins when its own local copies are complete:
 * one that cannot be had (forbidden, a CRD that is not installed) is retried and named by {@linkcode Operator.health}
 * while the others work. With `leaderElection` it begins when this process leads, too.
 *
 * @throws {TypeError} When two controllers have one name, or the durations of leader election do not fit each other.
 * @throws {ConfigError} When the health endpoints cannot listen.
 */
export function createOperator(options: OperatorOptions): Operator {
  const { client, controllers, signal, health = false, log = createLogger(), grace = 25_000 } =
    options;
  const names = new Set<string>();
  for (const { name } of controllers) {
    if (names.has(name)) throw taken(name);
    names.add(name);
  }
  const tracing = options.tracer && createTracing(options.tracer);
  const metrics = options.metrics === true ? createMetrics() : options.metrics || undefined;
  const observe = (event: OperatorEvent) =>
    tellEvent(log, [metrics?.observe, tracing?.observe, options.observe], event);
  if (options.leaderElection) checkSettings(client, options.leaderElection);
  const { clock } = client.runtime;
  let stopping: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let failReady: (reason: unknown) => void = () => {};
  const stopped = Promise.withResolvers<void>();
  stopped.promise.catch(() => {}); // who does not ask for it must not die of it
  const running = new Map<string, RunningController>();
  const warm = new Set<RunningController>();
  const measured: Disposable[] = [];
  const server: HealthServer | undefined = health
    ? serveHealth(health, report, metrics)
    : undefined;
  const informers = createInformerPool(client, {
    observe: (event) => observe({ source: "informer", event }),
  });
  const measuring = metrics?.measureInformers(informers);
  if (measuring) measured.push(measuring);
  const trouble = options.leaderElection && createLeaseTrouble(clock, options.leaderElection);
  const leading = options.leaderElection && createLeading({
    election: options.leaderElection,
    client,
    log,
    observe: (event) => {
      trouble?.observe(event);
      observe({ source: "leader", event });
    },
    failed,
  });
  const initial = controllers.map(begin);
  leading?.enter(initial);
  const ready = new Promise<void>((resolve, reject) => {
    failReady = reject;
    Promise.all(initial.map((one) => one.ready)).then(() => {
      if (stopping) return;
      log.info("Operator is ready", { controllers: [...names] });
      resolve();
    }, reject);
  });
  ready.catch(() => {});

  function begin(controller: Controller): RunningController {
    const { name } = controller;
    if (stopping) {
      throw new TypeError(`The operator is stopping: ${JSON.stringify(name)} cannot be added`);
    }
    if (running.has(name)) throw taken(name);
    const one = createController(controller, {
      client,
      informers,
      log,
      observe: (event) => observe({ source: "controller", event }),
      ...(leading ? { fence: leading.fence, elected: leading.elected } : {}),
      ...(tracing ? { around: tracing.around(controller) } : {}),
    });
    const measuring = metrics?.measure({ running: one, clock });
    let removing: Promise<void> | undefined;
    function stop(how?: StopOptions): Promise<void> {
      const ended = one.stop(how);
      return removing ??= ended.finally(() => {
        measuring?.[Symbol.dispose]();
        warm.delete(held);
        running.delete(name);
      });
    }
    const held: RunningController = {
      ...one,
      get queue() {
        return one.queue; // figures of now, not of when it was added
      },
      stop,
      [Symbol.asyncDispose]: () => stop(),
    };
    held.warm.then(() => warm.add(held), () => {});
    running.set(name, held);
    return held;
  }

  function report(): HealthReport {
    const leader = leading ? { leader: leading.report() } : {};
    if (stopping) return { ready: false, problems: ["The operator is stopping"], ...leader };
    const problems = new Set<string>();
    for (const one of running.values()) {
      const own = one.problems();
      for (const problem of own) problems.add(problem);
      if (own.length === 0 && !warm.has(one)) {
        problems.add(`${one.controller.name}: local copies are not complete yet`);
      }
    }
    const lease = trouble?.problem();
    if (lease) problems.add(lease);
    for (const problem of askUser()) problems.add(problem);
    return { ready: problems.size === 0, problems: [...problems], ...leader };
  }

  function askUser(): readonly string[] {
    try {
      return health && health.problems?.() || [];
    } catch (error) {
      log.error("health.problems failed", { error });
      return ["health.problems failed; the log says why"];
    }
  }

  /** Without the lead nothing may go on: what runs is aborted before anything else happens. */
  function failed(error: unknown): void {
    failure ??= { error };
    for (const one of running.values()) one.stop({ grace: 0, reason: error }).catch(() => {});
    stopQuietly();
    // What does not end in time ends with the process, which waits for `done` only.
    const limit = leading?.lastMoments ?? 0;
    const timer = clock.setTimeout(() => stopped.reject(error), limit);
    stopping?.catch(() => {}).finally(() => timer[Symbol.dispose]());
  }

  async function shutDown(): Promise<void> {
    if (failure) log.error("Operator stops", { error: failure.error });
    else log.info("Operator stops", { grace });
    const {
      error = new DOMException("The operator was stopped before it was ready", "AbortError"),
    } = failure ?? {};
    failReady(error);
    leading?.bar();
    signal?.removeEventListener("abort", stopQuietly);
    const end = clock.monotonic() + grace + afterwards;
    const results = await Promise.allSettled(
      [...running.values()].map((one) => one.stop({ grace })), // `failed` may have stopped them
    );
    results.push(...await Promise.allSettled([informers[Symbol.asyncDispose]()]));
    results.push(...await Promise.allSettled([server?.[Symbol.asyncDispose]()]));
    const left = Math.max(end - clock.monotonic(), 1_000);
    results.push(...await Promise.allSettled([leading?.release(left)]));
    for (const one of measured) one[Symbol.dispose]();
    const failures = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason] : []
    );
    if (failures.length > 0) {
      throw new AggregateError(failures, "The operator did not stop cleanly");
    }
    log.info("Operator has stopped");
  }

  function stop(): Promise<void> {
    if (!stopping) {
      stopping = shutDown();
      stopping.then(
        () => failure ? stopped.reject(failure.error) : stopped.resolve(),
        (error) => stopped.reject(failure?.error ?? error),
      );
    }
    return stopping;
  }

  function stopQuietly(): void {
    stop().catch(() => {}); // `done` tells
  }

  if (signal?.aborted) stopQuietly();
  else signal?.addEventListener("abort", stopQuietly, { once: true });
  return {
    ready,
    done: stopped.promise,
    add: begin,
    health: report,
    metrics,
    address: server?.address,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** All that follows the grace time, Events and the Lease, fits into the 30 s that a pod has by default. */
const afterwards = 4_500;

function taken(name: string): TypeError {
  return new TypeError(`Two controllers are named ${JSON.stringify(name)}: give each its own name`);
}
