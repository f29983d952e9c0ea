import type { Client } from "../client/mod.ts";
import { kindWords } from "./kind_words.ts";

/** A group and version of the API, with its kinds. */
export interface KindGroup {
  /** "" for the core group. */
  readonly group: string;
  /** Version. */
  readonly version: string;
  /** Sorted by name. */
  readonly kinds: readonly DiscoveredKind[];
}

/** One kind, as the server tells of it. */
export interface DiscoveredKind {
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Namespaced" | "Cluster";
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

/** Asks a server for all its built-in kinds. Subresources are left out. */
export async function discover(client: Client): Promise<KindGroup[]> {
  const read = async (path: string) => await (await client.request(path)).json();
  const core: { readonly versions: readonly string[] } = await read("/api");
  const { groups }: {
    readonly groups: readonly {
      readonly name: string;
      readonly versions: readonly { readonly version: string }[];
    }[];
  } = await read("/apis");
  const found = [
    ...core.versions.map((version) => ({ group: "", version })),
    ...groups.flatMap(({ name, versions }) =>
      versions.map(({ version }) => ({ group: name, version }))
    ),
  ];
  const all = await Promise.all(found.map(async ({ group, version }) => {
    const { resources }: ResourceList = await read(pathOf({ group, version }));
    const kinds = resources.filter(({ name }) => !name.includes("/"))
      .map(({ name, kind, namespaced }): DiscoveredKind => ({
        kind,
        plural: name,
        scope: namespaced ? "Namespaced" : "Cluster",
      }));
    return { group, version, kinds: kinds.sort((a, b) => a.kind < b.kind ? -1 : 1) };
  }));
  return all.filter(({ kinds }) => kinds.length > 0)
    .sort((a, b) => specifierOf(a) < specifierOf(b) ? -1 : 1);
}

type GroupVersion = Pick<KindGroup, "group" | "version">;

/** Where the server lists the kinds. */
export function pathOf({ group, version }: GroupVersion): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** What follows `@operatorkit/operatorkit/kinds/` and the types package's name: `core/v1`, `apps/v1`. */
export function specifierOf({ group, version }: GroupVersion): string {
  return `${group || "core"}/${version}`;
}

/** The module's file: `rbac_authorization_v1.ts`. */
export function fileOf({ group, version }: GroupVersion): string {
  return `${(group || "core").replace(/\.k8s\.io$/, "").replaceAll(".", "_")}_${version}.ts`;
}

/**
 * The text of a module.
 *
 * @param typed Kinds that the types package has.
 */
export function moduleOf(group: KindGroup, typed: ReadonlySet<string>): string {
  const { kinds } = group;
  const known = kinds.filter(({ kind }) => typed.has(kind));
  const wire = [
    ...(known.length > 0 ? ["Stored"] : []),
    ...(known.length < kinds.length ? ["Untyped"] : []),
    ...(known.length > 0 ? ["Wire"] : []),
  ];
  const optional = /alpha|beta/.test(group.version)
    ? " Not served unless the cluster's administrators turn it on."
    : "";
  return [
    "// Written by `deno task kinds`.",
    "/**",
    ` * The kinds of \`${apiVersionOf(group)}\`.${optional}`,
    " *",
    " * @module",
    " */",
    ...(known.length > 0
      ? [`import type * as api from "@cloudydeno/kubernetes-apis/${specifierOf(group)}";`]
      : []),
    'import { type ApiResource, defineApiResource } from "../../client/mod.ts";',
    `import type { ${wire.join(", ")} } from "../wire.ts";`,
    ...kinds.flatMap((one) => linesOf(group, one, typed.has(one.kind))),
    "",
  ].join("\n");
}

function linesOf(group: KindGroup, one: DiscoveredKind, typed: boolean): string[] {
  const { kind, plural, scope } = one;
  const words = kindWords[group.group === "" ? kind : `${kind}.${group.group}`];
  if (words === undefined) {
    throw new Error(`Add a sentence on ${kind} of ${group.group} to tools/kind_words.ts`);
  }
  const apiVersion = apiVersionOf(group);
  const base = typed ? `Stored<Wire<api.${kind}>>` : `Untyped<"${apiVersion}", "${kind}">`;
  return [
    "",
    `/** ${words} */`,
    `export interface ${kind} extends ${base} {}`,
    `/** The kind \`${kind}\` of \`${apiVersion}\`. */`,
    `export const ${kind}: ApiResource<${kind}> = defineApiResource<${kind}>({`,
    `  group: "${group.group}",`,
    `  version: "${group.version}",`,
    `  kind: "${kind}",`,
    `  plural: "${plural}",`,
    `  scope: "${scope}",`,
    "});",
  ];
}

function apiVersionOf({ group, version }: GroupVersion): string {
  return group === "" ? version : `${group}/${version}`;
}
