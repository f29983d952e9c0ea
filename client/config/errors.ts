import { printable } from "../values.ts";

/**
 * The configuration is missing, broken, or asks for what cannot be done. The message never holds a secret.
 */
export class ConfigError extends Error {
  /** Always `ConfigError`. */
  override readonly name = "ConfigError";
  /** The places that were looked at, in order, each with what was found there. They are part of the message. */
  readonly tried: readonly string[];
  /** Deno flags that would have let more be tried: `--allow-env=KUBECONFIG,HOME`. They are part of the message. */
  readonly flags: readonly string[];

  /**
   * Makes one.
   *
   * @param message What is wrong and what to do.
   * @param details What was tried, and which flags were missing.
   */
  constructor(message: string, details: ConfigErrorDetails = {}) {
    const { tried = [], flags = [], cause } = details;
    const missing = flags.length ? [`Missing permissions: ${flags.join(" ")}`] : [];
    const lines = [message, ...tried.map((line) => `  ${line}`), ...missing];
    const text = lines.map(printable).join("\n");
    super(text, cause === undefined ? undefined : { cause });
    this.tried = tried;
    this.flags = flags;
  }
}

/** What a {@linkcode ConfigError} carries besides its message. */
export interface ConfigErrorDetails {
  /** The places that were looked at, one line each. */
  readonly tried?: readonly string[];
  /** Missing Deno flags. */
  readonly flags?: readonly string[];
  /** The error behind this one. Must hold no secret. */
  readonly cause?: unknown;
}
