/**
 * Kubernetes operators on Deno: say what the world should look like for one object, and operatorkit calls you whenever
 * it might not.
 *
 * ```ts
 * import { createOperator, defineController, ownerReference, owns } from "@operatorkit/operatorkit";
 * import { ConfigMap, Namespace } from "@operatorkit/operatorkit/kinds";
 * import { createApiServer } from "@operatorkit/operatorkit/testing";
 *
 * const greeter = defineController({
 *   name: "greeter",
 *   for: Namespace,
 *   sources: [owns(ConfigMap)],
 *   reconcile: async (namespace, { client }) => {
 *     const { name } = namespace.metadata;
 *     await client.apply(ConfigMap, {
 *       metadata: { name: "greeting", namespace: name, ownerReferences: [ownerReference(namespace)] },
 *       data: { text: `Hello, ${name}!` },
 *     });
 *   },
 * });
 *
 * // In production: await runOperator({ controllers: [greeter] });
 * await using server = createApiServer();
 * await using client = server.client();
 * await using operator = createOperator({ client, controllers: [greeter] });
 * await operator.ready;
 * ```
 *
 * This entry has the words that a newcomer needs; each folder is an export of its own with the rest.
 *
 * @module
 */

// Talk to an API server.
export {
  type ApiResource,
  type Client,
  type Condition,
  conditionOf,
  ConfigError,
  createClient,
  createOrPatch,
  defineApiResource,
  defineCustomResource,
  deleteCustomResource,
  dryRunClient,
  ensureCustomResource,
  fieldEquals,
  gone,
  hasCondition,
  isAlreadyExists,
  isConditionTrue,
  isConflict,
  isForbidden,
  isNotFound,
  type KubernetesObject,
  loadConfig,
  type ObjectKey,
  type ObjectOf,
  waitFor,
} from "./client/mod.ts";

// Keep local copies.
export { createInformer, field, type Informer, type Snapshot, type Store } from "./informer/mod.ts";

// Be called with an object, and answer.
export {
  type Context,
  createContext,
  type Logger,
  ownerReference,
  setControllerReference,
  TerminalError,
} from "./context/mod.ts";
export {
  configMapResource,
  crudResource,
  defineResource,
  metricsResource,
  plan,
  type Resource,
  resources,
  type ResourceSet,
  retryResource,
  secretResource,
  setCondition,
  timeoutResource,
  wrap,
} from "./resource/mod.ts";
export {
  type Controller,
  defineController,
  owns,
  reconcileOnce,
  requestsFrom,
  watched,
  watches,
} from "./controller/mod.ts";

// Run.
export { createMetrics, createOperator, type Operator, runOperator } from "./operator/mod.ts";
