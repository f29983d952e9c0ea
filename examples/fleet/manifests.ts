/**
 * Prints what a cluster needs to run the Fleet operator in three replicas:
 *
 *     deno run examples/fleet/manifests.ts | kubectl apply -f -
 *
 * The image is yours to build: Deno, this repository's files, and the command of `main.ts`.
 */
import { Fleet } from "./fleet.ts";

const name = "fleet-operator";
const labels = { "app.kubernetes.io/name": name };

/** What the operator does with its own kinds, in all namespaces. */
export const clusterRules = [
  { apiGroups: ["example.com"], resources: ["fleets"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["example.com"], resources: ["fleets/status"], verbs: ["patch"] },
  {
    apiGroups: [""],
    resources: ["configmaps"],
    verbs: ["get", "list", "watch", "create", "patch", "delete"], // applying may create
  },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
];

/** What leader election does, in the operator's own namespace. A Lease that is not there yet has no name to allow. */
export const leaseRules = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: ["fleets"],
    verbs: ["get", "update"],
  },
];

/** All of it, for one namespace. */
export function manifests(namespace: string, image: string): readonly unknown[] {
  const group = "rbac.authorization.k8s.io";
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const metadata = { name, namespace };
  const port = 8080;
  return [
    Fleet.manifest,
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    { apiVersion: `${group}/v1`, kind: "ClusterRole", metadata: { name }, rules: clusterRules },
    {
      apiVersion: `${group}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      subjects,
      roleRef: { apiGroup: group, kind: "ClusterRole", name },
    },
    { apiVersion: `${group}/v1`, kind: "Role", metadata, rules: leaseRules },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      subjects,
      roleRef: { apiGroup: group, kind: "Role", name },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            terminationGracePeriodSeconds: 40, // longer than the operator takes to stop
            containers: [{
              name: "operator",
              image,
              ports: [{ containerPort: port }],
              readinessProbe: { httpGet: { path: "/readyz", port } },
              livenessProbe: { httpGet: { path: "/healthz", port } },
            }],
          },
        },
      },
    },
  ];
}

if (import.meta.main) {
  const items = manifests("default", "fleet-operator:latest");
  console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items }, undefined, 2));
}
