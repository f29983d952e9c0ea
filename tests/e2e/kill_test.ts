import { assertEquals } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { type Client, ensureCustomResource } from "../../client/mod.ts";
import { ConfigMap, Deployment, Service } from "../../kinds/mod.ts";
import { pagesOf } from "../../examples/site/children.ts";
import { directoryName } from "../../examples/site/directory.ts";
import { Site } from "../../examples/site/site.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";
import { startHoldingProxy } from "./holding_proxy.ts";

const { ignore } = await shareCluster();
const kills = 10;
const seed = 20261122;

/** What is wrong with the state of a namespace, in words; empty when every site has just what it asks for. */
async function wrong(client: Client, namespace: string): Promise<string[]> {
  const found: string[] = [];
  const labelSelector = "app.kubernetes.io/managed-by=site-operator";
  const sites = (await client.list(Site, { namespace })).items;
  const maps = (await client.list(ConfigMap, { namespace, labelSelector })).items;
  const servers = (await client.list(Deployment, { namespace, labelSelector })).items;
  const addresses = (await client.list(Service, { namespace, labelSelector })).items;
  const directory =
    (await client.list(ConfigMap, { namespace, fieldSelector: `metadata.name=${directoryName}` }))
      .items[0];
  const names = sites.map(({ metadata }) => metadata.name).sort();
  for (
    const [kind, items] of [["pages", maps], ["servers", servers], [
      "addresses",
      addresses,
    ]] as const
  ) {
    const have = items.map(({ metadata }) => metadata.name).sort();
    if (have.join() !== names.join()) found.push(`${kind} are ${have}, sites are ${names}`);
  }
  if (Object.keys(directory?.data ?? {}).sort().join() !== names.join()) {
    found.push(`the directory lists ${Object.keys(directory?.data ?? {})}, sites are ${names}`);
  }
  for (const site of sites) {
    const { name, generation, deletionTimestamp } = site.metadata;
    if (deletionTimestamp) found.push(`${name} is still being deleted`);
    if (site.status?.observedGeneration !== generation) {
      found.push(`${name}: status is of an older generation`);
    }
    const html = maps.find(({ metadata }) => metadata.name === name)?.data?.["index.html"];
    if (html !== pagesOf(site, "").data?.["index.html"]) found.push(`${name}: pages are ${html}`);
    const replicas = servers.find(({ metadata }) => metadata.name === name)?.spec?.replicas;
    if (replicas !== site.spec.replicas) {
      found.push(`${name}: ${replicas} servers, not ${site.spec.replicas}`);
    }
  }
  return found;
}

async function converged(client: Client, namespace: string): Promise<void> {
  let found: readonly string[] = [];
  try {
    await eventually("every site is as it should be", async () => {
      found = await wrong(client, namespace);
      return found.length === 0;
    }, 120_000);
  } catch (error) {
    throw new Error(`The operator does not get there: ${found.join("; ")}`, { cause: error });
  }
}

Deno.test({
  name:
    `the Site operator, killed ${kills} times while the answer to a write is held, ends with the right state (C10 F4)`,
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    await using proxy = startHoldingProxy(client);
    await ensureCustomResource(client, Site);
    const kubeconfig = await Deno.makeTempFile({ suffix: ".yaml" });
    await Deno.writeTextFile(
      kubeconfig,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "held", cluster: { server: proxy.server } }],
        users: [{ name: "nobody", user: {} }],
        contexts: [{ name: "held", context: { cluster: "held", user: "nobody" } }],
        "current-context": "held",
      }),
    );
    const random = seededRandom(seed);
    const program = new URL("./site_process.ts", import.meta.url).href;
    function launch(): Deno.ChildProcess {
      return new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "--no-prompt",
          "--quiet",
          `--allow-net=${new URL(proxy.server).host}`,
          `--allow-read=${kubeconfig}`,
          "--allow-env=KUBECONFIG,HOME",
          program,
        ],
        env: { KUBECONFIG: kubeconfig },
        stdout: "null",
        stderr: "inherit",
      }).spawn();
    }
    let serial = 0;
    async function touch(): Promise<void> {
      const sites = (await client.list(Site, { namespace: namespace.name })).items
        .filter(({ metadata }) => !metadata.deletionTimestamp);
      serial++;
      const one = sites[Math.floor(random() * sites.length)];
      const dice = random();
      if (!one || sites.length < 3 || dice < 0.3) {
        await client.create(Site, {
          metadata: { name: `site-${serial}`, namespace: namespace.name },
          spec: { title: `Number ${serial}` },
        });
      } else if (dice < 0.7) {
        await client.patch(Site, one.metadata, {
          merge: { spec: { title: `Number ${serial}`, replicas: serial % 5 } },
        });
      } else {
        await client.delete(Site, one);
      }
    }
    const held: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const holding = proxy.hold(Math.floor(random() * 8));
      const operator = launch();
      let write: string | undefined;
      holding.then((one) => write = one);
      for (let i = 0; i < 4; i++) await touch();
      await eventually("a write to hold", async () => {
        if (write === undefined && random() < 0.1) await touch();
        return write !== undefined;
      }, 60_000);
      held.push(write ?? "");
      await touch(); // the world goes on while the answer is held
      operator.kill("SIGKILL");
      await operator.status;
    }
    assertEquals(held.length, kills);
    const operator = launch();
    try {
      await converged(client, namespace.name);
      for (const { metadata } of (await client.list(Site, { namespace: namespace.name })).items) {
        await client.delete(Site, metadata);
      }
      await eventually(
        "no site is left, so no finalizer either",
        async () => (await client.list(Site, { namespace: namespace.name })).items.length === 0,
        60_000,
      );
      await converged(client, namespace.name);
    } finally {
      operator.kill("SIGTERM");
    }
    assertEquals((await operator.status).code, 0, "SIGTERM ends the operator gracefully");
    await Deno.remove(kubeconfig);
    console.log(`held answers: ${held.map((one) => one.replace(namespace.name, "…")).join(", ")}`);
  },
});
