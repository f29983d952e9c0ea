import { backoffDelay, type BackoffOptions, type Runtime, sleep } from "../_internal/mod.ts";
import {
  ApiError,
  type ApiResource,
  isExpired,
  isInternalError,
  isResourceVersionTooLarge,
  isTooManyRequests,
} from "../client/mod.ts";

/** How a list or watch goes on after an error. */
export interface Remedy {
  /**
   * `latest`: list again without a version, the known one is of no use. `relist`: list again, not older than the known
   * version. `resume`: go on from the known version. `doubtful`: as `resume`, but list again if it happens at once again.
   */
  readonly action: "latest" | "relist" | "resume" | "doubtful";
  /** For people: `forbidden: pods is forbidden: …`. */
  readonly reason: string;
  /** Milliseconds that the server asks for. */
  readonly after: number | undefined;
}

/** The stream or body is not what was asked for. */
export class StreamError extends Error {
  /** `StreamError`. */
  override readonly name: string = "StreamError";
}

/** The name of a kind for people: `pods`, `sites.example.com`. */
export function nameOf({ plural, group }: ApiResource): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** The error of a list or watch, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) {
    const reason = error.reason.replace(/(?<=[a-z])[A-Z]/g, " $&").toLowerCase() ||
      `code ${error.code}`;
    return `${reason}: ${error.status.message ?? error.message}`;
  }
  if (error instanceof Error) return error.message;
  return String(error);
}

/** What to do after an error (the table is that of client-go's reflector). */
export function remedyOf(error: unknown): Remedy {
  const reason = reasonOf(error);
  const after = error instanceof ApiError ? error.retryAfter : undefined;
  if (isResourceVersionTooLarge(error)) return { action: "latest", reason, after: undefined };
  if (isExpired(error)) return { action: "relist", reason, after: undefined };
  if (isTooManyRequests(error)) return { action: "resume", reason, after };
  // A corrupt object that was deleted by force makes an internal error, and only a list shows that it is gone.
  if (isInternalError(error)) return { action: "doubtful", reason, after };
  if (error instanceof ApiError) {
    const resumes = error.code === 401 || error.code === 403 || error.code >= 500;
    return { action: resumes ? "resume" : "relist", reason, after };
  }
  // Bytes that cannot be read may have been a deletion: going on from the known version brings them again.
  if (error instanceof StreamError) return { action: "doubtful", reason, after };
  return { action: "resume", reason, after };
}

/** Whether the error may mean that the server cannot begin a watch with the present state (KEP-3157). */
export function isWatchListRefused(error: unknown): boolean {
  return error instanceof ApiError &&
    [400, 403, 404, 405, 406, 415, 422, 501].includes(error.code);
}

/** Waits between tries. */
export interface Backoff {
  /** The next wait, in milliseconds. */
  readonly next: (atLeast?: number) => number;
  /** Waits. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const options: BackoffOptions = { initial: 800, max: 30_000, factor: 2, jitter: 1 };
/** Two minutes without an error, and the next one is the first again. */
const quiet = 120_000;

/** Makes a backoff for one reflector. */
export function createBackoff({ clock, random }: Runtime): Backoff {
  let failures = 0;
  let last = -Infinity;
  return {
    next(atLeast = 0) {
      const now = clock.monotonic();
      if (now - last > quiet) failures = 0;
      const delay = Math.max(backoffDelay(++failures, random, options), atLeast);
      last = now + delay;
      return delay;
    },
    wait: (ms, signal) => sleep(clock, ms, signal),
  };
}
