import { verbsOf } from "./client.ts";
import type { Client, RequestFunction } from "./types.ts";

/** How a view of a client differs from the client. */
export interface DeriveOptions {
  /** Stands in front of every request of the view: gets the client's function, gives the view's. */
  readonly request?: (next: RequestFunction) => RequestFunction;
  /** Who writes, where a call does not say. Default: the client's. */
  readonly fieldManager?: string;
  /** Whether `apply` takes fields over where a call does not say. Default: the client's. */
  readonly forceApply?: boolean;
  /** Ends every call of the view, beside the call's own signal. */
  readonly signal?: AbortSignal;
}

/**
 * Makes a view of a client: the same server and connections, but every call goes through `request` and ends with
 * `signal`. Disposing of the view leaves the client as it is.
 */
export function deriveClient(client: Client, options: DeriveOptions = {}): Client {
  const { request: wrap, signal } = options;
  const { fieldManager = client.writeDefaults.fieldManager } = options;
  const { forceApply = client.writeDefaults.forceApply } = options;
  const wrapped = wrap ? wrap(client.request) : client.request;
  const request: RequestFunction = signal
    ? (path, init = {}) =>
      wrapped(path, {
        ...init,
        signal: init.signal ? AbortSignal.any([signal, init.signal]) : signal,
      })
    : wrapped;
  const writeDefaults = Object.freeze({ fieldManager, forceApply });
  const { runtime, namespace } = client;
  return {
    runtime,
    ...verbsOf({ request, namespace, writeDefaults, clock: runtime.clock }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
