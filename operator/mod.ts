/**
 * The process: run controllers, tell whether they are well, stop gracefully.
 *
 * @module
 */
export * from "./types.ts";
export { type FlagEnvironment, type Flags, parseFlags } from "./flags.ts";
export { createLogger, type LoggerOptions } from "./log.ts";
export {
  createMetrics,
  type MeasuredController,
  type MetricsOptions,
  type MetricsRegistry,
  type OperatorMetrics,
} from "./metrics.ts";
export { createOperator } from "./operator.ts";
export { runOperator } from "./run.ts";
export { type ShutdownSignal, shutdownSignal } from "./shutdown.ts";
