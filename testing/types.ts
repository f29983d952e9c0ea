import type { ApiResource, KubernetesObject, ObjectOf } from "../client/mod.ts";
import type { Clock } from "../_internal/mod.ts";
import type { ControllerName, ControllersOptions } from "./controllers/types.ts";
import type { Identity } from "./rbac/mod.ts";
import type { ApiServerView, ReplicaOptions } from "./view_types.ts";

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
  /** Which replica was asked; absent for the server itself. */
  readonly replica?: string;
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
  /** Which replica is asked; absent for the server itself. */
  readonly replica?: string;
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
  /**
   * Controllers of a cluster that run beside the server: all of them (`true`), those named, or as the options say. They
   * act by the server's clock, a little after the change that gave them something to do, through the API and in their
   * own names; the requests are not in {@linkcode ApiServer.log}, and no interceptor sees them.
   *
   * @default {false}
   */
  readonly controllers?: boolean | readonly ControllerName[] | ControllersOptions;
}

/**
 * A Kubernetes API server in memory. Made by {@linkcode createApiServer}. Disposing of it ends its watches and
 * listeners, and its replicas; requests after that fail as where nobody listens.
 */
export interface ApiServer extends ApiServerView {
  /** A bearer token that does not end, for requests in the name of anybody. Default: the administrator's. */
  readonly token: (identity?: Identity) => string;
  /** The requests so far, to whichever replica, in the order in which they came. */
  readonly log: readonly RequestLogEntry[];
  /** What is stored: all objects, or those of one kind, with its type. The caller's own copies. */
  readonly objects: <R extends Pick<ApiResource, "group" | "plural"> = ApiResource>(
    resource?: R,
  ) => readonly (R extends ApiResource ? ObjectOf<R> : KubernetesObject)[];
  /** Forgets the changes so far, in the storage too: watches and pages that start before now get 410. */
  readonly compact: () => void;
  /** Adds an interceptor, asked before those that are there; dispose of the result to take it out. */
  readonly intercept: (interceptor: Interceptor) => Disposable;
  /** Adds an API server before the same storage, as new as that is now; disposing of it stops it. */
  readonly replica: (options?: ReplicaOptions) => ApiServerView;
}
