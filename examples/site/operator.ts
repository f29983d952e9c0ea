import {
  defineController,
  defineResource,
  field,
  owns,
  resources,
  watched,
  watches,
} from "@operatorkit/operatorkit";
import { ConfigMap, Deployment, Service } from "@operatorkit/operatorkit/kinds";
import { addressOf, pagesOf, serversOf } from "./children.ts";
import { delist, directoryName, enlist } from "./directory.ts";
import { Site } from "./site.ts";
import { type Finding, report } from "./status.ts";

/** All sites, with an index that finds those that use a theme. */
const sitesByTheme = watched(Site, { indexers: { theme: field("spec.themeRef") } });

/** All config maps: the themes, the pages and the directories are among them. */
const configMaps = watched(ConfigMap);

/** A theme that a site names does not exist. The class's name becomes the event's reason. */
class ThemeNotFound extends Error {
  override readonly name = "ThemeNotFound";
}

const content = defineResource(Site, {
  name: "content",
  ensureCreated: async (site, context) => {
    const { client, store } = context;
    const { name, namespace = "", generation } = site.metadata;
    const { themeRef } = site.spec;
    const theme = themeRef === undefined
      ? undefined
      : store(configMaps).get({ name: themeRef, namespace });
    if (themeRef !== undefined && !theme) {
      const message = `There is no ConfigMap ${JSON.stringify(themeRef)} in ${namespace}`;
      await report(
        site,
        [{ type: "Applied", status: "False", reason: "ThemeNotFound", message }],
        context,
      );
      throw new ThemeNotFound(message);
    }
    const pages = await client.apply(ConfigMap, pagesOf(site, theme?.data?.["style.css"] ?? ""));
    await client.apply(Deployment, serversOf(site, pages.metadata.resourceVersion));
    await client.apply(Service, addressOf(site));
    context.log.debug("Applied", { name, generation });
  },
});

const directory = defineResource(Site, {
  name: "directory",
  ensureCreated: async (site, { client, store }) => {
    const { namespace = "" } = site.metadata;
    await enlist(client, store(configMaps).get({ name: directoryName, namespace }), site);
  },
  ensureDeleted: (site, { client }) => delist(client, site),
});

const status = defineResource(Site, {
  name: "status",
  ensureCreated: async (site, context) => {
    const { name, namespace = "" } = site.metadata;
    const servers = context.store(deployments).get({ name, namespace });
    const available = servers?.status?.availableReplicas ?? 0;
    const wanted = site.spec.replicas;
    const findings: Finding[] = [
      {
        type: "Applied",
        status: "True",
        reason: "Applied",
        message: "Pages, servers and address are as wanted",
      },
      available >= wanted
        ? {
          type: "Available",
          status: "True",
          reason: "ServersReady",
          message: `${available} of ${wanted} serve`,
        }
        : {
          type: "Available",
          status: "False",
          reason: "Waiting",
          message: `${available} of ${wanted} serve`,
        },
    ];
    await report(site, findings, context);
  },
});

const deployments = owns(Deployment);

/** Keeps every Site's pages, servers and address as the Site says. */
export const sites = defineController({
  name: "sites",
  for: sitesByTheme,
  sources: [
    owns(configMaps),
    deployments,
    owns(Service),
    watches(
      configMaps,
      ({ key }, { store }) =>
        [...store(sitesByTheme).snapshotsByIndex("theme", key.name)]
          .filter((site) => site.key.namespace === key.namespace)
          .map((site) => site.key),
    ),
  ],
  reconcile: resources([content, directory, status]),
});
