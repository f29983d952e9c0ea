import { assertEquals } from "@std/assert";
import {
  ConfigMap,
  Endpoints,
  Namespace,
  Service,
  ServiceAccount,
} from "../../../kinds/generated/core_v1.ts";
import { EndpointSlice } from "../../../kinds/generated/discovery_v1.ts";
import { Deployment, type Json, Pod, rolledOut, startCluster, web } from "./_support.ts";

const service: Json = {
  metadata: { name: "web", namespace: "default" },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
};

Deno.test("controllers: a Service has the addresses of its ready pods", async () => {
  await using cluster = startCluster();
  const { client, one, all, until } = cluster;
  const addresses = () => {
    const [subset] = one(Endpoints, "web")?.subsets ?? [];
    return (subset?.addresses ?? []).map((each: Json) => each.ip);
  };
  await client.create(Service, service);
  await until(() => all(EndpointSlice).length === 1);
  assertEquals([all(EndpointSlice)[0].endpoints, one(Endpoints, "web").subsets], [null, undefined]);
  await client.create(Deployment, web(2));
  await until(() => rolledOut(one(Deployment, "web")) && addresses().length === 2);
  const ips = all(Pod).map((pod) => pod.status.podIP).sort();
  assertEquals(addresses(), ips);
  assertEquals(one(Endpoints, "web").subsets[0].ports, [{ port: 8080, protocol: "TCP" }]);
  await until(() => all(EndpointSlice).some((slice) => slice.endpoints?.length === 2));
  const [slice, ...others] = all(EndpointSlice);
  assertEquals(others, []);
  assertEquals(
    slice.endpoints.map((each: Json) => [each.conditions.ready, ...each.addresses]).sort(),
    [
      [true, ips[0]],
      [true, ips[1]],
    ],
  );
  assertEquals(slice.metadata.labels["kubernetes.io/service-name"], "web");
  await client.patch(Deployment, { namespace: "default", name: "web" }, {
    merge: { spec: { replicas: 1 } } as never,
  });
  await until(() => addresses().length === 1 && all(EndpointSlice)[0].endpoints?.length === 1);
  await client.delete(Service, { namespace: "default", name: "web" });
  await until(() => !all(EndpointSlice).length && !all(Endpoints).length);
});

Deno.test("controllers: pods that never get ready are addresses that are not ready", async () => {
  await using cluster = startCluster({ pods: () => ({ readyAfter: false }) });
  const { client, one, until } = cluster;
  await client.create(Service, service);
  await client.create(Deployment, web(1));
  await until(() => one(Endpoints, "web")?.subsets?.length === 1);
  const [subset] = one(Endpoints, "web").subsets;
  assertEquals([subset.addresses, subset.notReadyAddresses.length], [undefined, 1]);
});

Deno.test("controllers: each namespace has a service account and the cluster's certificate", async () => {
  await using cluster = startCluster();
  const { client, all, until } = cluster;
  await client.create(Namespace, { metadata: { name: "team" } });
  const places = (kind: typeof ConfigMap | typeof ServiceAccount) =>
    all(kind).map((each) => `${each.metadata.namespace}/${each.metadata.name}`);
  await until(() => places(ServiceAccount).includes("team/default"));
  await until(() => places(ConfigMap).includes("team/kube-root-ca.crt"));
  await client.delete(ServiceAccount, { namespace: "team", name: "default" });
  await until(() => places(ServiceAccount).includes("team/default"));
  await client.delete(Namespace, { name: "team" });
  await until(() => !all(Namespace).some((each) => each.metadata.name === "team"));
  assertEquals(places(ServiceAccount).filter((place) => place.startsWith("team/")), []);
});
