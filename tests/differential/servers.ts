import { type Cluster, startCluster } from "../cluster/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { definitions } from "./definitions.ts";
import type { Json, Target } from "./types.ts";

const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Both servers. */
export interface Servers extends AsyncDisposable {
  readonly real: Target;
  /** A fresh one of ours, with the custom kinds. */
  readonly ours: () => Promise<Target & AsyncDisposable>;
}

async function install(target: Target): Promise<void> {
  for (const definition of definitions) {
    const response = await target.fetch(crds, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(definition),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    await response.body?.cancel();
    const { group, versions: [{ name: version }], names: { plural } } = definition.spec as Json;
    for (let served = false; !served;) {
      const list = await target.fetch(`/apis/${group}/${version}/${plural}`, { method: "GET" });
      await list.body?.cancel();
      served = list.status === 200;
      if (!served) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function startOurs(): Promise<Target & AsyncDisposable> {
  const server = createApiServer();
  const target: Target = { name: "ours", fetch: server.fetch };
  await install(target);
  return { ...target, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Starts a real control plane in which nothing but namespaces and garbage collection changes objects. */
export async function startServers(): Promise<Servers> {
  await using stack = new AsyncDisposableStack();
  const cluster: Cluster = stack.use(
    await startCluster({
      controllers: ["garbage-collector-controller", "namespace-controller"],
    }),
  );
  const connection = await cluster.config.connect?.();
  if (!connection) throw new Error("The control plane's kubeconfig opens no connection");
  stack.use(connection);
  const headers = await cluster.config.authorize?.({ refresh: false }) ?? {};
  const real: Target = {
    name: "real",
    fetch: (path, init) =>
      fetch(`${cluster.server}${path}`, {
        ...init,
        headers: {
          ...init.headers as Record<string, string>,
          ...headers as Record<string, string>,
        },
        client: connection.http,
      } as RequestInit),
  };
  await install(real);
  const all = stack.move();
  return { real, ours: startOurs, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
