import {
  type ApiResource,
  type Client,
  defineApiResource,
  type KubernetesObject,
} from "../../client/mod.ts";
import { type ConformanceEnv, eventually, isGone } from "./case.ts";
import { customResourceDefinitions } from "./resources.ts";

/** An object of a kind that a case made for itself. */
export interface Thing extends KubernetesObject {
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/** One version of a definition. */
export interface ThingVersion {
  readonly name?: string;
  /** Properties of `spec`. */
  readonly properties?: Record<string, unknown>;
  /** More of the schema of `spec`. */
  readonly spec?: Record<string, unknown>;
  /** More of the version. */
  readonly more?: Record<string, unknown>;
}

/** A definition of things in the group of a case. */
export function thingDefinition(
  group: string,
  versions: readonly ThingVersion[],
  names: Record<string, unknown> = {},
): { metadata: { name: string }; spec: Record<string, unknown> } {
  const plural = String(names.plural ?? "things");
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural, kind: "Thing", ...names },
      versions: versions.map(({ name = "v1", properties, spec, more }, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", ...(properties ? { properties } : {}), ...spec },
              status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        },
        ...more,
      })),
    },
  };
}

/** The group of a case's own kinds. */
export function groupOf({ unique }: ConformanceEnv): string {
  return `k${unique}.example.test`;
}

/** The things of a case in one version. */
export function things(env: ConformanceEnv, version = "v1", plural = "things"): ApiResource<Thing> {
  return defineApiResource<Thing>({
    group: groupOf(env),
    version,
    kind: "Thing",
    plural,
    scope: "Namespaced",
  });
}

async function served(client: Client, resource: ApiResource<Thing>): Promise<void> {
  await eventually("things are served", async () => !await isGone(client.list(resource)));
}

/** Serves things of the case's own, which go again with the case. */
export async function withThings(
  env: ConformanceEnv,
  versions: readonly ThingVersion[],
  use: (resource: ApiResource<Thing>, definition: { readonly name: string }) => Promise<void>,
): Promise<void> {
  const { client } = env;
  const definition = thingDefinition(groupOf(env), versions);
  const key = { name: definition.metadata.name };
  await client.create(customResourceDefinitions, definition);
  try {
    for (const { name = "v1", more } of versions) {
      if (more?.served !== false) await served(client, things(env, name));
    }
    await use(things(env, versions[0]?.name), key);
  } finally {
    await isGone(client.delete(customResourceDefinitions, key));
  }
}
