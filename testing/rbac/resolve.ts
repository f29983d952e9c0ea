import { isObject, type JsonObject, type StoredObject } from "../object.ts";
import { notFound, StatusError } from "../status.ts";
import type { Storage } from "../storage.ts";
import type { Attributes } from "./attributes.ts";
import { type PolicyRule, ruleAllows, rulesOfRole } from "./rules.ts";
import { accountName, masters, type User } from "./user.ts";

/** Where roles and bindings are stored. */
export const rbacGroup = "rbac.authorization.k8s.io";

/** Whether something is allowed, and why. */
export interface Decision {
  /** Whether. */
  readonly allowed: boolean;
  /** Which binding allows, or what stood in the way of finding out; "" for nothing to say. */
  readonly reason: string;
}

/** The rules that hold for a user. */
export interface UserRules {
  /** Those that were found. */
  readonly rules: readonly PolicyRule[];
  /** Why others were not. */
  readonly errors: readonly string[];
}

/** Which role a binding grants. */
export interface RoleReference {
  /** `Role` or `ClusterRole`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
}

/** Answers from the roles and bindings that are stored at the moment. */
export interface RuleResolver {
  /** Whether a user may do something. */
  readonly authorize: (user: User, wanted: Attributes) => Decision;
  /** All rules that hold for a user in a namespace, "" for those that hold everywhere. */
  readonly rulesFor: (user: User, namespace: string) => UserRules;
  /** The rules of the role that a binding names. Throws a 404. */
  readonly rulesOf: (role: RoleReference, namespace: string) => readonly PolicyRule[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

interface Binding {
  readonly object: StoredObject;
  readonly namespace: string;
  readonly role: RoleReference;
  readonly subjects: readonly Subject[];
}

function textAt(object: unknown, key: string): string {
  return isObject(object) && typeof object[key] === "string" ? object[key] : "";
}

/** The role that a binding names. */
export function roleOf(binding: JsonObject): RoleReference {
  return { kind: textAt(binding.roleRef, "kind"), name: textAt(binding.roleRef, "name") };
}

function bindingOf(object: StoredObject): Binding {
  const subjects = Array.isArray(object.subjects) ? object.subjects : [];
  return {
    object,
    namespace: object.metadata.namespace ?? "",
    role: roleOf(object),
    subjects: subjects.map((one) => ({
      kind: textAt(one, "kind"),
      name: textAt(one, "name"),
      namespace: textAt(one, "namespace"),
    })),
  };
}

function isOf(user: User, subject: Subject, namespace: string): boolean {
  if (subject.kind === "User") return user.name === subject.name;
  if (subject.kind === "Group") return user.groups.includes(subject.name);
  if (subject.kind !== "ServiceAccount") return false;
  const home = subject.namespace || namespace;
  return home !== "" && user.name === accountName(home, subject.name);
}

// The words of kubernetes/pkg/registry/rbac/validation/rule.go, names before namespaces.
function sourceText({ object, namespace, role }: Binding, subject: Subject): string {
  const { name } = object.metadata;
  const who = subject.kind === "ServiceAccount"
    ? `${subject.name}/${subject.namespace || namespace}`
    : subject.name;
  return `${object.kind} ${
    JSON.stringify(namespace ? `${name}/${namespace}` : name)
  } of ${role.kind} ${JSON.stringify(role.name)} to ${subject.kind} ${JSON.stringify(who)}`;
}

/** Messages as one, as Go joins errors: without those that came before, in brackets where there are several. */
export function joined(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length > 1 ? `[${distinct.join(", ")}]` : distinct[0] ?? "";
}

/** Makes a resolver that follows every change of roles and bindings. */
export function createRuleResolver(storage: Storage): RuleResolver {
  const place = (plural: string) => `${rbacGroup}/${plural}`;
  const known = new Map<string, readonly Binding[]>();
  storage.subscribe(({ storage: changed, object }) => {
    if (changed === place("clusterrolebindings")) known.delete("");
    else if (changed === place("rolebindings")) known.delete(object.metadata.namespace ?? "");
  });
  const bindings = (namespace: string): readonly Binding[] => {
    let found = known.get(namespace);
    if (!found) {
      const plural = namespace ? "rolebindings" : "clusterrolebindings";
      found = storage.list(place(plural), namespace || undefined).map(bindingOf);
      known.set(namespace, found);
    }
    return found;
  };
  const rulesOf: RuleResolver["rulesOf"] = ({ kind, name }, namespace) => {
    const cluster = kind === "ClusterRole";
    const plural = cluster ? "clusterroles" : "roles";
    const role = storage.get(place(plural), cluster ? "" : namespace, name);
    // The real server looks in a local copy, whose errors name kinds where plurals stand otherwise.
    if (!role) throw notFound({ group: rbacGroup, plural: cluster ? "clusterrole" : "role" }, name);
    return rulesOfRole(role);
  };
  const visit = (
    user: User,
    namespace: string,
    each: (rule: PolicyRule, source: () => string) => boolean,
  ): readonly string[] => {
    const errors: string[] = [];
    for (const scope of namespace ? ["", namespace] : [""]) {
      for (const binding of bindings(scope)) {
        const subject = binding.subjects.find((one) => isOf(user, one, scope));
        if (!subject) continue;
        let rules: readonly PolicyRule[] = [];
        try {
          rules = rulesOf(binding.role, scope);
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
          errors.push(error.message);
        }
        if (rules.some((rule) => each(rule, () => sourceText(binding, subject)))) return [];
      }
    }
    return errors;
  };
  return {
    rulesOf,
    authorize(user, wanted) {
      if (user.groups.includes(masters)) return { allowed: true, reason: "" };
      let reason = "";
      const errors = visit(
        user,
        wanted.path === undefined ? wanted.namespace : "",
        (rule, source) => {
          const allowed = ruleAllows(rule, wanted);
          if (allowed) reason = `RBAC: allowed by ${source()}`;
          return allowed;
        },
      );
      if (reason) return { allowed: true, reason };
      return { allowed: false, reason: errors.length ? `RBAC: ${joined(errors)}` : "" };
    },
    rulesFor(user, namespace) {
      const rules: PolicyRule[] = [];
      const errors = visit(user, namespace, (rule) => {
        rules.push(rule);
        return false;
      });
      return { rules, errors };
    },
  };
}
