import { systemClock, systemRuntime } from "../_internal/mod.ts";
import { type ClientConfig, createClient, type KubernetesObject } from "../client/mod.ts";
import type { Answer, Core } from "./call.ts";
import { createDefinitionController } from "./crd.ts";
import { createGarbageCollector } from "./gc.ts";
import { createRegistry } from "./kinds.ts";
import { listenOn } from "./listen.ts";
import { createInitialNamespaces, createNamespaceController } from "./namespaces.ts";
import { copy } from "./object.ts";
import {
  createAccess,
  createAggregationController,
  createDefaultRoles,
  type Identity,
  type User,
  userOf,
} from "./rbac/mod.ts";
import { route } from "./route.ts";
import { StatusError } from "./status.ts";
import { createStorage } from "./storage.ts";
import { warningHeaders } from "./warnings.ts";
import type {
  ApiServer,
  ApiServerOptions,
  InterceptedRequest,
  Interceptor,
  Listener,
  RequestLogEntry,
} from "./types.ts";

const origin = "http://in-memory.test";

const administrator: Identity = { user: "admin", groups: ["system:masters"] };

interface Received {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal?: AbortSignal;
  readonly as?: User;
}

async function bodyText(body: RequestInit["body"]): Promise<string> {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return await new Response(body).text();
}

function respond(answer: Answer, warnings: readonly string[]): Response {
  const headers = new Headers({ "content-type": "application/json", ...answer.headers });
  if (!headers.has("cache-control")) headers.set("cache-control", "no-cache, private");
  for (const warning of warningHeaders(warnings)) headers.append("warning", warning);
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

/**
 * Makes a Kubernetes API server that lives in memory: for tests of operators, and for trying one without a cluster.
 *
 * It behaves as kube-apiserver 1.36 does together with the controllers that every cluster has: garbage collection by
 * owner, the emptying of namespaces, the serving of custom kinds. No other controllers run: a Deployment gets no pods.
 */
export function createApiServer(options: ApiServerOptions = {}): ApiServer {
  const { runtime = {}, history = 10_000, logLimit = 100_000, bookmarkInterval = 60_000 } = options;
  const { clock = systemClock, random = () => Math.random() } = runtime;
  const storage = createStorage(history);
  const registry = createRegistry();
  const access = createAccess({ storage, clock, random }, options.rbac ?? false);
  const core: Core = {
    storage,
    registry,
    clock,
    random,
    bookmarkInterval,
    access,
    watches: new Set(),
  };
  const log: RequestLogEntry[] = [];
  const listeners = new Set<Listener>();
  let closed = false;
  const interceptors: Interceptor[] = options.intercept ? [options.intercept] : [];

  createInitialNamespaces(core);
  const controllers = [
    createDefinitionController(core),
    createNamespaceController(core),
    createGarbageCollector(core),
    ...(access.enforced ? [createAggregationController(core)] : []),
  ];
  storage.subscribe((change) => {
    for (const controller of controllers) controller.note(change);
  });
  // The controllers work within the request that gave them something to do, so that answers depend on nothing else.
  const settle = () => {
    while (controllers.some((controller) => controller.step()));
  };

  if (access.enforced) {
    createDefaultRoles(core);
    settle();
  }

  const serve = (request: Received): Response => {
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
    } catch (error) {
      answer = failure(error);
    }
    settle();
    return respond(answer, warnings);
  };

  const intercepted = async (request: Received): Promise<Response> => {
    let answer: Response | undefined;
    const proceed = () => Promise.resolve(answer ??= serve(request));
    const view: InterceptedRequest = {
      method: request.method,
      path: request.url.pathname,
      query: request.url.searchParams,
      headers: request.headers,
      body: request.body,
      proceed,
    };
    for (const interceptor of [...interceptors]) {
      const response = await interceptor(view);
      if (response) return response;
    }
    return await proceed();
  };

  const handle = async (request: Received): Promise<Response> => {
    const entry = {
      time: clock.now(),
      method: request.method,
      path: request.url.pathname,
      query: request.url.search.slice(1),
      userAgent: request.headers.get("user-agent") ?? "",
      body: request.body,
      status: 0,
    };
    log.push(entry);
    // In steps, so that a full log costs each request nothing.
    if (log.length > logLimit * 1.25) log.splice(0, log.length - logLimit);
    const response = interceptors.length ? await intercepted(request) : serve(request);
    entry.status = response.status;
    return response;
  };

  let turned = clock.monotonic();
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { signal } = init;
    signal?.throwIfAborted();
    if (closed) throw new TypeError("The API server in memory was disposed of");
    // Requests in process are microtasks alone: without a turn now and then, timers and watches would wait for a busy
    // writer to end, as behind no real network. A clock that stands still never asks for one.
    if (clock.monotonic() - turned > 4) {
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

  const cut: ApiServer["cut"] = (filter = () => true, { error } = {}) => {
    const chosen = [...core.watches].filter((watch) =>
      filter({
        path: watch.path,
        userAgent: watch.userAgent,
        plural: watch.kind.plural,
        group: watch.kind.group,
      })
    );
    for (const watch of chosen) watch.end(error);
    return chosen.length;
  };

  const source = { server: origin, source: "API server in memory" };
  const token = (identity: Identity = administrator) => access.tokens.of(identity);
  const configOf = (identity?: Identity): ClientConfig => {
    if (!identity && !access.enforced) return source;
    const credentials = { authorization: `Bearer ${token(identity)}` };
    return { ...source, authorize: () => Promise.resolve(credentials) };
  };
  return {
    fetch,
    config: configOf(),
    token,
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
      const as = listenOptions?.as && userOf(listenOptions.as, storage);
      const listener = await listenOn(handle, listenOptions, as);
      listeners.add(listener);
      return {
        url: listener.url,
        async [Symbol.asyncDispose]() {
          if (listeners.delete(listener)) await listener[Symbol.asyncDispose]();
        },
      };
    },
    log,
    objects(resource) {
      return registry.storages()
        .filter((kind) =>
          !resource || (kind.group === resource.group && kind.plural === resource.plural)
        )
        .flatMap((kind) => storage.list(kind.storage))
        .map((object) => copy(object) as KubernetesObject);
    },
    get watchCount() {
      return core.watches.size;
    },
    cut,
    compact: storage.compact,
    intercept(interceptor) {
      interceptors.unshift(interceptor);
      return {
        [Symbol.dispose]() {
          const index = interceptors.indexOf(interceptor);
          if (index >= 0) interceptors.splice(index, 1);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      cut();
      for (const listener of [...listeners]) {
        listeners.delete(listener);
        await listener[Symbol.asyncDispose]();
      }
    },
  };
}
