import { randomUuid } from "../../_internal/mod.ts";
import { type Core, timestamp } from "../call.ts";
import { canonical, type JsonObject } from "../object.ts";
import { rbacGroup } from "./resolve.ts";
import { masters } from "./user.ts";

interface Rule {
  readonly verbs: string;
  /** `core` stands for "". */
  readonly groups?: string;
  readonly resources?: string;
  readonly paths?: string;
}

interface Role {
  readonly name: string;
  /** The role that takes its rules in: `view`. */
  readonly to?: string;
  readonly rules?: readonly Rule[];
  /** Has the rules of those that go to it. */
  readonly gathers?: true;
}

const read = "get list watch";
const write = "create delete deletecollection patch update";
const all = "create delete deletecollection get list patch update watch";

// Of the roles that kube-apiserver 1.36 creates (kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy) those that
// are for users and operators; the roles of controllers, nodes and the scheduler are left out.
const roles: readonly Role[] = [
  { name: "admin", gathers: true },
  {
    name: "cluster-admin",
    rules: [
      { verbs: "*", groups: "*", resources: "*" },
      { verbs: "*", paths: "*" },
    ],
  },
  { name: "edit", gathers: true, to: "admin" },
  {
    name: "system:aggregate-to-admin",
    to: "admin",
    rules: [
      { verbs: "create", groups: "authorization.k8s.io", resources: "localsubjectaccessreviews" },
      { verbs: all, groups: "rbac.authorization.k8s.io", resources: "rolebindings roles" },
    ],
  },
  {
    name: "system:aggregate-to-edit",
    to: "edit",
    rules: [
      {
        verbs: read,
        groups: "core",
        resources: "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy",
      },
      { verbs: "impersonate", groups: "core", resources: "serviceaccounts" },
      {
        verbs: write,
        groups: "core",
        resources: "pods pods/attach pods/exec pods/portforward pods/proxy",
      },
      { verbs: "create", groups: "core", resources: "pods/eviction" },
      {
        verbs: write,
        groups: "core",
        resources:
          "configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy",
      },
      { verbs: "create", groups: "core", resources: "serviceaccounts/token" },
      { verbs: write, groups: "core events.k8s.io", resources: "events" },
      {
        verbs: write,
        groups: "apps",
        resources:
          "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale",
      },
      { verbs: write, groups: "autoscaling", resources: "horizontalpodautoscalers" },
      { verbs: write, groups: "batch", resources: "cronjobs jobs" },
      {
        verbs: write,
        groups: "extensions",
        resources:
          "daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale",
      },
      { verbs: write, groups: "policy", resources: "poddisruptionbudgets" },
      { verbs: write, groups: "networking.k8s.io", resources: "ingresses networkpolicies" },
      { verbs: all, groups: "coordination.k8s.io", resources: "leases" },
      {
        verbs: write,
        groups: "resource.k8s.io",
        resources: "resourceclaims resourceclaimtemplates",
      },
    ],
  },
  {
    name: "system:aggregate-to-view",
    to: "view",
    rules: [
      {
        verbs: read,
        groups: "core",
        resources:
          "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status",
      },
      {
        verbs: read,
        groups: "core",
        resources:
          "bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status",
      },
      { verbs: read, groups: "core", resources: "namespaces" },
      { verbs: read, groups: "core events.k8s.io", resources: "events" },
      { verbs: read, groups: "discovery.k8s.io", resources: "endpointslices" },
      {
        verbs: read,
        groups: "apps",
        resources:
          "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
      },
      {
        verbs: read,
        groups: "autoscaling",
        resources: "horizontalpodautoscalers horizontalpodautoscalers/status",
      },
      { verbs: read, groups: "batch", resources: "cronjobs cronjobs/status jobs jobs/status" },
      {
        verbs: read,
        groups: "extensions",
        resources:
          "daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale",
      },
      {
        verbs: read,
        groups: "policy",
        resources: "poddisruptionbudgets poddisruptionbudgets/status",
      },
      {
        verbs: read,
        groups: "networking.k8s.io",
        resources: "ingresses ingresses/status networkpolicies",
      },
      {
        verbs: read,
        groups: "resource.k8s.io",
        resources: "resourceclaims resourceclaims/status resourceclaimtemplates",
      },
    ],
  },
  {
    name: "system:auth-delegator",
    rules: [
      { verbs: "create", groups: "authentication.k8s.io", resources: "tokenreviews" },
      { verbs: "create", groups: "authorization.k8s.io", resources: "subjectaccessreviews" },
    ],
  },
  {
    name: "system:basic-user",
    rules: [
      {
        verbs: "create",
        groups: "authorization.k8s.io",
        resources: "selfsubjectaccessreviews selfsubjectrulesreviews",
      },
      { verbs: "create", groups: "authentication.k8s.io", resources: "selfsubjectreviews" },
    ],
  },
  {
    name: "system:discovery",
    rules: [
      {
        verbs: "get",
        paths:
          "/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/",
      },
    ],
  },
  {
    name: "system:monitoring",
    rules: [
      {
        verbs: "get",
        paths:
          "/flagz /healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/* /statusz",
      },
      { verbs: "get", groups: "core", resources: "nodes/metrics" },
    ],
  },
  {
    name: "system:public-info-viewer",
    rules: [
      { verbs: "get", paths: "/healthz /livez /readyz /version /version/" },
    ],
  },
  {
    name: "system:service-account-issuer-discovery",
    rules: [
      {
        verbs: "get",
        paths:
          "/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/",
      },
    ],
  },
  { name: "view", gathers: true, to: "edit" },
];

const authenticated = "system:authenticated";

const bindings: readonly (readonly [role: string, ...groups: string[]])[] = [
  ["cluster-admin", masters],
  ["system:basic-user", authenticated],
  ["system:discovery", authenticated],
  ["system:monitoring", "system:monitoring"],
  ["system:public-info-viewer", authenticated, "system:unauthenticated"],
  ["system:service-account-issuer-discovery", "system:serviceaccounts"],
];

function words(text: string): readonly string[] {
  return text.split(" ").map((one) => one === "core" ? "" : one);
}

function ruleOf({ verbs, groups, resources, paths }: Rule): JsonObject {
  return {
    verbs: words(verbs),
    ...(groups === undefined ? {} : { apiGroups: words(groups) }),
    ...(resources === undefined ? {} : { resources: words(resources) }),
    ...(paths === undefined ? {} : { nonResourceURLs: words(paths) }),
  };
}

const aggregateTo = "rbac.authorization.k8s.io/aggregate-to-";

// As the controller gathers them, which then has nothing to do. The table is in the order of names.
function gathered(name: string): readonly JsonObject[] {
  const all = roles.filter(({ to }) => to === name).flatMap((role) =>
    role.gathers ? gathered(role.name) : (role.rules ?? []).map(ruleOf)
  );
  return [...new Map(all.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function roleOf({ name, to, rules, gathers }: Role): JsonObject {
  return {
    kind: "ClusterRole",
    metadata: {
      name,
      labels: {
        "kubernetes.io/bootstrapping": "rbac-defaults",
        ...(to ? { [`${aggregateTo}${to}`]: "true" } : {}),
      },
    },
    rules: gathers ? gathered(name) : (rules ?? []).map(ruleOf),
    ...(gathers
      ? {
        aggregationRule: {
          clusterRoleSelectors: [{ matchLabels: { [`${aggregateTo}${name}`]: "true" } }],
        },
      }
      : {}),
  };
}

function bindingOf([name, ...groups]: readonly [string, ...string[]]): JsonObject {
  return {
    kind: "ClusterRoleBinding",
    metadata: { name, labels: { "kubernetes.io/bootstrapping": "rbac-defaults" } },
    roleRef: { apiGroup: rbacGroup, kind: "ClusterRole", name },
    subjects: groups.map((group) => ({ apiGroup: rbacGroup, kind: "Group", name: group })),
  };
}

/** Creates the roles and bindings that every cluster has. */
export function createDefaultRoles({ storage, clock, random }: Core): void {
  for (const object of [...roles.map(roleOf), ...bindings.map(bindingOf)]) {
    const metadata = object.metadata as JsonObject;
    const plural = object.kind === "ClusterRole" ? "clusterroles" : "clusterrolebindings";
    storage.put(
      `${rbacGroup}/${plural}`,
      canonical({
        ...object,
        apiVersion: `${rbacGroup}/v1`,
        metadata: {
          ...metadata,
          uid: randomUuid(random),
          resourceVersion: "0",
          creationTimestamp: timestamp(clock),
          annotations: { "rbac.authorization.kubernetes.io/autoupdate": "true" },
        },
      }, false),
    );
  }
}
