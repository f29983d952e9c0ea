import { ApiError, type StatusCause } from "./error.ts";

/** The object or the kind does not exist. */
export function isNotFound(error: unknown): error is ApiError {
  return has(error, "NotFound", 404);
}

/** The object has changed since it was read, or fields belong to another manager (server-side apply). */
export function isConflict(error: unknown): error is ApiError {
  return has(error, "Conflict", 409);
}

/** An object of this name exists. */
export function isAlreadyExists(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === "AlreadyExists";
}

/** The resource version or page token is too old: list again. True for both forms, `Expired` and `Gone` (410). */
export function isExpired(error: unknown): error is ApiError {
  return error instanceof ApiError &&
    (error.code === 410 || error.reason === "Expired" || error.reason === "Gone");
}

/** The thing is gone for good. A version that is too old may be reported so, too: see {@linkcode isExpired}. */
export function isGone(error: unknown): error is ApiError {
  return has(error, "Gone", 410);
}

/** The caller may not do this. */
export function isForbidden(error: unknown): error is ApiError {
  return has(error, "Forbidden", 403);
}

/** The object is not valid; `status.details.causes` says where. */
export function isInvalid(error: unknown): error is ApiError {
  return has(error, "Invalid", 422);
}

/** The server wants to be asked later; `retryAfter` may say when. */
export function isTooManyRequests(error: unknown): error is ApiError {
  return has(error, "TooManyRequests", 429);
}

/** The server does not know the caller: the token is missing, wrong or expired. */
export function isUnauthorized(error: unknown): error is ApiError {
  return has(error, "Unauthorized", 401);
}

/** The server could not finish in time (`Timeout` or `ServerTimeout`); not the deadline of the caller. */
export function isTimeout(error: unknown): error is ApiError {
  return has(error, "Timeout", 504) ||
    (error instanceof ApiError && error.reason === "ServerTimeout");
}

/** Something broke in the server. */
export function isInternalError(error: unknown): error is ApiError {
  return has(error, "InternalError", 500);
}

/**
 * The server has not seen this resource version yet: a replica that lags behind. It is told by a cause, by a cause's
 * message or, on servers before 1.17, by the message alone (as client-go's reflector checks).
 */
export function isResourceVersionTooLarge(error: unknown): error is ApiError {
  if (!isTimeout(error)) return false;
  const text = "Too large resource version";
  const causes = error.status.details?.causes;
  return error.message.includes(text) ||
    Array.isArray(causes) &&
      causes.some((cause: StatusCause) =>
        cause.reason === "ResourceVersionTooLarge" || cause.message === text
      );
}

/** Reasons that are not what their code says alone. */
const ownReasons: ReadonlySet<string> = new Set([
  "AlreadyExists",
  "Expired",
  "Gone",
  "ServerTimeout",
  "Timeout",
  "NotFound",
  "Conflict",
  "Forbidden",
  "Invalid",
  "TooManyRequests",
  "Unauthorized",
  "InternalError",
]);

function has(error: unknown, reason: string, code: number): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.reason === reason || (error.code === code && !ownReasons.has(error.reason));
}
