import type { Client, KubernetesObject } from "../../../client/mod.ts";
import { Deployment, ReplicaSet } from "../../../kinds/generated/apps_v1.ts";
import { Pod } from "../../../kinds/generated/core_v1.ts";
import {
  type ApiServer,
  type ApiServerOptions,
  createApiServer,
  createTestRuntime,
  type TestRuntime,
} from "../../../testing/mod.ts";

// deno-lint-ignore no-explicit-any
export type Json = any;

/** A server with controllers whose time a test moves. */
export interface Cluster extends AsyncDisposable {
  readonly server: ApiServer;
  readonly client: Client;
  readonly runtime: TestRuntime;
  /** Objects of a kind. */
  readonly all: (resource: { group: string; plural: string }) => Json[];
  /** One object. */
  readonly one: (resource: { group: string; plural: string }, name: string) => Json;
  /** Moves time until a condition holds. */
  readonly until: (condition: () => boolean, limit?: number) => Promise<void>;
}

export function startCluster(
  controllers: ApiServerOptions["controllers"] = true,
  options: ApiServerOptions = {},
): Cluster {
  const runtime = createTestRuntime();
  const server = createApiServer({ ...options, runtime, controllers });
  const client = server.client();
  const all = (resource: { group: string; plural: string }) =>
    [...server.objects(resource)] as KubernetesObject[];
  return {
    server,
    client,
    runtime,
    all,
    one: (resource, name) => all(resource).find((one) => one.metadata?.name === name),
    until: runtime.clock.until,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A Deployment of a web server. */
export function web(replicas = 3, image = "nginx:1", more: Json = {}): Json {
  return {
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "main", image }] },
      },
      ...more,
    },
  };
}

/** The condition of a type. */
export function condition(object: Json, type: string): Json {
  return object?.status?.conditions?.find((one: Json) => one.type === type);
}

/** Whether a Deployment has rolled out, as `kubectl rollout status` sees it. */
export function rolledOut(deployment: Json): boolean {
  const { spec, status = {}, metadata } = deployment;
  return status.observedGeneration >= metadata.generation &&
    status.updatedReplicas === spec.replicas && status.replicas === spec.replicas &&
    status.availableReplicas === spec.replicas;
}

export { Deployment, Pod, ReplicaSet };
