import type { Kind } from "../kinds.ts";
import { isObject, type JsonObject, sameJson, type StoredObject } from "../object.ts";
import { type Cause, invalidValue, notSupported, required } from "../status.ts";
import { rbacGroup } from "./resolve.ts";

function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function filled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** Fills in the API groups of a binding's role and subjects (kubernetes/pkg/apis/rbac/v1/defaults.go). */
export function defaultBinding(object: StoredObject): void {
  const { roleRef } = object;
  if (isObject(roleRef) && !roleRef.apiGroup) roleRef.apiGroup = rbacGroup;
  for (const subject of items(object.subjects)) {
    if (subject.apiGroup) continue;
    if (subject.kind === "User" || subject.kind === "Group") subject.apiGroup = rbacGroup;
    else delete subject.apiGroup;
  }
}

function validateRules(object: StoredObject, namespaced: boolean): readonly Cause[] {
  return items(object.rules).flatMap((rule, index) => {
    const at = `rules[${index}]`;
    const causes: Cause[] = [];
    if (!filled(rule.verbs)) {
      causes.push(required(`${at}.verbs`, "verbs must contain at least one value"));
    }
    if (filled(rule.nonResourceURLs)) {
      const field = `${at}.nonResourceURLs`;
      if (namespaced) {
        const detail = "namespaced rules cannot apply to non-resource URLs";
        causes.push(invalidValue(field, rule.nonResourceURLs, detail));
      }
      if (filled(rule.apiGroups) || filled(rule.resources) || filled(rule.resourceNames)) {
        const detail = "rules cannot apply to both regular resources and non-resource URLs";
        causes.push(invalidValue(field, rule.nonResourceURLs, detail));
      }
      return causes;
    }
    if (!filled(rule.apiGroups)) {
      causes.push(
        required(`${at}.apiGroups`, "resource rules must supply at least one api group"),
      );
    }
    if (!filled(rule.resources)) {
      causes.push(required(`${at}.resources`, "resource rules must supply at least one resource"));
    }
    return causes;
  });
}

function validateSubject(subject: JsonObject, at: string, namespaced: boolean): readonly Cause[] {
  const causes: Cause[] = [];
  const { kind, name, namespace } = subject;
  const apiGroup = String(subject.apiGroup ?? "");
  if (!name) causes.push(required(`${at}.name`));
  if (kind === "ServiceAccount") {
    if (apiGroup) causes.push(notSupported(`${at}.apiGroup`, apiGroup, [""]));
    if (!namespaced && !namespace) causes.push(required(`${at}.namespace`));
  } else if (kind === "User" || kind === "Group") {
    if (apiGroup !== rbacGroup) {
      causes.push(notSupported(`${at}.apiGroup`, apiGroup, [rbacGroup]));
    }
  } else {
    const kinds = ["ServiceAccount", "User", "Group"];
    causes.push(notSupported(`${at}.kind`, String(kind ?? ""), kinds));
  }
  return causes;
}

function validateBinding(
  object: StoredObject,
  old: StoredObject | undefined,
  namespaced: boolean,
): readonly Cause[] {
  const causes: Cause[] = [];
  const role = isObject(object.roleRef) ? object.roleRef : {};
  const { apiGroup, kind, name } = role;
  if (apiGroup !== rbacGroup) {
    causes.push(notSupported("roleRef.apiGroup", String(apiGroup ?? ""), [rbacGroup]));
  }
  const kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
  if (!kinds.includes(String(kind))) {
    causes.push(notSupported("roleRef.kind", String(kind ?? ""), kinds));
  }
  if (!name) causes.push(required("roleRef.name"));
  else if (/[/%]/.test(String(name))) {
    causes.push(invalidValue("roleRef.name", name, "may not contain '/'"));
  }
  for (const [index, subject] of items(object.subjects).entries()) {
    causes.push(...validateSubject(subject, `subjects[${index}]`, namespaced));
  }
  if (old && !sameJson(old.roleRef, object.roleRef)) {
    const value = { APIGroup: apiGroup, Kind: kind, Name: name };
    causes.push(invalidValue("roleRef", value, "cannot change roleRef"));
  }
  return causes;
}

/** What is wrong with a role or binding (kubernetes/pkg/apis/rbac/validation). */
export function validateRbac(
  kind: Kind,
  object: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  if (kind.plural.endsWith("bindings")) return validateBinding(object, old, kind.namespaced);
  const causes = [...validateRules(object, kind.namespaced)];
  const { aggregationRule } = object;
  if (isObject(aggregationRule) && !filled(aggregationRule.clusterRoleSelectors)) {
    causes.push(
      required(
        "aggregationRule.clusterRoleSelectors",
        "at least one clusterRoleSelector required if aggregationRule is non-nil",
      ),
    );
  }
  return causes;
}
