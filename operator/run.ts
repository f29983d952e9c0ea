import { trace } from "@opentelemetry/api";
import { randomUuid, type Runtime } from "../_internal/mod.ts";
import { ConfigError, createClient, loadConfig } from "../client/mod.ts";
import { type Flags, hostName, printHelp } from "./flags.ts";
import { type LeaderElectionOptions, LeadershipLostError } from "./leader_types.ts";
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
 * With `leaderElection`, `--leader-elect=false` switches it off and `--leader-election-namespace` moves the Lease. When the
 * lead is lost this throws: leave the error uncaught, so that the process ends with another code and is started anew.
 *
 * @throws {ConfigError} When no API server can be found, the health endpoints cannot listen, or the Lease may not be read or
 * written; says what to do.
 * @throws {LeadershipLostError} When the Lease was lost.
 */
export async function runOperator(options: RunOptions): Promise<void> {
  const { signals = true, log = createLogger(), health = {}, metrics = true, flags, ...others } =
    options;
  const { tracer = trace.getTracer("@operatorkit/operatorkit") } = options;
  if (flags?.help !== undefined) return printHelp(flags.help);
  const { leaderElection: election, ...rest } = others;
  const leaderElection = electionOf(election, flags?.leaderElection);
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
  let isLost = false;
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
      ...(leaderElection
        ? { leaderElection: { ...identityOf(client.runtime), ...leaderElection } }
        : {}),
    });
    await operator.done;
  } catch (error) {
    isLost = error instanceof LeadershipLostError;
    throw error;
  } finally {
    const closing = Promise.resolve(made?.[Symbol.asyncDispose]());
    // Whatever still runs has to end with the process, and soon.
    if (isLost) closing.catch(() => {});
    else await closing;
  }
}

/** What the program says, as far as the flags say nothing else. */
function electionOf(
  election: LeaderElectionOptions | undefined,
  flags: Flags["leaderElection"] = {},
): LeaderElectionOptions | undefined {
  const { elect = election !== undefined, name = election?.name, namespace } = flags;
  if (!elect) return undefined;
  if (name === undefined) {
    throw new ConfigError(
      "--leader-elect needs the name of a Lease: give --leader-election-id, or leaderElection: { name } in the program",
    );
  }
  return {
    ...election,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** For people, the identity begins with the pod's name. */
function identityOf({ random }: Runtime): Pick<LeaderElectionOptions, "identity"> {
  const host = hostName();
  return host === undefined ? {} : { identity: `${host}_${randomUuid(random)}` };
}
