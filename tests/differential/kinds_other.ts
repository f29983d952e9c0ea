import { type KindSpec, word } from "./kind_spec.ts";

/** All other built-in kinds. */
export const otherKinds: readonly KindSpec[] = [
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    plural: "leases",
    weight: 4,
    content: (dice) =>
      dice.pick([
        { spec: { holderIdentity: word(dice), leaseDurationSeconds: 15 } },
        { spec: { renewTime: "2020-01-01T00:00:00.000000Z" } },
        {},
        { spec: {} },
      ]),
    change: (dice) =>
      dice.pick([
        { spec: { holderIdentity: word(dice) } },
        { spec: { renewTime: "2020-01-02T00:00:00.123456Z", leaseTransitions: 3 } },
        { spec: { renewTime: "2020-01-02T00:00:00Z" } },
      ]),
    wrong: (dice) =>
      dice.pick([
        { spec: { leaseDurationSeconds: 0 } },
        { spec: { leaseDurationSeconds: "15" } },
        { spec: { leaseTransitions: -1 } },
        { spec: { renewTime: "yesterday" } },
        { spec: { surprise: 1 } },
        { spec: [] },
      ]),
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    plural: "roles",
    weight: 3,
    content: (dice) =>
      dice.pick([
        { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }] },
        { rules: [] },
        {},
      ]),
    change: (dice) =>
      dice.pick([
        { rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["*"] }] },
        { rules: null },
      ]),
    wrong: (dice) =>
      dice.pick([
        { rules: [{ resources: ["pods"] }] },
        { rules: [{ nonResourceURLs: ["/x"], verbs: ["get"] }] },
        { rules: {} },
        { rules: [{ verbs: "get" }] },
        { surprise: 1 },
        { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"], surprise: 1 }] },
      ]),
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    plural: "ingresses",
    weight: 2,
    status: true,
    content: () => ({
      spec: {
        rules: [{
          host: "a.example.test",
          http: {
            paths: [{
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: "s", port: { number: 80 } } },
            }],
          },
        }],
      },
    }),
    change: (dice) =>
      dice.pick([
        { spec: { ingressClassName: "nginx" } },
        { spec: { tls: [{ hosts: ["a.example.test"], secretName: "t" }] } },
      ]),
    wrong: (dice) => dice.pick([{ spec: { rules: null } }, { spec: { surprise: 1 } }]),
    changeStatus: () => ({ status: { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } } }),
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    plural: "networkpolicies",
    weight: 1,
    content: () => ({ spec: { podSelector: { matchLabels: { app: "a" } }, ingress: [{}] } }),
    change: () => ({ spec: { policyTypes: ["Egress"] } }),
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    plural: "poddisruptionbudgets",
    weight: 1,
    status: true,
    content: (dice) => ({
      spec: { minAvailable: dice.pick([1, "50%"]), selector: { matchLabels: { app: "a" } } },
    }),
    change: (dice) => ({ spec: { minAvailable: dice.between(1, 4) } }),
    wrong: (dice) => dice.pick([{ spec: { minAvailable: -1 } }, { spec: { maxUnavailable: 1 } }]),
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    plural: "persistentvolumeclaims",
    weight: 1,
    status: true,
    content: () => ({
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    }),
    change: () => ({ spec: { storageClassName: "fast" } }),
    wrong: (dice) => dice.pick([{ spec: { accessModes: [] } }, { spec: { resources: null } }]),
  },
  {
    apiVersion: "v1",
    kind: "Endpoints",
    plural: "endpoints",
    weight: 1,
    content: () => ({
      subsets: [{ addresses: [{ ip: "1.2.3.4" }], ports: [{ port: 80 }] }],
    }),
    change: () => ({ subsets: [{ addresses: [{ ip: "1.2.3.5" }], ports: [{ port: 80 }] }] }),
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    plural: "clusterroles",
    cluster: true,
    weight: 1,
    content: () => ({ rules: [{ nonResourceURLs: ["/x"], verbs: ["get"] }] }),
    change: () => ({ rules: [] }),
  },
  {
    apiVersion: "v1",
    kind: "Namespace",
    plural: "namespaces",
    cluster: true,
    status: true,
    weight: 1,
    content: () => ({}),
    change: () => ({ metadata: { annotations: { a: "b" } } }),
    wrong: (dice) => dice.pick([{ spec: { finalizers: ["bad name"] } }, { spec: { surprise: 1 } }]),
  },
];
