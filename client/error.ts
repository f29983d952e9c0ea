import { shorten } from "./values.ts";

/** What the API server answers when a call fails, and in an ERROR event of a watch. */
export interface Status {
  /** `v1`. */
  readonly apiVersion?: string;
  /** `Status`. */
  readonly kind?: string;
  /** Of the list that could not go on: `continue` may hold a token for an inconsistent rest. */
  readonly metadata?: { readonly continue?: string; readonly resourceVersion?: string };
  /** `Success` or `Failure`. */
  readonly status?: string;
  /** For people. */
  readonly message?: string;
  /** For programs: `NotFound`, `AlreadyExists`. */
  readonly reason?: string;
  /** More for programs. */
  readonly details?: StatusDetails;
  /** HTTP status code. */
  readonly code?: number;
}

/** What a {@linkcode Status} is about. */
export interface StatusDetails {
  /** Name of the object. */
  readonly name?: string;
  /** Its group. */
  readonly group?: string;
  /** Its kind or plural. */
  readonly kind?: string;
  /** Its uid. */
  readonly uid?: string;
  /** Each thing that was wrong. */
  readonly causes?: readonly StatusCause[];
  /** Seconds after which to try again. */
  readonly retryAfterSeconds?: number;
}

/** One thing that was wrong. */
export interface StatusCause {
  /** For programs: `FieldValueInvalid`. */
  readonly reason?: string;
  /** For people. */
  readonly message?: string;
  /** Path of the field: `spec.ports[0].name`. */
  readonly field?: string;
}

/** What an {@linkcode ApiError} is made of. */
export interface ApiErrorInit {
  /** What the server said. `code` and `reason` are taken from here. */
  readonly status: Status;
  /** The answer's headers. Default: none. */
  readonly headers?: Headers;
  /** The request's method. @default {"GET"} */
  readonly method?: string;
  /** The request's path, without the query. @default {"/"} */
  readonly path?: string;
  /** Milliseconds after which to try again. Default: from the status. */
  readonly retryAfter?: number | undefined;
}

/**
 * The API server has answered with an error. Tell the kinds apart with {@linkcode isNotFound}, {@linkcode isConflict}
 * and their like.
 */
export class ApiError extends Error {
  /** `ApiError`. */
  override readonly name: string = "ApiError";
  /** All that the server said. */
  readonly status: Status;
  /** HTTP status code; in a watch, that of the ERROR event. */
  readonly code: number;
  /** For programs: `NotFound`. Derived from the code where the server gave none. */
  readonly reason: string;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The request's method. */
  readonly method: string;
  /** The request's path, without the query. */
  readonly path: string;
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined;

  /** Makes an error as the server would send it: of use in tests and in doubles. */
  constructor(init: ApiErrorInit) {
    const { status, headers = new Headers(), method = "GET", path = "/" } = init;
    // What answers is not always an API server, so that nothing is taken for granted.
    const code = Number(status.code) || 0;
    const reason = typeof status.reason === "string" && status.reason !== ""
      ? shorten(status.reason, 100)
      : reasonOf(code, method);
    const message = typeof status.message === "string" ? shorten(status.message) : "";
    super(
      `${method} ${path} failed with ${[code || "no code", reason].join(" ").trim()}${
        message && `: ${message}`
      }`,
    );
    const seconds = Number(status.details?.retryAfterSeconds);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.headers = headers;
    this.method = method;
    this.path = path;
    this.retryAfter = init.retryAfter ?? (seconds ? seconds * 1000 : undefined);
  }
}

/** The reason that the API machinery gives for a code, where an answer holds none (a proxy's, for instance). */
function reasonOf(code: number, method: string): string {
  if (code === 409) return method === "POST" ? "AlreadyExists" : "Conflict";
  return reasons.get(code) ?? (code >= 500 ? "InternalError" : "");
}

const reasons: ReadonlyMap<number, string> = new Map([
  [400, "BadRequest"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "NotFound"],
  [405, "MethodNotAllowed"],
  [406, "NotAcceptable"],
  [410, "Gone"],
  [413, "RequestEntityTooLarge"],
  [415, "UnsupportedMediaType"],
  [422, "Invalid"],
  [429, "TooManyRequests"],
  [500, "InternalError"],
  [503, "ServiceUnavailable"],
  [504, "Timeout"],
]);
