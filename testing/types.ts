import type {
  ApiResource,
  Client,
  ClientConfig,
  ClientOptions,
  KubernetesObject,
} from "../client/mod.ts";
import type { Clock } from "../_internal/mod.ts";
import type { Identity } from "./rbac/mod.ts";

/** One request that the server was sent. */
export interface RequestLogEntry {
  /** Milliseconds since the Unix epoch, by the server's clock. */
  readonly time: number;
  /** HTTP method. */
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query without `?`. */
  readonly query: string;
  /** Who asked. */
  readonly userAgent: string;
  /** Body as text; "" for none. */
  readonly body: string;
  /** HTTP status of the answer; 0 until there is one. */
  readonly status: number;
}

/** A request as {@linkcode Interceptor} sees it. */
export interface InterceptedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query. */
  readonly query: URLSearchParams;
  /** Headers. */
  readonly headers: Headers;
  /** Body as text; "" for none. */
  readonly body: string;
  /**
   * Lets the server do its work and returns its answer. An interceptor that calls this and then throws has lost the
   * answer of a write that happened.
   */
  readonly proceed: () => Promise<Response>;
}

/**
 * Stands between a request and the server. Return nothing to let the request through, a response to answer in the
 * server's place; throw to fail as a broken connection.
 */
export type Interceptor = (
  request: InterceptedRequest,
) => Response | undefined | void | Promise<Response | undefined | void>;

/** A watch that is open, as {@linkcode ApiServer.cut} is asked about it. */
export interface WatchDescription {
  /** The request's path. */
  readonly path: string;
  /** Plural of what is watched. */
  readonly plural: string;
  /** API group of what is watched. */
  readonly group: string;
  /** Who watches. */
  readonly userAgent: string;
}

/** What {@linkcode createApiServer} takes. */
export interface ApiServerOptions {
  /**
   * Where time and random numbers come from. Default: the real ones. The same ones give the same answers. What waits
   * for the server (`ensureCustomResource`, `operator.ready`) then ends only while a test clock is moved: with `until`.
   */
  readonly runtime?: { readonly clock?: Clock; readonly random?: () => number };
  /** How many changes are remembered for watches and pages. @default {10_000} */
  readonly history?: number;
  /** How many requests {@linkcode ApiServer.log} keeps, or up to a quarter more; the oldest go first. @default {100_000} */
  readonly logLimit?: number;
  /** Milliseconds between the bookmarks of a watch. @default {60_000} */
  readonly bookmarkInterval?: number;
  /** Sees every request first. */
  readonly intercept?: Interceptor;
  /**
   * Refuses what no Role or ClusterRole allows, as a cluster does: see {@linkcode ServerClientOptions} for who a client
   * is, and {@linkcode ListenOptions} for requests over HTTP. Without it everybody may do everything.
   *
   * @default {false}
   */
  readonly rbac?: boolean;
}

/**
 * Options of {@linkcode ApiServer.client}: of the client, and who it is. Default: the administrator, who may do
 * everything.
 */
export interface ServerClientOptions extends ClientOptions, Identity {}

/** Where {@linkcode ApiServer.listen} listens. */
export interface ListenOptions {
  /** The port; 0 takes a free one. @default {0} */
  readonly port?: number;
  /** The address. @default {"127.0.0.1"} */
  readonly hostname?: string;
  /**
   * Who asks where a request carries no token, as behind `kubectl proxy`. Over plain HTTP kubectl sends no tokens.
   * Default: with `rbac` nobody (`system:anonymous`), else the administrator.
   */
  readonly as?: Identity;
}

/** A server that listens; dispose of it to stop. */
export interface Listener extends AsyncDisposable {
  /** Where: `http://127.0.0.1:8001`. */
  readonly url: string;
}

/**
 * A Kubernetes API server in memory. Made by {@linkcode createApiServer}. Disposing of it ends its watches and
 * listeners; requests after that fail as where nobody listens.
 */
export interface ApiServer extends AsyncDisposable {
  /** Answers a request in this process, in microtasks alone. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** The administrator's configuration for `createClient`, to be used together with {@linkcode ApiServer.fetch}. */
  readonly config: ClientConfig;
  /** A client of this server, in this process. */
  readonly client: (options?: ServerClientOptions) => Client;
  /** A bearer token that does not end, for requests in the name of anybody. Default: the administrator's. */
  readonly token: (identity?: Identity) => string;
  /** Serves over HTTP on the loopback interface, for kubectl and other processes. */
  readonly listen: (options?: ListenOptions) => Promise<Listener>;
  /** The requests so far, in the order in which they came. */
  readonly log: readonly RequestLogEntry[];
  /** What is stored: all objects, or those of one kind. The caller's own copies. */
  readonly objects: (
    resource?: Pick<ApiResource, "group" | "plural">,
  ) => readonly KubernetesObject[];
  /** How many watches are open. */
  readonly watchCount: number;
  /** Ends open watches, as a server does that has had enough; with `error`, as a connection that breaks. */
  readonly cut: (
    filter?: (watch: WatchDescription) => boolean,
    options?: { readonly error?: unknown },
  ) => number;
  /** Forgets the changes so far: watches and pages that start before now get 410. */
  readonly compact: () => void;
  /** Adds an interceptor, asked before those that are there; dispose of the result to take it out. */
  readonly intercept: (interceptor: Interceptor) => Disposable;
}
