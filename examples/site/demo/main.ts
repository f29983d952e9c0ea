/** The demo: see `tools/demo.ts` for how to start it. */
import { pooledMap } from "@std/async";
import {
  type Client,
  createClient,
  deleteCustomResource,
  ensureCustomResource,
  isNotFound,
} from "@operatorkit/operatorkit/client";
import { createInformer, type Informer } from "@operatorkit/operatorkit/informer";
import { ConfigMap, Deployment, Namespace, Service } from "@operatorkit/operatorkit/kinds";
import { createOperator } from "@operatorkit/operatorkit/operator";
import { directoryName } from "../directory.ts";
import { sites as controller } from "../operator.ts";
import { Site } from "../site.ts";
import { startStage } from "./stage.ts";
import { type DemoOptions, parseOptions } from "./options.ts";
import { createScreen, type Phase, type Row } from "./view.ts";

const namespace = "site-demo";
const names = ["blog", "docs", "shop"];
const themes: Readonly<Record<string, string>> = {
  plain: "body { color: #222 }",
  dark: "body { background: #111 }",
};

async function demo(options: DemoOptions): Promise<void> {
  await using stage = await startStage(options.kubeconfig);
  await using client = createClient(stage.config, { userAgent: "demo" });
  await using worker = createClient(stage.config, {
    userAgent: "site-operator",
    observe: (event) => {
      if (event.type === "request") requests++;
    },
  });
  let requests = 0;
  let reconciles = 0;
  const { clock } = client.runtime;
  await ensureCustomResource(client, Site);
  await client.apply(Namespace, { metadata: { name: namespace } });
  for (const [name, css] of Object.entries(themes)) {
    await client.apply(ConfigMap, { metadata: { name, namespace }, data: { "style.css": css } });
  }
  await using copies = copy(client);
  await using operator = createOperator({
    client: worker,
    controllers: [controller],
    log: stage.log,
    observe: ({ event }) => {
      if (event.type === "finished") reconciles++;
    },
  });
  await Promise.all([operator.ready, copies.synced()]);
  const counts = await stage.count(client, namespace);

  const phases: { title: string; took: number | undefined }[] = [];
  const terminal = Deno.stdout.isTerminal();
  const screen = createScreen(
    terminal,
    (text) => void Deno.stdout.writeSync(new TextEncoder().encode(text)),
  );
  const show = () =>
    screen.show({
      where: stage.where,
      phases: phases as readonly Phase[],
      rows: copies.rows(),
      figures: `the operator: ${reconciles} reconciles, ${requests} requests`,
    });
  const pause = (ms: number) => new Promise<void>((resolve) => void clock.setTimeout(resolve, ms));

  /** Does one part and waits until the operator has done its own. */
  async function phase(
    title: string,
    work: () => Promise<unknown>,
    finished: () => boolean,
  ): Promise<void> {
    const part: { title: string; took: number | undefined } = { title, took: undefined };
    const begin = clock.monotonic();
    phases.push(part);
    show();
    await work();
    while (!finished()) {
      if (clock.monotonic() - begin > 120_000) {
        throw new Error(`“${title}” is not done after two minutes`);
      }
      await pause(50); // a picture's time
      if (terminal) show();
    }
    part.took = clock.monotonic() - begin;
    show();
    if (terminal) await pause(900);
  }

  const wanted = Array.from(
    { length: options.sites },
    (_, index) => names[index] ?? `site-${index + 1}`,
  );
  const [first = "blog"] = wanted;
  const settled = () =>
    copies.rows().length === wanted.length &&
    copies.rows().every(({ state }) => state === "applied");
  await phase(`create ${count(wanted.length, "site")}`, async () => {
    await all(wanted.entries(), ([index, name]) => {
      const themeRef = Object.keys(themes)[index % 2] ?? "plain";
      return client.create(Site, {
        metadata: { name, namespace },
        spec: { title: `The ${name}`, themeRef },
      });
    });
  }, settled);
  await phase(
    `change ${first}: new title, three servers`,
    () =>
      client.patch(Site, { name: first, namespace }, {
        merge: { spec: { title: `The new ${first}`, replicas: 3 } },
      }),
    () => settled() && copies.rows().some(({ name, servers }) => name === first && servers === 3),
  );
  await phase(`delete ${count(wanted.length, "site")}`, async () => {
    await all(wanted, (name) => client.delete(Site, { name, namespace }));
  }, () => copies.left() === 0);
  screen.end();

  const left = await remaining(client);
  const { created, changed, deleted } = counts();
  await operator.stop();
  for (const name of Object.keys(themes)) await client.delete(ConfigMap, { name, namespace });
  await client.delete(Namespace, { name: namespace });
  if (stage.real) await deleteCustomResource(client, Site);
  console.log(
    `demo: ${created} created, ${changed} changed, ${deleted} deleted, ${left} objects left`,
  );
  if (created !== wanted.length || changed !== 1 || deleted !== wanted.length || left > 0) {
    Deno.exitCode = 1;
  }
}

/** Sites and all that the operator made for them, counted by lists from the server. */
async function remaining(client: Client): Promise<number> {
  let left = 0;
  const labelSelector = "app.kubernetes.io/managed-by=site-operator";
  left += (await client.list(Site, { namespace })).items.length;
  for (const kind of [ConfigMap, Deployment, Service]) {
    left += (await client.list(kind, { namespace, labelSelector })).items.length;
  }
  try {
    await client.get(ConfigMap, { name: directoryName, namespace });
    left++;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return left;
}

/** Local copies of all that the demo shows. */
function copy(client: Client) {
  const labelSelector = "app.kubernetes.io/managed-by=site-operator";
  const sites = createInformer(client, Site, { namespace });
  const pages = createInformer(client, ConfigMap, { namespace, labelSelector });
  const servers = createInformer(client, Deployment, { namespace, labelSelector });
  const addresses = createInformer(client, Service, { namespace, labelSelector });
  const informers: readonly Informer[] = [sites, pages, servers, addresses];
  function rowOf(site: Site): Row {
    const { name, generation = 0, deletionTimestamp } = site.metadata;
    const key = { name, namespace };
    const done = site.status?.observedGeneration === generation &&
      site.status.conditions.some(({ type, status }) => type === "Applied" && status === "True");
    return {
      name,
      title: site.spec.title,
      generation,
      pages: pages.store.snapshot(key) !== undefined,
      servers: servers.store.get(key)?.spec?.replicas,
      address: addresses.store.snapshot(key) !== undefined,
      state: deletionTimestamp ? "deleting" : done ? "applied" : "working",
    };
  }
  return {
    synced: () => Promise.all(informers.map((informer) => informer.synced())),
    rows: () => [...sites.store.list()].map(rowOf).sort((a, b) => a.name < b.name ? -1 : 1),
    left: () => informers.reduce((sum, { store }) => sum + store.size, 0),
    async [Symbol.asyncDispose]() {
      await Promise.all(informers.map((informer) => informer[Symbol.asyncDispose]()));
    },
  };
}

/** Does the work for each, a few at a time. */
async function all<T>(values: Iterable<T>, work: (value: T) => Promise<unknown>): Promise<void> {
  await Array.fromAsync(pooledMap(8, values, work));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

try {
  await demo(parseOptions(Deno.args));
} catch (error) {
  console.error(error instanceof Error ? `demo: ${error.message}` : error);
  Deno.exitCode = 1;
}
