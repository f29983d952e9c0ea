import { defineApiResource } from "./define.ts";
import { groupVersionsOf, loadGroup, type ServedKind, type ServedVersion } from "./discovery.ts";
import { nearNames } from "./near_names.ts";
import type { ApiResource } from "./resource.ts";
import type { CallOptions, Client } from "./types.ts";

/** Which kind to look for. */
export interface DiscoverTarget {
  /** API group; "" for the core group. */
  readonly group: string;
  /** Kind: `Pod`. */
  readonly kind: string;
  /** Version. Default: the one that the server prefers among those that have the kind. */
  readonly version?: string;
}

/**
 * Asks the server for a kind that is known at run time only: its version, plural and scope. Nothing is remembered.
 *
 * @throws {Error} When the server does not serve the kind; names that are near are told.
 * @throws {ApiError} When the server does not answer the question.
 */
export async function discover(
  client: Client,
  target: DiscoverTarget,
  options: CallOptions = {},
): Promise<ApiResource> {
  const { group, kind, version } = target;
  const { versions, others } = await loadGroup(client, group, options);
  const silent: string[] = [];
  for (const served of versions) {
    if (version !== undefined && served.version !== version) continue;
    const kinds = await served.kinds();
    const found = kinds.find((one) => one.kind === kind);
    if (found) return resourceOf(group, served.version, found);
    if (served.stale) silent.push(served.version);
  }
  if (silent.length) {
    throw new Error(
      `${kind} was not found in ${groupName(group)}: what serves its version ${
        silent.join(", ")
      } does not answer, try again later`,
    );
  }
  throw new Error(await unknown(client, target, versions, others, options));
}

function resourceOf(group: string, version: string, found: ServedKind): ApiResource {
  const { kind, plural, namespaced } = found;
  return defineApiResource({
    group,
    version,
    kind,
    plural,
    scope: namespaced ? "Namespaced" : "Cluster",
  });
}

function groupName(group: string): string {
  return group === "" ? "the core group" : `the group ${group}`;
}

/** Says what is missing, and what may have been meant. */
async function unknown(
  client: Client,
  { group, kind, version }: DiscoverTarget,
  versions: readonly ServedVersion[],
  others: readonly string[],
  options: CallOptions,
): Promise<string> {
  if (versions.length === 0) {
    const near = nearNames(group, others);
    return `The server does not serve ${groupName(group)}: ${
      near.length
        ? `did you mean ${near.join(" or ")}?`
        : "install what brings it, or correct the name"
    }`;
  }
  const names = versions.map((one) => one.version);
  if (version !== undefined && !names.includes(version)) {
    return `The server does not serve version ${version} of ${groupName(group)}: it has ${
      names.join(", ")
    }`;
  }
  const elsewhere: string[] = [];
  const here = new Map<string, string>();
  for (const served of versions) {
    for (const one of await served.kinds()) {
      if (one.kind === kind) elsewhere.push(`version ${served.version} has it`);
      for (const name of [one.kind, one.plural, ...one.shortNames]) here.set(name, one.kind);
    }
  }
  const near = [
    ...new Set(nearNames(kind, [...here.keys()]).map((name) => here.get(name) ?? name)),
  ];
  const hints = [
    ...elsewhere,
    ...near.length ? [`did you mean ${near.join(" or ")}?`] : [],
    ...await inOtherGroups(client, group, kind, options),
  ];
  const which = version === undefined ? "" : ` in version ${version}`;
  return `The server does not serve ${kind}${which} in ${groupName(group)}: ${
    hints.join("; ") || `it has ${[...new Set(here.values())].sort().slice(0, 20).join(", ")}`
  }`;
}

/** The groups that have a kind of this name, where the server tells all at once. */
async function inOtherGroups(
  client: Client,
  group: string,
  kind: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const groups: string[] = [];
  for (const path of ["/api", "/apis"] as const) {
    const all = await groupVersionsOf(client, path, options).catch(() => undefined);
    for (const [name, versions] of all ?? []) {
      if (name === group) continue;
      for (const served of versions) {
        const kinds = served.listed ?? [];
        if (kinds.some((one) => one.kind === kind)) {
          groups.push(`${name === "" ? "the core group" : `the group ${name}`} has one`);
          break;
        }
      }
    }
  }
  return groups;
}
