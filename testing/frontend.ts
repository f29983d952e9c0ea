import { systemRuntime } from "../_internal/mod.ts";
import { type ClientConfig, createClient } from "../client/mod.ts";
import type { Answer, Core } from "./call.ts";
import { listenOn } from "./listen.ts";
import { type Identity, type User, userOf } from "./rbac/mod.ts";
import { route } from "./route.ts";
import { StatusError } from "./status.ts";
import type { InterceptedRequest, Interceptor, RequestLogEntry } from "./types.ts";
import type { ApiServerView, Listener } from "./view_types.ts";
import { warningHeaders } from "./warnings.ts";

const origin = "http://in-memory.test";

/** Who may do everything. */
export const administrator: Identity = { user: "admin", groups: ["system:masters"] };

interface Received {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal?: AbortSignal;
  readonly as?: User;
}

/** What {@linkcode createFrontend} takes. */
export interface FrontendOptions {
  /** What it serves. */
  readonly core: Core;
  /** Filled with what is asked. */
  readonly log: RequestLogEntry[];
  /** How many entries of the log to keep. */
  readonly logLimit: number;
  /** Asked first. */
  readonly interceptors: readonly Interceptor[];
  /** Lets the controllers work. */
  readonly settle: () => void;
  /** Which replica this is. */
  readonly replica?: string;
}

function gone(): TypeError {
  return new TypeError("The API server in memory was disposed of");
}

async function bodyText(body: RequestInit["body"]): Promise<string> {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return await new Response(body).text();
}

const usualHeaders = {
  "content-type": "application/json",
  "cache-control": "no-cache, private",
};

function respond(answer: Answer, warnings: readonly string[]): Response {
  const headers: [string, string][] = Object.entries({ ...usualHeaders, ...answer.headers });
  for (const warning of warningHeaders(warnings)) headers.push(["warning", warning]);
  const body = answer.stream ?? answer.text ?? `${JSON.stringify(answer.body)}\n`;
  return new Response(body, { status: answer.code, headers });
}

function failure(error: unknown): Answer {
  if (error instanceof StatusError) {
    const seconds = (error.body.details as { retryAfterSeconds?: number } | undefined)
      ?.retryAfterSeconds;
    return {
      code: error.code,
      body: error.body,
      ...(seconds ? { headers: { "retry-after": String(seconds) } } : {}),
    };
  }
  // A fault of this server, not of the request: let the test that met it know where it is.
  const problem = error instanceof Error ? error.stack ?? error.message : String(error);
  return failure(new StatusError(500, "InternalError", `Internal error occurred: ${problem}`));
}

/** Makes what clients of one API server see: requests in this process and over HTTP, and its faults. */
export function createFrontend(options: FrontendOptions): ApiServerView {
  const { core, log, logLimit, interceptors, settle, replica } = options;
  const { access, clock, gate, random, view } = core;
  const listeners = new Set<Listener>();
  let closed = false;

  const serve = async (request: Received): Promise<Response> => {
    const loading = core.rules.prepare(request.body);
    if (loading) await loading;
    const warnings: string[] = [];
    let answer: Answer;
    try {
      answer = route(core, {
        method: request.method,
        path: request.url.pathname,
        query: request.url.searchParams,
        headers: request.headers,
        body: request.body,
        warnings,
        ...(request.signal ? { signal: request.signal } : {}),
        ...(request.as ? { as: request.as } : {}),
      });
      settle();
      if (answer.later) answer = await answer.later;
    } catch (error) {
      answer = failure(error);
      settle();
    }
    return respond(answer, warnings);
  };

  const intercepted = async (request: Received): Promise<Response> => {
    let answer: Promise<Response> | undefined;
    const proceed = () => answer ??= serve(request);
    const shown: InterceptedRequest = {
      method: request.method,
      path: request.url.pathname,
      query: request.url.searchParams,
      headers: request.headers,
      body: request.body,
      ...(replica === undefined ? {} : { replica }),
      proceed,
    };
    for (const interceptor of [...interceptors]) {
      const response = await interceptor(shown);
      if (response) return response;
    }
    return await proceed();
  };

  const handle = async (request: Received): Promise<Response> => {
    // Requests that were given up meanwhile never came.
    await gate.opened();
    request.signal?.throwIfAborted();
    if (closed) throw gone();
    const entry = {
      time: clock.now(),
      method: request.method,
      path: request.url.pathname,
      query: request.url.search.slice(1),
      userAgent: request.headers.get("user-agent") ?? "",
      body: request.body,
      ...(replica === undefined ? {} : { replica }),
      status: 0,
    };
    log.push(entry);
    // In steps, so that a full log costs each request nothing.
    if (log.length > logLimit * 1.25) log.splice(0, log.length - logLimit);
    const response = await (interceptors.length ? intercepted(request) : serve(request));
    entry.status = response.status;
    await gate.opened();
    return response;
  };

  let turned = clock.monotonic();
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { signal } = init;
    signal?.throwIfAborted();
    if (closed) throw gone();
    // Requests in process are microtasks alone: without a turn now and then, timers and watches would wait for a busy
    // writer to end, as behind no real network. A clock that stands still never asks for one.
    if (clock.monotonic() - turned > 10) {
      await clock.turn();
      turned = clock.monotonic();
    }
    const body = await bodyText(init.body);
    signal?.throwIfAborted();
    const answer = handle({
      url: new URL(url, origin),
      method: init.method ?? "GET",
      headers: new Headers(init.headers),
      body,
      ...(signal ? { signal } : {}),
    });
    if (!signal) return await answer;
    answer.catch(() => {});
    let abort: () => void = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
    });
    try {
      return await Promise.race([answer, aborted]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };

  const watches = () => [...core.watches].filter((watch) => watch.view === view);
  const cut: ApiServerView["cut"] = (filter = () => true, how = {}) => {
    const chosen = watches().filter((watch) =>
      filter({
        path: watch.path,
        userAgent: watch.userAgent,
        plural: watch.kind.plural,
        group: watch.kind.group,
      })
    );
    for (const watch of chosen) watch.cut(how);
    return chosen.length;
  };

  const source = {
    server: origin,
    source: replica === undefined ? "API server in memory" : `API server in memory, ${replica}`,
  };
  const token = (identity: Identity = administrator) => access.tokens.of(identity);
  const configOf = (identity?: Identity): ClientConfig => {
    if (!identity && !access.enforced) return source;
    const credentials = { authorization: `Bearer ${token(identity)}` };
    return { ...source, authorize: () => Promise.resolve(credentials) };
  };
  return {
    fetch,
    config: configOf(),
    client: ({ user, groups, serviceAccount, ...clientOptions } = {}) => {
      const base = clientOptions.runtime ?? { ...systemRuntime, clock, random };
      const identity = serviceAccount
        ? { serviceAccount }
        : user === undefined
        ? undefined
        : { user, ...(groups ? { groups } : {}) };
      return createClient(configOf(identity), { ...clientOptions, runtime: { ...base, fetch } });
    },
    async listen(listenOptions) {
      const as = listenOptions?.as && userOf(listenOptions.as, core.storage);
      const listener = await listenOn(handle, listenOptions, as);
      listeners.add(listener);
      return {
        url: listener.url,
        async [Symbol.asyncDispose]() {
          if (listeners.delete(listener)) await listener[Symbol.asyncDispose]();
        },
      };
    },
    get resourceVersion() {
      return String(view.version);
    },
    get watchCount() {
      return watches().length;
    },
    cut,
    compact: view.compact,
    freeze: view.freeze,
    thaw: view.thaw,
    pause: gate.close,
    resume: gate.open,
    async [Symbol.asyncDispose]() {
      closed = true;
      cut();
      view[Symbol.dispose]();
      gate.open();
      for (const listener of [...listeners]) {
        listeners.delete(listener);
        await listener[Symbol.asyncDispose]();
      }
    },
  };
}
