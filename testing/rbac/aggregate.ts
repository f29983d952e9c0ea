import { serverSideApply } from "../apply/mod.ts";
import { timestamp } from "../call.ts";
import type { Core } from "../call.ts";
import { canonical, isObject, type JsonObject, sameJson, type StoredObject } from "../object.ts";
import { builtinSchema } from "../schema/mod.ts";
import type { Change } from "../storage.ts";
import { rbacGroup } from "./resolve.ts";

/** Gathers the rules of aggregated ClusterRoles, as the controller of that name does. */
export interface AggregationController {
  /** Notes a change of a ClusterRole. */
  readonly note: (change: Change) => void;
  /** Does one piece of work; false when there is none. */
  readonly step: () => boolean;
}

const place = `${rbacGroup}/clusterroles`;

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function selects(selector: JsonObject, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions } = selector;
  const pairs = Object.entries(isObject(matchLabels) ? matchLabels : {});
  const terms = (Array.isArray(matchExpressions) ? matchExpressions : []).filter(isObject);
  return pairs.every(([key, value]) => labels[key] === value) &&
    terms.every(({ key, operator, values }) => {
      const value = labels[String(key)];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const listed = value !== undefined && texts(values).includes(value);
      return operator === "In" ? listed : !listed;
    });
}

function selectorsOf(role: StoredObject): readonly JsonObject[] {
  const rule = role.aggregationRule;
  const selectors = isObject(rule) ? rule.clusterRoleSelectors : undefined;
  return Array.isArray(selectors) ? selectors.filter(isObject) : [];
}

/** Makes a controller that works when told to. */
export function createAggregationController(core: Core): AggregationController {
  const { storage } = core;
  const schema = builtinSchema(rbacGroup, "v1", "ClusterRole");
  let changed = false;

  const rulesFor = (role: StoredObject, roles: readonly StoredObject[]): readonly unknown[] => {
    const rules = new Map<string, unknown>();
    for (const selector of selectorsOf(role)) {
      for (const other of roles) {
        if (other === role || !selects(selector, labelsOf(other))) continue;
        for (const rule of Array.isArray(other.rules) ? other.rules : []) {
          rules.set(JSON.stringify(rule), rule);
        }
      }
    }
    return [...rules.values()];
  };

  const gather = () => {
    const roles = storage.list(place);
    for (const role of roles) {
      if (!isObject(role.aggregationRule)) continue;
      const rules = rulesFor(role, roles);
      if (sameJson(rules, role.rules ?? [])) continue;
      const { apiVersion, kind, metadata } = role;
      const result = serverSideApply({
        live: role,
        applied: { apiVersion, kind, metadata: { name: metadata.name }, rules },
        manager: "clusterrole-aggregation-controller",
        force: true,
        now: timestamp(core.clock),
        ...(schema ? { schema } : {}),
      });
      if (!("conflicts" in result)) storage.put(place, canonical(result.object, false));
    }
  };

  return {
    note(change) {
      if (change.storage === place) changed = true;
    },
    step() {
      if (!changed) return false;
      changed = false;
      gather();
      return true;
    },
  };
}

function labelsOf(role: StoredObject): Readonly<Record<string, string>> {
  return (role.metadata.labels ?? {}) as Readonly<Record<string, string>>;
}
