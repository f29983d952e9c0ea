import { condition, type KindSpec, word } from "./kind_spec.ts";

/** What programs keep and how they are reached. */
export const coreKinds: readonly KindSpec[] = [
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    plural: "configmaps",
    weight: 16,
    content: (dice) =>
      dice.pick([{}, { data: { a: word(dice), b: "2" } }, { data: { k: word(dice) } }]),
    change: (dice) =>
      dice.pick([
        { data: { [dice.pick(["a", "b", "c"])]: word(dice) } },
        { data: { a: null } },
        { data: null },
        { data: {} },
        { binaryData: { bin: "aGVsbG8=" } },
        { immutable: true },
        { immutable: false },
      ]),
    wrong: (dice) =>
      dice.pick([
        { data: { a: 1 } },
        { data: { a: true } },
        { data: { a: { b: "c" } } },
        { data: ["a"] },
        { data: "text" },
        { data: { "bad key!": "x" } },
        { data: { "..": "x" } },
        { data: { "": "x" } },
        { binaryData: { a: "x" } },
        { binaryData: { b: "%%%" } },
        { data: { bin: "x" }, binaryData: { bin: "aGVsbG8=" } },
        { immutable: "yes" },
        { surprise: 1 },
        { spec: {} },
        { Data: { a: "case" } },
      ]),
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    plural: "secrets",
    weight: 6,
    fields: ["type"],
    content: (dice) =>
      dice.pick([
        { data: { a: "aGVsbG8=" } },
        { stringData: { a: word(dice) } },
        { type: "example.test/own", data: {} },
        {},
      ]),
    change: (dice) =>
      dice.pick([
        { data: { b: "dHdv" } },
        { stringData: { a: word(dice) } },
        { data: { a: null } },
        { immutable: true },
      ]),
    wrong: (dice) =>
      dice.pick([
        { data: { a: "no base64!" } },
        { data: { a: "abc" } },
        { data: { a: 3 } },
        { stringData: { a: 3 } },
        { type: "kubernetes.io/tls" },
        { type: "kubernetes.io/dockerconfigjson" },
        { type: 5 },
        { type: "other" },
        { surprise: true },
      ]),
  },
  {
    apiVersion: "v1",
    kind: "Service",
    plural: "services",
    weight: 6,
    status: true,
    fields: ["spec.clusterIP", "spec.type"],
    content: (dice, name) => ({
      spec: dice.pick([
        { ports: [{ port: 80 }], selector: { app: name } },
        { ports: [{ name: "a", port: 80, targetPort: "http" }, { name: "b", port: 81 }] },
        { clusterIP: "None", ports: [{ port: 80 }] },
        { clusterIP: "None", selector: { app: name } },
        { type: "ExternalName", externalName: "example.test" },
        { type: "NodePort", ports: [{ port: 80 }] },
        { type: "LoadBalancer", ports: [{ port: 80, protocol: "TCP" }] },
        { ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
      ]),
    }),
    change: (dice) =>
      dice.pick([
        { spec: { selector: { tier: word(dice) } } },
        { spec: { ports: [{ port: dice.between(80, 90) }] } },
        { spec: { publishNotReadyAddresses: true } },
        { spec: { sessionAffinity: "ClientIP" } },
        { spec: { type: "NodePort" } },
        { spec: { type: "ClusterIP" } },
      ]),
    wrong: (dice) =>
      dice.pick([
        { spec: { ports: [] } },
        { spec: { ports: [{ port: 0 }] } },
        { spec: { ports: [{ port: 70000 }] } },
        { spec: { ports: [{ port: "80" }] } },
        { spec: { ports: [{ port: 80 }, { port: 81 }] } },
        { spec: { ports: [{ name: "a", port: 80 }, { name: "a", port: 81 }] } },
        { spec: { ports: [{ port: 80, protocol: "ICMP" }] } },
        { spec: { type: "Strange" } },
        { spec: { type: "ExternalName" } },
        { spec: { clusterIP: "1.2.3.4" } },
        { spec: { clusterIP: "hello" } },
        { spec: { sessionAffinity: "Cookie" } },
        { spec: { surprise: 1 } },
        { spec: null },
      ]),
    changeStatus: (dice) =>
      dice.pick([
        { status: { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } } },
        { status: { conditions: [condition(dice)] } },
      ]),
  },
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    plural: "serviceaccounts",
    weight: 3,
    content: (dice) => dice.pick([{}, { automountServiceAccountToken: false }]),
    change: (dice) =>
      dice.pick([
        { automountServiceAccountToken: dice.chance(0.5) },
        { imagePullSecrets: [{ name: word(dice) }] },
        { secrets: [{ name: word(dice) }] },
      ]),
    wrong: (dice) =>
      dice.pick([
        { secrets: "none" },
        { secrets: [{ name: 1 }] },
        { automountServiceAccountToken: "no" },
        { surprise: 1 },
        { imagePullSecrets: [{ surprise: "a" }] },
      ]),
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    plural: "rolebindings",
    weight: 2,
    content: (dice) => ({
      subjects: [{ kind: "ServiceAccount", name: word(dice), namespace: "{ns}" }],
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
    }),
    change: (dice) =>
      dice.pick([
        { subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: word(dice) }] },
        { subjects: null },
      ]),
    wrong: (dice) =>
      dice.pick([{ roleRef: { name: "other" } }, { roleRef: null }, {
        subjects: [{ kind: "Ghost" }],
      }]),
  },
  {
    apiVersion: "v1",
    kind: "Event",
    plural: "events",
    weight: 2,
    fields: ["reason", "type", "involvedObject.name"],
    content: (dice) => ({
      involvedObject: { kind: "ConfigMap", apiVersion: "v1", namespace: "{ns}", name: "a" },
      reason: word(dice),
      message: "It was",
      type: "Normal",
    }),
    change: (dice) => dice.pick([{ count: dice.between(1, 5) }, { message: word(dice) }]),
    wrong: (dice) =>
      dice.pick([{ involvedObject: { namespace: "other" } }, { count: "many" }, { type: null }]),
  },
];
