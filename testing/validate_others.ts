import { items } from "./fill.ts";
import { labelKeyProblems } from "./names.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { type Cause, forbiddenField, invalidValue, notSupported, required } from "./status.ts";
import { duplicate, labelProblem, portProblem } from "./validate_pods.ts";

// The rules of kubernetes/pkg/apis/*/validation that writes meet most, for kinds without pods.

const protocols = ["SCTP", "TCP", "UDP"];
const serviceTypes = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const address = /^(\d{1,3})(\.\d{1,3}){3}$|:/;

/** What is wrong with a service, or with its change. */
export function serviceCauses(
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [...serviceChanges(spec, old)];
  const ports = items(spec.ports);
  const { type } = spec;
  if (!ports.length && spec.clusterIP !== "None" && type !== "ExternalName") {
    causes.push(required("spec.ports"));
  }
  if (type === "ExternalName" && !spec.externalName) causes.push(required("spec.externalName"));
  const names = new Set<string>();
  ports.forEach((port, index) => {
    causes.push(...servicePort(port, `spec.ports[${index}]`, ports.length > 1, names));
  });
  if (!["ClientIP", "None"].includes(String(spec.sessionAffinity))) {
    causes.push(notSupported("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"]));
  }
  const { clusterIP } = spec;
  if (clusterIP && clusterIP !== "None" && !address.test(String(clusterIP))) {
    const problem = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    causes.push(invalidValue("spec.clusterIPs[0]", clusterIP, problem));
  }
  if (!serviceTypes.includes(String(type))) {
    causes.push(notSupported("spec.type", type, serviceTypes));
  }
  const seen = new Set<string>();
  ports.forEach((port, index) => {
    const key = `${port.protocol} ${port.port}`;
    if (seen.has(key)) {
      const shown = { port: port.port, protocol: port.protocol };
      causes.push(duplicate(`spec.ports[${index}]`, shown));
    }
    seen.add(key);
  });
  return causes;
}

function serviceChanges(spec: JsonObject, old: StoredObject | undefined): readonly Cause[] {
  const before = old && valueAt(old, "spec.clusterIP");
  const now = spec.clusterIP;
  if (!before || before === now || spec.type === "ExternalName") return [];
  if (valueAt(old, "spec.type") === "ExternalName") return [];
  return [invalidValue("spec.clusterIPs[0]", [now], "may not change once set")];
}

function servicePort(
  port: JsonObject,
  at: string,
  needsName: boolean,
  names: Set<string>,
): readonly Cause[] {
  const causes: Cause[] = [];
  const name = String(port.name ?? "");
  if (!name && needsName) causes.push(required(`${at}.name`));
  else if (name) {
    causes.push(...labelProblem(`${at}.name`, name));
    if (names.has(name)) causes.push(duplicate(`${at}.name`, name));
    names.add(name);
  }
  causes.push(...portProblem(`${at}.port`, port.port));
  if (!protocols.includes(String(port.protocol))) {
    causes.push(notSupported(`${at}.protocol`, port.protocol, protocols));
  }
  if (typeof port.targetPort === "number") {
    causes.push(...portProblem(`${at}.targetPort`, port.targetPort));
  }
  return causes;
}

/** What is wrong with the status of a service. */
export function serviceStatusCauses(object: StoredObject): readonly Cause[] {
  const ingress = items(valueAt(object, "status.loadBalancer.ingress"));
  if (!ingress.length || valueAt(object, "spec.type") === "LoadBalancer") return [];
  return [
    forbiddenField(
      "status.loadBalancer.ingress",
      "may only be used when `spec.type` is 'LoadBalancer'",
    ),
  ];
}

const keyForm = /^[-._a-zA-Z0-9]+$/;
const keyText =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function keyProblems(key: string): readonly string[] {
  const problems: string[] = [];
  if (key.length > 253) problems.push("must be no more than 253 characters");
  if (!keyForm.test(key)) problems.push(keyText);
  if (key === ".") problems.push("must not be '.'");
  else if (key === "..") problems.push("must not be '..'");
  else if (key.startsWith("..")) problems.push("must not start with '..'");
  return problems;
}

/** What is wrong with the keys of a config map or secret. */
export function keyCauses(object: StoredObject): readonly Cause[] {
  const binary = isObject(object.binaryData) ? object.binaryData : {};
  const causes: Cause[] = [];
  for (const key of Object.keys(isObject(object.data) ? object.data : {})) {
    const at = `data[${key}]`;
    for (const problem of keyProblems(key)) causes.push(invalidValue(at, key, problem));
    if (Object.hasOwn(binary, key)) {
      causes.push(invalidValue(at, key, "duplicate of key present in binaryData"));
    }
  }
  for (const key of Object.keys(binary)) {
    for (const problem of keyProblems(key)) {
      causes.push(invalidValue(`binaryData[${key}]`, key, problem));
    }
  }
  return causes;
}

/** What a secret of a well-known type lacks. */
export function secretTypeCauses(object: StoredObject): readonly Cause[] {
  const data = isObject(object.data) ? object.data : {};
  const needed: Readonly<Record<string, readonly string[]>> = {
    "kubernetes.io/tls": ["tls.crt", "tls.key"],
    "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
    "kubernetes.io/dockercfg": [".dockercfg"],
    "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  };
  return (needed[String(object.type)] ?? [])
    .filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`));
}

/** What is wrong with the finalizers of a namespace. */
export function namespaceCauses(object: StoredObject): readonly Cause[] {
  const found = valueAt(object, "spec.finalizers");
  const finalizers = Array.isArray(found) ? found.map(String) : [];
  return finalizers.flatMap((one) => {
    const causes = labelKeyProblems(one).map((problem) =>
      invalidValue("spec.finalizers", one, problem)
    );
    if (one.includes("/") || one === "kubernetes" || one === "orphan") return causes;
    const problem = "name is neither a standard finalizer name nor is it fully qualified";
    return [...causes, invalidValue("spec.finalizers", one, problem)];
  });
}

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const fixedClaim =
  "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

/** What is wrong with a claim, or with its change. */
export function claimCauses(object: StoredObject, old: StoredObject | undefined): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  const modes = Array.isArray(spec.accessModes) ? spec.accessModes : [];
  if (!modes.length) {
    causes.push(required("spec.accessModes", "at least 1 access mode is required"));
  }
  for (const mode of modes) {
    if (!accessModes.includes(mode)) {
      causes.push(notSupported("spec.accessModes", mode, accessModes));
    }
  }
  const requests = valueAt(spec, "resources.requests");
  if (!isObject(requests) || requests.storage === undefined) {
    causes.push(required("spec.resources[storage]"));
  }
  const before = old && isObject(old.spec) ? old.spec : undefined;
  if (before && !sameJson(before, spec)) {
    // A class may be named where none was.
    const same = sameJson({ ...before, storageClassName: spec.storageClassName }, spec);
    if (before.storageClassName || !same) causes.push(forbiddenField("spec", fixedClaim));
  }
  return causes;
}

/** What is wrong with an autoscaler. */
export function autoscalerCauses(object: StoredObject): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  const [least, most] = [Number(spec.minReplicas ?? 1), Number(spec.maxReplicas ?? 0)];
  const field = "spec.maxReplicas";
  if (least < 1) {
    causes.push(invalidValue("spec.minReplicas", least, "must be greater than or equal to 1"));
  }
  if (most === 0) causes.push(required(field, "must be set and greater than 0"));
  else if (most < 0) causes.push(invalidValue(field, most, "must be greater than or equal to 1"));
  if (most < least) {
    causes.push(invalidValue(field, most, "must be greater than or equal to `minReplicas`"));
  }
  for (const name of ["kind", "name"]) {
    if (!valueAt(spec, `scaleTargetRef.${name}`)) {
      causes.push(required(`spec.scaleTargetRef.${name}`));
    }
  }
  return causes;
}

/** What is wrong with an ingress. */
export function ingressCauses(object: StoredObject): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  if (items(spec.rules).length || spec.defaultBackend !== undefined) return [];
  const problem = "either `defaultBackend` or `rules` must be specified";
  return [invalidValue("spec", null, problem)];
}

/** What is wrong with a disruption budget. */
export function budgetCauses(object: StoredObject): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: spec.minAvailable,
      Selector: spec.selector ?? null,
      MaxUnavailable: spec.maxUnavailable,
      UnhealthyPodEvictionPolicy: null,
    };
    const problem = "minAvailable and maxUnavailable cannot be both set";
    causes.push(invalidValue("spec", shown, problem));
  }
  for (const name of ["minAvailable", "maxUnavailable"]) {
    const value = spec[name];
    if (typeof value === "number" && value < 0) {
      const problem = "must be greater than or equal to 0";
      causes.push(invalidValue(`spec.${name}`, value, problem));
    }
  }
  return causes;
}
