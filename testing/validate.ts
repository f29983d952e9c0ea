import { validateEvent } from "./event_rules.ts";
import type { Kind } from "./kinds.ts";
import { validateDataSize } from "./limits.ts";
import { sameJson, type StoredObject, valueAt } from "./object.ts";
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
import { cronJobCauses, jobCauses } from "./validate_jobs.ts";
import { podCauses, workloadCauses, workloadStatusCauses } from "./validate_pods.ts";
import { type Cause, forbiddenField, invalidValue } from "./status.ts";

type Validator = (object: StoredObject, old: StoredObject | undefined) => readonly Cause[];

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
