import type { Kind } from "./kinds.ts";
import { fill, items } from "./fill.ts";
import { child, isObject, type JsonObject, sameJson, type StoredObject } from "./object.ts";

// What kube-apiserver gives to an object as it stores it: its strategies (kubernetes/pkg/registry), its allocators and
// the admission plugins that are on by default. Nobody owns that.

const protection = "kubernetes.io/pvc-protection";

// An address of the service network, from the uid so that it needs no allocator.
function addressOf(object: StoredObject): string {
  const digits = (object.metadata.uid ?? "").replaceAll("-", "");
  const part = (at: number) => parseInt(digits.slice(at, at + 2), 16) || 1;
  return `10.96.${part(0)}.${part(2)}`;
}

// Ports of nodes, in the same way.
function portOf(object: StoredObject, index: number): number {
  const digits = (object.metadata.uid ?? "").replaceAll("-", "");
  return 30_000 + ((parseInt(digits.slice(4, 8), 16) || 0) + index) % 2768;
}

function giveAddress(object: StoredObject, old: StoredObject | undefined): void {
  const spec = child(object, "spec");
  const before = isObject(old?.spec) ? old.spec : {};
  if (spec.type === "ExternalName") {
    for (const key of ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) {
      if (before.type !== "ExternalName") delete spec[key];
    }
    return;
  }
  if (before.type !== undefined && before.type !== "ExternalName") {
    // Who leaves these out does not want them gone.
    fill(spec, { ...pick(before, ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) });
    keepPorts(spec, before);
  }
  if (spec.clusterIP === undefined && Array.isArray(spec.clusterIPs)) {
    spec.clusterIP = spec.clusterIPs[0];
  }
  if (!spec.clusterIP) spec.clusterIP = addressOf(object);
  const selects = isObject(spec.selector) && Object.keys(spec.selector).length > 0;
  const open = spec.clusterIP === "None" && !selects;
  fill(spec, {
    clusterIPs: [spec.clusterIP],
    ipFamilies: open ? ["IPv4", "IPv6"] : ["IPv4"],
    ipFamilyPolicy: open ? "RequireDualStack" : "SingleStack",
  });
  const onNodes = spec.type === "NodePort" ||
    (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
  const kept = (key: string) => before[key] !== undefined && sameJson(before[key], spec[key]);
  if (!onNodes && spec.type !== "LoadBalancer" && kept("externalTrafficPolicy")) {
    delete spec.externalTrafficPolicy;
  }
  if (spec.type !== "LoadBalancer" && kept("allocateLoadBalancerNodePorts")) {
    delete spec.allocateLoadBalancerNodePorts;
  }
  const known = new Set(items(before.ports).map((port) => port.nodePort));
  items(spec.ports).forEach((port, index) => {
    if (onNodes) port.nodePort ??= portOf(object, index);
    else if (known.has(port.nodePort)) delete port.nodePort;
  });
}

function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}

function keepPorts(spec: JsonObject, before: JsonObject): void {
  if (spec.type !== "NodePort" && spec.type !== "LoadBalancer") return;
  const known = items(before.ports);
  for (const port of items(spec.ports)) {
    const same = known.find((one) => one.port === port.port && one.protocol === port.protocol);
    if (same?.nodePort !== undefined) port.nodePort ??= same.nodePort;
  }
}

function qualityOf(spec: JsonObject): string {
  const all = [...items(spec.containers), ...items(spec.initContainers)].map(({ resources }) => ({
    limits: isObject(resources) && isObject(resources.limits) ? resources.limits : {},
    requests: isObject(resources) && isObject(resources.requests) ? resources.requests : {},
  }));
  const names = ["cpu", "memory"] as const;
  const empty = ({ limits, requests }: (typeof all)[number]) =>
    names.every((name) => limits[name] === undefined && requests[name] === undefined);
  if (all.every(empty)) return "BestEffort";
  const full = ({ limits, requests }: (typeof all)[number]) =>
    names.every((name) => limits[name] !== undefined && limits[name] === requests[name]);
  return all.every(full) ? "Guaranteed" : "Burstable";
}

const reachable = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

function preparePod(object: StoredObject, old: StoredObject | undefined): void {
  const spec = child(object, "spec");
  const before = isObject(old?.spec) ? old.spec : {};
  if (old) return fill(spec, pick(before, ["priority", "preemptionPolicy", "tolerations"]));
  object.status = { phase: "Pending", qosClass: qualityOf(spec) };
  // Admission plugins DefaultTolerationSeconds and Priority.
  const given = items(spec.tolerations);
  const tolerated = (key: string) =>
    given.some((one) =>
      (one.key === key || !one.key) && (one.effect === "NoExecute" || !one.effect)
    );
  const added = reachable.filter((key) => !tolerated(key)).map((key) => ({
    key,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 300,
  }));
  if (added.length) spec.tolerations = [...given, ...added];
  fill(spec, { priority: 0, preemptionPolicy: "PreemptLowerPriority" });
}

function prepareJob(object: StoredObject, old: StoredObject | undefined): void {
  if (old) return;
  const spec = child(object, "spec");
  if (spec.manualSelector === true) return;
  const uid = object.metadata.uid ?? "";
  const labels = child(child(child(spec, "template"), "metadata"), "labels");
  const same = sameJson(labels, object.metadata.labels ?? {});
  Object.assign(labels, {
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": object.metadata.name,
    "controller-uid": uid,
    "job-name": object.metadata.name,
  });
  const selector = child(spec, "selector");
  child(selector, "matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
  // Without labels of its own, a job is read from the storage with those of its template.
  if (same || !Object.keys(object.metadata.labels ?? {}).length) {
    object.metadata.labels = { ...labels } as Record<string, string>;
  }
}

/** The annotation of a DaemonSet that counts changes of its template. */
export const generationNote = "deprecated.daemonset.template.generation";

function prepareDaemonSet(object: StoredObject, old: StoredObject | undefined): void {
  const before = isObject(old?.spec) ? old.spec : {};
  const changed = old && !sameJson(before.template, child(object, "spec").template);
  const count = Number(old?.metadata.annotations?.[generationNote] ?? 0);
  object.metadata.annotations = {
    ...object.metadata.annotations,
    [generationNote]: String(old ? count + (changed ? 1 : 0) : 1),
  };
}

function prepareDefinition(object: StoredObject, old: StoredObject | undefined): void {
  const versions = items(child(object, "spec").versions);
  const stored = versions.filter((one) => one.storage === true).slice(0, 1).map((one) => one.name);
  if (old) {
    const status = child(object, "status");
    const before = Array.isArray(status.storedVersions) ? status.storedVersions : [];
    status.storedVersions = [...before, ...stored.filter((name) => !before.includes(name))];
    return;
  }
  object.status = {
    conditions: null,
    acceptedNames: { plural: "", kind: "" },
    storedVersions: stored,
  };
}

const preparations: Readonly<
  Record<string, (object: StoredObject, old: StoredObject | undefined) => void>
> = {
  namespaces(object, old) {
    if (old) {
      object.spec = old.spec;
      return;
    }
    const spec = child(object, "spec");
    const given = Array.isArray(spec.finalizers) ? spec.finalizers : [];
    if (!given.includes("kubernetes")) spec.finalizers = [...given, "kubernetes"];
    object.status = { phase: "Active" };
  },
  services: giveAddress,
  pods: preparePod,
  "batch/jobs": prepareJob,
  "apps/daemonsets": prepareDaemonSet,
  // Both are for elections that a cluster holds only where the feature CoordinatedLeaderElection is on.
  "coordination.k8s.io/leases"(object, old) {
    const { spec } = object;
    if (!isObject(spec)) return;
    for (const field of ["strategy", "preferredHolder"]) {
      if (!isObject(old?.spec) || old.spec[field] === undefined) delete spec[field];
    }
  },
  persistentvolumeclaims(object, old) {
    if (old) return;
    object.status = { phase: "Pending" };
    const finalizers = object.metadata.finalizers ?? [];
    if (!finalizers.includes(protection)) object.metadata.finalizers = [...finalizers, protection];
  },
  "apiextensions.k8s.io/customresourcedefinitions": prepareDefinition,
};

/** Gives to an object what the server gives as it stores it. Changes `object`. */
export function prepareBuiltin(
  kind: Kind,
  object: StoredObject,
  old: StoredObject | undefined,
): void {
  if (!kind.custom) preparations[kind.storage]?.(object, old);
}
