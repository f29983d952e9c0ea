import { assertEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, inArea } from "../case.ts";
import { ask, core, names } from "../ask.ts";

/** Kinds with the fields that their conversions in kubernetes/pkg/apis and strategies let be selected. */
const fields: Readonly<Record<string, readonly string[]>> = {
  "api/v1/pods": [
    "metadata.name",
    "metadata.namespace",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  "api/v1/nodes": ["metadata.name", "spec.unschedulable"],
  "api/v1/namespaces": ["metadata.name", "status.phase"],
  "api/v1/secrets": ["metadata.name", "metadata.namespace", "type"],
  "api/v1/services": ["metadata.name", "spec.clusterIP", "spec.type"],
  "api/v1/replicationcontrollers": ["metadata.name", "status.replicas"],
  "apis/apps/v1/replicasets": ["metadata.name", "metadata.namespace"],
  "apis/apps/v1/deployments": ["metadata.name", "metadata.namespace"],
  "apis/batch/v1/jobs": ["metadata.name", "status.successful"],
  "apis/certificates.k8s.io/v1/certificatesigningrequests": ["metadata.name", "spec.signerName"],
};

const perKind = Object.entries(fields).map(([path, supported]): AreaCase => ({
  name: `fields of ${path}: ${supported.join(", ")}, and no other`,
  async run({ client }) {
    for (const field of supported) {
      const answer = await ask(client, "GET", `/${path}?fieldSelector=${field}=nothing`);
      assertEquals([answer.code, answer.body.items], [200, []], field);
    }
    const answer = await ask(client, "GET", `/${path}?fieldSelector=metadata.labels=nothing`);
    assertEquals([answer.code, answer.reason], [400, "BadRequest"]);
  },
}));

export const selectingCases: readonly ConformanceCase[] = inArea("selectors", [
  ...perKind,
  {
    name: "fields are compared with =, == and !=, and joined by commas",
    async run({ client, namespace }) {
      for (const [name, type] of [["a", "one"], ["b", "two"], ["c", "two"]]) {
        await ask(client, "POST", core(namespace, "secrets"), { metadata: { name }, type });
      }
      const look = async (selector: string) =>
        names(
          await ask(client, "GET", core(namespace, "secrets"), undefined, {
            query: { fieldSelector: selector },
          }),
        );
      assertEquals(await look("type=two"), "b c");
      assertEquals(await look("type==two"), "b c");
      assertEquals(await look("type!=two"), "a");
      assertEquals(await look("type=two,metadata.name!=b"), "c");
      assertEquals(await look(""), "a b c");
    },
  },
  {
    name: "labels: notin and != match what does not have the label",
    async run({ client, namespace }) {
      for (const [name, labels] of [["a", { l: "1" }], ["b", { l: "2" }], ["c", {}]] as const) {
        await ask(client, "POST", core(namespace, "secrets"), { metadata: { name, labels } });
      }
      for (
        const [selector, found] of [
          ["l!=1", "b c"],
          ["l notin (1,2)", "c"],
          ["l in (1),l", "a"],
          ["!l", "c"],
          ["l>1", "b"],
          ["l=", ""],
          ["l in (1,2),l!=2", "a"],
        ] as const
      ) {
        const answer = await ask(client, "GET", core(namespace, "secrets"), undefined, {
          query: { labelSelector: selector },
        });
        assertEquals(names(answer), found, selector);
      }
    },
  },
]);
