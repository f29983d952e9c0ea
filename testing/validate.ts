import { validateEvent } from "./event_rules.ts";
import type { Kind } from "./kinds.ts";
import { validateDataSize } from "./limits.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { rbacGroup } from "./rbac/resolve.ts";
import { validateRbac } from "./rbac/validate.ts";
import {
  autoscalerCauses,
  budgetCauses,
  claimCauses,
  ingressCauses,
  keyCauses,
  namespaceCauses,
  secretTypeCauses,
  serviceCauses,
  serviceStatusCauses,
} from "./validate_others.ts";
import {
  cronJobCauses,
  jobCauses,
  podCauses,
  workloadCauses,
  workloadStatusCauses,
} from "./validate_pods.ts";
import { type Cause, forbiddenField, invalidValue, notSupported, required } from "./status.ts";

type Validator = (object: StoredObject, old: StoredObject | undefined) => readonly Cause[];

function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
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

const fixedFields = ["spec.group", "spec.scope", "spec.names.plural", "spec.names.kind"];

function definition(object: StoredObject, old: StoredObject | undefined): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const names = isObject(spec.names) ? spec.names : {};
  const causes: Cause[] = [];
  const wanted = `${names.plural}.${spec.group}`;
  if (!old && object.metadata.name !== wanted) {
    causes.push(
      invalidValue(
        "metadata.name",
        object.metadata.name,
        `must be spec.names.plural+"."+spec.group`,
      ),
    );
  }
  for (const field of old ? fixedFields : []) {
    const value = valueAt(object, field);
    if (!sameJson(value, valueAt(old, field))) {
      causes.push(invalidValue(field, value, "field is immutable"));
    }
  }
  if (!spec.group) causes.push(required("spec.group"));
  if (!names.plural) causes.push(required("spec.names.plural"));
  if (!names.kind) causes.push(required("spec.names.kind"));
  if (!spec.scope) causes.push(required("spec.scope"));
  else if (spec.scope !== "Cluster" && spec.scope !== "Namespaced") {
    causes.push(notSupported("spec.scope", String(spec.scope), ["Cluster", "Namespaced"]));
  }
  const versions = items(spec.versions);
  if (versions.filter((version) => version.storage === true).length !== 1) {
    causes.push(
      invalidValue(
        "spec.versions",
        versions,
        "must have exactly one version marked as storage version",
      ),
    );
  }
  const stored = old && valueAt(old, "status.storedVersions");
  for (const [index, name] of (Array.isArray(stored) ? stored : []).entries()) {
    if (versions.some((version) => version.name === name)) continue;
    causes.push(
      invalidValue(
        `status.storedVersions[${index}]`,
        name,
        `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
      ),
    );
  }
  versions.forEach((version, index) => {
    if (version.deprecationWarning !== undefined && version.deprecated !== true) {
      causes.push(
        invalidValue(
          `spec.versions[${index}].deprecationWarning`,
          version.deprecationWarning,
          "can only be set for deprecated versions",
        ),
      );
    }
    if (!isObject(valueAt(version, "schema.openAPIV3Schema"))) {
      causes.push(
        required(`spec.versions[${index}].schema.openAPIV3Schema`, "schemas are required"),
      );
    } else if (valueAt(version, "schema.openAPIV3Schema.type") !== "object") {
      causes.push(
        required(
          `spec.versions[${index}].schema.openAPIV3Schema.type`,
          "must not be empty at the root",
        ),
      );
    }
  });
  return causes;
}

function leaseCauses(object: StoredObject): readonly Cause[] {
  const causes: Cause[] = [];
  for (const field of ["leaseDurationSeconds", "leaseTransitions"]) {
    const value = valueAt(object, `spec.${field}`);
    const least = field === "leaseTransitions" ? 0 : 1;
    if (typeof value !== "number" || value >= least) continue;
    const problem = least ? "must be greater than 0" : "must be greater than or equal to 0";
    causes.push(invalidValue(`spec.${field}`, value, problem));
  }
  return causes;
}

const validators: Readonly<Record<string, Validator>> = {
  namespaces: namespaceCauses,
  configmaps: (object, old) => [
    ...keyCauses(object),
    ...validateDataSize(object, "[]"),
    ...immutable(object, old),
  ],
  secrets(object, old) {
    const causes = [
      ...(old && old.type !== object.type
        ? [invalidValue("type", object.type, "field is immutable")]
        : []),
      ...immutable(object, old),
      ...keyCauses(object),
      ...validateDataSize(object, "data"),
    ];
    return [...causes, ...secretTypeCauses(object)];
  },
  services: serviceCauses,
  pods: podCauses,
  persistentvolumeclaims: claimCauses,
  "apps/deployments": workloadCauses,
  "apps/replicasets": workloadCauses,
  "apps/statefulsets": workloadCauses,
  "apps/daemonsets": workloadCauses,
  "batch/jobs": jobCauses,
  "batch/cronjobs": cronJobCauses,
  "autoscaling/horizontalpodautoscalers": autoscalerCauses,
  "networking.k8s.io/ingresses": ingressCauses,
  "policy/poddisruptionbudgets": budgetCauses,
  "coordination.k8s.io/leases": leaseCauses,
  "apiextensions.k8s.io/customresourcedefinitions": definition,
};

/** What is wrong with an object that is written through its status subresource. */
function statusCauses(kind: Kind, object: StoredObject): readonly Cause[] {
  if (kind.storage === "services") return serviceStatusCauses(object);
  return workloadStatusCauses(kind.storage, object);
}

/** What is wrong with an object of a built-in kind. */
export function validateBuiltin(
  kind: Kind,
  object: StoredObject,
  old: StoredObject | undefined,
  subresource = "",
): readonly Cause[] {
  if (subresource === "status") return statusCauses(kind, object);
  if (kind.group === rbacGroup) return validateRbac(kind, object, old);
  if (kind.storage === "events") return validateEvent(kind, object, old);
  return validators[kind.storage]?.(object, old) ?? [];
}
