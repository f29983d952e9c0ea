import { assertEquals } from "@std/assert";
import type { Client } from "../../client/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster({ private: true });

// deno-lint-ignore no-explicit-any
type Json = any;

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const group = "discovery.example.test";
const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `gadgets.${group}` },
  spec: {
    group,
    scope: "Cluster",
    names: { kind: "Gadget", plural: "gadgets", shortNames: ["gg"], categories: ["all"] },
    versions: [{
      name: "v1",
      served: true,
      storage: true,
      schema: {
        openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      },
      subresources: {
        status: {},
        scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
      },
    }],
  },
};

/** All that a server tells of what it serves, with a kind of a definition among it. */
async function told(client: Client): Promise<ReadonlyMap<string, Json>> {
  const read = async (path: string, accept?: string): Promise<Json> =>
    await (await client.request(path, accept ? { headers: { accept } } : {})).json();
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  await client.request(definitions, { method: "POST", body: definition });
  const has = async () =>
    (await read("/apis", aggregated)).items.some((item: Json) => item.metadata.name === group);
  for (let tries = 0; !await has(); tries++) {
    if (tries > 100) throw new Error("The group of the definition is not served");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const found = new Map<string, Json>();
  for (const path of ["/api", "/apis"]) {
    found.set(path, await read(path));
    found.set(`${path}, in one answer`, await read(path, aggregated));
  }
  found.set("/api/v1", await read("/api/v1"));
  for (const each of found.get("/apis").groups) {
    found.set(`/apis/${each.name}`, await read(`/apis/${each.name}`));
    for (const { groupVersion } of each.versions) {
      found.set(`/apis/${groupVersion}`, await read(`/apis/${groupVersion}`));
    }
  }
  return found;
}

/**
 * What differs, and why:
 * - addresses for clients of other networks: a server in memory is where it is
 * - the hash of the storage version of custom kinds: it is made of their names, by a hash that takes a turn of the event
 *   loop, and says nothing that is not known
 */
function masked(path: string, body: Json): Json {
  const copy = structuredClone(body);
  delete copy.serverAddressByClientCIDRs;
  if (path === `/apis/${group}/v1`) {
    for (const one of copy.resources) delete one.storageVersionHash;
  }
  return copy;
}

Deno.test({
  name: "discovery: the server in memory tells of built-in and custom kinds what a real one tells",
  ignore: ignore || Boolean(Deno.env.get("E2E_KUBECONFIG")),
  async fn() {
    await using cluster = await startCluster({ private: true, controllerManager: false });
    await using server = createApiServer();
    await using client = server.client();
    const [real, ours] = await Promise.all([told(cluster.client), told(client)]);
    assertEquals([...ours.keys()], [...real.keys()]);
    for (const [path, body] of real) {
      assertEquals(masked(path, ours.get(path)), masked(path, body), path);
    }
  },
});
