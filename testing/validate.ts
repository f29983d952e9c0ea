import { validateEvent } from "./event_rules.ts";
import type { Kind } from "./kinds.ts";
import { validateDataSize } from "./limits.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { rbacGroup } from "./rbac/resolve.ts";
import { validateRbac } from "./rbac/validate.ts";
import {
  type Cause,
  DecodeError,
  forbiddenField,
  invalidValue,
  required,
} from "./status.ts";

type Validator = (object: StoredObject, old: StoredObject | undefined) => readonly Cause[];

function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function podSpec(spec: unknown, path: string): readonly Cause[] {
  const containers = items(isObject(spec) ? spec.containers : undefined);
  if (!containers.length) return [required(`${path}.containers`)];
  const causes: Cause[] = [];
  const names = new Set<string>();
  containers.forEach((container, index) => {
    const at = `${path}.containers[${index}]`;
    const name = String(container.name ?? "");
    if (!name) causes.push(required(`${at}.name`));
    else if (names.has(name)) {
      causes.push({
        reason: "FieldValueDuplicate",
        message: `Duplicate value: ${JSON.stringify(name)}`,
        field: `${at}.name`,
      });
    }
    names.add(name);
    if (!container.image && path !== "spec") causes.push(required(`${at}.image`));
    else if (!container.image) causes.push(required(`${at}.image`));
  });
  return causes;
}

function selectorMatches(selector: unknown, labels: unknown): boolean {
  const wanted = isObject(selector) && isObject(selector.matchLabels) ? selector.matchLabels : {};
  const found = isObject(labels) ? labels : {};
  return Object.entries(wanted).every(([key, value]) => found[key] === value);
}

function workload(object: StoredObject, old: StoredObject | undefined): readonly Cause[] {
  const selector = valueAt(object, "spec.selector");
  const labels = valueAt(object, "spec.template.metadata.labels");
  const causes: Cause[] = [];
  if (!isObject(selector)) causes.push(required("spec.selector"));
  else if (!selectorMatches(selector, labels)) {
    causes.push(
      invalidValue(
        "spec.template.metadata.labels",
        labels ?? {},
        "`selector` does not match template `labels`",
      ),
    );
  }
  const before = old && valueAt(old, "spec.selector");
  if (before && isObject(selector) && !sameJson(before, selector)) {
    causes.push(invalidValue("spec.selector", selector, "field is immutable"));
  }
  const replicas = valueAt(object, "spec.replicas");
  if (replicas !== undefined && typeof replicas !== "number") {
    throw new DecodeError(
      { kind: object.kind, version: "v1" },
      `json: cannot unmarshal ${typeof replicas} into Go struct field ${object.kind}Spec.spec.replicas of type int32`,
    );
  }
  if (typeof replicas === "number" && replicas < 0) {
    causes.push(
      invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"),
    );
  }
  return [...causes, ...podSpec(valueAt(object, "spec.template.spec"), "spec.template.spec")];
}

function mapOf(object: StoredObject, kind: string, field: string): void {
  const map = object[field];
  if (map === undefined) return;
  const bad = isObject(map) ? Object.values(map).find((value) => typeof value !== "string") : map;
  if (bad === undefined) return;
  const type = Array.isArray(bad) ? "array" : bad === true || bad === false ? "bool" : typeof bad;
  throw new DecodeError(
    { kind, version: "v1" },
    `json: cannot unmarshal ${type} into Go struct field ${kind}.${field} of type ${
      isObject(map) ? "string" : "map[string]string"
    }`,
  );
}

// The text's first character that base64 does not have.
function base64(object: StoredObject): void {
  for (const value of Object.values(isObject(object.data) ? object.data : {})) {
    const at = String(value).search(/[^A-Za-z0-9+/=\r\n]/);
    if (at < 0) continue;
    throw new DecodeError(
      { kind: "Secret", version: "v1" },
      `illegal base64 data at input byte ${at}`,
    );
  }
}

function keys(object: StoredObject, field: string): readonly Cause[] {
  const map = object[field];
  if (!isObject(map)) return [];
  return Object.keys(map).filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key.length > 253).map(
    (key) =>
      invalidValue(
        `${field}[${key}]`,
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
  );
}

function immutable(object: StoredObject, old: StoredObject | undefined): readonly Cause[] {
  if (old?.immutable !== true) return [];
  const causes: Cause[] = [];
  if (object.immutable !== true) {
    causes.push(forbiddenField("immutable", "field is immutable when `immutable` is set"));
  }
  for (const field of ["data", "binaryData"]) {
    if (!sameJson(object[field] ?? {}, old[field] ?? {})) {
      causes.push(forbiddenField(field, "field is immutable when `immutable` is set"));
    }
  }
  return causes;
}

const validators: Readonly<Record<string, Validator>> = {
  configmaps(object, old) {
    mapOf(object, "ConfigMap", "data");
    return [...keys(object, "data"), ...validateDataSize(object, "[]"), ...immutable(object, old)];
  },
  secrets(object, old) {
    mapOf(object, "Secret", "data");
    base64(object);
    const causes = [
      ...keys(object, "data"),
      ...validateDataSize(object, "data"),
      ...immutable(object, old),
    ];
    if (old && old.type !== object.type) {
      causes.push(invalidValue("type", object.type, "field is immutable"));
    }
    return causes;
  },
  services(object, old) {
    const causes: Cause[] = [];
    const type = valueAt(object, "spec.type");
    const ports = items(valueAt(object, "spec.ports"));
    if (!ports.length && type !== "ExternalName" && valueAt(object, "spec.clusterIP") !== "None") {
      causes.push(required("spec.ports"));
    }
    const before = old && valueAt(old, "spec.clusterIP");
    const now = valueAt(object, "spec.clusterIP");
    if (before && now && before !== now && type !== "ExternalName") {
      causes.push(
        invalidValue("spec.clusterIPs[0]", [now], "may not change once set"),
      );
    }
    return causes;
  },
  pods: (object) => podSpec(object.spec, "spec"),
  "apps/deployments": workload,
  "apps/replicasets": workload,
  "apps/statefulsets": workload,
  "apps/daemonsets": workload,
  "batch/jobs": (object) => podSpec(valueAt(object, "spec.template.spec"), "spec.template.spec"),
  "coordination.k8s.io/leases"(object) {
    const causes: Cause[] = [];
    for (const field of ["leaseDurationSeconds", "leaseTransitions"]) {
      const value = valueAt(object, `spec.${field}`);
      const least = field === "leaseTransitions" ? 0 : 1;
      if (typeof value === "number" && value < least) {
        causes.push(
          invalidValue(
            `spec.${field}`,
            value,
            least ? "must be greater than 0" : "must be greater than or equal to 0",
          ),
        );
      }
    }
    return causes;
  },
};

/** What is wrong with an object of a built-in kind. Throws a 400 for what a typed server cannot read. */
export function validateBuiltin(
  kind: Kind,
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  if (kind.group === rbacGroup) return validateRbac(kind, object, old);
  if (kind.storage === "events") return validateEvent(kind, object, old);
  return validators[kind.storage]?.(object, old) ?? [];
}
