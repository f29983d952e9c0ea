import { isRecord } from "./values.ts";
import { isNotFound } from "./error_kinds.ts";
import { callOptions, readJson } from "./read.ts";
import type { CallOptions, Client } from "./types.ts";

/** A kind as the server tells it. */
export interface ServedKind {
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
}

/** A version of a group. */
export interface ServedVersion {
  readonly version: string;
  /** The server that serves it (an aggregated one) has not answered lately. */
  readonly stale: boolean;
  /** Its kinds, where they came with the list of groups. */
  readonly listed: readonly ServedKind[] | undefined;
  /** Its kinds, asked for where needed. */
  readonly kinds: () => Promise<readonly ServedKind[]>;
}

/** Aggregated discovery (KEP-3352, stable since Kubernetes 1.30), else the plain one. */
const ACCEPT =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/** The versions of a group, the preferred one first; none where it is not served. */
export async function loadGroup(
  client: Client,
  group: string,
  options: CallOptions,
): Promise<{ readonly versions: readonly ServedVersion[]; readonly others: readonly string[] }> {
  const groups = await groupVersionsOf(client, group === "" ? "/api" : "/apis", options);
  return {
    versions: groups.get(group) ?? [],
    others: [...groups.keys()],
  };
}

/** All groups below a path, with their versions in the server's order of preference. */
export async function groupVersionsOf(
  client: Client,
  path: "/api" | "/apis",
  options: CallOptions,
): Promise<ReadonlyMap<string, readonly ServedVersion[]>> {
  const response = await client.request(path, {
    ...callOptions(options),
    headers: { accept: ACCEPT },
  });
  const answer = await readJson(response, `GET ${path}`);
  if (!isRecord(answer)) throw unexpected(path);
  if (answer.kind === "APIGroupDiscoveryList") return aggregated(client, answer, options);
  if (path === "/api") {
    const versions = texts(answer.versions);
    return new Map([["", versions.map((version) => plain(client, "", version, options))]]);
  }
  return new Map(
    records(answer.groups).map((one) => {
      const name = String(one.name);
      const preferred = isRecord(one.preferredVersion) ? one.preferredVersion.version : undefined;
      const versions = records(one.versions).map(({ version }) => String(version));
      // The list is in the order of preference, but the preferred version is told on its own.
      const ordered = [...new Set([...texts([preferred]), ...versions])];
      return [name, ordered.map((version) => plain(client, name, version, options))] as const;
    }),
  );
}

function aggregated(
  client: Client,
  answer: Record<string, unknown>,
  options: CallOptions,
): ReadonlyMap<string, readonly ServedVersion[]> {
  return new Map(
    records(answer.items).map((item) => {
      const name = isRecord(item.metadata) && typeof item.metadata.name === "string"
        ? item.metadata.name
        : "";
      const versions = records(item.versions).map((one): ServedVersion => {
        const version = String(one.version);
        const stale = one.freshness === "Stale";
        const listed = records(one.resources).flatMap(aggregatedKind);
        // What is stale may be without its kinds: then they are asked for where they are served.
        if (stale && listed.length === 0) {
          return { ...plain(client, name, version, options), stale };
        }
        return { version, stale, listed, kinds: () => Promise.resolve(listed) };
      });
      return [name, versions] as const;
    }),
  );
}

/** Resources that only have subresources carry no kind. */
function aggregatedKind(one: Record<string, unknown>): readonly ServedKind[] {
  const { resource, responseKind, scope, shortNames } = one;
  if (typeof resource !== "string" || !isRecord(responseKind) || !responseKind.kind) return [];
  return [{
    kind: String(responseKind.kind),
    plural: resource,
    namespaced: scope === "Namespaced",
    shortNames: texts(shortNames),
  }];
}

function plain(
  client: Client,
  group: string,
  version: string,
  options: CallOptions,
): ServedVersion {
  const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const load = async (): Promise<readonly ServedKind[]> => {
    let answer: unknown;
    try {
      answer = await readJson(await client.request(path, callOptions(options)), `GET ${path}`);
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
    if (!isRecord(answer)) throw unexpected(path);
    return records(answer.resources).flatMap(({ name, kind, namespaced, shortNames }) =>
      typeof name !== "string" || typeof kind !== "string" || name.includes("/") ? [] : [{
        kind,
        plural: name,
        namespaced: namespaced === true,
        shortNames: texts(shortNames),
      }]
    );
  };
  let loading: Promise<readonly ServedKind[]> | undefined;
  return { version, stale: false, listed: undefined, kinds: () => loading ??= load() };
}

function unexpected(path: string): Error {
  return new Error(`GET ${path}: the server has answered with something else than what it serves`);
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
