import {
  type Client,
  isAlreadyExists,
  isConflict,
  isNotFound,
} from "@operatorkit/operatorkit/client";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { urlOf } from "./children.ts";
import type { Site } from "./site.ts";

/** The ConfigMap in each namespace that lists its sites. Shared by all of them, so each changes its own entry only. */
export const directoryName = "site-directory";

/** Lists the site. */
export async function enlist(
  client: Client,
  directory: ConfigMap | undefined,
  site: Site,
): Promise<void> {
  const { name, namespace = "" } = site.metadata;
  const entry = { data: { [name]: urlOf(site) } };
  if (directory?.data?.[name] === entry.data[name]) return;
  const key = { name: directoryName, namespace };
  for (;;) {
    try {
      await client.patch(ConfigMap, key, { merge: entry });
      return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    try {
      await client.create(ConfigMap, { metadata: key, ...entry });
      return;
    } catch (error) {
      if (!isAlreadyExists(error)) throw error; // another site was first: add to what it made
    }
  }
}

/** Takes the site off the list, and the list away with the last one. */
export async function delist(client: Client, site: Site): Promise<void> {
  const { name, namespace = "" } = site.metadata;
  try {
    const left = await client.patch(ConfigMap, { name: directoryName, namespace }, {
      merge: { data: { [name]: null } },
    });
    if (Object.keys(left.data ?? {}).length === 0) {
      await client.delete(ConfigMap, left, { ifUnchanged: true });
    }
  } catch (error) {
    // Gone already, or somebody was listed meanwhile: both are as it should be.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}
