import { ConsoleHandler, type LevelName, Logger as StdLogger, type LogRecord } from "@std/log";
import type { Logger } from "../context/mod.ts";

/** Options of {@linkcode createLogger}. */
export interface LoggerOptions {
  /** Lines below it are dropped. @default {"info"} */
  readonly level?: "debug" | "info" | "warn" | "error";
}

/** Fields that never reach a line, whatever they hold. */
const secret = /authorization|passw(or)?d|secret|token|private.?key|client.?key/i;

/**
 * The default logger: one JSON object a line on standard output, with `time`, `level`, `message` and the fields.
 * Control characters are escaped, as JSON does; fields named like a secret are redacted.
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = "info" } = options;
  const name = level.toUpperCase() as LevelName; // the package's names are these four in capitals, and CRITICAL
  const logger = new StdLogger("operatorkit", name, {
    handlers: [new ConsoleHandler(name, { formatter: formatRecord, useColors: false })],
  });
  return {
    debug: (message, fields) => void logger.debug(message, fields),
    info: (message, fields) => void logger.info(message, fields),
    warn: (message, fields) => void logger.warn(message, fields),
    error: (message, fields) => void logger.error(message, fields),
  };
}

function formatRecord(record: LogRecord): string {
  return formatLine(record.datetime, record.levelName, record.msg, record.args[0]);
}

/** One log line. */
export function formatLine(time: Date, level: string, message: string, fields: unknown): string {
  const line = { time: time.toISOString(), level: level.toLowerCase(), message };
  const seen = new Set<unknown>();
  return JSON.stringify(
    { ...line, ...(fields as Record<string, unknown> | undefined), ...line },
    (key, value) => {
      if (key !== "" && secret.test(key) && value !== undefined) return "[redacted]";
      if (value instanceof Error) return describeError(value);
      if (typeof value === "bigint") return value.toString();
      if (value !== null && typeof value === "object") {
        if (seen.has(value)) return "[seen before]";
        seen.add(value);
      }
      return value;
    },
  );
}

function describeError(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause instanceof Error
      ? { cause: `${error.cause.name}: ${error.cause.message}` }
      : {}),
  };
}
