import type { Client, ClientConfig, ClientOptions } from "../client/mod.ts";
import type { Identity } from "./rbac/mod.ts";

/** A watch that is open, as {@linkcode ApiServerView.cut} is asked about it. */
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

/**
 * Options of {@linkcode ApiServerView.client}: of the client, and who it is. Default: the administrator, who may do
 * everything.
 */
export interface ServerClientOptions extends ClientOptions, Identity {}

/** Where {@linkcode ApiServerView.listen} listens. */
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

/** How {@linkcode ApiServerView.cut} ends a watch. Default: cleanly. */
export interface CutOptions {
  /** Ends it as a connection that breaks; the reader gets this error. */
  readonly error?: unknown;
  /** Sends the first half of an event before the end. @default {false} */
  readonly midLine?: boolean;
}

/** What {@linkcode ApiServer.replica} takes. */
export interface ReplicaOptions {
  /** Stands in the log and in {@linkcode InterceptedRequest}. Default: `replica-1`, `replica-2`, … */
  readonly name?: string;
  /** Milliseconds, by the server's clock, until it knows of a change. @default {0} */
  readonly lag?: number;
  /** How many changes it remembers for watches. Default: as many as the server. */
  readonly history?: number;
}

/**
 * One API server before the storage: what its clients see, and what can happen to it. It answers from its watch cache,
 * which may be behind the storage, and it says so as kube-apiserver does:
 *
 * - Writes go to the storage, and so do reads of one object without a resourceVersion. A list without one waits until
 *   the cache is as new as the storage was, and is answered from the storage after three seconds (KEP-2340).
 * - Reads at `"0"` are answered from the cache, however old that is; those at a version wait until the cache knows it,
 *   and are refused after three seconds: 504 with the cause `ResourceVersionTooLarge`.
 * - Watches start from the cache and go on at its pace, also those without a resourceVersion (it means `"0"` for them).
 *   A WatchList without one waits as a list does, and is refused in the end.
 *
 * Kinds, rights and garbage collection are the same for all, at once.
 */
export interface ApiServerView extends AsyncDisposable {
  /** Answers a request in this process, in microtasks alone. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** The administrator's configuration for `createClient`, to be used together with {@linkcode ApiServerView.fetch}. */
  readonly config: ClientConfig;
  /** A client of this server, in this process. */
  readonly client: (options?: ServerClientOptions) => Client;
  /** Serves over HTTP on the loopback interface, for kubectl and other processes. */
  readonly listen: (options?: ListenOptions) => Promise<Listener>;
  /** The version up to which its watch cache knows the storage. */
  readonly resourceVersion: string;
  /** How many watches are open here. */
  readonly watchCount: number;
  /** Ends open watches, cleanly or as a connection that breaks. Answers how many. */
  readonly cut: (
    filter?: (watch: WatchDescription) => boolean,
    options?: CutOptions,
  ) => number;
  /** Forgets the changes so far: watches that start before now get 410. */
  readonly compact: () => void;
  /** Keeps the watch cache at its present version: reads from it grow old, watches hear nothing but bookmarks. */
  readonly freeze: () => void;
  /** Lets the watch cache learn what it missed, and go on. */
  readonly thaw: () => void;
  /**
   * Falls silent: watches stay open but hear nothing, requests wait for an answer until {@linkcode ApiServerView.resume}.
   * A request that is given up by then never came.
   */
  readonly pause: () => void;
  /** Sends what {@linkcode ApiServerView.pause} kept back, and goes on. */
  readonly resume: () => void;
}
