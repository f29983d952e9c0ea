import { type Client, defineCustomResource, ensureCustomResource } from "../../client/mod.ts";
import { type ControllerOptions, defineController } from "../../controller/mod.ts";
import { z } from "zod";
import { createHarness, type Harness, key } from "./harness.ts";

/** A kind with a status. */
export const Site = defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema: z.object({
        spec: z.object({ title: z.string().optional() }).optional(),
        status: z.record(z.string(), z.unknown()).optional(),
      }),
    },
  },
});
/** The kind, as a type. */
export type Site = typeof Site;

/** In milliseconds. */
export const hour = 3_600_000;

/** A server that knows sites, with one controller for them. */
export async function start(
  options: Omit<ControllerOptions<Site>, "name" | "for">,
): Promise<Harness> {
  const harness = createHarness();
  await harness.finish(ensureCustomResource(harness.client, Site));
  await harness.start(defineController({ name: "sites", for: Site, ...options }));
  return harness;
}

/** Creates a site. */
export async function createSite(harness: Harness, name = "blog"): Promise<void> {
  await harness.finish(harness.client.create(Site, { metadata: key(name), spec: { title: "A" } }));
  await harness.clock.settle();
}

/** Changes the site, as somebody else. */
export async function retitle(harness: Harness, title: string): Promise<void> {
  await harness.finish(harness.client.patch(Site, key("blog"), { merge: { spec: { title } } }));
  await harness.clock.settle();
}

/** What a reconcile does. */
export async function writeStatus(
  client: Client,
  { name, namespace = "" }: { readonly name: string; readonly namespace?: string },
  status: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.patch(Site, { name, namespace }, { merge: { status } }, { subresource: "status" });
}

/** A loop: a status that says when it was written, a millisecond later each time. */
export function stamping(
  runs: number[],
): ControllerOptions<Site>["reconcile"] {
  return async ({ metadata }, { client, clock }) => {
    runs.push(clock.monotonic());
    const lastSync = new Date(clock.now() + runs.length).toISOString();
    await writeStatus(client, metadata, { lastSync });
  };
}
