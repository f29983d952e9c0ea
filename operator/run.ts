import { trace } from "@opentelemetry/api";
import { createClient, loadConfig } from "../client/mod.ts";
import { printHelp } from "./flags.ts";
import { createLogger } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { tellEvent } from "./narrate.ts";
import { createOperator } from "./operator.ts";
import { shutdownSignal } from "./shutdown.ts";
import type { RunOptions } from "./types.ts";

/**
 * Runs an operator as a process: finds the API server, serves `/healthz`, `/readyz` and `/metrics` on port 8080, and works until
 * SIGTERM, SIGINT or `signal`. Resolves after a graceful stop, so that the process ends with code 0.
 *
 * @throws {ConfigError} When no API server can be found or the health endpoints cannot listen; says what to do.
 */
export async function runOperator(options: RunOptions): Promise<void> {
  const { signals = true, log = createLogger(), health = {}, metrics = true, flags, ...rest } =
    options;
  const { tracer = trace.getTracer("@operatorkit/operatorkit") } = options;
  if (flags?.help !== undefined) return printHelp(flags.help);
  using shutdown = signals ? shutdownSignal() : undefined;
  const parents = [shutdown?.signal, options.signal].filter((one) => one !== undefined);
  const signal = AbortSignal.any(parents);
  const config = options.client ? undefined : options.config ?? await loadConfig(flags?.options);
  const counted = metrics === true ? createMetrics() : metrics;
  const made = config && createClient(config, {
    observe: (event) =>
      tellEvent(log, [counted ? counted.observe : undefined, options.observe], {
        source: "client",
        event,
      }),
  });
  const client = options.client ?? made;
  if (!client) throw new TypeError("No client"); // one of the two is there
  try {
    if (config) log.info("Connected", { server: config.server, source: config.source });
    for (const warning of config?.warnings ?? []) {
      log.warn("The configuration deserves attention", { warning });
    }
    const operator = createOperator({
      ...rest,
      client,
      tracer,
      log,
      health,
      metrics: counted,
      signal,
    });
    await operator.done;
  } finally {
    await made?.[Symbol.asyncDispose]();
  }
}
