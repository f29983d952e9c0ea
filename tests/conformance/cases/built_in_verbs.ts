import { assertEquals } from "@std/assert";
import { defineApiResource, type KubernetesObject } from "../../../client/mod.ts";
import { type ConformanceCase, eventually, inArea, refusal } from "../case.ts";
import { deployment, deployments } from "../resources.ts";

interface Made extends KubernetesObject {
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

const replicaSets = defineApiResource<Made>({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  scope: "Namespaced",
});
const pods = defineApiResource<Made>({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  scope: "Namespaced",
});

const refused: readonly (readonly [method: string, path: string])[] = [
  ["POST", "/api/v1/componentstatuses"],
  ["DELETE", "/api/v1/componentstatuses/etcd-0"],
  ["DELETE", "/api/v1/namespaces"],
  ["GET", "/api/v1/namespaces/NS/finalize"],
  ["GET", "/api/v1/namespaces/NS/serviceaccounts/default/token"],
  ["GET", "/api/v1/namespaces/NS/pods/a/binding"],
  ["GET", "/api/v1/namespaces/NS/bindings"],
  ["GET", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"],
  ["POST", "/apis/apps/v1/namespaces/NS/deployments/a/status"],
  ["DELETE", "/apis/apps/v1/namespaces/NS/deployments/a/scale"],
];

export const verbCases: readonly ConformanceCase[] = inArea("refusals", [
  {
    name: "built-in kinds: what discovery does not tell of is MethodNotAllowed",
    async run({ client, namespace }) {
      for (const [method, path] of refused) {
        const status = await refusal(client.request(path.replace("NS", namespace), {
          method: method as "GET",
          ...(method === "POST" ? { body: { metadata: { name: "a" } } } : {}),
        }));
        assertEquals(
          [path, status.code, status.reason],
          [path, 405, "MethodNotAllowed"],
        );
      }
    },
  },
  {
    name: "built-in kinds: what cannot be watched is refused by its name",
    async run({ client }) {
      const path = "/api/v1/componentstatuses";
      const status = await refusal(client.request(path, { query: { watch: "true" } }));
      assertEquals(
        [status.code, status.message],
        [405, 'watch is not supported on resources of kind "componentstatuses"'],
      );
    },
  },
  {
    name:
      "built-in kinds: a subresource of what is not there is NotFound by the name of the object",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/pods/a/log`;
      const status = await refusal(client.request(path));
      assertEquals([status.code, status.message], [404, 'pods "a" not found']);
    },
  },
]);

const ready = { type: "Ready", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };

export const rolloutCases: readonly ConformanceCase[] = inArea("status and scale", [
  {
    name: "a Deployment makes a ReplicaSet, that makes pods, and counts those that are ready",
    controllers: ["deployment", "replicaset"],
    async run({ client, namespace }) {
      const wanted = deployment(namespace);
      await client.create(deployments, { ...wanted, spec: { ...wanted.spec, replicas: 2 } });
      const all = async () => (await client.list(pods, { namespace })).items;
      await eventually("there are two pods", async () => (await all()).length === 2);
      const { items: [set] } = await client.list(replicaSets, { namespace });
      assertEquals(set?.metadata.ownerReferences?.map((one) => `${one.kind} ${one.controller}`), [
        "Deployment true",
      ]);
      const hash = set?.metadata.labels?.["pod-template-hash"] ?? "";
      assertEquals(set?.metadata.name, `web-${hash}`);
      assertEquals(set?.metadata.annotations, {
        "deployment.kubernetes.io/desired-replicas": "2",
        "deployment.kubernetes.io/max-replicas": "3",
        "deployment.kubernetes.io/revision": "1",
      });
      for (const pod of await all()) {
        assertEquals(pod.metadata.labels, { app: "web", "pod-template-hash": hash });
        assertEquals(pod.metadata.ownerReferences?.[0]?.uid, set?.metadata.uid);
        const status = { phase: "Running", conditions: [ready] };
        await client.update(pods, { ...pod, status: { ...pod.status, ...status } }, {
          subresource: "status",
        });
      }
      const look = async () =>
        (await client.get(deployments, { name: "web", namespace })).status as Made["status"];
      await eventually("both are available", async () => (await look())?.availableReplicas === 2);
      const { conditions, ...numbers } = await look() ?? {};
      assertEquals(numbers, {
        observedGeneration: 1,
        replicas: 2,
        updatedReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        terminatingReplicas: 0,
      });
      const said = (conditions as { type: string; status: string; reason: string }[])
        .map(({ type, status, reason }) => `${type} ${status} ${reason}`).sort();
      assertEquals(said, [
        "Available True MinimumReplicasAvailable",
        "Progressing True NewReplicaSetAvailable",
      ]);
    },
  },
  {
    name: "a Deployment of another image makes a second ReplicaSet and keeps the first, at none",
    controllers: ["deployment", "replicaset"],
    async run({ client, namespace }) {
      const wanted = deployment(namespace);
      await client.create(deployments, wanted);
      const sets = async () => (await client.list(replicaSets, { namespace })).items;
      await eventually("there is a ReplicaSet", async () => (await sets()).length === 1);
      const template = { spec: { containers: [{ name: "main", image: "example.test/main:2" }] } };
      await client.patch(deployments, { name: "web", namespace }, {
        strategic: { spec: { template } } as never,
      });
      await eventually("there are two", async () => (await sets()).length === 2);
      const revision = "deployment.kubernetes.io/revision";
      const revisions = (await sets()).map(({ metadata }) => metadata.annotations?.[revision]);
      assertEquals(revisions.sort(), ["1", "2"]);
      await eventually("the Deployment says so", async () => {
        const found = await client.get(deployments, { name: "web", namespace });
        return found.metadata.annotations?.[revision] === "2";
      });
    },
  },
]);
