/**
 * A kit for testing operators: an API server in memory, a clock that a test moves, and a runtime that answers the same
 * on every run.
 *
 * A unit test of an operator: run it against a server that shares one clock with it, write what users write, and let
 * time pass until the server holds what the operator should have made. No test waits for real time.
 *
 * ```ts
 * import { defineController } from "@operatorkit/operatorkit/controller";
 * import { noLogger } from "@operatorkit/operatorkit/context";
 * import { ConfigMap } from "@operatorkit/operatorkit/kinds";
 * import { createOperator } from "@operatorkit/operatorkit/operator";
 * import { createApiServer, createTestRuntime } from "@operatorkit/operatorkit/testing";
 *
 * const greeter = defineController({
 *   name: "greeter",
 *   for: ConfigMap,
 *   labelSelector: "name",
 *   reconcile: async ({ metadata }, { client }) => {
 *     const data = { text: `Hello, ${metadata.labels?.name}` };
 *     await client.patch(ConfigMap, metadata, { merge: { data } });
 *   },
 * });
 *
 * const runtime = createTestRuntime();
 * await using server = createApiServer({ runtime });
 * await using client = server.client();
 * const operator = createOperator({ client, controllers: [greeter], log: noLogger });
 *
 * await client.create(ConfigMap, {
 *   metadata: { name: "a", namespace: "default", labels: { name: "Ada" } },
 * });
 * await runtime.clock.until(() =>
 *   server.objects(ConfigMap).some((one) => JSON.stringify(one).includes("Hello, Ada"))
 * );
 *
 * await runtime.clock.finish(operator.stop());
 * ```
 *
 * Faults come from {@linkcode ApiServer.intercept} (lost answers, refusals), {@linkcode ApiServerView.cut} (broken
 * watches), {@linkcode ApiServerView.pause} (silence) and {@linkcode ApiServer.compact} (410), old answers from
 * {@linkcode ApiServer.replica} and {@linkcode ApiServerView.freeze}; {@linkcode ApiServer.log} tells what the operator asked for.
 *
 * With `createApiServer({ rbac: true })` nobody may do what no role allows: `server.client({ serviceAccount })` is the
 * operator with the rights that a test gives it, `server.client()` the administrator who gives them.
 * {@linkcode tooManyRequests} is the answer of a server under load, for an interceptor.
 *
 * @module
 */
export { createTestClock, type TestClock } from "./clock.ts";
export { createTestRuntime, type TestRuntime, type TestRuntimeOptions } from "./runtime.ts";
export { tooManyRequests, type TooManyRequestsOptions } from "./limits.ts";
export { createApiServer } from "./server.ts";
export type { ControllerName, ControllersOptions, PodRun } from "./controllers/mod.ts";
export type { Identity } from "./rbac/mod.ts";
export type {
  ApiServer,
  ApiServerOptions,
  InterceptedRequest,
  Interceptor,
  RequestLogEntry,
} from "./types.ts";
export type {
  ApiServerView,
  CutOptions,
  Listener,
  ListenOptions,
  ReplicaOptions,
  ServerClientOptions,
  WatchDescription,
} from "./view_types.ts";
