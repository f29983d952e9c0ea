/** A stand-in for the parts of `@std/log` 0.224 that this repository uses. */

/** The levels, by name. */
export const LogLevels = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARN: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

/** Name of a level. */
export type LevelName = keyof typeof LogLevels;
/** Number of a level. */
export type LogLevel = typeof LogLevels[LevelName];

/** The number that belongs to a name. */
export function getLevelByName(name: LevelName): LogLevel {
  if (!Object.hasOwn(LogLevels, name)) {
    throw new Error(`Cannot get log level: no level named ${name}`);
  }
  return LogLevels[name];
}

/** The name that belongs to a number. */
export function getLevelName(level: LogLevel): LevelName {
  for (const name of Object.keys(LogLevels) as LevelName[]) {
    if (LogLevels[name] === level) return name;
  }
  throw new Error(`Cannot get log level: no name for level: ${level}`);
}

/** What a record is made from. */
export interface LogRecordOptions {
  /** The message. */
  msg: string;
  /** What was given besides the message. */
  args: unknown[];
  /** How important. */
  level: LogLevel;
  /** Who logged. */
  loggerName: string;
}

/** One logged message. */
export class LogRecord {
  /** The message. */
  readonly msg: string;
  /** Number of the level. */
  readonly level: number;
  /** Name of the level. */
  readonly levelName: string;
  /** Who logged. */
  readonly loggerName: string;
  #args: unknown[];
  #time: number;

  /** Takes the time of its making. */
  constructor(options: LogRecordOptions) {
    this.msg = options.msg;
    this.level = options.level;
    this.levelName = getLevelName(options.level);
    this.loggerName = options.loggerName;
    this.#args = options.args.slice();
    this.#time = Date.now();
  }

  /** A copy of what was given besides the message. */
  get args(): unknown[] {
    return this.#args.slice();
  }

  /** When it was logged. */
  get datetime(): Date {
    return new Date(this.#time);
  }
}

/** Makes the text of a record. */
export type FormatterFunction = (logRecord: LogRecord) => string;

/** One JSON object: level, datetime (milliseconds), message, args. */
export function jsonFormatter(logRecord: LogRecord): string {
  const { levelName: level, msg: message, args } = logRecord;
  const datetime = logRecord.datetime.getTime();
  return JSON.stringify({
    level,
    datetime,
    message,
    args: args.length > 1 ? args : args[0],
  });
}

/** The formatters. */
export const formatters: { readonly jsonFormatter: typeof jsonFormatter } = {
  jsonFormatter,
};

/** Options of a handler. */
export interface BaseHandlerOptions {
  /** Default: level and message. */
  formatter?: FormatterFunction;
}

/** Formats records of its level and above. */
export abstract class BaseHandler {
  /** In use. */
  formatter: FormatterFunction;
  #level: LogLevel;

  /** Records below `levelName` are dropped. */
  constructor(levelName: LevelName, options: BaseHandlerOptions = {}) {
    this.#level = getLevelByName(levelName);
    this.formatter = options.formatter ??
      ((record) => `${record.levelName} ${record.msg}`);
  }

  /** The level. */
  get level(): LogLevel {
    return this.#level;
  }
  set level(level: LogLevel) {
    this.#level = level;
  }

  /** The level's name. */
  get levelName(): LevelName {
    return getLevelName(this.#level);
  }
  set levelName(levelName: LevelName) {
    this.#level = getLevelByName(levelName);
  }

  /** Formats and logs a record, unless its level is too low. */
  handle(logRecord: LogRecord): void {
    if (logRecord.level >= this.#level) this.log(this.format(logRecord));
  }

  /** The text of a record. */
  format(logRecord: LogRecord): string {
    return this.formatter(logRecord);
  }

  /** Puts the text where it belongs. */
  abstract log(msg: string): void;

  /** Called when the handler is put to use. */
  setup(): void {}

  /** Called at the end. */
  destroy(): void {}

  /** As {@linkcode BaseHandler.destroy}. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** Options of {@linkcode ConsoleHandler}. */
export interface ConsoleHandlerOptions extends BaseHandlerOptions {
  /** @default {true} */
  useColors?: boolean;
}

const colors: Readonly<Record<number, string>> = {
  20: "34",
  30: "33",
  40: "31",
  50: "1;31",
};

/** Writes to the console. */
export class ConsoleHandler extends BaseHandler {
  #useColors: boolean;

  /** As for {@linkcode BaseHandler}. */
  constructor(levelName: LevelName, options: ConsoleHandlerOptions = {}) {
    super(levelName, options);
    this.#useColors = options.useColors ?? true;
  }

  /** The text, coloured by level. */
  override format(logRecord: LogRecord): string {
    const text = super.format(logRecord);
    const color = this.#useColors && !Deno.noColor ? colors[logRecord.level] : undefined;
    return color === undefined ? text : `\x1b[${color}m${text}\x1b[0m`;
  }

  /** Writes one line. */
  log(msg: string): void {
    console.log(msg);
  }
}

/** Options of {@linkcode Logger}. */
export interface LoggerOptions {
  /** Default: none. */
  handlers?: BaseHandler[];
}

// deno-lint-ignore no-explicit-any -- as the real package has it
type GenericFunction = (...args: any[]) => any;
type Plain<T> = T extends GenericFunction ? never : T;

function text(value: unknown, quoted = false): string {
  if (typeof value === "string") return quoted ? `"${value}"` : value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (value !== null && typeof value === "object") {
    return `{${
      Object.entries(value).map(([key, one]) => `"${key}":${text(one, true)}`)
        .join(",")
    }}`;
  }
  return typeof value === "function" ? "undefined" : String(value);
}

/** Hands messages of its level and above to its handlers. */
export class Logger {
  /** Where messages go. */
  handlers: BaseHandler[];
  #level: LogLevel;
  #loggerName: string;

  /** Messages below `levelName` are dropped. */
  constructor(
    loggerName: string,
    levelName: LevelName,
    options: LoggerOptions = {},
  ) {
    this.#loggerName = loggerName;
    this.#level = getLevelByName(levelName);
    this.handlers = options.handlers ?? [];
  }

  /** The level. */
  get level(): LogLevel {
    return this.#level;
  }
  set level(level: LogLevel) {
    if (!Object.values(LogLevels).includes(level)) {
      throw new TypeError(`Invalid log level: ${level}`);
    }
    this.#level = level;
  }

  /** The level's name. */
  get levelName(): LevelName {
    return getLevelName(this.#level);
  }
  set levelName(levelName: LevelName) {
    this.#level = getLevelByName(levelName);
  }

  /** The name given. */
  get loggerName(): string {
    return this.#loggerName;
  }

  #log<T>(
    level: LogLevel,
    msg: Plain<T> | (() => T),
    args: unknown[],
  ): T | undefined {
    const lazy = typeof msg === "function";
    if (this.#level > level) return lazy ? undefined : msg as T;
    const value = lazy ? (msg as () => T)() : msg as T;
    const record = new LogRecord({
      msg: text(value),
      args,
      level,
      loggerName: this.#loggerName,
    });
    for (const handler of this.handlers) handler.handle(record);
    return value;
  }

  /** Logs at level DEBUG. */
  debug<T>(msg: () => T, ...args: unknown[]): T | undefined;
  debug<T>(msg: T extends GenericFunction ? never : T, ...args: unknown[]): T;
  debug<T>(msg: Plain<T> | (() => T), ...args: unknown[]): T | undefined {
    return this.#log(LogLevels.DEBUG, msg, args);
  }

  /** Logs at level INFO. */
  info<T>(msg: () => T, ...args: unknown[]): T | undefined;
  info<T>(msg: T extends GenericFunction ? never : T, ...args: unknown[]): T;
  info<T>(msg: Plain<T> | (() => T), ...args: unknown[]): T | undefined {
    return this.#log(LogLevels.INFO, msg, args);
  }

  /** Logs at level WARN. */
  warn<T>(msg: () => T, ...args: unknown[]): T | undefined;
  warn<T>(msg: T extends GenericFunction ? never : T, ...args: unknown[]): T;
  warn<T>(msg: Plain<T> | (() => T), ...args: unknown[]): T | undefined {
    return this.#log(LogLevels.WARN, msg, args);
  }

  /** Logs at level ERROR. */
  error<T>(msg: () => T, ...args: unknown[]): T | undefined;
  error<T>(msg: T extends GenericFunction ? never : T, ...args: unknown[]): T;
  error<T>(msg: Plain<T> | (() => T), ...args: unknown[]): T | undefined {
    return this.#log(LogLevels.ERROR, msg, args);
  }
}
