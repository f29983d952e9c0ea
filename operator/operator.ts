import { createController, type RunningController } from "../controller/mod.ts";
import { createInformerPool } from "../informer/mod.ts";
import { createLogger } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { type HealthServer, serveHealth } from "./server.ts";
import { tellEvent } from "./narrate.ts";
import type { HealthReport, Operator, OperatorEvent, OperatorOptions } from "./types.ts";

/**
 * Runs controllers over shared informers until stopped. Each controller begins when its own local copies are complete:
 * one that cannot be had (forbidden, a CRD that is not installed) is retried and named by {@linkcode Operator.health}
 * while the others work.
 *
 * @throws {TypeError} When two controllers have one name.
 * @throws {ConfigError} When the health endpoints cannot listen.
 */
export function createOperator(options: OperatorOptions): Operator {
  const { client, controllers, signal, health = false, log = createLogger(), grace = 25_000 } =
    options;
  const names = new Set<string>();
  for (const { name } of controllers) {
    if (names.has(name)) {
      throw new TypeError(
        `Two controllers are named ${JSON.stringify(name)}: give each its own name`,
      );
    }
    names.add(name);
  }
  const metrics = options.metrics === true ? createMetrics() : options.metrics || undefined;
  const observe = (event: OperatorEvent) =>
    tellEvent(log, [metrics?.observe, options.observe], event);
  let stopping: Promise<void> | undefined;
  let failReady: (reason: unknown) => void = () => {};
  const stopped = Promise.withResolvers<void>();
  const running: RunningController[] = [];
  const measured: Disposable[] = [];
  const server: HealthServer | undefined = health
    ? serveHealth(health, report, metrics)
    : undefined;
  const informers = createInformerPool(client, {
    observe: (event) => observe({ source: "informer", event }),
  });
  for (const controller of controllers) {
    const one = createController(controller, {
      client,
      informers,
      log,
      observe: (event) => observe({ source: "controller", event }),
    });
    running.push(one);
    const { clock } = client.runtime;
    const measuring = metrics?.measure({ controller, objects: one.objects, clock });
    if (measuring) measured.push(measuring);
  }
  const begun = new Set<RunningController>();
  const ready = new Promise<void>((resolve, reject) => {
    failReady = reject;
    const all = running.map((one) => one.ready.then(() => void begun.add(one)));
    Promise.all(all).then(() => {
      if (stopping) return;
      log.info("Operator is ready", { controllers: [...names] });
      resolve();
    }, reject);
  });
  ready.catch(() => {}); // who does not ask for it must not die of it

  function report(): HealthReport {
    if (stopping) return { ready: false, problems: ["The operator is stopping"] };
    const problems = new Set<string>();
    for (const one of running) {
      const own = one.problems();
      for (const problem of own) problems.add(problem);
      if (own.length === 0 && !begun.has(one)) {
        problems.add(`${one.controller.name}: local copies are not complete yet`);
      }
    }
    return { ready: problems.size === 0, problems: [...problems] };
  }

  async function shutDown(): Promise<void> {
    log.info("Operator stops", { grace });
    failReady(new DOMException("The operator was stopped before it was ready", "AbortError"));
    signal?.removeEventListener("abort", stopQuietly);
    const results = await Promise.allSettled(running.map((one) => one.stop({ grace })));
    results.push(...await Promise.allSettled([informers[Symbol.asyncDispose]()]));
    results.push(...await Promise.allSettled([server?.[Symbol.asyncDispose]()]));
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
      stopping.then(stopped.resolve, stopped.reject);
      stopped.promise.catch(() => {});
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
    health: report,
    metrics,
    address: server?.address,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
