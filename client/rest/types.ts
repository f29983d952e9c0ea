/**
 * The contract between the classes of `@cloudydeno/kubernetes-apis` and what sends their requests: the shapes of
 * `RestClient` of `@cloudydeno/kubernetes-client` 0.8, so that either side fits without that package being loaded.
 *
 * @module
 */

/** Any JSON value. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JsonValue[]
  | { [key: string]: JsonValue };

/** What {@linkcode RestClient.performRequest} takes. */
export interface RestRequest {
  /** HTTP method. */
  method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH" | "OPTIONS" | "HEAD";
  /** Path, beginning with `/`. */
  path: string;
  /** Query. */
  querystring?: URLSearchParams;
  /** Ends the request. */
  abortSignal?: AbortSignal;
  /** Type of the body. Default: JSON for `bodyJson`. */
  contentType?: string;
  /** The body as bytes. */
  bodyRaw?: Uint8Array;
  /** The body as JSON. */
  bodyJson?: JsonValue;
  /** The body as a stream. */
  bodyStream?: ReadableStream<Uint8Array>;
  /** Accept header. Default: JSON with `expectJson`. */
  accept?: string;
  /** Protocols of a tunnel (exec, attach, port-forward). */
  expectTunnel?: string[];
  /** The answer is wanted as it comes. */
  expectStream?: boolean;
  /** The answer is JSON; a stream is one value a line. */
  expectJson?: boolean;
}

/** A connection that carries other protocols (exec, attach, port-forward). */
export interface RestTunnel extends Disposable {
  /** What carries it. */
  readonly transportProtocol: "SPDY" | "WebSocket" | "Opaque";
  /** What is carried. */
  readonly subProtocol: string;
  /** One of its streams. */
  getReadableStream(
    ids: { index?: number; spdyHeaders?: Record<string, string | number> },
  ): ReadableStream<Uint8Array>;
  /** One of its streams. */
  getWritableStream(
    ids: { index?: number; spdyHeaders?: Record<string, string | number> },
  ): WritableStream<Uint8Array>;
  /** To be called once, when the first streams have been asked for. */
  whenReady(): Promise<void>;
  /** Ends it. */
  close(): Promise<void>;
}

/** Sends requests for the classes of `@cloudydeno/kubernetes-apis`. Its methods are those of that contract. */
export interface RestClient extends Disposable {
  /** Opens a tunnel. */
  performRequest(options: RestRequest & { expectTunnel: string[] }): Promise<RestTunnel>;
  /** Gives the values of a stream, as those of a watch. */
  performRequest(
    options: RestRequest & { expectStream: true; expectJson: true },
  ): Promise<ReadableStream<JsonValue>>;
  /** Gives a stream of bytes. */
  performRequest(
    options: RestRequest & { expectStream: true },
  ): Promise<ReadableStream<Uint8Array>>;
  /** Gives one value. */
  performRequest(options: RestRequest & { expectJson: true }): Promise<JsonValue>;
  /** Gives the bytes. */
  performRequest(options: RestRequest): Promise<Uint8Array>;
  /** The namespace to work in where none is named. */
  defaultNamespace?: string;
  /** Closes its connections. */
  close?(): void;
}
