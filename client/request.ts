import { backoffDelay, type Deadline, deadline, type Runtime, sleep } from "../_internal/mod.ts";
import { abortable, passBody, readBody, statusOf } from "./body.ts";
import type { ClientConfig, Connection } from "./config/mod.ts";
import { ApiError } from "./error.ts";
import { isResourceVersionTooLarge } from "./error_kinds.ts";
import type { Lease, Pool } from "./pool.ts";
import { mostTransportTries, mostTries, retryAfterOf, transportBackoff } from "./retry.ts";
import { transportFailure } from "./transport_error.ts";
import type { ClientEvent, RequestFunction, RequestOptions } from "./types.ts";
import { pathOnly, requestUrl } from "./url.ts";
import { shorten } from "./values.ts";

/** What requests are sent with. */
export interface Sender {
  /** Headers that authenticate, and the source for messages. */
  readonly config: ClientConfig;
  /** URL of the server, without a slash at its end. */
  readonly server: string;
  /** Time, randomness and network. */
  readonly runtime: Runtime;
  /** Connections; none where the network is not the system's. */
  readonly pool: Pool | undefined;
  /** Sent with each request. */
  readonly userAgent: string;
  /** Milliseconds until a call fails. */
  readonly timeout: number;
  /** Told what happens. */
  readonly observe: (event: ClientEvent) => void;
  /** Aborted when the client is disposed of. */
  readonly closed: AbortSignal;
}

/** One request with all its tries. */
interface Call {
  readonly sender: Sender;
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly options: RequestOptions;
  readonly body: BodyInit | undefined;
  readonly scope: Deadline;
  /** When the deadline ends, on the monotonic clock. */
  readonly end: number;
}

/** Headers that authenticate. */
type Credentials = Readonly<Record<string, string | readonly string[]>>;

/** How one try ended, where it did not end the call. */
type Again =
  | { readonly again: "refused"; readonly outdated: () => boolean; readonly error: ApiError }
  | { readonly again: "asked"; readonly after: number; readonly error: ApiError }
  | { readonly again: "transport"; readonly error: Error };

/** Most of an error's body that is read. */
const longestErrorBody = 1 << 20;

/** Makes the function that sends requests. */
export function createRequest(sender: Sender): RequestFunction {
  const { runtime: { clock }, server, closed } = sender;
  return async (path, options = {}) => {
    const { method = "GET", signal, timeout = sender.timeout, stream = false } = options;
    closed.throwIfAborted();
    signal?.throwIfAborted();
    const url = requestUrl(server, path, options.query);
    const body = bodyOf(options.body);
    const scope = deadline(clock, timeout, closed, signal);
    const end = clock.monotonic() + timeout;
    const call = { sender, method, path: pathOnly(path), url, options, body, scope, end };
    let streaming = false;
    try {
      const response = await send(call);
      streaming = stream && response.body !== null;
      return response;
    } catch (error) {
      const timedOut = scope.signal.aborted && error === scope.signal.reason && isTimeout(error) &&
        !signal?.aborted && !closed.aborted;
      const failure = timedOut
        ? new DOMException(
          `${method} ${call.path}: no answer from ${server} within ${timeout} ms`,
          "TimeoutError",
        )
        : error;
      sender.observe({ type: "failure", method, path: call.path, error: failure });
      throw failure;
    } finally {
      if (!streaming) scope[Symbol.dispose]();
    }
  };
}

async function send(call: Call): Promise<Response> {
  const { sender: { runtime, observe }, method, path, scope, end } = call;
  let credentials = await credentialsOf(call, false);
  let refreshed = false;
  let failures = 0;
  for (let tries = 1;; tries++) {
    const result = await attempt(call, credentials, tries < mostTries);
    if (result instanceof Response) return result;
    if (result.again === "refused") {
      if (refreshed || tries >= mostTries) throw result.error;
      const held = await credentialsOf(call, false);
      // Another request may have renewed them while this one was under way: one refusal, one refresh.
      await call.sender.pool?.refresh();
      if (result.outdated() || !isSame(held, credentials)) {
        credentials = held;
        continue;
      }
      refreshed = true;
      const fresh = await credentialsOf(call, true);
      await call.sender.pool?.refresh();
      // What was refused once is not sent again: the answer would be the same.
      if (isSame(fresh, credentials) && !result.outdated()) throw result.error;
      credentials = fresh;
      continue;
    }
    if (result.again === "transport") failures++;
    const after = result.again === "asked"
      ? result.after
      : backoffDelay(failures, runtime.random, transportBackoff);
    const late = runtime.clock.monotonic() + after >= end;
    if (late || failures >= mostTransportTries) throw result.error;
    const reason = result.again === "asked" ? `${result.error.code}` : "transport";
    observe({ type: "retry", method, path, after, reason });
    await sleep(runtime.clock, after, scope.signal);
    credentials = await credentialsOf(call, false);
  }
}

/** Sends the request once. */
async function attempt(
  call: Call,
  credentials: Credentials,
  mayRetry: boolean,
): Promise<Response | Again> {
  const { sender, method, path, url, options, body, scope } = call;
  const { config, pool, runtime, server, observe } = sender;
  const { signal } = scope;
  const { stream = false } = options;
  const headers = headersOf(call, credentials);
  if (pool) await abortable(pool.refresh(), signal);
  signal.throwIfAborted();
  const lease = pool?.lease();
  const describe = (cause: unknown) =>
    transportFailure(cause, { method, path, server, source: config.source });
  const ended = () => {
    if (signal.aborted && isTimeout(signal.reason)) giveUp(lease);
    lease?.release();
    scope[Symbol.dispose]();
  };
  let streaming = false;
  let answered = false;
  try {
    const http = lease && (await abortable(lease.connection, signal)).http;
    options.guard?.(); // nothing is waited for between this and the sending
    try {
      const started = runtime.clock.monotonic();
      observe({ type: "request", method, path });
      const init: RequestInit & { client?: Connection["http"] } = {
        method,
        headers,
        redirect: "manual",
        signal,
        ...(body !== undefined && { body }),
        ...(http && { client: http }),
      };
      const response = await answerOf(runtime.fetch(url, init), signal);
      answered = true;
      const duration = runtime.clock.monotonic() - started;
      observe({ type: "response", method, path, status: response.status, duration });
      tellWarnings(call, response.headers);
      if (!response.ok) {
        const error = await errorOf(call, response);
        if (response.status === 401 && config.authorize) {
          return { again: "refused", outdated: lease?.outdated ?? never, error };
        }
        // A version that the server has not seen is better asked for otherwise than waited for.
        const retriable = (response.status === 429 || response.status >= 500) &&
          !isResourceVersionTooLarge(error);
        const after = retryAfterOf(response.headers, runtime.clock.now());
        if (!mayRetry || !retriable || after === undefined) throw error;
        return { again: "asked", after, error };
      }
      const { status, statusText } = response;
      const head = { status, statusText, headers: response.headers };
      if (!stream || response.body === null) {
        const empty = response.body === null || status === 204 || status === 205;
        const bytes = await readBody(response, signal);
        return new Response(empty ? null : bytes, head);
      }
      scope.reset(undefined);
      streaming = true;
      const passed = passBody(response.body, signal, ended, (cause) => describe(cause).error);
      return new Response(passed, head);
    } catch (cause) {
      if (!answered) observe({ type: "unanswered", method, path });
      if (cause instanceof ApiError) throw cause;
      if (signal.aborted) {
        if (isTimeout(signal.reason)) giveUp(lease);
        throw signal.reason;
      }
      const { error, temporary } = describe(cause);
      if (temporary && (method === "GET" || method === "HEAD")) {
        return { again: "transport", error };
      }
      throw error;
    }
  } finally {
    if (!streaming) lease?.release();
  }
}

/** An answer that comes after the abort is thrown away: not every network listens to the signal. */
async function answerOf(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  try {
    return await abortable(answer, signal);
  } catch (error) {
    answer.then((late) => late.body?.cancel()).catch(() => {});
    throw error;
  }
}

function giveUp(lease: Lease | undefined): void {
  lease?.giveUp("no answer in time");
}

async function credentialsOf(call: Call, refresh: boolean): Promise<Credentials> {
  const { sender: { config, closed }, scope } = call;
  if (!config.authorize) return {};
  return await abortable(config.authorize({ refresh, signal: closed }), scope.signal);
}

function never(): boolean {
  return false;
}

function isSame(one: Credentials, other: Credentials): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Pairs, because headers such as Impersonate-Group come once for each value. */
function headersOf(call: Call, credentials: Credentials): [string, string][] {
  const { sender: { userAgent }, options, body } = call;
  const headers: Record<string, string | readonly string[]> = {
    accept: "application/json",
    // Deno decodes only the first member of a gzip stream, and WatchList answers have one per flush.
    "accept-encoding": "identity",
    "user-agent": userAgent,
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  for (const [name, value] of Object.entries({ ...credentials, ...options.headers })) {
    // The platform's own error would show the value.
    for (const one of listOf(value)) {
      if (/[^\t\x20-\x7e\x80-\xff]/.test(one)) {
        throw new TypeError(
          `The header ${name.toLowerCase()} holds what no header may hold, such as a line end: take it out`,
        );
      }
    }
    headers[name.toLowerCase()] = value;
  }
  return Object.entries(headers).flatMap(([name, value]) =>
    listOf(value).map((one): [string, string] => [name, one])
  );
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** Reads what is there of the error's body; a body that breaks off does not hide the code. */
async function errorOf(call: Call, response: Response): Promise<ApiError> {
  const { sender: { runtime, server }, method, path, scope } = call;
  const { headers, status: code } = response;
  const retryAfter = retryAfterOf(headers, runtime.clock.now());
  let body: Uint8Array;
  try {
    body = await readBody(response, scope.signal, longestErrorBody);
  } catch (error) {
    if (scope.signal.aborted) throw error;
    body = new Uint8Array(0);
  }
  if (
    response.type === "opaqueredirect" || (code >= 300 && code < 400 && headers.has("location"))
  ) {
    const message = `redirect refused: the answer leads to ${
      destinationOf(headers, server)
    }, and following it could carry credentials there; set the server's URL to the API server's own`;
    return new ApiError({ status: { status: "Failure", code, message }, headers, method, path });
  }
  return new ApiError({ status: statusOf(body, response), headers, method, path, retryAfter });
}

/** Where a redirect leads, without its query: that may hold what is nobody's business. */
function destinationOf(headers: Headers, server: string): string {
  try {
    const { origin, pathname } = new URL(headers.get("location") ?? "", `${server}/`);
    return origin + pathname;
  } catch {
    return "another address";
  }
}

/** Warnings of the server: `299 - "v1beta1 Widget is deprecated"` (RFC 7234, 5.5; KEP-1693). */
function tellWarnings(call: Call, headers: Headers): void {
  const value = headers.get("warning");
  if (!value) return;
  for (const [, text = ""] of value.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)) {
    const message = shorten(text.replace(/\\(.)/g, "$1"));
    call.sender.observe({ type: "warning", path: call.path, message });
  }
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return JSON.stringify(body);
}

/** Whether the reason of an abort is that nothing came for too long. DOMExceptions are Errors. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && (reason.name === "TimeoutError" || reason.name === "IdleError");
}
