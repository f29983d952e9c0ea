import type { Client } from "../client/mod.ts";

interface Subresource {
  readonly subresource: string;
  readonly responseKind: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
  readonly verbs: readonly string[];
}

interface Resource {
  readonly resource: string;
  readonly responseKind: { readonly kind: string };
  readonly scope: string;
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly Subresource[];
}

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly Resource[];
    }[];
  }[];
}

const usual = "create delete deletecollection get list patch update watch";
const usualOfSubresource = "get patch update";

/**
 * The text of kinds/generated/server/discovery.ts: what a server that nobody configured tells of its built-in kinds, in
 * its order of groups.
 */
export async function builtinTable(client: Client): Promise<string> {
  const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const lines: string[] = [];
  for (const path of ["/api", "/apis"]) {
    const list: DiscoveryList = await (await client.request(path, { headers: { accept } })).json();
    for (const { metadata: { name: group = "" }, versions } of list.items) {
      for (const { version, resources } of versions) {
        const apiVersion = group ? `${group}/${version}` : version;
        const hashes = await hashesOf(client, group ? `/apis/${apiVersion}` : `/api/${version}`);
        for (const one of resources) lines.push(rowOf(apiVersion, one, hashes));
      }
    }
  }
  return [
    "// Written by `deno task kinds` from the discovery of a real API server; do not edit.",
    "",
    "/**",
    " * The built-in kinds, one a line, each field behind a bar: group and version, kind, plural, singular, scope, short",
    " * names, categories, verbs where they are not the usual ones, subresources with kind and verbs where those are not",
    " * the usual ones, hash of the version in which they are stored.",
    " */",
    "export const discovered: readonly string[] = [",
    ...lines.map((line) => `  ${JSON.stringify(line)},`),
    "];",
    "",
  ].join("\n");
}

async function hashesOf(client: Client, path: string): Promise<ReadonlyMap<string, string>> {
  const { resources }: {
    readonly resources: readonly { readonly name: string; readonly storageVersionHash?: string }[];
  } = await (await client.request(path)).json();
  return new Map(resources.map((one) => [one.name, one.storageVersionHash ?? ""]));
}

function rowOf(
  apiVersion: string,
  one: Resource,
  hashes: ReadonlyMap<string, string>,
): string {
  const verbs = one.verbs.join(" ");
  const subresources = (one.subresources ?? []).map((sub) => {
    const { group, version, kind } = sub.responseKind;
    const type = [group, version, kind].filter(Boolean).join("/");
    const can = sub.verbs.join(" ");
    const what = type === one.responseKind.kind ? "" : type;
    return [sub.subresource, what, can === usualOfSubresource ? "" : can].join(":")
      .replace(/:+$/, "");
  });
  return [
    apiVersion,
    one.responseKind.kind,
    one.resource,
    one.singularResource,
    one.scope,
    (one.shortNames ?? []).join(","),
    (one.categories ?? []).join(","),
    verbs === usual ? "" : verbs,
    subresources.join(","),
    hashes.get(one.resource) ?? "",
  ].join("|");
}
