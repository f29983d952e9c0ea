import type { TypeSchema } from "./schema/mod.ts";

/** A column of `kubectl get`. */
export interface Column {
  /** Heading. */
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  readonly type: string;
  /** Columns above 0 show with `-o wide`. */
  readonly priority?: number;
  /** Refines `type`. */
  readonly format?: string;
  /** In words. */
  readonly description?: string;
  /** Where the value stands: a simple JSON path such as `.spec.host`. */
  readonly jsonPath: string;
}

/** One kind in one version, as it is served. */
export interface Kind {
  /** API group; "" for the core. */
  readonly group: string;
  /** Version. */
  readonly version: string;
  /** Kind. */
  readonly kind: string;
  /** Plural, as in paths. */
  readonly plural: string;
  /** Singular. */
  readonly singular: string;
  /** Short names. */
  readonly shortNames: readonly string[];
  /** Categories, such as `all`. */
  readonly categories: readonly string[];
  /** Whether objects live in namespaces. */
  readonly namespaced: boolean;
  /** Whether there is a status subresource. */
  readonly status: boolean;
  /** Whether there is a scale subresource, and where its numbers are. */
  readonly scale?: ScalePaths;
  /** Whether the server counts changes of the desired state. */
  readonly generation: boolean;
  /** Whether an update without a resourceVersion is taken. */
  readonly unconditional: boolean;
  /** Whether an update of an object that does not exist creates it. */
  readonly createOnUpdate: boolean;
  /** Whether a deletion answers with the object rather than a `Status`. */
  readonly returnsDeleted: boolean;
  /** Fields besides name and namespace that field selectors may name. */
  readonly fields: readonly string[];
  /** Objects are held under this name; kinds that share storage have the same. */
  readonly storage: string;
  /** What its users are warned of. */
  readonly deprecation?: string;
  /** A question that is created and never stored. */
  readonly review?: true;
  /** Made by a CustomResourceDefinition. */
  readonly custom?: CustomKind;
}

/** Where a scale subresource finds its numbers. */
export interface ScalePaths {
  /** Desired number. */
  readonly spec: string;
  /** Observed number. */
  readonly status: string;
  /** Selector in text form; built-in kinds keep it as an object in spec.selector. */
  readonly selector?: string;
}

/** What a definition says of a custom kind. */
export interface CustomKind {
  /** Name of the list kind. */
  readonly listKind: string;
  /** Schema of this version. */
  readonly schema: TypeSchema | undefined;
  /** Columns of `kubectl get`. */
  readonly columns: readonly Column[];
  /** The version at which it was first served: what was before is not remembered. */
  readonly since: number;
  /** Whether unknown fields are kept everywhere. */
  readonly preserveUnknown: boolean;
}

/** Options in a row of the table below. */
interface Row {
  readonly short?: string;
  readonly categories?: string;
  readonly cluster?: true;
  readonly noStatus?: true;
  readonly scale?: true;
  readonly generation?: true;
  readonly conditional?: true;
  readonly createOnUpdate?: true;
  readonly returnsDeleted?: true;
  readonly fields?: string;
  readonly storage?: string;
  readonly singular?: string;
  readonly deprecation?: string;
  readonly review?: true;
}

const review: Row = { noStatus: true, cluster: true, review: true };

const podFields =
  "spec.nodeName,spec.restartPolicy,spec.schedulerName,spec.serviceAccountName,spec.hostNetwork,status.phase,status.podIP,status.nominatedNodeName";
const eventFields =
  "involvedObject.kind,involvedObject.namespace,involvedObject.name,involvedObject.uid,involvedObject.apiVersion,involvedObject.resourceVersion,involvedObject.fieldPath,reason,reportingComponent,source,type";

// Which kinds count generations, take unconditional updates, create on update and return what was deleted is said by
// the strategies in kubernetes/pkg/registry.
const table: readonly (readonly [
  group: string,
  version: string,
  plural: string,
  kind: string,
  row: Row,
])[] = [
  ["", "v1", "namespaces", "Namespace", { cluster: true, short: "ns", fields: "status.phase" }],
  ["", "v1", "configmaps", "ConfigMap", { noStatus: true, short: "cm" }],
  ["", "v1", "secrets", "Secret", { noStatus: true, fields: "type" }],
  ["", "v1", "services", "Service", {
    short: "svc",
    categories: "all",
    createOnUpdate: true,
    returnsDeleted: true,
    fields: "spec.clusterIP,spec.type",
  }],
  ["", "v1", "pods", "Pod", {
    short: "po",
    categories: "all",
    generation: true,
    returnsDeleted: true,
    fields: podFields,
  }],
  ["", "v1", "serviceaccounts", "ServiceAccount", {
    noStatus: true,
    short: "sa",
    returnsDeleted: true,
  }],
  ["", "v1", "events", "Event", {
    noStatus: true,
    short: "ev",
    createOnUpdate: true,
    fields: eventFields,
    storage: "events",
  }],
  ["", "v1", "endpoints", "Endpoints", {
    noStatus: true,
    short: "ep",
    createOnUpdate: true,
    singular: "endpoints",
    deprecation: "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  }],
  ["", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", {
    short: "pvc",
    returnsDeleted: true,
  }],
  ["", "v1", "persistentvolumes", "PersistentVolume", {
    short: "pv",
    cluster: true,
    returnsDeleted: true,
  }],
  ["", "v1", "nodes", "Node", { short: "no", cluster: true, fields: "spec.unschedulable" }],
  ["", "v1", "limitranges", "LimitRange", {
    noStatus: true,
    short: "limits",
    createOnUpdate: true,
  }],
  ["", "v1", "resourcequotas", "ResourceQuota", { short: "quota", returnsDeleted: true }],
  ["", "v1", "podtemplates", "PodTemplate", {
    noStatus: true,
    generation: true,
    returnsDeleted: true,
  }],
  ["apps", "v1", "deployments", "Deployment", {
    short: "deploy",
    categories: "all",
    scale: true,
    generation: true,
  }],
  ["apps", "v1", "replicasets", "ReplicaSet", {
    short: "rs",
    categories: "all",
    scale: true,
    generation: true,
    fields: "status.replicas",
  }],
  ["apps", "v1", "statefulsets", "StatefulSet", {
    short: "sts",
    categories: "all",
    scale: true,
    generation: true,
  }],
  ["apps", "v1", "daemonsets", "DaemonSet", { short: "ds", categories: "all", generation: true }],
  ["apps", "v1", "controllerrevisions", "ControllerRevision", { noStatus: true }],
  ["batch", "v1", "jobs", "Job", {
    categories: "all",
    generation: true,
    fields: "status.successful",
  }],
  ["batch", "v1", "cronjobs", "CronJob", { short: "cj", categories: "all", generation: true }],
  ["coordination.k8s.io", "v1", "leases", "Lease", {
    noStatus: true,
    conditional: true,
    createOnUpdate: true,
  }],
  ["discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", {
    noStatus: true,
    generation: true,
  }],
  ["events.k8s.io", "v1", "events", "Event", {
    noStatus: true,
    short: "ev",
    createOnUpdate: true,
    fields:
      "reason,regarding.kind,regarding.namespace,regarding.name,regarding.uid,regarding.apiVersion,regarding.resourceVersion,regarding.fieldPath,reportingController,type",
    storage: "events",
  }],
  ["rbac.authorization.k8s.io", "v1", "roles", "Role", { noStatus: true, createOnUpdate: true }],
  ["rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", {
    noStatus: true,
    createOnUpdate: true,
  }],
  ["rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", {
    noStatus: true,
    cluster: true,
    createOnUpdate: true,
  }],
  ["rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", {
    noStatus: true,
    cluster: true,
    createOnUpdate: true,
  }],
  ["networking.k8s.io", "v1", "ingresses", "Ingress", {
    short: "ing",
    generation: true,
    singular: "ingress",
  }],
  ["networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", {
    noStatus: true,
    short: "netpol",
    generation: true,
    singular: "networkpolicy",
  }],
  ["networking.k8s.io", "v1", "ingressclasses", "IngressClass", {
    noStatus: true,
    cluster: true,
    generation: true,
    singular: "ingressclass",
  }],
  ["policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", {
    short: "pdb",
    generation: true,
    conditional: true,
  }],
  ["autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", {
    short: "hpa",
    categories: "all",
  }],
  ["scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", {
    noStatus: true,
    cluster: true,
    short: "pc",
    generation: true,
    singular: "priorityclass",
  }],
  ["storage.k8s.io", "v1", "storageclasses", "StorageClass", {
    noStatus: true,
    cluster: true,
    short: "sc",
    singular: "storageclass",
  }],
  ["authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview", review],
  ["authentication.k8s.io", "v1", "tokenreviews", "TokenReview", review],
  ["authorization.k8s.io", "v1", "localsubjectaccessreviews", "LocalSubjectAccessReview", {
    noStatus: true,
    review: true,
  }],
  ["authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", review],
  ["authorization.k8s.io", "v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview", review],
  ["authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", review],
  ["apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", {
    short: "crd,crds",
    categories: "api-extensions",
    cluster: true,
    generation: true,
    conditional: true,
  }],
];

function list(text: string | undefined): readonly string[] {
  return text ? text.split(",") : [];
}

/** The kinds that are served without any definition. */
export const builtinKinds: readonly Kind[] = table.map(([group, version, plural, kind, row]) => ({
  group,
  version,
  kind,
  plural,
  singular: row.singular ?? kind.toLowerCase(),
  ...(row.deprecation ? { deprecation: row.deprecation } : {}),
  ...(row.review ? { review: row.review } : {}),
  shortNames: list(row.short),
  categories: list(row.categories),
  namespaced: !row.cluster,
  status: !row.noStatus,
  ...(row.scale ? { scale: { spec: "spec.replicas", status: "status.replicas" } } : {}),
  generation: row.generation ?? false,
  unconditional: !row.conditional,
  createOnUpdate: row.createOnUpdate ?? false,
  returnsDeleted: row.returnsDeleted ?? false,
  fields: list(row.fields),
  storage: row.storage ?? (group ? `${group}/${plural}` : plural),
}));

/** `v1`, `apps/v1`. */
export function apiVersionOf(kind: Pick<Kind, "group" | "version">): string {
  return kind.group ? `${kind.group}/${kind.version}` : kind.version;
}

/** The kinds that are served at this moment. */
export interface Registry {
  /** By path: group, version and plural. */
  readonly find: (group: string, version: string, plural: string) => Kind | undefined;
  /** By what an object says of itself. */
  readonly findKind: (apiVersion: string, kind: string) => Kind | undefined;
  /** Whether a group is served in a version. */
  readonly has: (group: string, version: string) => boolean;
  /** All, built-in ones first. */
  readonly kinds: () => readonly Kind[];
  /** One kind for each storage. */
  readonly storages: () => readonly Kind[];
  /** Serves the versions of a custom kind in place of those before; none withdraws it. */
  readonly setCustom: (definition: string, kinds: readonly Kind[]) => void;
}

/** Makes a registry of the built-in kinds. */
export function createRegistry(): Registry {
  const custom = new Map<string, readonly Kind[]>();
  let all: readonly Kind[] = [];
  let paths = new Map<string, Kind>();
  let names = new Map<string, Kind>();
  let versions = new Set<string>();
  const refresh = () => {
    all = [...builtinKinds, ...[...custom.values()].flat()];
    paths = new Map(all.map((kind) => [`${apiVersionOf(kind)}/${kind.plural}`, kind]));
    names = new Map(all.map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]));
    versions = new Set(all.map(apiVersionOf));
  };
  refresh();
  return {
    find: (group, version, plural) => paths.get(`${apiVersionOf({ group, version })}/${plural}`),
    findKind: (apiVersion, kind) => names.get(`${apiVersion}/${kind}`),
    has: (group, version) => versions.has(apiVersionOf({ group, version })),
    kinds: () => all,
    storages: () => [
      ...new Map(all.filter((kind) => !kind.review).map((kind) => [kind.storage, kind])).values(),
    ],
    setCustom(definition, kinds) {
      if (kinds.length) custom.set(definition, kinds);
      else custom.delete(definition);
      refresh();
    },
  };
}
