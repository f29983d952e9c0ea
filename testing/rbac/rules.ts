import { isObject, type StoredObject } from "../object.ts";
import type { Attributes } from "./attributes.ts";

/** One rule of a role. */
export interface PolicyRule {
  /** What may be done; `*` for all. */
  readonly verbs: readonly string[];
  /** In which API groups; `*` for all. */
  readonly apiGroups: readonly string[];
  /** To what: plurals, `pods/log`, `*\/scale`, `*`. */
  readonly resources: readonly string[];
  /** Only to objects of these names; none for all. */
  readonly resourceNames: readonly string[];
  /** Or which paths, perhaps ending in `*`. */
  readonly nonResourceURLs: readonly string[];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Reads a list of rules. */
export function rulesOf(value: unknown): readonly PolicyRule[] {
  return (Array.isArray(value) ? value : []).filter(isObject).map((rule) => ({
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    nonResourceURLs: texts(rule.nonResourceURLs),
  }));
}

const read = new WeakMap<StoredObject, readonly PolicyRule[]>();

/** The rules of a Role or ClusterRole as it is stored. */
export function rulesOfRole(role: StoredObject): readonly PolicyRule[] {
  let rules = read.get(role);
  if (!rules) read.set(role, rules = rulesOf(role.rules));
  return rules;
}

function has(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern === path ||
    (pattern.endsWith("*") && path.startsWith(pattern.replace(/\*+$/, "")));
}

/** Whether a rule allows what a request wants (kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go). */
export function ruleAllows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!has(rule.verbs, wanted.verb)) return false;
  const { path, subresource, resource } = wanted;
  if (path !== undefined) return rule.nonResourceURLs.some((one) => pathMatches(one, path));
  const whole = subresource ? `${resource}/${subresource}` : resource;
  return has(rule.apiGroups, wanted.group) &&
    (has(rule.resources, whole) ||
      (subresource !== "" && rule.resources.includes(`*/${subresource}`))) &&
    (!rule.resourceNames.length || rule.resourceNames.includes(wanted.name));
}

const nothing: PolicyRule = {
  verbs: [],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: [],
};

function atoms(rule: PolicyRule): readonly PolicyRule[] {
  const resourceNames = rule.resourceNames.length ? rule.resourceNames.map((name) => [name]) : [[]];
  const resources = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        resourceNames.map((names) => ({
          ...nothing,
          apiGroups: [group],
          resources: [resource],
          verbs: [verb],
          resourceNames: names,
        }))
      )
    )
  );
  const paths = rule.nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb) => ({ ...nothing, nonResourceURLs: [url], verbs: [verb] }))
  );
  return [...resources, ...paths];
}

function covers(owner: PolicyRule, atom: PolicyRule): boolean {
  const { resourceNames } = owner;
  return atom.verbs.every((one) => has(owner.verbs, one)) &&
    atom.apiGroups.every((one) => has(owner.apiGroups, one)) &&
    atom.resources.every((one) => {
      const slash = one.indexOf("/");
      return has(owner.resources, one) ||
        (slash >= 0 && owner.resources.includes(`*${one.slice(slash)}`));
    }) &&
    (!resourceNames.length ||
      (atom.resourceNames.length > 0 &&
        atom.resourceNames.every((one) => resourceNames.includes(one)))) &&
    atom.nonResourceURLs.every((one) =>
      owner.nonResourceURLs.some((pattern) => pathMatches(pattern, one))
    );
}

/** What of `wanted` the rules of `owner` do not allow; verbs of the same thing in one rule. */
export function missingRules(
  owner: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): readonly PolicyRule[] {
  const compact = new Map<string, PolicyRule>();
  const rest: PolicyRule[] = [];
  for (const atom of wanted.flatMap(atoms)) {
    if (owner.some((one) => covers(one, atom))) continue;
    if (atom.nonResourceURLs.length) {
      rest.push(atom);
      continue;
    }
    const key = JSON.stringify([atom.apiGroups, atom.resources, atom.resourceNames]);
    const before = compact.get(key);
    compact.set(key, before ? { ...before, verbs: [...before.verbs, ...atom.verbs] } : atom);
  }
  return [...rest, ...compact.values()];
}

/** A list as Go writes it: `["a" "b"]`. */
export function quoted(list: readonly string[]): string {
  return `[${list.map((one) => JSON.stringify(one)).join(" ")}]`;
}

/** A rule in one line, as refusals write it. */
export function ruleText(rule: PolicyRule): string {
  const parts = ([
    ["APIGroups", rule.apiGroups],
    ["Resources", rule.resources],
    ["NonResourceURLs", rule.nonResourceURLs],
    ["ResourceNames", rule.resourceNames],
    ["Verbs", rule.verbs],
  ] as const).filter(([, list]) => list.length).map(([name, list]) => `${name}:${quoted(list)}`);
  return `{${parts.join(", ")}}`;
}
