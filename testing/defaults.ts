import type { Kind } from "./kinds.ts";
import { defaultBinding } from "./rbac/validate.ts";
import { child, isObject, type JsonObject, type StoredObject } from "./object.ts";

// What kube-apiserver fills in (kubernetes/pkg/apis/*/v1/defaults.go), for the fields that show most.

type Defaults = { readonly [key: string]: unknown };

function fill(target: JsonObject, defaults: Defaults): void {
  for (const key of Object.keys(defaults)) {
    if (target[key] === undefined || target[key] === null) {
      target[key] = structuredCopy(defaults[key]);
    }
  }
}

function structuredCopy(value: unknown): unknown {
  return typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value;
}

function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

const probe = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};

function fillContainer(container: JsonObject): void {
  const image = String(container.image ?? "");
  const tag = /(?::([^/:@]+))?(@.*)?$/.exec(image);
  const latest = !tag?.[2] && (!tag?.[1] || tag[1] === "latest");
  fill(container, {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: latest ? "Always" : "IfNotPresent",
  });
  for (const port of items(container.ports)) fill(port, { protocol: "TCP" });
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const given = container[name];
    if (!isObject(given)) continue;
    fill(given, probe);
    if (isObject(given.httpGet)) fill(given.httpGet, { path: "/", scheme: "HTTP" });
  }
  for (const variable of items(container.env)) {
    const from = isObject(variable.valueFrom) ? variable.valueFrom.fieldRef : undefined;
    if (isObject(from)) fill(from, { apiVersion: "v1" });
  }
}

function fillPodSpec(spec: JsonObject): void {
  fill(spec, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  });
  if (spec.serviceAccountName !== undefined && spec.serviceAccount === undefined) {
    spec.serviceAccount = spec.serviceAccountName;
  }
  for (const container of [...items(spec.containers), ...items(spec.initContainers)]) {
    fillContainer(container);
  }
  for (const volume of items(spec.volumes)) {
    for (const source of ["configMap", "secret", "projected", "downwardAPI"]) {
      const given = volume[source];
      if (isObject(given)) fill(given, { defaultMode: 420 });
    }
  }
}

function fillTemplate(spec: JsonObject): void {
  const template = spec.template;
  if (isObject(template)) fillPodSpec(child(template, "spec"));
}

function fillService(object: StoredObject): void {
  const spec = child(object, "spec");
  fill(spec, { sessionAffinity: "None", type: "ClusterIP" });
  for (const port of items(spec.ports)) {
    fill(port, { protocol: "TCP" });
    fill(port, { targetPort: port.port });
  }
  if (!object.status) object.status = { loadBalancer: {} };
  if (spec.type === "ExternalName") return;
  fill(spec, {
    internalTrafficPolicy: "Cluster",
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
  });
  // An address of the service network, from the uid so that it needs no allocator.
  const digits = (object.metadata.uid ?? "").replaceAll("-", "");
  const [high, low] = [
    parseInt(digits.slice(0, 2), 16) || 1,
    parseInt(digits.slice(2, 4), 16) || 1,
  ];
  fill(spec, { clusterIP: `10.96.${high}.${low}` });
  fill(spec, { clusterIPs: [spec.clusterIP] });
  if (spec.type === "LoadBalancer" || spec.type === "NodePort") {
    fill(spec, { externalTrafficPolicy: "Cluster" });
  }
}

// Typed servers do not write empty maps out.
function dropEmpty(object: StoredObject): void {
  for (const field of ["data", "binaryData"]) {
    const map = object[field];
    if (isObject(map) && !Object.keys(map).length) delete object[field];
  }
}

function fillSecret(object: StoredObject): void {
  fill(object, { type: "Opaque" });
  dropEmpty(object);
  if (!isObject(object.stringData)) return;
  const data = child(object, "data");
  for (const [key, value] of Object.entries(object.stringData)) {
    const bytes = new TextEncoder().encode(String(value));
    data[key] = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }
  delete object.stringData;
}

function fillNamespace(object: StoredObject): void {
  const labels = { ...object.metadata.labels };
  labels["kubernetes.io/metadata.name"] = object.metadata.name ?? "";
  object.metadata.labels = labels;
  child(object, "spec").finalizers ??= ["kubernetes"];
  fill(child(object, "status"), { phase: "Active" });
}

function fillDefinition(object: StoredObject): void {
  const spec = child(object, "spec");
  const names = child(spec, "names");
  fill(names, { singular: String(names.kind ?? "").toLowerCase(), listKind: `${names.kind}List` });
  fill(spec, { conversion: { strategy: "None" } });
  for (const version of items(spec.versions)) {
    for (const column of items(version.additionalPrinterColumns)) {
      if (column.priority === 0) delete column.priority;
    }
  }
  if (!object.status) {
    object.status = {
      acceptedNames: { kind: "", plural: "" },
      conditions: [],
      storedVersions: items(spec.versions)
        .filter((version) => version.storage === true).map((version) => version.name),
    };
  }
}

const rolling = { maxUnavailable: "25%", maxSurge: "25%" };

const fillers: Readonly<Record<string, (object: StoredObject) => void>> = {
  namespaces: fillNamespace,
  configmaps: dropEmpty,
  secrets: fillSecret,
  services: fillService,
  pods(object) {
    fillPodSpec(child(object, "spec"));
    child(object, "spec").enableServiceLinks ??= true;
    fill(child(object, "status"), { phase: "Pending", qosClass: "BestEffort" });
  },
  "apps/deployments"(object) {
    const spec = child(object, "spec");
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = child(spec, "strategy");
    fill(strategy, { type: "RollingUpdate" });
    if (strategy.type === "RollingUpdate") fill(child(strategy, "rollingUpdate"), rolling);
    fillTemplate(spec);
    object.status ??= {};
  },
  "apps/replicasets"(object) {
    fill(child(object, "spec"), { replicas: 1 });
    fillTemplate(child(object, "spec"));
    fill(child(object, "status"), { replicas: 0 });
  },
  "apps/statefulsets"(object) {
    const spec = child(object, "spec");
    fill(spec, {
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: "OrderedReady",
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    });
    const strategy = child(spec, "updateStrategy");
    fill(strategy, { type: "RollingUpdate" });
    if (strategy.type === "RollingUpdate") fill(child(strategy, "rollingUpdate"), { partition: 0 });
    fillTemplate(spec);
    fill(child(object, "status"), { replicas: 0, availableReplicas: 0 });
  },
  "apps/daemonsets"(object) {
    const spec = child(object, "spec");
    fill(spec, { revisionHistoryLimit: 10 });
    const strategy = child(spec, "updateStrategy");
    fill(strategy, { type: "RollingUpdate" });
    if (strategy.type === "RollingUpdate") {
      fill(child(strategy, "rollingUpdate"), { maxUnavailable: 1, maxSurge: 0 });
    }
    fillTemplate(spec);
    fill(child(object, "status"), {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
  },
  "batch/jobs"(object) {
    const spec = child(object, "spec");
    fill(spec, {
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: "NonIndexed",
      suspend: false,
      podReplacementPolicy: "TerminatingOrFailed",
      manualSelector: false,
    });
    const uid = object.metadata.uid ?? "";
    const template = child(spec, "template");
    const labels = child(child(template, "metadata"), "labels");
    fill(labels, {
      "batch.kubernetes.io/controller-uid": uid,
      "batch.kubernetes.io/job-name": object.metadata.name,
      "controller-uid": uid,
      "job-name": object.metadata.name,
    });
    fill(spec, { selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } } });
    fillTemplate(spec);
    object.status ??= {};
  },
  "batch/cronjobs"(object) {
    const spec = child(object, "spec");
    fill(spec, {
      concurrencyPolicy: "Allow",
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    fillTemplate(child(child(spec, "jobTemplate"), "spec"));
    object.status ??= {};
  },
  persistentvolumeclaims(object) {
    fill(child(object, "spec"), { volumeMode: "Filesystem" });
    fill(child(object, "status"), { phase: "Pending" });
  },
  "networking.k8s.io/ingresses": (object) => fill(object, { status: { loadBalancer: {} } }),
  "apiextensions.k8s.io/customresourcedefinitions": fillDefinition,
};

/** Fills in what the server fills in. Changes `object`. */
export function applyBuiltinDefaults(kind: Kind, object: StoredObject): void {
  if (kind.plural.endsWith("bindings")) defaultBinding(object);
  fillers[kind.storage]?.(object);
}
