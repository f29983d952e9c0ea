import { assertEquals } from "@std/assert";
import type { ApiResource, Client } from "../../client/mod.ts";
import { createInformer, type Informer } from "../../informer/mod.ts";
import { ConfigMap, Deployment, Secret, Service, ServiceAccount } from "../../kinds/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";

const { ignore } = await shareCluster({ private: true });

const kinds: readonly ApiResource[] = [ConfigMap, Service, Secret, Deployment, ServiceAccount];

/** What a loop over the informer's events makes of them: must be the same as the store and the server. */
function mirror(informer: Informer): ReadonlyMap<string, string> {
  const copy = new Map<string, string>();
  (async () => {
    for await (const event of informer) {
      if (event.type === "synced") continue;
      const { uid, resourceVersion } = event.metadata;
      if (event.type === "deleted") copy.delete(event.key.name);
      else copy.set(event.key.name, `${uid} ${resourceVersion}`);
    }
  })();
  return copy;
}

async function onServer(
  client: Client,
  kind: ApiResource,
  namespace: string,
): Promise<Map<string, string>> {
  const { items } = await client.list(kind, { namespace });
  return new Map(
    items.map(({ metadata }) => [metadata.name, `${metadata.uid} ${metadata.resourceVersion}`]),
  );
}

function inStore(informer: Informer): Map<string, string> {
  return new Map(
    [...informer.store.snapshots()].map((
      { key, metadata },
    ) => [key.name, `${metadata.uid} ${metadata.resourceVersion}`]),
  );
}

function sorted(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].sort(([a], [b]) => a < b ? -1 : 1);
}

Deno.test({
  name:
    "createInformer() follows through restarts and pauses of the API server, five at once (R2 R7 R8 R10 S1)",
  ignore,
  fn: async () => {
    await using cluster = await startCluster({ private: true });
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const informers = kinds.map((kind) => ({
      kind,
      informer: createInformer(client, kind, { namespace: namespace.name }),
    }));
    await using stack = new AsyncDisposableStack();
    for (const { informer } of informers) stack.use(informer);
    const mirrors = informers.map(({ informer }) => mirror(informer));
    await Promise.all(informers.map(({ informer }) => informer.synced()));

    let round = 0;
    async function change(): Promise<void> {
      round++;
      const metadata = (name: string) => ({ name, namespace: namespace.name });
      for (let i = 0; i < 5; i++) {
        await client.create(ConfigMap, {
          metadata: metadata(`map-${round}-${i}`),
          data: { round: String(round) },
        });
        await client.create(Secret, { metadata: metadata(`secret-${round}-${i}`) });
        await client.create(ServiceAccount, { metadata: metadata(`account-${round}-${i}`) });
      }
      await client.create(Service, {
        metadata: metadata(`service-${round}`),
        spec: { ports: [{ port: 80 }] },
      });
      if (round > 1) {
        await client.delete(ConfigMap, metadata(`map-${round - 1}-0`));
        await client.patch(ConfigMap, metadata(`map-${round - 1}-1`), {
          merge: { data: { changed: String(round) } },
        });
        await client.delete(Service, metadata(`service-${round - 1}`));
      }
    }
    async function same(what: string): Promise<void> {
      for (const [index, { kind, informer }] of informers.entries()) {
        const copy = mirrors[index] ?? new Map();
        await eventually(`${what}: ${kind.plural} are as on the server`, async () => {
          const server = JSON.stringify(sorted(await onServer(client, kind, namespace.name)));
          return server === JSON.stringify(sorted(inStore(informer))) &&
            server === JSON.stringify(sorted(copy));
        }, 60_000);
        await eventually(`${what}: ${kind.plural} healthy`, () => informer.healthy);
      }
    }

    await change();
    await same("at first");
    for (let i = 0; i < 3; i++) {
      await cluster.apiServer.stop();
      await eventually(
        "every informer says that it does not follow",
        () => informers.every(({ informer }) => !informer.healthy),
      );
      await cluster.apiServer.start();
      await change();
      await same(`after restart ${i + 1}`);
    }
    for (let i = 0; i < 2; i++) {
      await cluster.apiServer.pause();
      await new Promise((resolve) => setTimeout(resolve, 3_000)); // the server is stopped: real time must pass
      await cluster.apiServer.resume();
      await change();
      await same(`after pause ${i + 1}`);
    }
    const [first] = informers;
    assertEquals(
      first?.informer.store.size,
      (await client.list(ConfigMap, { namespace: namespace.name })).items.length,
    );
  },
});
