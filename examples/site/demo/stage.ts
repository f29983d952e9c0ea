import { type Client, type ClientConfig, loadConfig } from "@operatorkit/operatorkit/client";
import type { Logger } from "@operatorkit/operatorkit/context";
import { createInformer } from "@operatorkit/operatorkit/informer";
import { createLogger } from "@operatorkit/operatorkit/operator";
import { createApiServer } from "@operatorkit/operatorkit/testing";
import { Site } from "../site.ts";

/** What happened to the sites. */
export interface Counts {
  /** Sites made. */
  readonly created: number;
  /** Changes of a site's spec. */
  readonly changed: number;
  /** Sites deleted. */
  readonly deleted: number;
}

/** Where the demo plays. */
export interface Stage extends AsyncDisposable {
  /** Reaches it. */
  readonly config: ClientConfig;
  /** Says what it is. */
  readonly where: string;
  /** Whether it is a real cluster. */
  readonly real: boolean;
  /** Takes the operator's log lines: those that matter. */
  readonly log: Logger;
  /** Begins to count what the demo does to sites; the result tells. */
  readonly count: (client: Client, namespace: string) => Promise<() => Counts>;
}

/** The API server in memory, listening on loopback, or the cluster that a kubeconfig names. */
export async function startStage(kubeconfig: string | undefined): Promise<Stage> {
  const log = createLogger({ level: "error" });
  if (kubeconfig !== undefined) {
    const config = await loadConfig({ kubeconfig });
    return {
      config,
      where: `operatorkit demo on the cluster at ${config.server}`,
      real: true,
      log,
      count: countByWatch,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const server = createApiServer();
  const listener = await server.listen();
  return {
    config: { server: listener.url },
    where: `operatorkit demo: no cluster, an API server in memory at ${listener.url}`,
    real: false,
    log,
    // The server's own request log: what was asked for and answered, whatever client and informer believe.
    count: (_client, namespace) =>
      Promise.resolve(() => {
        const path = `/apis/example.com/v1/namespaces/${namespace}/sites`;
        const ours = server.log.filter(({ status, userAgent }) =>
          status < 300 && userAgent === "demo"
        );
        const of = (method: string, wanted: (path: string) => boolean) =>
          ours.filter((entry) => entry.method === method && wanted(entry.path)).length;
        return {
          created: of("POST", (one) => one === path),
          changed: of("PATCH", (one) => one.startsWith(`${path}/`)),
          deleted: of("DELETE", (one) => one.startsWith(`${path}/`)),
        };
      }),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A cluster shows its request log to nobody: counts what a watch sees. */
async function countByWatch(client: Client, namespace: string): Promise<() => Counts> {
  const counts = { created: 0, changed: 0, deleted: 0 };
  const informer = createInformer(client, Site, { namespace });
  const events = informer.events();
  (async () => {
    for await (const event of events) {
      if (event.type === "added" && !event.initial) counts.created++;
      if (event.type === "deleted") counts.deleted++;
      if (event.type === "updated") {
        const { generation, deletionTimestamp } = event.metadata;
        if (generation !== event.old.generation && !deletionTimestamp) counts.changed++;
      }
    }
  })();
  await informer.synced();
  return () => {
    void informer[Symbol.asyncDispose]();
    return counts;
  };
}
