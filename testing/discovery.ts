import type { Answer } from "./call.ts";
import { apiVersionOf, type Kind, type Registry, type Subresource } from "./kinds.ts";
import type { JsonObject } from "./object.ts";

// In this order the real server tells of custom kinds.
const customVerbs = "delete deletecollection get list patch create update watch".split(" ");
const subresourceVerbs = ["get", "patch", "update"];
// Where clients of other networks would find the server: at the address at which they asked.
const addresses: readonly JsonObject[] = [];
const empty = { group: "", version: "" };

/** The version of Kubernetes whose behaviour this server shows. */
export const serverVersion: JsonObject = {
  major: "1",
  minor: "36",
  emulationMajor: "1",
  emulationMinor: "36",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "35",
  gitVersion: "v1.36.0+in-memory",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "deno",
  platform: "memory",
};

// Custom kinds have the verbs and subresources that follow from their definition.
function subresourcesOf(kind: Kind): readonly Subresource[] {
  if (kind.subresources) return kind.subresources;
  const own = { group: kind.group, version: kind.version, kind: kind.kind };
  const scale = { group: "autoscaling", version: "v1", kind: "Scale" };
  return [
    ...(kind.status ? [{ name: "status", ...own, verbs: subresourceVerbs }] : []),
    ...(kind.scale ? [{ name: "scale", ...scale, verbs: subresourceVerbs }] : []),
  ];
}

function byName(a: Kind, b: Kind): number {
  return a.plural < b.plural ? -1 : 1;
}

function resourcesOf(kinds: readonly Kind[]): readonly JsonObject[] {
  return [...kinds].sort(byName).flatMap((kind) => {
    const main: JsonObject = {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: kind.verbs ?? customVerbs,
      ...(kind.shortNames.length ? { shortNames: kind.shortNames } : {}),
      ...(kind.categories.length ? { categories: kind.categories } : {}),
      ...(kind.storageHash ? { storageVersionHash: kind.storageHash } : {}),
    };
    const others = subresourcesOf(kind).map((one): JsonObject => ({
      name: `${kind.plural}/${one.name}`,
      singularName: "",
      namespaced: kind.namespaced,
      ...(one.group && one.group !== kind.group ? { group: one.group, version: one.version } : {}),
      kind: one.kind,
      verbs: one.verbs,
    }));
    return [main, ...others];
  });
}

// Custom groups follow the built-in ones.
function groupsOf(registry: Registry): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { group, version } of registry.kinds()) {
    const versions = groups.get(group) ?? [];
    if (!versions.includes(version)) versions.push(version);
    groups.set(group, versions);
  }
  for (const versions of groups.values()) versions.sort(compareVersions);
  return groups;
}

/** Orders versions as discovery does: `v2`, `v1`, `v1beta1`, `v1alpha1`, then the rest. */
export function compareVersions(a: string, b: string): number {
  const parse = (text: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text);
    if (!match) return undefined;
    const stage = match[2] === "alpha" ? 0 : match[2] === "beta" ? 1 : 2;
    return [stage, Number(match[1]), Number(match[3] ?? 0)] as const;
  };
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : 1;
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

function apiGroup(name: string, versions: readonly string[]): JsonObject {
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function aggregated(registry: Registry, core: boolean): JsonObject {
  const items = [...groupsOf(registry)].filter(([group]) => (group === "") === core).map((
    [group, versions],
  ) => ({
    metadata: group ? { name: group } : {},
    versions: versions.map((version) => ({
      version,
      freshness: "Current",
      resources: registry.kinds().filter((kind) => kind.group === group && kind.version === version)
        .sort(byName).map(aggregatedResource),
    })),
  }));
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items,
  };
}

function aggregatedResource(kind: Kind): JsonObject {
  // Of built-in kinds the group and version are left out where they are those of the list.
  const own = kind.custom ? { group: kind.group, version: kind.version } : empty;
  const subresources = subresourcesOf(kind).map(({ name, group, version, kind, verbs }) => ({
    subresource: name,
    responseKind: { group, version, kind },
    verbs,
  }));
  return {
    resource: kind.plural,
    responseKind: { ...own, kind: kind.kind },
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: kind.verbs ?? customVerbs,
    ...(kind.shortNames.length ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length ? { categories: kind.categories } : {}),
    ...(subresources.length ? { subresources } : {}),
  };
}

function resourceList(registry: Registry, group: string, version: string): Answer | undefined {
  if (!registry.has(group, version)) return undefined;
  const kinds = registry.kinds().filter((kind) => kind.group === group && kind.version === version);
  return {
    code: 200,
    body: {
      kind: "APIResourceList",
      ...(group ? { apiVersion: "v1" } : {}),
      groupVersion: apiVersionOf({ group, version }),
      resources: resourcesOf(kinds),
    },
  };
}

/** Answers what is asked to find out which kinds are served; undefined for other paths. */
export function discover(
  registry: Registry,
  path: string,
  accept: string | null,
): Answer | undefined {
  const segments = path.split("/").filter(Boolean);
  const wanted = (accept ?? "").split(",").find((one) =>
    one.includes("as=APIGroupDiscoveryList") && one.includes("v=v2") && !one.includes("v2beta1")
  );
  if (path === "/version" || path === "/version/") return { code: 200, body: serverVersion };
  if ((path === "/api" || path === "/apis") && wanted && wanted.includes("json")) {
    return {
      code: 200,
      body: aggregated(registry, path === "/api"),
      headers: {
        "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      },
    };
  }
  if (segments[0] === "api") {
    if (segments.length === 1) {
      return {
        code: 200,
        body: { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: addresses },
      };
    }
    return segments.length === 2 ? resourceList(registry, "", segments[1] ?? "") : undefined;
  }
  if (segments[0] !== "apis") return undefined;
  const groups = groupsOf(registry);
  if (segments.length === 1) {
    return {
      code: 200,
      body: {
        kind: "APIGroupList",
        apiVersion: "v1",
        groups: [...groups].filter(([group]) => group !== "")
          .map(([group, versions]) => apiGroup(group, versions)),
      },
    };
  }
  const [, group = "", version = ""] = segments;
  if (segments.length === 2) {
    const versions = groups.get(group);
    if (!versions) return undefined;
    return {
      code: 200,
      body: { kind: "APIGroup", apiVersion: "v1", ...apiGroup(group, versions) },
    };
  }
  return segments.length === 3 ? resourceList(registry, group, version) : undefined;
}
