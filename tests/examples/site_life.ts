/** The whole life of sites, told once and run on the API server in memory and on a real one. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Client, isNotFound } from "../../client/mod.ts";
import { ConfigMap, Deployment, Event, Service } from "../../kinds/mod.ts";
import { directoryName } from "../../examples/site/directory.ts";
import { Site } from "../../examples/site/site.ts";

/** Where the story plays. The Site operator is at work there already. */
export interface Place {
  readonly client: Client;
  readonly namespace: string;
  /** Waits until the condition holds. */
  readonly eventually: (what: string, condition: () => Promise<boolean>) => Promise<void>;
}

/** Undefined for what is not there. */
async function orNothing<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Plays the story; throws where the operator does not do its part. */
export async function siteLife({ client, namespace, eventually }: Place): Promise<void> {
  const key = { name: "blog", namespace };
  const condition = async (type: string) =>
    (await client.get(Site, key)).status?.conditions.find((one) => one.type === type);
  const css = async () => (await orNothing(client.get(ConfigMap, key)))?.data?.["style.css"];

  // A theme that is not there: said in the status and in an event, and nothing is made.
  await client.create(Site, { metadata: key, spec: { title: "A & B", themeRef: "dark" } });
  await eventually(
    "the missing theme is reported",
    async () => (await condition("Applied"))?.reason === "ThemeNotFound",
  );
  await eventually("an event says so", async () => {
    const { items } = await client.list(Event, { namespace });
    return items.some(({ reason, regarding, note }) =>
      reason === "ThemeNotFound" && regarding?.name === "blog" && note?.includes('"dark"') === true
    );
  });
  assertEquals(await orNothing(client.get(Deployment, key)), undefined);

  // The theme appears: an index finds the sites that wait for it.
  await client.create(ConfigMap, {
    metadata: { name: "dark", namespace },
    data: { "style.css": "black" },
  });
  await eventually(
    "the site is applied",
    async () => (await condition("Applied"))?.status === "True",
  );
  const site = await client.get(Site, key);
  assertEquals(site.metadata.finalizers, ["operatorkit.giantswarm.io/sites"]);
  assertEquals(site.status?.observedGeneration, site.metadata.generation);
  assertEquals(site.spec.replicas, 1, "the schema's default");
  const pages = await client.get(ConfigMap, key);
  assertEquals(pages.data, { "index.html": "<h1>A &amp; B</h1>", "style.css": "black" });
  const [owner] = pages.metadata.ownerReferences ?? [];
  assertEquals([owner?.kind, owner?.uid, owner?.controller], ["Site", site.metadata.uid, true]);
  assertEquals((await client.get(Deployment, key)).spec?.replicas, 1);
  assertEquals((await client.get(Service, key)).spec?.ports?.[0]?.port, 80);
  const entry = await client.get(ConfigMap, { name: directoryName, namespace });
  assertStringIncludes(entry.data?.["blog"] ?? "", "blog");

  // The theme changes, the spec changes, somebody interferes.
  await client.patch(ConfigMap, { name: "dark", namespace }, {
    merge: { data: { "style.css": "darker" } },
  });
  await eventually("the pages have the new style", async () => await css() === "darker");
  const transition = (await condition("Applied"))?.lastTransitionTime;
  await client.patch(Site, key, { merge: { spec: { replicas: 3, title: "C" } } });
  await eventually(
    "three servers",
    async () => (await client.get(Deployment, key)).spec?.replicas === 3,
  );
  await eventually("the status follows", async () => {
    const { metadata, status } = await client.get(Site, key);
    return status?.observedGeneration === metadata.generation &&
      status?.observedGeneration !== site.metadata.generation;
  });
  assertEquals(
    (await condition("Applied"))?.lastTransitionTime,
    transition,
    "still True: its time stands",
  );
  const before = await client.get(Service, key);
  await client.delete(Service, before);
  await eventually("the service is back", async () => {
    const now = await orNothing(client.get(Service, key));
    return now !== undefined && now.metadata.uid !== before.metadata.uid;
  });
  await client.patch(Deployment, key, { merge: { spec: { replicas: 9 } } });
  await eventually(
    "servers are three again",
    async () => (await client.get(Deployment, key)).spec?.replicas === 3,
  );
  await client.patch(ConfigMap, key, { merge: { metadata: { labels: { foreign: "yes" } } } });

  // A second site shares the theme and the directory.
  const other = { name: "docs", namespace };
  await client.create(Site, { metadata: other, spec: { title: "Docs", themeRef: "dark" } });
  await eventually("both are listed", async () => {
    const listed = await client.get(ConfigMap, { name: directoryName, namespace });
    return Object.keys(listed.data ?? {}).sort().join() === "blog,docs";
  });
  assertEquals(
    (await client.get(ConfigMap, key)).metadata.labels?.["foreign"],
    "yes",
    "others' labels stay",
  );

  // The end: cleaned up, children collected, the directory gone with the last site.
  await client.delete(Site, key);
  await eventually(
    "the first site is gone",
    async () => await orNothing(client.get(Site, key)) === undefined,
  );
  const left = await client.get(ConfigMap, { name: directoryName, namespace });
  assertEquals(Object.keys(left.data ?? {}), ["docs"]);
  await client.delete(Site, other);
  await eventually("nothing is left", async () => {
    const labelSelector = "app.kubernetes.io/managed-by=site-operator";
    const counts = await Promise.all(
      [ConfigMap, Deployment, Service].map(async (kind) =>
        (await client.list(kind, { namespace, labelSelector })).items.length
      ),
    );
    const directory = await orNothing(client.get(ConfigMap, { name: directoryName, namespace }));
    return (await client.list(Site, { namespace })).items.length === 0 && directory === undefined &&
      counts.every((count) => count === 0);
  });
  assert(
    await orNothing(client.get(ConfigMap, { name: "dark", namespace })),
    "a theme belongs to no site",
  );
}
