import type { Logger } from "./types.ts";

type Fields = Readonly<Record<string, unknown>>;

function drop(): void {}

/** Takes log lines and forgets them. */
export const noLogger: Logger = Object.freeze({
  debug: drop,
  info: drop,
  warn: drop,
  error: drop,
});

/**
 * A logger that adds `fields` to every line. The original is left as it is, so nothing leaks from one step into
 * another; a line's own fields stand before these.
 */
export function childLogger(
  log: Logger,
  fields: Readonly<Record<string, unknown>>,
): Logger {
  if (log === noLogger) return log;
  const merged = (own: Fields | undefined): Fields => ({ ...fields, ...own });
  return Object.freeze({
    debug: (message: string, own?: Fields) => log.debug(message, merged(own)),
    info: (message: string, own?: Fields) => log.info(message, merged(own)),
    warn: (message: string, own?: Fields) => log.warn(message, merged(own)),
    error: (message: string, own?: Fields) => log.error(message, merged(own)),
  });
}
