import { systemClock } from "../_internal/mod.ts";
import type { ApiResource } from "../client/mod.ts";
import type { Core } from "./call.ts";
import { createRules } from "./cel/mod.ts";
import { startControllers } from "./controllers/mod.ts";
import { createDefinitionController } from "./crd.ts";
import { administrator, createFrontend } from "./frontend.ts";
import { createGarbageCollector } from "./gc.ts";
import { createGate } from "./gate.ts";
import { createRegistry } from "./kinds.ts";
import { createInitialNamespaces, createNamespaceController } from "./namespaces.ts";
import { copy } from "./object.ts";
import { createAccess, createAggregationController, createDefaultRoles } from "./rbac/mod.ts";
import { createStorage } from "./storage.ts";
import type { ApiServer, ApiServerOptions, Interceptor, RequestLogEntry } from "./types.ts";
import { createView } from "./view.ts";
import type { ApiServerView } from "./view_types.ts";

/**
 * Makes a Kubernetes API server that lives in memory: for tests of operators, and for trying one without a cluster.
 *
 * It behaves as kube-apiserver 1.36 does together with the controllers that every cluster has: garbage collection by
 * owner, the emptying of namespaces, the serving of custom kinds. Other controllers run when they are asked for: see
 * {@linkcode ApiServerOptions.controllers}; without them a Deployment gets no pods.
 */
export function createApiServer(options: ApiServerOptions = {}): ApiServer {
  const { runtime = {}, history = 10_000, logLimit = 100_000, bookmarkInterval = 60_000 } = options;
  const { clock = systemClock, random = () => Math.random() } = runtime;
  const storage = createStorage(history);
  const registry = createRegistry();
  const access = createAccess({ storage, clock, random }, options.rbac ?? false);
  const core: Core = {
    storage,
    registry,
    clock,
    random,
    bookmarkInterval,
    access,
    rules: createRules(),
    watches: new Set(),
    view: createView({ storage, clock }),
    gate: createGate(),
  };
  const log: RequestLogEntry[] = [];
  const interceptors: Interceptor[] = options.intercept ? [options.intercept] : [];
  const replicas: ApiServerView[] = [];

  createInitialNamespaces(core);
  if (access.enforced) createDefaultRoles(core);
  const controllers = [
    createDefinitionController(core),
    createNamespaceController(core),
    createGarbageCollector(core),
    ...(access.enforced ? [createAggregationController(core)] : []),
  ];
  storage.subscribe((change) => {
    for (const controller of controllers) controller.note(change);
  });
  // The controllers work within the request that gave them something to do, so that answers depend on nothing else.
  const settle = () => {
    while (controllers.some((controller) => controller.step()));
  };

  const running = options.controllers && startControllers(core, options.controllers, settle);

  const frontend = createFrontend({ core, log, logLimit, interceptors, settle });
  const { fetch, config, client, listen, cut, freeze, thaw, pause, resume } = frontend;
  return {
    fetch,
    config,
    token: (identity = administrator) => access.tokens.of(identity),
    client,
    listen,
    log,
    objects(resource?: Pick<ApiResource, "group" | "plural">) {
      return registry.storages()
        .filter((kind) =>
          !resource || (kind.group === resource.group && kind.plural === resource.plural)
        )
        .flatMap((kind) => storage.list(kind.storage))
        .map((object) => copy(object) as never); // typed by the resource
    },
    get resourceVersion() {
      return frontend.resourceVersion;
    },
    get watchCount() {
      return frontend.watchCount;
    },
    cut,
    compact: storage.compact,
    freeze,
    thaw,
    pause,
    resume,
    intercept(interceptor) {
      interceptors.unshift(interceptor);
      return {
        [Symbol.dispose]() {
          const index = interceptors.indexOf(interceptor);
          if (index >= 0) interceptors.splice(index, 1);
        },
      };
    },
    replica({ name = `replica-${replicas.length + 1}`, lag = 0, history: own = history } = {}) {
      const view = createView({ storage, clock, lag, history: own });
      const replica = createFrontend({
        core: { ...core, view, gate: createGate() },
        log,
        logLimit,
        interceptors,
        settle,
        replica: name,
      });
      replicas.push(replica);
      return replica;
    },
    async [Symbol.asyncDispose]() {
      if (running) running[Symbol.dispose]();
      await frontend[Symbol.asyncDispose]();
      for (const replica of replicas) await replica[Symbol.asyncDispose]();
    },
  };
}
