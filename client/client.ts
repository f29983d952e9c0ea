import { systemRuntime } from "../_internal/mod.ts";
import { type ClientConfig, openConnection } from "./config/mod.ts";
import { deleteVerbs } from "./delete.ts";
import { createPool } from "./pool.ts";
import { readVerbs } from "./read.ts";
import { createRequest } from "./request.ts";
import type { Client, ClientOptions, RequestFunction } from "./types.ts";
import { serverUrl } from "./url.ts";
import { watchVerb } from "./watch.ts";
import { writeVerbs, type WriteVerbsInit } from "./write.ts";

/**
 * Leases have connections of their own: a renewal must neither wait behind other requests nor end with a connection that
 * another request gave up.
 */
const leases = "/apis/coordination.k8s.io/";

/**
 * Makes a client of one API server. Nothing is sent before the first call. Dispose of it to end what is under way and
 * to close its connections.
 *
 * Every call has a deadline; when it passes, the connection is given up together with the call. 429 and 5xx answers
 * with a Retry-After are tried again within the deadline, reads also when the connection breaks. Redirects are refused.
 *
 * @throws {TypeError} When the server of the configuration is no plain http or https URL.
 */
export function createClient(config: ClientConfig, options: ClientOptions = {}): Client {
  const { runtime = systemRuntime, userAgent = "operatorkit", timeout = 30_000 } = options;
  const { fieldManager = "operatorkit", observe = () => {} } = options;
  const server = serverUrl(config.server);
  const closing = new AbortController();
  const connect = config.connect ?? (() => Promise.resolve(openConnection()));
  const openPool = () =>
    createPool(
      runtime.clock,
      connect,
      (reason) => observe({ type: "connection-replaced", reason }),
    );
  // Another network than the system's (an API server in memory, a simulation) has connections of its own, if any.
  const isSystem = runtime.fetch === systemRuntime.fetch;
  const pool = isSystem ? openPool() : undefined;
  const leasePool = isSystem ? openPool() : undefined;
  const closed = closing.signal;
  const rest = { config, server, runtime, userAgent, timeout, observe, closed };
  const send = createRequest({ ...rest, pool });
  const sendLease = createRequest({ ...rest, pool: leasePool });
  const request: RequestFunction = (path, options) =>
    path.startsWith(leases) ? sendLease(path, options) : send(path, options);
  const writeDefaults = Object.freeze({ fieldManager, forceApply: false });
  return {
    runtime,
    ...verbsOf({ request, namespace: config.namespace, writeDefaults, clock: runtime.clock }),
    async [Symbol.asyncDispose]() {
      if (closed.aborted) return;
      closing.abort(
        new DOMException(`The client of ${server} is closed: make a new one`, "AbortError"),
      );
      await Promise.all([pool?.close(), leasePool?.close()]);
    },
  };
}

/** All calls of a client, made of its request function. */
export function verbsOf(
  init: WriteVerbsInit,
): Omit<Client, "runtime" | typeof Symbol.asyncDispose> {
  const { request, namespace, writeDefaults } = init;
  return {
    namespace,
    writeDefaults,
    request,
    ...readVerbs(init),
    watch: watchVerb(init),
    ...writeVerbs(init),
    ...deleteVerbs(init),
  };
}
