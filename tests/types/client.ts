// What must not compile. Checked by `deno check`, never run.
import {
  type ApiResource,
  type Client,
  defineApiResource,
  type InputOf,
  type KubernetesObject,
  type ObjectOf,
  type WatchEvent,
} from "../../client/mod.ts";

interface Pod extends KubernetesObject {
  kind: "Pod";
  spec: { containers: { name: string; image?: string }[]; nodeName?: string };
}
interface ConfigMap extends KubernetesObject {
  kind: "ConfigMap";
  data?: Record<string, string>;
}

const names = { group: "", version: "v1", scope: "Namespaced" } as const;
export const pods: ApiResource<Pod> = defineApiResource<Pod>({
  ...names,
  kind: "Pod",
  plural: "pods",
});
export const configMaps: ApiResource<ConfigMap> = defineApiResource<ConfigMap>({
  ...names,
  kind: "ConfigMap",
  plural: "configmaps",
});

export async function kindsDoNotMix(client: Client, pod: Pod, map: ConfigMap): Promise<void> {
  const key = { name: "a", namespace: "n" };
  const read: Pod = await client.get(pods, key);
  // @ts-expect-error -- a Pod is no ConfigMap
  const other: ConfigMap = await client.get(pods, key);
  // @ts-expect-error -- a ConfigMap has no spec
  (await client.get(configMaps, key)).spec;
  // @ts-expect-error -- a ConfigMap is created from a ConfigMap
  await client.create(configMaps, pod);
  // @ts-expect-error -- a Pod is created from a Pod
  await client.create(pods, map);
  // @ts-expect-error -- a Pod is updated with a Pod
  await client.update(pods, map);
  // @ts-expect-error -- a Pod is deleted with a Pod, or by its name
  await client.delete(pods, map);
  // @ts-expect-error -- resources of different kinds are different types
  const wrong: ApiResource<Pod> = configMaps;
  // @ts-expect-error -- a list of Pods holds Pods
  const items: ConfigMap[] = (await client.list(pods)).items;
  for await (const event of client.watch(pods)) {
    // @ts-expect-error -- a bookmark has no spec
    event.object.spec;
    // @ts-expect-error -- errors are thrown
    if (event.type === "ERROR") return;
    // @ts-expect-error -- events of Pods are not events of ConfigMaps
    const mixed: WatchEvent<ConfigMap> = event;
    void mixed;
  }
  void [read, other, wrong, items];
}

export async function writesAreChecked(client: Client): Promise<void> {
  await client.create(configMaps, { metadata: { generateName: "a-" }, data: { a: "1" } });
  // @ts-expect-error -- data is text
  await client.create(configMaps, { metadata: { name: "a" }, data: { a: 1 } });
  // @ts-expect-error -- fields that the kind does not have are refused
  await client.create(configMaps, { metadata: { name: "a" }, dada: {} });
  // @ts-expect-error -- create needs the whole object, and a Pod has a spec
  await client.create(pods, { metadata: { name: "a" } });
  await client.apply(pods, { metadata: { name: "a" }, spec: { nodeName: "b" } });
  // @ts-expect-error -- apply needs a name
  await client.apply(pods, { metadata: { generateName: "a-" } });
  // @ts-expect-error -- apply knows the types of fields, too
  await client.apply(pods, { metadata: { name: "a" }, spec: { nodeName: 1 } });
  // @ts-expect-error -- update needs an object that was read: uid and resourceVersion are there
  await client.update(configMaps, { metadata: { name: "a" } });
  // @ts-expect-error -- a patch is of one kind
  await client.patch(pods, { name: "a" }, { yaml: {} });
  // @ts-expect-error -- an operation of a JSON Patch that adds needs a value
  await client.patch(pods, { name: "a" }, { json: [{ op: "add", path: "/a" }] });
  // @ts-expect-error -- many objects have no version in common
  await client.deleteCollection(pods, { namespace: "n", ifUnchanged: true });
  // @ts-expect-error -- a key needs a name
  await client.delete(pods, { namespace: "n" });
  // @ts-expect-error -- resourceVersion is text
  await client.list(pods, { resourceVersion: 5 });
}

export function objectsAsReadAndAsWritten(pod: ObjectOf<typeof pods>): InputOf<typeof pods> {
  const uid: string = pod.metadata.uid;
  // @ts-expect-error -- null is on no object as read
  pod.metadata.labels = null;
  // @ts-expect-error -- a resource is frozen data
  pods.kind = "Node";
  // @ts-expect-error -- a resource has a scope
  defineApiResource({ group: "", version: "v1", kind: "Pod", plural: "pods" });
  void uid;
  return { metadata: { name: "a", labels: { a: "b" } }, spec: pod.spec };
}

export async function keysOfObjects(client: Client, pod: ObjectOf<typeof pods>): Promise<void> {
  const { name, namespace } = pod.metadata; // namespace: string | undefined
  await client.get(pods, { name, namespace });
  await client.delete(pods, { name, namespace });
}

export async function untypedObjects(client: Client): Promise<void> {
  // deno-lint-ignore no-explicit-any -- what users do who have no types
  const loose: ApiResource<any> = defineApiResource<any>({ ...names, kind: "X", plural: "xs" });
  await client.create(loose, { metadata: { name: "a" }, anything: 1 });
  (await client.get(loose, { name: "a" })).anything;
  const plain: ApiResource = pods;
  await client.create(plain, { kind: "Pod", metadata: { name: "a" } });
}
