import type { Runtime } from "../_internal/mod.ts";
import type {
  ApiResource,
  DeepPartial,
  InputOf,
  Metadata,
  ObjectKey,
  ObjectOf,
} from "./resource.ts";

/** Options of every call. */
export interface CallOptions {
  /**
   * Ends the call. It then rejects with the signal's reason. An error named `TimeoutError` or `IdleError` as the reason says
   * that the connection seems dead: requests from then on use another.
   */
  readonly signal?: AbortSignal;
  /** Milliseconds until the call fails with a `TimeoutError`, retries included. Default: the client's (30,000). */
  readonly timeout?: number;
}

/** A raw request. */
export interface RequestOptions extends CallOptions {
  /** HTTP method. @default {"GET"} */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Additional headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: bytes or text as they are, anything else as JSON. */
  readonly body?: unknown;
  /**
   * The answer is read as it comes (a watch): the time-out covers the time to the headers only, and the body is the
   * caller's to read to its end or to cancel.
   *
   * @default {false}
   */
  readonly stream?: boolean;
  /**
   * Called right before each try is sent, retries included; what it throws ends the call, and nothing is sent. For a
   * fence such as that of a leader elector.
   */
  readonly guard?: () => void;
}

/** Sends one request to the API server, with authentication, deadline and retries. See {@linkcode Client.request}. */
export type RequestFunction = (path: string, options?: RequestOptions) => Promise<Response>;

/** Which objects to list or watch. */
export interface SelectionOptions {
  /** Only this namespace. Default: all. */
  readonly namespace?: string;
  /** `app=web,tier!=db`. */
  readonly labelSelector?: string;
  /** `metadata.name=x`. */
  readonly fieldSelector?: string;
}

/** Options of {@linkcode Client.get}. */
export interface GetOptions extends CallOptions {
  /** `status`, or one that answers with an object of another kind, whose type is then the caller's to know: `scale`. */
  readonly subresource?: string;
  /** See the API concepts page, "Resource versions". Default: the most recent. */
  readonly resourceVersion?: string;
}

/** Options of {@linkcode Client.list} and {@linkcode Client.pages}. */
export interface ListOptions extends SelectionOptions, CallOptions {
  /** Most objects an answer holds. Default: all for `list`, 500 for `pages`. */
  readonly limit?: number;
  /** The token of an earlier answer. */
  readonly continue?: string;
  /** Default: the most recent. */
  readonly resourceVersion?: string;
  /** How `resourceVersion` is meant. */
  readonly resourceVersionMatch?: "Exact" | "NotOlderThan";
}

/** Options of {@linkcode Client.watch}. */
export interface WatchOptions extends SelectionOptions, CallOptions {
  /** Changes after this version. Default: all present objects first, as ADDED, then changes. */
  readonly resourceVersion?: string;
  /** Asks for the objects that exist, ended by a bookmark with the annotation `k8s.io/initial-events-end` (KEP-3157). */
  readonly sendInitialEvents?: boolean;
  /** The server wants it together with `sendInitialEvents`, and only then. Default: what it wants. */
  readonly resourceVersionMatch?: "NotOlderThan";
  /** Asks for bookmarks, which are also what tells a quiet connection from a dead one. @default {true} */
  readonly allowWatchBookmarks?: boolean;
  /**
   * Seconds after which the server ends the watch. If it has not 30 s later, the connection is taken for dead. With 0
   * the server chooses, and a connection that dies silently is not noticed.
   *
   * @default {290}
   */
  readonly timeoutSeconds?: number;
}

/** Options of every write. */
export interface WriteOptions extends CallOptions {
  /**
   * `status`, or one that takes and answers with objects of another kind: patch `scale`, and create what has a kind of
   * its own (`eviction`, `token`) with {@linkcode Client.request}.
   */
  readonly subresource?: string;
  /** The server checks and answers, but stores nothing. */
  readonly dryRun?: boolean;
  /** Who writes. Default: the client's (`operatorkit`, or the controller's name). */
  readonly fieldManager?: string;
  /** What the server does with fields that the kind does not have. Default: the server's, `Warn`, told as a `warning`. */
  readonly fieldValidation?: "Ignore" | "Warn" | "Strict";
}

/** Options of {@linkcode Client.apply}. */
export interface ApplyOptions extends WriteOptions {
  /** Takes fields over from other managers instead of failing with a conflict. Default: the client's, which is false. */
  readonly force?: boolean;
}

/** Options of {@linkcode Client.delete}. */
export interface DeleteOptions extends CallOptions {
  /** Delete only if the object is unchanged since it was read (its resourceVersion is sent as a precondition). */
  readonly ifUnchanged?: boolean;
  /** What becomes of dependents. Default: the server's, `Background` for most kinds. */
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  /** Seconds the object gets to end by itself. */
  readonly gracePeriodSeconds?: number;
  /** The server checks and answers, but deletes nothing. */
  readonly dryRun?: boolean;
}

/** One operation of a JSON Patch (RFC 6902). */
export type JsonPatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string }
  | { readonly op: "move" | "copy"; readonly from: string; readonly path: string };

/** A change to an object: a JSON merge patch (RFC 7396), a JSON Patch (RFC 6902) or a strategic merge patch. */
export type Patch =
  | { readonly merge: unknown }
  | { readonly json: readonly JsonPatchOperation[] }
  | { readonly strategic: unknown };

/** Objects of one kind at one moment. */
export interface List<T> {
  /**
   * Among {@linkcode Client.pages}: the server had forgotten the version of the pages before (410 Expired), so this one
   * holds everything. Forget what came before.
   */
  readonly restarted?: true;
  /** The objects; each carries its kind and apiVersion. */
  items: T[];
  /** Of the list as a whole. */
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
}

/** One event of a watch. An ERROR event is thrown as an {@linkcode ApiError}. */
export type WatchEvent<T> =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: T }
  | {
    readonly type: "BOOKMARK";
    readonly object: { readonly metadata: Pick<Metadata, "resourceVersion" | "annotations"> };
  };

/** What a client does, told to {@linkcode ClientOptions.observe}. Holds no secrets and no object contents. */
export type ClientEvent =
  | { readonly type: "request"; readonly method: string; readonly path: string }
  | {
    readonly type: "response";
    readonly method: string;
    readonly path: string;
    readonly status: number;
    /** Milliseconds until the headers. */
    readonly duration: number;
  }
  /** A try was sent, and ended before the headers of an answer came. */
  | { readonly type: "unanswered"; readonly method: string; readonly path: string }
  | {
    readonly type: "failure";
    readonly method: string;
    readonly path: string;
    readonly error: unknown;
  }
  | {
    readonly type: "retry";
    readonly method: string;
    readonly path: string;
    /** Milliseconds until the next try. */
    readonly after: number;
    readonly reason: string;
  }
  | { readonly type: "warning"; readonly path: string; readonly message: string }
  | { readonly type: "connection-replaced"; readonly reason: string };

/** Options of {@linkcode createClient}. */
export interface ClientOptions {
  /**
   * Time, randomness and network. Default: the real ones. A `fetch` of your own makes its connections itself: the
   * certificates of the configuration are not used then.
   */
  readonly runtime?: Runtime;
  /** Sent with each request. @default {"operatorkit"} */
  readonly userAgent?: string;
  /** Milliseconds until a call fails, unless the call says otherwise. @default {30_000} */
  readonly timeout?: number;
  /** Who writes, where a call does not say. At most 128 characters. @default {"operatorkit"} */
  readonly fieldManager?: string;
  /** Told what the client does. Must not throw. */
  readonly observe?: (event: ClientEvent) => void;
}

/** How a client writes where a call does not say. */
export interface WriteDefaults {
  /** Who writes. */
  readonly fieldManager: string;
  /** Whether `apply` takes fields over from other managers. */
  readonly forceApply: boolean;
}

/** Talks to one API server. Made by {@linkcode createClient}; dispose of it to close its connections. */
export interface Client extends AsyncDisposable {
  /** Time, randomness and network that this client and everything made from it use. */
  readonly runtime: Runtime;
  /** The namespace that the configuration names, if any. */
  readonly namespace: string | undefined;
  /** How this client writes where a call does not say. */
  readonly writeDefaults: WriteDefaults;
  /**
   * Sends one request; all other calls are made of this. `path` starts with `/`.
   *
   * @throws {ApiError} When the server answers with an error.
   */
  readonly request: RequestFunction;
  /** Reads one object. A key without a namespace means the client's, here and in all calls for one object. */
  readonly get: <R extends ApiResource>(
    resource: R,
    key: ObjectKey,
    options?: GetOptions,
  ) => Promise<ObjectOf<R>>;
  /** Lists objects in one answer. */
  readonly list: <R extends ApiResource>(
    resource: R,
    options?: ListOptions,
  ) => Promise<List<ObjectOf<R>>>;
  /**
   * Lists objects page by page, all at the same resource version. An object may be on two pages, and a page may say that
   * it replaces those before: see {@linkcode List.restarted}.
   */
  readonly pages: <R extends ApiResource>(
    resource: R,
    options?: ListOptions,
  ) => AsyncIterable<List<ObjectOf<R>>>;
  /**
   * Reads changes as they happen. Ends when the server ends the watch: the caller goes on from the last version.
   *
   * @throws {ApiError} When the server answers with an error, or sends one as an event.
   * @throws {DOMException} `TimeoutError` when the server should have ended the watch and has not.
   */
  readonly watch: <R extends ApiResource>(
    resource: R,
    options?: WatchOptions,
  ) => AsyncIterable<WatchEvent<ObjectOf<R>>>;
  /** Creates an object. */
  readonly create: <R extends ApiResource>(
    resource: R,
    object: InputOf<R>,
    options?: WriteOptions,
  ) => Promise<ObjectOf<R>>;
  /**
   * Replaces an object that was read and changed; fails with a conflict if it changed meanwhile.
   *
   * @throws {TypeError} When the object holds an integer beyond 2^53, which was rounded when it was read: patch instead.
   */
  readonly update: <R extends ApiResource>(
    resource: R,
    object: ObjectOf<R>,
    options?: WriteOptions,
  ) => Promise<ObjectOf<R>>;
  /**
   * Server-side apply: creates the object or changes the fields that it names, and owns them from then on. A field that
   * is no longer named goes only if an earlier `apply` of this manager set it: what `create` or `update` wrote stays.
   */
  readonly apply: <R extends ApiResource>(
    resource: R,
    object: DeepPartial<InputOf<R>> & { metadata: { name: string } },
    options?: ApplyOptions,
  ) => Promise<ObjectOf<R>>;
  /** Changes an object with a patch. */
  readonly patch: <R extends ApiResource>(
    resource: R,
    key: ObjectKey,
    patch: Patch,
    options?: WriteOptions,
  ) => Promise<ObjectOf<R>>;
  /**
   * Deletes an object. Given an object that was read, deletes just that one: its uid is sent as a precondition.
   * Resolves when the server has taken the deletion on, which is before the object is gone if something holds it.
   */
  readonly delete: <R extends ApiResource>(
    resource: R,
    target: ObjectKey | ObjectOf<R>,
    options?: DeleteOptions,
  ) => Promise<void>;
  /** Deletes all objects that the selection names; objects in namespaces need one, which is never the client's own. */
  readonly deleteCollection: <R extends ApiResource>(
    resource: R,
    options?: Omit<DeleteOptions, "ifUnchanged"> & SelectionOptions,
  ) => Promise<void>;
}
