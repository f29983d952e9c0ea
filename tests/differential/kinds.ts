import type { Dice } from "./random.ts";
import type { Json } from "./types.ts";

/** A kind that sequences use. */
export interface KindSpec {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly cluster?: boolean;
  readonly custom?: boolean;
  readonly status?: boolean;
  readonly scale?: boolean;
  /** How often it is chosen. */
  readonly weight: number;
  /** Everything but apiVersion, kind and metadata: a valid object. */
  readonly content: (dice: Dice, name: string) => Json;
  /** A change that is valid, as a merge patch. */
  readonly change: (dice: Dice) => Json;
  /** A change that is not valid, or hardly, as a merge patch. */
  readonly wrong?: (dice: Dice) => Json;
  /** A change of the status, as a merge patch. */
  readonly changeStatus?: (dice: Dice) => Json;
  /** Field selectors that the kind knows. */
  readonly fields?: readonly string[];
}

export const customGroup = "diff.example.test";

const word = (dice: Dice) => dice.pick(["a", "b", "c", "red", "blue", "x1"]);

function template(dice: Dice, name: string): Json {
  return { metadata: { labels: { app: name } }, spec: podSpec(dice) };
}

function podSpec(dice: Dice): Json {
  const container: Json = { name: "main", image: dice.pick(["one", "one:2", "host:5/one:latest"]) };
  if (dice.chance(0.3)) container.env = [{ name: "A", value: word(dice) }, { name: "B" }];
  if (dice.chance(0.3)) {
    container.ports = [{ containerPort: 80 }, { name: "dns", containerPort: 53, protocol: "UDP" }];
  }
  if (dice.chance(0.2)) container.resources = { limits: { cpu: "500m", memory: "1Gi" } };
  if (dice.chance(0.15)) container.livenessProbe = { httpGet: { port: 80 } };
  if (dice.chance(0.15)) container.command = ["sh", "-c", "true"];
  if (dice.chance(0.15)) container.volumeMounts = [{ name: "v", mountPath: "/v" }];
  return {
    containers: dice.chance(0.2) ? [container, { name: "side", image: "two" }] : [container],
    ...(container.volumeMounts || dice.chance(0.1)
      ? {
        volumes: [{
          name: "v",
          ...dice.pick([{}, { configMap: { name: "c" } }, { emptyDir: {} }]),
        }],
      }
      : {}),
    ...(dice.chance(0.1) ? { serviceAccountName: "robot" } : {}),
    ...(dice.chance(0.1) ? { nodeSelector: { disk: "ssd" } } : {}),
    ...(dice.chance(0.1) ? { tolerations: [{ key: "k", operator: "Exists" }] } : {}),
  };
}

const changeTemplate = (dice: Dice): Json =>
  dice.pick([
    { spec: { template: { spec: { terminationGracePeriodSeconds: dice.between(1, 60) } } } },
    { spec: { template: { metadata: { annotations: { when: word(dice) } } } } },
    {
      spec: {
        template: { spec: { containers: [{ name: "main", image: `one:${dice.between(1, 5)}` }] } },
      },
    },
  ]);

const wrongWorkload = (dice: Dice): Json =>
  dice.pick([
    { spec: { replicas: -1 } },
    { spec: { replicas: "two" } },
    { spec: { replicas: 1.5 } },
    { spec: { selector: { matchLabels: { app: "other" } } } },
    { spec: { selector: null } },
    { spec: { template: { spec: { containers: [] } } } },
    { spec: { template: { spec: { containers: [{ name: "main" }] } } } },
    { spec: { template: { spec: { containers: [{ image: "one" }] } } } },
    { spec: { template: { spec: { containers: [{ name: "Main_", image: "one" }] } } } },
    { spec: { template: { spec: { restartPolicy: "Never" } } } },
    { spec: { template: { spec: { surprise: 1 } } } },
    { spec: { surprise: { a: 1 } } },
    { spec: { template: { metadata: { labels: { app: "zzz" } } } } },
    { spec: { minReadySeconds: -2 } },
    { spec: 7 },
    { spec: null },
  ]);

const workload = (dice: Dice, name: string): Json => ({
  spec: {
    replicas: dice.between(0, 3),
    selector: { matchLabels: { app: name } },
    template: template(dice, name),
  },
});

function condition(dice: Dice): Json {
  return {
    type: dice.pick(["Ready", "Available"]),
    status: dice.pick(["True", "False"]),
    lastTransitionTime: "2020-01-01T00:00:00Z",
    reason: "Because",
    message: word(dice),
  };
}

export const kinds: readonly KindSpec[] = [
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
    apiVersion: "apps/v1",
    kind: "Deployment",
    plural: "deployments",
    weight: 9,
    status: true,
    scale: true,
    content: workload,
    change: (dice) =>
      dice.weighted([
        [3, { spec: { replicas: dice.between(0, 5) } }],
        [3, changeTemplate(dice)],
        [1, { spec: { paused: dice.chance(0.5) } }],
        [1, { spec: { strategy: { type: "Recreate", rollingUpdate: null } } }],
        [1, { spec: { minReadySeconds: dice.between(0, 3) } }],
      ]),
    wrong: (dice) =>
      dice.weighted<Json>([
        [9, wrongWorkload(dice)],
        [1, { spec: { strategy: { type: "Strange" } } }],
        [1, { spec: { strategy: { type: "Recreate" } } }],
        [1, { spec: { progressDeadlineSeconds: 1, minReadySeconds: 5 } }],
      ]),
    changeStatus: (dice) =>
      dice.pick([
        { status: { replicas: 2, readyReplicas: dice.between(0, 3) } },
        { status: { conditions: [condition(dice)] } },
        { status: { observedGeneration: 1 } },
        { status: { replicas: -1 } },
        { status: { surprise: 1 } },
        { status: { replicas: "two" } },
      ]),
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    plural: "replicasets",
    weight: 2,
    status: true,
    scale: true,
    fields: ["status.replicas"],
    content: workload,
    change: (dice) => dice.pick([{ spec: { replicas: dice.between(0, 5) } }, changeTemplate(dice)]),
    wrong: wrongWorkload,
    changeStatus: (dice) =>
      dice.pick([{ status: { replicas: 3, readyReplicas: 1 } }, {
        status: { replicas: 1, readyReplicas: 2 },
      }]),
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    plural: "statefulsets",
    weight: 2,
    status: true,
    scale: true,
    content: (dice, name) => {
      const { spec } = workload(dice, name);
      return {
        spec: {
          ...spec,
          serviceName: name,
          ...(dice.chance(0.4)
            ? {
              volumeClaimTemplates: [{
                metadata: { name: "data" },
                spec: {
                  accessModes: ["ReadWriteOnce"],
                  resources: { requests: { storage: "1Gi" } },
                },
              }],
            }
            : {}),
        },
      };
    },
    change: (dice) => dice.pick([{ spec: { replicas: dice.between(0, 5) } }, changeTemplate(dice)]),
    wrong: (dice) => dice.pick([wrongWorkload(dice), { spec: { serviceName: "other" } }]),
    changeStatus: () => ({ status: { replicas: 1, readyReplicas: 1 } }),
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    plural: "daemonsets",
    weight: 1,
    status: true,
    content: (dice, name) => {
      const { replicas: _, ...spec } = workload(dice, name).spec;
      return { spec };
    },
    change: changeTemplate,
    changeStatus: () => ({ status: { numberReady: 1, desiredNumberScheduled: 2 } }),
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    plural: "jobs",
    weight: 2,
    status: true,
    content: (dice) => ({
      spec: {
        template: {
          metadata: { labels: { job: "a" } },
          spec: { ...podSpec(dice), restartPolicy: dice.pick(["Never", "OnFailure"]) },
        },
        ...(dice.chance(0.3) ? { backoffLimit: 2 } : {}),
        ...(dice.chance(0.3) ? { parallelism: 2, completions: 4 } : {}),
      },
    }),
    change: (dice) =>
      dice.pick([{ spec: { suspend: true } }, { spec: { parallelism: dice.between(1, 4) } }, {
        spec: { activeDeadlineSeconds: 50 },
      }]),
    wrong: (dice) =>
      dice.pick([
        { spec: { template: { spec: { restartPolicy: "Always" } } } },
        { spec: { completions: 9 } },
        { spec: { parallelism: -1 } },
        { spec: { surprise: 1 } },
      ]),
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    plural: "cronjobs",
    weight: 1,
    status: true,
    content: (dice) => ({
      spec: {
        schedule: "*/5 * * * *",
        jobTemplate: { spec: { template: { spec: { ...podSpec(dice), restartPolicy: "Never" } } } },
      },
    }),
    change: (dice) => dice.pick([{ spec: { suspend: true } }, { spec: { schedule: "1 * * * *" } }]),
    wrong: (dice) =>
      dice.pick([{ spec: { schedule: "often" } }, { spec: { schedule: null } }, {
        spec: { concurrencyPolicy: "Sometimes" },
      }]),
    changeStatus: () => ({ status: { lastScheduleTime: "2020-01-01T00:00:00Z" } }),
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    plural: "pods",
    weight: 6,
    status: true,
    fields: ["spec.nodeName", "status.phase", "spec.restartPolicy"],
    content: (dice) => ({ spec: podSpec(dice) }),
    change: (dice) =>
      dice.pick([
        { spec: { activeDeadlineSeconds: dice.between(5, 50) } },
        { spec: { containers: [{ name: "main", image: `one:${dice.between(1, 5)}` }] } },
      ]),
    wrong: (dice) =>
      dice.pick([
        { spec: { nodeSelector: { a: "b" } } },
        { spec: { containers: [] } },
        { spec: { containers: null } },
        { spec: { containers: [{ name: "main", image: "one" }, { name: "main", image: "one" }] } },
        { spec: { restartPolicy: "Perhaps" } },
        { spec: { terminationGracePeriodSeconds: -1 } },
        { spec: { surprise: 1 } },
        { spec: { containers: [{ name: "main", image: "one", surprise: 1 }] } },
        {
          spec: { containers: [{ name: "main", image: "one", ports: [{ containerPort: "80" }] }] },
        },
        { spec: { containers: [{ name: "main", image: "one", imagePullPolicy: "Now" }] } },
        { spec: { hostNetwork: "yes" } },
      ]),
    changeStatus: (dice) =>
      dice.pick([
        { status: { phase: dice.pick(["Running", "Succeeded"]) } },
        { status: { conditions: [condition(dice)] } },
        { status: { podIP: "10.1.2.3", podIPs: [{ ip: "10.1.2.3" }] } },
      ]),
  },
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
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers",
    weight: 1,
    status: true,
    content: () => ({
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
      },
    }),
    change: (dice) => ({ spec: { maxReplicas: dice.between(3, 9) } }),
    wrong: (dice) => dice.pick([{ spec: { maxReplicas: 0 } }, { spec: { minReplicas: 7 } }]),
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
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Widget",
    plural: "widgets",
    custom: true,
    status: true,
    scale: true,
    weight: 16,
    content: (dice) =>
      dice.pick<Json>([
        { spec: {} },
        { spec: { size: dice.between(1, 9), color: "blue" } },
        { spec: { ports: [{ name: "a", port: 1 }, { name: "b" }], tags: ["x", "y"] } },
        { spec: { labels: { a: "1" }, nested: { deep: { value: "v" } } } },
        { spec: { free: { any: [1, { thing: null }] }, either: "50%" } },
      ]),
    change: (dice) =>
      dice.pick<Json>([
        { spec: { size: dice.between(1, 9) } },
        { spec: { color: dice.pick(["red", "green", "blue"]) } },
        { spec: { ports: [{ name: dice.pick(["a", "c"]), port: dice.between(1, 5) }] } },
        { spec: { tags: dice.pick([["x"], ["y", "z"], []]) } },
        { spec: { labels: { [word(dice)]: word(dice) } } },
        { spec: { nested: { deep: { value: word(dice) } } } },
        { spec: { nested: null } },
        { spec: { either: dice.pick<Json>([5, "5%"]) } },
        { spec: { replicas: dice.between(0, 4) } },
        { spec: { maybe: dice.pick([null, "set"]) } },
        { spec: { ratio: 0.5 } },
      ]),
    wrong: (dice) =>
      dice.pick<Json>([
        { spec: { size: 0 } },
        { spec: { size: "3" } },
        { spec: { size: 1.5 } },
        { spec: { color: "pink" } },
        { spec: { ports: [{ port: 1 }] } },
        { spec: { ports: [{ name: "a" }, { name: "a" }] } },
        { spec: { tags: ["x", "x"] } },
        { spec: { tags: [1] } },
        { spec: { tags: "x" } },
        { spec: { labels: { a: 1 } } },
        { spec: { name: "Has Spaces" } },
        { spec: { name: "waytoolongforthis" } },
        { spec: { when: "never" } },
        { spec: { surprise: { deep: 1 } } },
        { surprise: 1 },
        { spec: { nested: { deep: { surprise: 1 } } } },
        { spec: { either: true } },
        { spec: { either: 1.5 } },
        { spec: { nested: { deep: 5 } } },
        { spec: null },
        { spec: [] },
        { spec: { color: null, size: null } },
        { spec: { many: [1, 2, 3, 4] } },
        { spec: { replicas: -1 } },
      ]),
    changeStatus: (dice) =>
      dice.pick<Json>([
        { status: { ready: dice.chance(0.5) } },
        { status: { note: word(dice), replicas: dice.between(0, 3) } },
        { status: { conditions: [condition(dice)] } },
        { status: { ready: "yes" } },
        { status: { surprise: 1 } },
        { status: null },
        { spec: { size: 7 }, status: { note: "both" } },
      ]),
  },
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Gadget",
    plural: "gadgets",
    custom: true,
    weight: 5,
    fields: ["spec.owner"],
    content: (dice) =>
      dice.pick<Json>([{}, { spec: { owner: word(dice), other: [1] } }, { top: 1 }]),
    change: (dice) =>
      dice.pick<Json>([
        { spec: { owner: word(dice) } },
        { spec: { more: { a: null, b: [] } } },
        { status: { seen: true } },
        { top: { x: 1 } },
      ]),
    wrong: (dice) => dice.pick<Json>([{ spec: { owner: 5 } }, { spec: "text" }]),
  },
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Zone",
    plural: "zones",
    custom: true,
    cluster: true,
    weight: 2,
    content: () => ({ spec: { level: 1 } }),
    change: (dice) => ({ spec: { level: dice.between(1, 5) } }),
    wrong: (dice) => dice.pick<Json>([{ spec: { level: "x" } }, { extra: 1 }]),
  },
];

export const widgetSchema: Json = {
  type: "object",
  required: ["spec"],
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer", minimum: 1, maximum: 100, default: 3 },
        color: { type: "string", enum: ["red", "green", "blue"], default: "red" },
        name: { type: "string", pattern: "^[a-z]*$", maxLength: 10 },
        when: { type: "string", format: "date-time" },
        replicas: { type: "integer", format: "int32", minimum: 0 },
        ratio: { type: "number" },
        maybe: { type: "string", nullable: true },
        many: { type: "array", maxItems: 3, items: { type: "integer" } },
        either: { "x-kubernetes-int-or-string": true },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        labels: { type: "object", additionalProperties: { type: "string" } },
        nested: {
          type: "object",
          properties: {
            deep: {
              type: "object",
              properties: {
                value: { type: "string" },
                level: { type: "integer", default: 1 },
              },
            },
          },
        },
        ports: {
          type: "array",
          items: {
            type: "object",
            required: ["name"],
            properties: {
              name: { type: "string" },
              port: { type: "integer" },
              protocol: { type: "string", default: "TCP" },
            },
          },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
        },
        tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
      },
    },
    status: {
      type: "object",
      properties: {
        ready: { type: "boolean" },
        note: { type: "string" },
        replicas: { type: "integer" },
        selector: { type: "string" },
        conditions: {
          type: "array",
          items: {
            type: "object",
            required: ["type", "status"],
            properties: {
              type: { type: "string" },
              status: { type: "string" },
              reason: { type: "string" },
              message: { type: "string" },
              lastTransitionTime: { type: "string", format: "date-time" },
            },
          },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["type"],
        },
      },
    },
  },
};

function definition(kind: string, scope: string, version: Json): Json {
  const singular = kind.toLowerCase();
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${singular}s.${customGroup}` },
    spec: {
      group: customGroup,
      scope,
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      versions: [{ name: "v1", served: true, storage: true, ...version }],
    },
  };
}

/** The definitions of the custom kinds above, installed on both servers before the first sequence. */
export const definitions: readonly Json[] = [
  definition("Widget", "Namespaced", {
    schema: { openAPIV3Schema: widgetSchema },
    subresources: {
      status: {},
      scale: {
        specReplicasPath: ".spec.replicas",
        statusReplicasPath: ".status.replicas",
        labelSelectorPath: ".status.selector",
      },
    },
    additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
  }),
  definition("Gadget", "Namespaced", {
    schema: {
      openAPIV3Schema: {
        type: "object",
        "x-kubernetes-preserve-unknown-fields": true,
        properties: {
          spec: {
            type: "object",
            "x-kubernetes-preserve-unknown-fields": true,
            properties: { owner: { type: "string" } },
          },
        },
      },
    },
    selectableFields: [{ jsonPath: ".spec.owner" }],
  }),
  definition("Zone", "Cluster", {
    schema: {
      openAPIV3Schema: {
        type: "object",
        properties: { spec: { type: "object", properties: { level: { type: "integer" } } } },
      },
    },
  }),
];

/** Path of a kind's collection, of an object, or of its subresource. */
export function pathOf(kind: KindSpec, name?: string, subresource?: string): string {
  const root = kind.apiVersion.includes("/") ? `/apis/${kind.apiVersion}` : `/api/v1`;
  const scope = kind.cluster ? "" : "/namespaces/{ns}";
  const tail = name === undefined ? "" : `/${name}${subresource ? `/${subresource}` : ""}`;
  return `${root}${scope}/${kind.plural}${tail}`;
}
