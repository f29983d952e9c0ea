/** What must and must not compile with the built-in kinds. Checked by `deno task ok`; nothing here runs. */
import type { Client, InputOf, ObjectOf } from "../../client/mod.ts";
import type { ApiResource } from "../../client/mod.ts";
import { ConfigMap, Deployment, type Lease, type Node, Pod, Service } from "../../kinds/mod.ts";
import { PodGroup, type Workload } from "../../kinds/generated/scheduling_v1alpha2.ts";
import { assertType, type IsExact } from "@std/testing/types";

declare const client: Client;

export async function objectsAsRead(): Promise<void> {
  const pod = await client.get(Pod, { name: "web", namespace: "default" });
  assertType<IsExact<typeof pod, Pod>>(true);
  assertType<IsExact<typeof pod.kind, "Pod">>(true);
  assertType<IsExact<typeof pod.apiVersion, "v1">>(true);
  assertType<IsExact<typeof pod.metadata.uid, string>>(true);
  assertType<IsExact<typeof pod.metadata.resourceVersion, string>>(true);
  assertType<IsExact<typeof pod.metadata.namespace, string | undefined>>(true);
}

export function timesAndQuantitiesAreStrings(pod: Pod, node: Node, lease: Lease): void {
  assertType<IsExact<NonNullable<Pod["status"]>["startTime"], string | undefined>>(true);
  const startTime: string | undefined = pod.status?.startTime;
  const cpu: string | undefined = pod.spec?.containers[0]?.resources?.limits?.["cpu"];
  const capacity: Record<string, string> | undefined = node.status?.capacity;
  const renewTime: string | undefined = lease.spec?.renewTime;
  void [startTime, cpu, capacity, renewTime];
  // @ts-expect-error -- a time is the server's string, not a Date
  pod.status?.startTime?.getTime();
  // @ts-expect-error -- nothing is null
  if (pod.spec) pod.spec.nodeName = null;
}

export async function objectsAsWritten(): Promise<void> {
  await client.create(ConfigMap, {
    metadata: { name: "a", namespace: "b" },
    data: { key: "value" },
  });
  await client.create(ConfigMap, { metadata: { generateName: "a-", namespace: "b" } });
  await client.apply(Deployment, {
    metadata: { name: "web", namespace: "default" },
    spec: { replicas: 2 },
  });
  await client.apply(Service, {
    metadata: { name: "web", namespace: "default" },
    spec: { ports: [{ port: 80, targetPort: "http" }], selector: { app: "web" } },
  });
  // @ts-expect-error -- values are strings
  await client.create(ConfigMap, { metadata: { name: "a" }, data: { key: 1 } });
  // @ts-expect-error -- there is no such field
  await client.create(ConfigMap, { metadata: { name: "a" }, dta: { key: "value" } });
  // @ts-expect-error -- an apply needs the name
  await client.apply(ConfigMap, { metadata: { namespace: "b" }, data: {} });
  // @ts-expect-error -- replicas are a number
  await client.apply(Deployment, { metadata: { name: "web" }, spec: { replicas: "2" } });
  // @ts-expect-error -- an update needs the object as it was read, with uid and resource version
  await client.update(ConfigMap, { metadata: { name: "a", namespace: "b" } });
}

export function kindsDoNotMix(pod: Pod): void {
  const pods: ApiResource<Pod> = Pod;
  // @ts-expect-error -- a resource of config maps is none of pods
  const wrong: ApiResource<Pod> = ConfigMap;
  // @ts-expect-error -- a pod is no config map
  const configMap: ConfigMap = pod;
  const object: ObjectOf<typeof Pod> = pod;
  const input: InputOf<typeof Pod> = {
    metadata: { name: "a" },
    spec: { containers: [{ name: "c" }] },
  };
  void [pods, wrong, configMap, object, input];
}

export async function kindsThatTheTypesPackageLacks(): Promise<void> {
  const group = await client.get(PodGroup, { name: "a", namespace: "b" });
  assertType<IsExact<typeof group.kind, "PodGroup">>(true);
  assertType<IsExact<typeof group.metadata.uid, string>>(true);
  const spec: unknown = group.spec;
  void spec;
  await client.create(PodGroup, { metadata: { name: "a" }, spec: { policy: "any" } });
  // @ts-expect-error -- a pod group is no workload
  const workload: Workload = group;
  void workload;
}
