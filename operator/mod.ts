/**
 * The process: run controllers, tell whether they are well, stop gracefully.
 *
 * @module
 */
export * from "./types.ts";
export { type FlagEnvironment, type Flags, type LeaderElectionFlags, parseFlags } from "./flags.ts";
export { createLeaderElector } from "./leader.ts";
export {
  type LeaderElectionOptions,
  type LeaderElector,
  type LeaderElectorOptions,
  type LeaderEvent,
  LeadershipLostError,
  NotLeaderError,
} from "./leader_types.ts";
export { createLogger, type LoggerOptions } from "./log.ts";
export { createMetrics } from "./metrics.ts";
export type * from "./metrics_types.ts";
export { createOperator } from "./operator.ts";
export { runOperator } from "./run.ts";
export { type ShutdownSignal, shutdownSignal } from "./shutdown.ts";
