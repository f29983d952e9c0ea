/** What must, and what must not, compile of contexts, resources and controllers. Checked, never run. */
import { createContext, type Watched } from "../../context/mod.ts";
import {
  type Controller,
  defineController,
  generationChanged,
  owns,
  type Predicate,
  watched,
  watches,
} from "../../controller/mod.ts";
import { field, type Store } from "../../informer/mod.ts";
import { ConfigMap, Deployment, Secret } from "../../kinds/mod.ts";
import { defineResource, type Resource, resources, type ResourceSet } from "../../resource/mod.ts";

// The reconciler gets objects of the controller's kind, without its parameters being annotated.
export const maps: Controller<typeof ConfigMap> = defineController({
  name: "maps",
  for: ConfigMap,
  reconcile: (map, context) => {
    const data: Record<string, string> | undefined = map.data;
    // @ts-expect-error a ConfigMap has no spec
    map.spec;
    if (!data) return context.requeue(5);
  },
});

// Controllers of all kinds go into one list.
export const list: readonly Controller[] = [
  maps,
  defineController({ name: "deployments", for: Deployment, reconcile: () => {} }),
];

// What is read of metadata may be a key or a request as it is.
const claims = watched(Secret);
export const keysOfObjects = defineController({
  name: "keys",
  for: ConfigMap,
  sources: [
    claims,
    watches(Secret, (secret) => {
      const { name, namespace } = secret.metadata;
      return [{ name, namespace }];
    }),
  ],
  reconcile: ({ metadata: { name, namespace } }, { store }) => {
    store(claims).get({ name, namespace });
    for (const _ of store(claims).keys({ namespace }));
  },
});

export const reconcileDeployment = (deployment: Deployment): void => void deployment.spec;
export const otherKind = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error a reconciler of Deployments does not reconcile ConfigMaps
  reconcile: reconcileDeployment,
});

export const deployments: ResourceSet<Deployment> = resources([
  defineResource(Deployment, {
    name: "a",
    ensureCreated: ({ spec }) => void spec?.replicas,
    ensureDeleted: ({ spec }) => void spec?.replicas,
  }),
]);
export const otherSet = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error a set for Deployments does not reconcile ConfigMaps
  reconcile: deployments,
});
export const otherSets = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error not in a list either
  reconcile: [deployments],
});

export const resource: Resource<ConfigMap> = defineResource(ConfigMap, {
  name: "a",
  ensureCreated: () => {},
});
// @ts-expect-error one set is for one kind
export const mixed = resources<Deployment>([resource, ...deployments.steps]);

export const notAnAnswer = defineResource(ConfigMap, {
  name: "a",
  // @ts-expect-error a step answers nothing or a word
  ensureCreated: () => 5,
});
export const notAWord = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error the number of milliseconds is said with requeue
  reconcile: () => Promise.resolve({ requeueAfter: 5 }),
});

// Indexes: declared names only, in the reconciler and in a map.
export const byTheme = watched(ConfigMap, { indexers: { theme: field("data.theme") } });
export const plain = watched(Secret);
export const indexed = defineController({
  name: "maps",
  for: byTheme,
  sources: [
    plain,
    owns(Deployment),
    watches(Secret, ({ object, metadata }, { store }) => {
      object().data;
      // @ts-expect-error a Secret has no spec
      object().spec;
      // @ts-expect-error no such index
      store(byTheme).snapshotsByIndex("color", metadata.name);
      return [...store(byTheme).snapshotsByIndex("theme", metadata.name)].map(({ key }) => key);
    }),
  ],
  reconcile: (map, { store }) => {
    const found: Iterable<ConfigMap> = store(byTheme).byIndex("theme", map.metadata.name);
    // @ts-expect-error no such index
    store(byTheme).byIndex("themes", "x");
    // @ts-expect-error no index was declared
    store(plain).byIndex("theme", "x");
    // @ts-expect-error the store of Secrets holds no ConfigMaps
    const wrong: Store<ConfigMap> = store(plain);
    return void [found, wrong];
  },
});

export const wrongIndexer = watched(ConfigMap, {
  indexers: {
    // @ts-expect-error an indexer of ConfigMaps gets ConfigMaps
    replicas: ({ object }) => [String(object().spec.replicas)],
  },
});

export const wrongMap = watches(
  Secret,
  // @ts-expect-error a map names objects
  () => ["name"],
);

// Predicates: general ones fit every kind, special ones only their own.
export const special: Predicate<Deployment> = ({ snapshot }) =>
  snapshot.object().spec?.replicas === 1;
export const general = defineController({
  name: "deployments",
  for: Deployment,
  predicate: generationChanged,
  sources: [owns(Deployment, { predicate: special })],
  reconcile: deployments,
});
export const wrongPredicate = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error a predicate of Deployments
  predicate: special,
  reconcile: () => {},
});
// @ts-expect-error a predicate of Deployments
export const wrongSource = owns(ConfigMap, { predicate: special });

// What would do nothing is not taken.
export const unknownOption = defineController({
  name: "maps",
  for: ConfigMap,
  // @ts-expect-error no such option
  maxRetries: 3,
  reconcile: () => {},
});

// A word has to be said: one that is written by hand would keep no finalizer.
export const byHand = defineResource(ConfigMap, {
  name: "a",
  ensureCreated: () => {},
  // @ts-expect-error not said to the context
  ensureDeleted: () => ({ word: "keepFinalizers" }),
});

// Contexts for unit tests.
export const context = createContext({
  stores: [[plain, [{ metadata: { name: "a" }, data: {} }]], [byTheme, []]],
});
export const anyWatched: Watched = byTheme;
// @ts-expect-error an object in a store needs metadata
createContext({ stores: [[plain, [{ data: {} }]]] });
