import { items } from "../fill.ts";
import { matchesExactly } from "../match.ts";
import { isObject, type JsonObject, sameJson, type StoredObject } from "../object.ts";
import { type ControllerApi, places } from "./api.ts";
import { isEnding, isOver, isReady } from "./pods.ts";
import { specOf, statusOf } from "./replicas.ts";
import { ownerReference } from "./rollout.ts";
import { type ClusterController, keyOf, parseKey } from "./run.ts";

const slicePrefix = "endpointslice.kubernetes.io/managed-by";
const sliceManager = "endpointslice-controller.k8s.io";
const serviceLabel = "kubernetes.io/service-name";
const headless = "service.kubernetes.io/headless";

// No slice has more.
const mostInSlice = 100;

/** Writes the addresses of a Service's pods into Endpoints and EndpointSlices, as the two controllers of a cluster do. */
export const endpointsController: ClusterController = {
  name: "endpoints",
  account: "endpoint-controller",
  keysOf({ storage, object, previous }, api) {
    if (storage === places.services.storage || storage === places.endpoints.storage) {
      return [keyOf(object)];
    }
    if (storage === places.slices.storage) {
      const service = object.metadata.labels?.[serviceLabel];
      return service ? [`${object.metadata.namespace}/${service}`] : [];
    }
    if (storage !== places.pods.storage) return [];
    return api.list(places.services, object.metadata.namespace)
      .filter((service) => selects(service, object) || (previous && selects(service, previous)))
      .map(keyOf);
  },
  sync(key, api) {
    const [namespace, name] = parseKey(key);
    const service = api.get(places.services, namespace, name);
    const known = api.get(places.endpoints, namespace, name);
    if (!service) {
      if (known?.metadata.labels?.["endpoints.kubernetes.io/managed-by"]) {
        api.remove(places.endpoints, known);
      }
      return undefined;
    }
    const { type, selector } = specOf(service);
    if (type === "ExternalName" || !isObject(selector) || service.metadata.deletionTimestamp) {
      return undefined;
    }
    if (isEnding(api, namespace)) return undefined;
    const groups = groupsOf(service, api.list(places.pods, namespace));
    writeEndpoints(api, service, known, groups);
    writeSlices(api, service, groups);
    return undefined;
  },
};

function selects(service: StoredObject, pod: StoredObject): boolean {
  const { selector } = specOf(service);
  return isObject(selector) && matchesExactly(selector, pod.metadata.labels ?? {});
}

/** Pods that serve under the same ports. */
interface Group {
  readonly ports: readonly JsonObject[];
  readonly pods: StoredObject[];
}

function groupsOf(service: StoredObject, pods: readonly StoredObject[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    if (!selects(service, pod) || isOver(pod) || !statusOf(pod).podIP) continue;
    const ports = portsOf(service, pod);
    const name = JSON.stringify(ports);
    const group = groups.get(name) ?? { ports, pods: [] };
    groups.set(name, group);
    group.pods.push(pod);
  }
  return [...groups.values()];
}

function portsOf(service: StoredObject, pod: StoredObject): readonly JsonObject[] {
  return items(specOf(service).ports).flatMap((given) => {
    const { name = "", protocol = "TCP", targetPort, appProtocol } = given;
    const port = typeof targetPort === "number" ? targetPort : named(pod, targetPort, protocol);
    return port === undefined
      ? []
      : [{ name, port, protocol, ...(appProtocol ? { appProtocol } : {}) }];
  });
}

function named(pod: StoredObject, name: unknown, protocol: unknown): number | undefined {
  const ports = items(specOf(pod).containers).flatMap((one) => items(one.ports));
  const found = ports.find((one) =>
    one.name === name && (one.protocol ?? "TCP") === (protocol ?? "TCP")
  );
  return typeof found?.containerPort === "number" ? found.containerPort : undefined;
}

function targetOf({ metadata }: StoredObject): JsonObject {
  const { name, namespace, uid } = metadata;
  return { kind: "Pod", namespace, name, uid };
}

// A pod that is to be found under a name of its own.
function hostOf(service: StoredObject, pod: StoredObject): JsonObject {
  const { hostname, subdomain } = specOf(pod);
  return hostname && subdomain === service.metadata.name ? { hostname } : {};
}

function isHeadless(service: StoredObject): boolean {
  const { clusterIP } = specOf(service);
  return !clusterIP || clusterIP === "None";
}

function writeEndpoints(
  api: ControllerApi,
  service: StoredObject,
  known: StoredObject | undefined,
  groups: readonly Group[],
): void {
  const all = specOf(service).publishNotReadyAddresses === true;
  const addressOf = (pod: StoredObject): JsonObject => ({
    ip: statusOf(pod).podIP,
    ...hostOf(service, pod),
    ...(specOf(pod).nodeName ? { nodeName: specOf(pod).nodeName } : {}),
    targetRef: targetOf(pod),
  });
  const byAddress = (a: JsonObject, b: JsonObject) => String(a.ip) < String(b.ip) ? -1 : 1;
  const subsets = groups.flatMap(({ ports, pods }) => {
    if (!ports.length && items(specOf(service).ports).length) return [];
    const there = pods.filter(({ metadata }) => all || !metadata.deletionTimestamp);
    const ready = there.filter((pod) => all || isReady(pod)).map(addressOf).sort(byAddress);
    const waiting = there.filter((pod) => !all && !isReady(pod)).map(addressOf).sort(byAddress);
    if (!there.length) return [];
    return [{
      ...(ready.length ? { addresses: ready } : {}),
      ...(waiting.length ? { notReadyAddresses: waiting } : {}),
      ...(ports.length
        ? { ports: ports.map(({ name, ...rest }) => ({ ...(name ? { name } : {}), ...rest })) }
        : {}),
    }];
  });
  const labels = {
    ...service.metadata.labels,
    "endpoints.kubernetes.io/managed-by": "endpoint-controller",
    ...(isHeadless(service) ? { [headless]: "" } : {}),
  };
  const { name, namespace } = service.metadata;
  if (!known) {
    api.create(places.endpoints, {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { name, namespace, labels },
      ...(subsets.length ? { subsets } : {}),
    });
  } else if (
    !sameJson(known.metadata.labels ?? {}, labels) || !sameJson(known.subsets ?? [], subsets)
  ) {
    api.update(places.endpoints, { ...known, metadata: { ...known.metadata, labels }, subsets });
  }
}

function endpointOf(service: StoredObject, pod: StoredObject): JsonObject {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = specOf(service).publishNotReadyAddresses === true || (serving && !terminating);
  return {
    addresses: [statusOf(pod).podIP],
    conditions: { ready, serving, terminating },
    ...hostOf(service, pod),
    targetRef: targetOf(pod),
    ...(specOf(pod).nodeName ? { nodeName: specOf(pod).nodeName } : {}),
  };
}

function writeSlices(api: ControllerApi, service: StoredObject, groups: readonly Group[]): void {
  const { name = "", namespace } = service.metadata;
  const labels = {
    ...service.metadata.labels,
    [slicePrefix]: sliceManager,
    [serviceLabel]: name,
    ...(isHeadless(service) ? { [headless]: "" } : {}),
  };
  const wanted = groups.flatMap(({ ports, pods }) => {
    const endpoints = pods.map((pod) => endpointOf(service, pod));
    const parts: JsonObject[][] = [];
    for (let at = 0; at < endpoints.length; at += mostInSlice) {
      parts.push(endpoints.slice(at, at + mostInSlice));
    }
    return parts.map((part) => ({ ports, endpoints: part }));
  });
  // A Service without pods has an empty slice, so that those who watch know of it.
  if (!wanted.length) wanted.push({ ports: [], endpoints: [] });
  const spare = api.owned(places.slices, service)
    .filter(({ metadata }) => metadata.labels?.[slicePrefix] === sliceManager);
  for (const { ports, endpoints } of wanted) {
    const at = spare.findIndex((slice) => sameJson(slice.ports ?? [], ports));
    const [slice] = at < 0 ? [] : spare.splice(at, 1);
    if (!slice) {
      api.create(places.slices, {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: {
          generateName: `${name}-`,
          namespace,
          labels,
          ownerReferences: [ownerReference(service)],
        },
        addressType: "IPv4",
        endpoints,
        ports,
      });
    } else if (
      !sameJson(slice.endpoints ?? [], endpoints) || !sameJson(slice.metadata.labels, labels)
    ) {
      api.update(places.slices, { ...slice, metadata: { ...slice.metadata, labels }, endpoints });
    }
  }
  for (const slice of spare) api.remove(places.slices, slice);
}
