import { items } from "./fill.ts";
import { labelKeyProblems } from "./names.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { type Cause, forbiddenField, invalidValue, notSupported, required } from "./status.ts";

// The rules of kubernetes/pkg/apis/{core,apps,batch}/validation that writes meet most.

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/** A name that is no DNS label. */
export function labelProblem(field: string, value: string): readonly Cause[] {
  if (value.length > 63) return [invalidValue(field, value, "must be no more than 63 characters")];
  return label.test(value) ? [] : [invalidValue(field, value, labelText)];
}

/** A second item of the same name. */
export function duplicate(field: string, value: unknown): Cause {
  return {
    reason: "FieldValueDuplicate",
    message: `Duplicate value: ${JSON.stringify(value)}`,
    field,
  };
}

/** A port that is no port. */
export function portProblem(field: string, value: unknown): readonly Cause[] {
  const right = typeof value === "number" && value >= 1 && value <= 65_535;
  return right ? [] : [invalidValue(field, value, "must be between 1 and 65535, inclusive")];
}

/** A number below 0. */
export function nonNegative(field: string, value: unknown): readonly Cause[] {
  return typeof value === "number" && value < 0
    ? [invalidValue(field, value, "must be greater than or equal to 0")]
    : [];
}

const protocols = ["SCTP", "TCP", "UDP"];
const pullPolicies = ["Always", "IfNotPresent", "Never"];

function container(one: JsonObject, at: string, names: Set<string>): readonly Cause[] {
  const causes: Cause[] = [];
  const name = String(one.name ?? "");
  if (!name) causes.push(required(`${at}.name`));
  else causes.push(...labelProblem(`${at}.name`, name));
  if (name && names.has(name)) causes.push(duplicate(`${at}.name`, name));
  names.add(name);
  if (!one.image) causes.push(required(`${at}.image`));
  const ports = new Set<string>();
  items(one.ports).forEach((port, index) => {
    const place = `${at}.ports[${index}]`;
    if (port.name && ports.has(String(port.name))) {
      causes.push(duplicate(`${place}.name`, port.name));
    }
    ports.add(String(port.name));
    if (!port.containerPort) causes.push(required(`${place}.containerPort`));
    else causes.push(...portProblem(`${place}.containerPort`, port.containerPort));
    if (!protocols.includes(String(port.protocol))) {
      causes.push(notSupported(`${place}.protocol`, port.protocol, protocols));
    }
  });
  items(one.env).forEach((variable, index) => {
    if (!variable.name) causes.push(required(`${at}.env[${index}].name`));
  });
  items(one.volumeMounts).forEach((mount, index) => {
    if (!mount.name) causes.push(required(`${at}.volumeMounts[${index}].name`));
    if (!mount.mountPath) causes.push(required(`${at}.volumeMounts[${index}].mountPath`));
  });
  if (!pullPolicies.includes(String(one.imagePullPolicy))) {
    causes.push(notSupported(`${at}.imagePullPolicy`, one.imagePullPolicy, pullPolicies));
  }
  return causes;
}

const restartPolicies = ["Always", "OnFailure", "Never"];

/** What is wrong with a pod's spec. */
export function podSpecCauses(
  spec: JsonObject,
  at: string,
  moreVolumes: readonly string[] = [],
): readonly Cause[] {
  const causes: Cause[] = [];
  const volumes = new Set(moreVolumes);
  items(spec.volumes).forEach((volume, index) => {
    const name = String(volume.name ?? "");
    if (volumes.has(name)) causes.push(duplicate(`${at}.volumes[${index}].name`, name));
    volumes.add(name);
    if (!name) causes.push(required(`${at}.volumes[${index}].name`));
    else causes.push(...labelProblem(`${at}.volumes[${index}].name`, name));
  });
  const names = new Set<string>();
  const containers = items(spec.containers);
  if (!containers.length) causes.push(required(`${at}.containers`));
  for (const field of ["containers", "initContainers"]) {
    items(spec[field]).forEach((one, index) => {
      causes.push(...container(one, `${at}.${field}[${index}]`, names));
      items(one.volumeMounts).forEach((mount, place) => {
        if (!mount.name || volumes.has(String(mount.name))) return;
        const where = `${at}.${field}[${index}].volumeMounts[${place}].name`;
        causes.push({
          reason: "FieldValueNotFound",
          message: `Not found: ${JSON.stringify(mount.name)}`,
          field: where,
        });
      });
    });
  }
  if (!restartPolicies.includes(String(spec.restartPolicy))) {
    causes.push(notSupported(`${at}.restartPolicy`, spec.restartPolicy, restartPolicies));
  }
  for (const [key] of Object.entries(isObject(spec.nodeSelector) ? spec.nodeSelector : {})) {
    for (const problem of labelKeyProblems(key)) {
      causes.push(invalidValue(`${at}.nodeSelector`, key, problem));
    }
  }
  const { activeDeadlineSeconds } = spec;
  if (typeof activeDeadlineSeconds === "number" && activeDeadlineSeconds < 1) {
    const problem = "must be between 1 and 2147483647, inclusive";
    causes.push(invalidValue(`${at}.activeDeadlineSeconds`, activeDeadlineSeconds, problem));
  }
  return causes;
}

const podChanges =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** What is wrong with a pod, or with its change. */
export function podCauses(
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes = [...podSpecCauses(spec, "spec")];
  if (!old) return causes;
  const before = isObject(old.spec) ? old.spec : {};
  const stop = items(spec.containers).length !== items(before.containers).length
    ? "spec.containers"
    : items(spec.initContainers).length !== items(before.initContainers).length
    ? "spec.initContainers"
    : undefined;
  if (stop) {
    return [
      ...causes,
      forbiddenField(stop, "pod updates may not add or remove containers"),
    ];
  }
  const deadline = spec.activeDeadlineSeconds;
  const earlier = before.activeDeadlineSeconds;
  if (typeof earlier === "number" && typeof deadline !== "number") {
    const problem = "must not update from a positive integer to nil value";
    causes.push(invalidValue("spec.activeDeadlineSeconds", null, problem));
  } else if (typeof earlier === "number" && Number(deadline) > earlier) {
    const problem = "must be less than or equal to previous value";
    causes.push(invalidValue("spec.activeDeadlineSeconds", deadline, problem));
  }
  const fixed = (value: JsonObject) => {
    const { activeDeadlineSeconds: _a, tolerations: _t, ...rest } = value;
    const plain = (list: unknown) => items(list).map(({ image: _, ...one }) => one);
    return {
      ...rest,
      containers: plain(rest.containers),
      initContainers: plain(rest.initContainers),
    };
  };
  if (!sameJson(fixed(spec), fixed(before))) causes.push(forbiddenField("spec", podChanges));
  return causes;
}

/** Whether a selector's labels are among these. */
export function matches(selector: JsonObject, labels: unknown): boolean {
  const found = isObject(labels) ? labels : {};
  const wanted = isObject(selector.matchLabels) ? selector.matchLabels : {};
  return Object.entries(wanted).every(([key, value]) => found[key] === value);
}

/** What is said of a template that its own selector passes over. */
export const withoutRules = "`selector` does not match template `labels`";

/** What is wrong with a workload whose pods are counted. */
export function workloadCauses(
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  const kind = object.kind.toLowerCase();
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  const { selector } = spec;
  const template = isObject(spec.template) ? spec.template : {};
  const labels = valueAt(template, "metadata.labels");
  if (kind === "statefulset") causes.push(...statefulSetCauses(spec, old));
  causes.push(...nonNegative("spec.replicas", spec.replicas));
  if (kind === "replicaset" || kind === "statefulset") {
    causes.push(...nonNegative("spec.minReadySeconds", spec.minReadySeconds));
  }
  if (!isObject(selector)) {
    if (kind !== "daemonset") causes.push(required("spec.selector"));
  } else if (!Object.keys(selector).length) {
    const named = kind === "replicaset" ? "deployment" : kind;
    const problem = `empty selector is invalid for ${named}`;
    causes.push(invalidValue("spec.selector", selector, problem));
  }
  // No selector selects nothing, an empty one all.
  const selects = isObject(selector) && matches(selector, labels);
  if (!selects) {
    causes.push(invalidValue("spec.template.metadata.labels", labels ?? null, withoutRules));
  }
  const claims = items(spec.volumeClaimTemplates)
    .map((claim) => String(valueAt(claim, "metadata.name")));
  causes.push(...podSpecCauses(
    isObject(template.spec) ? template.spec : {},
    "spec.template.spec",
    claims,
  ));
  const policy = valueAt(template, "spec.restartPolicy");
  if (policy !== "Always") {
    causes.push(notSupported("spec.template.spec.restartPolicy", policy, ["Always"]));
  }
  if (kind === "deployment") causes.push(...deploymentCauses(spec));
  if (kind === "daemonset") {
    causes.push(...nonNegative("spec.minReadySeconds", spec.minReadySeconds));
  }
  const before = old && isObject(old.spec) ? old.spec : undefined;
  if (before && kind === "statefulset") causes.push(...statefulSetChanges(spec, before));
  else if (before && !sameJson(before.selector, selector)) {
    causes.push(invalidValue("spec.selector", selector ?? null, "field is immutable"));
  }
  return causes;
}

function deploymentCauses(spec: JsonObject): readonly Cause[] {
  const causes: Cause[] = [];
  const strategy = isObject(spec.strategy) ? spec.strategy : {};
  if (strategy.type === "Recreate") {
    if (strategy.rollingUpdate !== undefined) {
      const problem = "may not be specified when strategy `type` is 'Recreate'";
      causes.push(forbiddenField("spec.strategy.rollingUpdate", problem));
    }
  } else if (strategy.type !== "RollingUpdate") {
    const shown = { Type: strategy.type, RollingUpdate: strategy.rollingUpdate ?? null };
    causes.push(notSupported("spec.strategy", shown, ["Recreate", "RollingUpdate"]));
  }
  causes.push(...nonNegative("spec.minReadySeconds", spec.minReadySeconds));
  causes.push(...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit));
  causes.push(...nonNegative("spec.progressDeadlineSeconds", spec.progressDeadlineSeconds));
  const deadline = Number(spec.progressDeadlineSeconds);
  if (deadline <= Number(spec.minReadySeconds ?? 0)) {
    const problem = "must be greater than minReadySeconds";
    causes.push(invalidValue("spec.progressDeadlineSeconds", deadline, problem));
  }
  return causes;
}

function statefulSetCauses(spec: JsonObject, old: StoredObject | undefined): readonly Cause[] {
  const causes: Cause[] = [];
  if (!["OrderedReady", "Parallel"].includes(String(spec.podManagementPolicy))) {
    causes.push(
      invalidValue(
        "spec.podManagementPolicy",
        spec.podManagementPolicy,
        "must be 'OrderedReady' or 'Parallel'",
      ),
    );
  }
  const name = String(spec.serviceName ?? "");
  return old || !name ? causes : [...causes, ...labelProblem("spec.serviceName", name)];
}

const mutable = [
  "replicas",
  "template",
  "updateStrategy",
  "minReadySeconds",
  "ordinals",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
];

function statefulSetChanges(spec: JsonObject, before: JsonObject): readonly Cause[] {
  const fixed = (value: JsonObject) =>
    Object.fromEntries(Object.entries(value).filter(([key]) => !mutable.includes(key)));
  if (sameJson(fixed(spec), fixed(before))) return [];
  return [
    forbiddenField(
      "spec",
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  ];
}

const counts: Readonly<Record<string, readonly string[]>> = {
  "apps/deployments": ["updatedReplicas", "readyReplicas", "availableReplicas"],
  "apps/replicasets": ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"],
};

/** What is wrong with the status of a workload. */
export function workloadStatusCauses(storage: string, object: StoredObject): readonly Cause[] {
  const status = isObject(object.status) ? object.status : {};
  const counted = counts[storage];
  if (!counted) return [];
  const at = (name: string) => Number(status[name] ?? 0);
  const names = ["observedGeneration", "replicas", ...counted, "unavailableReplicas"];
  const causes = names.flatMap((name) => nonNegative(`status.${name}`, at(name)));
  for (const name of counted) {
    if (at(name) <= at("replicas")) continue;
    const problem = "cannot be greater than status.replicas";
    causes.push(invalidValue(`status.${name}`, at(name), problem));
  }
  if (at("availableReplicas") > at("readyReplicas")) {
    const problem = "cannot be greater than readyReplicas";
    causes.push(invalidValue("status.availableReplicas", at("availableReplicas"), problem));
  }
  return causes;
}
