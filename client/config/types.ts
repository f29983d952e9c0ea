/** A pool of connections to the API server, as the client uses it. */
export interface Connection extends Disposable {
  /** What `fetch` sends through. */
  readonly http: Deno.HttpClient;
  /** Whether a new connection would be set up otherwise (a certificate has rotated). Asked now and then. */
  readonly stale?: () => Promise<boolean>;
  /** Whether its certificate has been replaced by another: asked before each request, so it must be cheap. */
  readonly rotated?: () => boolean;
}

/** How to reach one API server and who to be there. Made by {@linkcode loadConfig}, or by hand: only `server` is needed. */
export interface ClientConfig {
  /** URL of the server. A path in it is kept in front of every request's. */
  readonly server: string;
  /** The namespace to work in where none is named. */
  readonly namespace?: string;
  /**
   * Headers that authenticate a request; a list is sent as one header for each value. `refresh` is true when the server
   * has refused the last ones (401): read the token again. `signal` is aborted when the client that asks is disposed of.
   */
  readonly authorize?: (
    options: { readonly refresh: boolean; readonly signal?: AbortSignal },
  ) => Promise<Readonly<Record<string, string | readonly string[]>>>;
  /**
   * Opens a new pool of connections: called at first use and whenever the old pool is given up. Default: plain
   * HTTP/1.1 with the system's certificate authorities.
   */
  readonly connect?: () => Promise<Connection>;
  /** Where this configuration came from, for messages: `kubeconfig /home/me/.kube/config, context dev`. */
  readonly source?: string;
  /** What deserves attention though the configuration can be used, one sentence each: to be logged once. */
  readonly warnings?: readonly string[];
}
