import { isObject, sameJson, type StoredObject } from "../object.ts";
import { notFound, StatusError } from "../status.ts";
import { forbiddenGrant } from "./refuse.ts";
import { rbacGroup, roleOf, type RuleResolver } from "./resolve.ts";
import { missingRules, type PolicyRule, quoted, rulesOf, ruleText } from "./rules.ts";
import { masters, type User } from "./user.ts";

/** A write of a role or binding. */
export interface Grant {
  /** Who writes. */
  readonly user: User;
  /** `roles`, `clusterrolebindings`, … */
  readonly plural: string;
  /** Namespace of the request; "" for none. */
  readonly namespace: string;
  /** Name in the request's path; "" where a collection is written to. */
  readonly name: string;
  /** What is written. */
  readonly object: StoredObject;
  /** What was there before. */
  readonly old: StoredObject | undefined;
}

/** The rules of those who may do everything. */
export const everything: readonly PolicyRule[] = rulesOf([
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["*"], nonResourceURLs: ["*"] },
]);

function excess(
  resolver: RuleResolver,
  { user, namespace }: Grant,
  rules: readonly PolicyRule[],
): string | undefined {
  const own = resolver.rulesFor(user, namespace);
  const missing = missingRules(own.rules, rules);
  if (!missing.length) return undefined;
  const lines = [...new Set(missing.map(ruleText))].sort().join("\n");
  const errors = own.errors.length ? `; resolution errors: ${quotedErrors(own.errors)}` : "";
  return `user ${JSON.stringify(user.name)} (groups=${
    quoted(user.groups)
  }) is attempting to grant RBAC permissions not currently held:\n${lines}${errors}`;
}

function quotedErrors(errors: readonly string[]): string {
  return `[${[...new Set(errors)].join(", ")}]`;
}

function aggregates(role: StoredObject | undefined): boolean {
  const rule = role?.aggregationRule;
  return isObject(rule) && Array.isArray(rule.clusterRoleSelectors) &&
    rule.clusterRoleSelectors.length > 0;
}

// What the garbage collector changes grants nothing.
function onlyCollected({ object, old }: Grant): boolean {
  if (!old) return false;
  const strip = ({ metadata, ...rest }: StoredObject) => {
    const { ownerReferences: _o, finalizers: _f, managedFields: _m, ...kept } = metadata;
    return { ...rest, metadata: { ...kept, resourceVersion: undefined } };
  };
  return sameJson(strip(object), strip(old));
}

function checkRole(resolver: RuleResolver, grant: Grant): void {
  const { user, plural, namespace, object, old } = grant;
  const wanted = { verb: "escalate", group: rbacGroup, resource: plural, subresource: "" };
  if (resolver.authorize(user, { ...wanted, namespace, name: grant.name }).allowed) return;
  if (onlyCollected(grant)) return;
  const name = object.metadata.name ?? "";
  const problem = excess(resolver, grant, rulesOf(object.rules));
  if (problem !== undefined) throw forbiddenGrant(plural, name, problem);
  if (plural !== "clusterroles" || !(aggregates(object) || aggregates(old))) return;
  if (excess(resolver, grant, everything) === undefined) return;
  throw forbiddenGrant(
    plural,
    name,
    "must have cluster-admin privileges to use the aggregationRule",
  );
}

// The real server takes the role's absence for that of a binding of the role's name.
function granted(resolver: RuleResolver, grant: Grant): readonly PolicyRule[] {
  const role = roleOf(grant.object);
  try {
    return resolver.rulesOf(role, grant.namespace);
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
    throw notFound({ group: rbacGroup, plural: grant.plural }, role.name);
  }
}

function checkBinding(resolver: RuleResolver, grant: Grant): void {
  const { user, plural, namespace, object } = grant;
  if (onlyCollected(grant)) return;
  const role = roleOf(object);
  const resource = { ClusterRole: "clusterroles", Role: "roles" }[role.kind];
  const wanted = { verb: "bind", group: rbacGroup, subresource: "", namespace, name: role.name };
  if (resource && resolver.authorize(user, { ...wanted, resource }).allowed) return;
  const problem = excess(resolver, grant, granted(resolver, grant));
  if (problem !== undefined) throw forbiddenGrant(plural, object.metadata.name ?? "", problem);
}

/**
 * Refuses a role or binding that grants more than its writer has, unless the writer may `escalate` or `bind` it
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
 */
export function checkGrant(resolver: RuleResolver, grant: Grant): void {
  if (grant.user.groups.includes(masters)) return;
  if (grant.plural.endsWith("roles")) checkRole(resolver, grant);
  else checkBinding(resolver, grant);
}
