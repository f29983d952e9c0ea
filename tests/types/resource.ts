/** What must, and what must not, compile of CRUD resources, wrappers and kept objects. Checked, never run. */
import { createContext } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap, Deployment, type Secret } from "../../kinds/mod.ts";
import {
  configMapResource,
  crudResource,
  plan,
  type Resource,
  resources,
  type ResourceSet,
  retryResource,
  secretResource,
  wrap,
} from "../../resource/mod.ts";

interface Role {
  readonly name: string;
}

// States and changes are inferred, step by step; words do not become part of them.
export const roles: Resource<ConfigMap> = crudResource({
  for: ConfigMap,
  name: "roles",
  getCurrentState: async (map, context) => {
    // @ts-expect-error a ConfigMap has no spec
    map.spec;
    if (map.data === undefined) return context.cancelResource();
    return await Promise.resolve(new Map<string, Role>());
  },
  getDesiredState: ({ data }): readonly Role[] => Object.keys(data ?? {}).map((name) => ({ name })),
  newUpdatePatch: (_map, { updateAllowed }, current, desired) => {
    const known: Map<string, Role> = current;
    const wanted: readonly Role[] = desired;
    // @ts-expect-error the current state is a map
    current.length;
    if (known.size === wanted.length) return;
    return {
      create: wanted.filter(({ name }) => !known.has(name)),
      ...(updateAllowed ? { update: new Date(0) } : {}),
    };
  },
  newDeletePatch: (_map, _context, current) => ({ delete: [...current.keys()] }),
  applyCreate: (_map, _context, change) => {
    const created: readonly Role[] = change;
    // @ts-expect-error roles are no texts
    const wrong: readonly string[] = change;
    return void [created, wrong];
  },
  applyDelete: (_map, context, change) => {
    const deleted: readonly string[] = change;
    return deleted.length > 9 ? context.requeue(5) : undefined;
  },
  applyUpdate: (_map, _context, change) => void change.getTime(),
});

// A CRUD resource goes where others of its kind go, and nowhere else.
export const set: ResourceSet<ConfigMap> = wrap(resources([roles]), retryResource());
export const one: Resource<ConfigMap> = wrap(roles, retryResource());
export const maps = defineController({ name: "maps", for: ConfigMap, reconcile: set });
export const deployments = defineController({
  name: "deployments",
  for: Deployment,
  // @ts-expect-error a set for ConfigMaps does not reconcile Deployments
  reconcile: set,
});

export const planned = async (deployment: Deployment, map: ConfigMap): Promise<void> => {
  await plan(set, map, createContext());
  // @ts-expect-error a set for ConfigMaps plans nothing for Deployments
  await plan(set, deployment, createContext());
};

export const kept = configMapResource({
  for: Deployment,
  name: "settings",
  getCurrentState: (_deployment, context): readonly ConfigMap[] =>
    [context.client].flatMap(() => []),
  getDesiredState: (deployment, context) =>
    deployment.spec?.replicas === 0
      ? context.cancelResource()
      : [{ metadata: { name: "settings" }, data: { name: deployment.metadata.name } }],
});

export const wrongKind = secretResource({
  for: Deployment,
  name: "secrets",
  // @ts-expect-error config maps are no secrets
  getCurrentState: (): readonly ConfigMap[] => [],
  getDesiredState: (): readonly Secret[] => [],
});
