/**
 * A kit for testing operators: an API server in memory, a clock that a test moves, and a runtime that answers the same
 * on every run.
 *
 * ```ts
 * import { createApiServer, createTestRuntime } from "@operatorkit/operatorkit/testing";
 *
 * const runtime = createTestRuntime();
 * await using server = createApiServer({ runtime });
 * await using client = server.client({ runtime });
 * await client.request("/api/v1/namespaces");
 * ```
 *
 * @module
 */
export { createTestClock, type TestClock } from "./clock.ts";
export { createTestRuntime, type TestRuntime, type TestRuntimeOptions } from "./runtime.ts";
export { createApiServer } from "./server.ts";
export type {
  ApiServer,
  ApiServerOptions,
  InterceptedRequest,
  Interceptor,
  Listener,
  ListenOptions,
  RequestLogEntry,
  WatchDescription,
} from "./types.ts";
