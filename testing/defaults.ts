import { fillPodSpec, fillTemplate, requestLimits } from "./default_pods.ts";
import type { Kind } from "./kinds.ts";
import { child, isObject, type JsonObject, type StoredObject } from "./object.ts";
import { fill, items } from "./fill.ts";
import { generationNote } from "./prepare.ts";
import { defaultBinding } from "./rbac/validate.ts";

// What kube-apiserver fills in as it reads an object (kubernetes/pkg/apis/*/v1/defaults.go). Whoever writes the object
// owns it; what the server gives later, when it stores the object, is in prepare.ts.

function fillService(object: StoredObject): void {
  const spec = child(object, "spec");
  fill(spec, { sessionAffinity: "None", type: "ClusterIP" });
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP") {
    fill(child(child(spec, "sessionAffinityConfig"), "clientIP"), { timeoutSeconds: 10_800 });
  }
  for (const port of items(spec.ports)) {
    fill(port, { protocol: "TCP" });
    if (!port.targetPort) port.targetPort = port.port;
  }
  const outside = spec.type === "LoadBalancer" || spec.type === "NodePort";
  if (outside || (Array.isArray(spec.externalIPs) && spec.externalIPs.length)) {
    fill(spec, { externalTrafficPolicy: "Cluster" });
  }
  if (outside || spec.type === "ClusterIP") fill(spec, { internalTrafficPolicy: "Cluster" });
  if (spec.type !== "LoadBalancer") return;
  fill(spec, { allocateLoadBalancerNodePorts: true });
  const status = isObject(object.status) ? object.status.loadBalancer : undefined;
  for (const ingress of items(isObject(status) ? status.ingress : undefined)) {
    if (ingress.ip) fill(ingress, { ipMode: "VIP" });
  }
}

function fillSecret(object: StoredObject): void {
  fill(object, { type: "Opaque" });
  if (!isObject(object.stringData)) return;
  const data = child(object, "data");
  for (const [key, value] of Object.entries(object.stringData)) {
    const bytes = new TextEncoder().encode(String(value));
    data[key] = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }
  delete object.stringData;
}

function fillNamespace(object: StoredObject): void {
  fill(child(object, "status"), { phase: "Active" });
  const name = object.metadata.name ?? "";
  if (!name) return;
  object.metadata.labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": name };
}

function fillDefinition(object: StoredObject): void {
  const spec = child(object, "spec");
  const names = child(spec, "names");
  const { kind } = names;
  if (kind) fill(names, { singular: String(kind).toLowerCase(), listKind: `${kind}List` });
  fill(spec, { conversion: { strategy: "None" } });
}

function fillDeployment(object: StoredObject): void {
  const spec = child(object, "spec");
  fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy = child(spec, "strategy");
  fill(strategy, { type: "RollingUpdate" });
  if (strategy.type === "RollingUpdate") {
    fill(child(strategy, "rollingUpdate"), { maxUnavailable: "25%", maxSurge: "25%" });
  }
  fillTemplate(spec);
}

function fillStatefulSet(object: StoredObject): void {
  const spec = child(object, "spec");
  const strategy = child(spec, "updateStrategy");
  if (!strategy.type) {
    strategy.type = "RollingUpdate";
    fill(strategy, { rollingUpdate: {} });
  }
  if (strategy.type === "RollingUpdate" && isObject(strategy.rollingUpdate)) {
    fill(strategy.rollingUpdate, { partition: 0 });
  }
  fill(spec, { podManagementPolicy: "OrderedReady", replicas: 1, revisionHistoryLimit: 10 });
  const retention = { whenDeleted: "Retain", whenScaled: "Retain" };
  fill(child(spec, "persistentVolumeClaimRetentionPolicy"), retention);
  for (const claim of items(spec.volumeClaimTemplates)) {
    claim.apiVersion = "v1";
    claim.kind = "PersistentVolumeClaim";
    fillClaim(claim as StoredObject);
  }
  fillTemplate(spec);
}

function fillDaemonSet(object: StoredObject): void {
  const spec = child(object, "spec");
  // A field of an older version, kept as an annotation.
  object.metadata.annotations = { [generationNote]: "0", ...object.metadata.annotations };
  fill(spec, { revisionHistoryLimit: 10 });
  const strategy = child(spec, "updateStrategy");
  fill(strategy, { type: "RollingUpdate" });
  if (strategy.type === "RollingUpdate") {
    fill(child(strategy, "rollingUpdate"), { maxUnavailable: 1, maxSurge: 0 });
  }
  fillTemplate(spec);
}

function fillJob(object: StoredObject): void {
  const spec = child(object, "spec");
  if (spec.completions === undefined && spec.parallelism === undefined) {
    fill(spec, { completions: 1, parallelism: 1 });
  }
  fill(spec, {
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
    completionMode: "NonIndexed",
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed",
    manualSelector: false,
  });
  const template = child(child(spec, "template"), "metadata");
  if (isObject(template.labels) && !Object.keys(object.metadata.labels ?? {}).length) {
    object.metadata.labels = { ...template.labels } as Record<string, string>;
  }
  fillTemplate(spec);
}

function fillCronJob(object: StoredObject): void {
  const spec = child(object, "spec");
  fill(spec, {
    concurrencyPolicy: "Allow",
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  fillTemplate(child(child(spec, "jobTemplate"), "spec"));
}

function fillClaim(object: JsonObject): void {
  fill(child(object, "spec"), { volumeMode: "Filesystem" });
  fill(child(object, "status"), { phase: "Pending" });
}

const usualMetric = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
};

function fillAutoscaler(object: StoredObject): void {
  const spec = child(object, "spec");
  fill(spec, { minReplicas: 1 });
  if (!items(spec.metrics).length) spec.metrics = [usualMetric];
}

function fillPolicy(object: StoredObject): void {
  const spec = child(object, "spec");
  const types = spec.egress === undefined ? ["Ingress"] : ["Ingress", "Egress"];
  if (!Array.isArray(spec.policyTypes)) spec.policyTypes = types;
  for (const rule of [...items(spec.ingress), ...items(spec.egress)]) {
    for (const port of items(rule.ports)) fill(port, { protocol: "TCP" });
  }
}

function fillPorts(object: JsonObject): void {
  for (const port of items(object.ports)) fill(port, { protocol: "TCP" });
}

const fillers: Readonly<Record<string, (object: StoredObject) => void>> = {
  namespaces: fillNamespace,
  secrets: fillSecret,
  services: fillService,
  pods(object) {
    const spec = child(object, "spec");
    fillPodSpec(spec);
    requestLimits(spec);
    fill(spec, { enableServiceLinks: true });
  },
  persistentvolumeclaims: fillClaim,
  persistentvolumes(object) {
    fill(child(object, "spec"), {
      persistentVolumeReclaimPolicy: "Retain",
      volumeMode: "Filesystem",
    });
    fill(child(object, "status"), { phase: "Pending" });
  },
  endpoints: (object) => items(object.subsets).forEach(fillPorts),
  podtemplates: fillTemplate,
  "apps/deployments": fillDeployment,
  "apps/replicasets"(object) {
    fill(child(object, "spec"), { replicas: 1 });
    fillTemplate(child(object, "spec"));
  },
  "apps/statefulsets": fillStatefulSet,
  "apps/daemonsets": fillDaemonSet,
  "batch/jobs": fillJob,
  "batch/cronjobs": fillCronJob,
  "discovery.k8s.io/endpointslices"(object) {
    for (const port of items(object.ports)) fill(port, { name: "", protocol: "TCP" });
  },
  "autoscaling/horizontalpodautoscalers": fillAutoscaler,
  "networking.k8s.io/networkpolicies": fillPolicy,
  "scheduling.k8s.io/priorityclasses": (object) =>
    fill(object, { preemptionPolicy: "PreemptLowerPriority" }),
  "storage.k8s.io/storageclasses": (object) =>
    fill(object, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
  "apiextensions.k8s.io/customresourcedefinitions": fillDefinition,
};

/** Fills in what the server fills in as it reads an object. Changes `object`. */
export function applyBuiltinDefaults(kind: Kind, object: StoredObject): void {
  if (kind.custom) return;
  if (kind.plural.endsWith("bindings")) defaultBinding(object);
  fillers[kind.storage]?.(object);
}
