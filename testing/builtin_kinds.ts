import { discovered } from "../kinds/generated/server/discovery.ts";
import type { Kind, Subresource } from "./kinds.ts";

/** What discovery does not say of a kind. */
interface Traits {
  readonly generation?: true;
  readonly conditional?: true;
  readonly createOnUpdate?: true;
  readonly returnsDeleted?: true;
  readonly fields?: string;
  readonly deprecation?: string;
}

const counted: Traits = { generation: true };
const returned: Traits = { returnsDeleted: true };
const onUpdate: Traits = { createOnUpdate: true };
const policy: Traits = { generation: true, conditional: true };

// Which kinds count generations, take unconditional updates, create on update and return what was deleted is said by
// the strategies and storages in kubernetes/pkg/registry; which fields may be selected by the conversions in
// kubernetes/pkg/apis.
const traits: Readonly<Record<string, Traits>> = {
  namespaces: { fields: "status.phase" },
  secrets: { fields: "type" },
  services: { createOnUpdate: true, returnsDeleted: true, fields: "spec.clusterIP,spec.type" },
  pods: {
    generation: true,
    returnsDeleted: true,
    fields:
      "spec.nodeName,spec.restartPolicy,spec.schedulerName,spec.serviceAccountName,spec.hostNetwork,status.phase,status.podIP,status.nominatedNodeName",
  },
  serviceaccounts: returned,
  events: {
    createOnUpdate: true,
    fields:
      "involvedObject.kind,involvedObject.namespace,involvedObject.name,involvedObject.uid,involvedObject.apiVersion,involvedObject.resourceVersion,involvedObject.fieldPath,reason,reportingComponent,source,type",
  },
  "events.k8s.io/events": {
    createOnUpdate: true,
    fields:
      "reason,regarding.kind,regarding.namespace,regarding.name,regarding.uid,regarding.apiVersion,regarding.resourceVersion,regarding.fieldPath,reportingController,type",
  },
  endpoints: {
    createOnUpdate: true,
    deprecation: "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  },
  componentstatuses: { deprecation: "v1 ComponentStatus is deprecated in v1.19+" },
  persistentvolumeclaims: returned,
  persistentvolumes: returned,
  nodes: { fields: "spec.unschedulable" },
  limitranges: onUpdate,
  replicationcontrollers: { generation: true, fields: "status.replicas" },
  resourcequotas: returned,
  podtemplates: { generation: true, returnsDeleted: true },
  "apiregistration.k8s.io/apiservices": { conditional: true },
  "apps/deployments": counted,
  "apps/replicasets": counted,
  "apps/statefulsets": counted,
  "apps/daemonsets": counted,
  "batch/jobs": { generation: true, fields: "status.successful" },
  "batch/cronjobs": counted,
  "certificates.k8s.io/certificatesigningrequests": { fields: "spec.signerName" },
  "coordination.k8s.io/leases": { conditional: true, createOnUpdate: true },
  "discovery.k8s.io/endpointslices": counted,
  "rbac.authorization.k8s.io/roles": onUpdate,
  "rbac.authorization.k8s.io/rolebindings": onUpdate,
  "rbac.authorization.k8s.io/clusterroles": onUpdate,
  "rbac.authorization.k8s.io/clusterrolebindings": onUpdate,
  "networking.k8s.io/ingresses": counted,
  "networking.k8s.io/networkpolicies": counted,
  "networking.k8s.io/ingressclasses": counted,
  "node.k8s.io/runtimeclasses": { conditional: true, createOnUpdate: true },
  "policy/poddisruptionbudgets": { generation: true, conditional: true },
  "scheduling.k8s.io/priorityclasses": counted,
  "storage.k8s.io/csidrivers": { conditional: true, returnsDeleted: true },
  "storage.k8s.io/csinodes": { conditional: true, returnsDeleted: true },
  "storage.k8s.io/csistoragecapacities": { conditional: true },
  "storage.k8s.io/storageclasses": returned,
  "storage.k8s.io/volumeattachments": { conditional: true, returnsDeleted: true },
  "storage.k8s.io/volumeattributesclasses": returned,
  "admissionregistration.k8s.io/mutatingadmissionpolicies": policy,
  "admissionregistration.k8s.io/mutatingadmissionpolicybindings": policy,
  "admissionregistration.k8s.io/mutatingwebhookconfigurations": policy,
  "admissionregistration.k8s.io/validatingadmissionpolicies": policy,
  "admissionregistration.k8s.io/validatingadmissionpolicybindings": policy,
  "admissionregistration.k8s.io/validatingwebhookconfigurations": policy,
  "apiextensions.k8s.io/customresourcedefinitions": policy,
  "resource.k8s.io/deviceclasses": { generation: true, returnsDeleted: true },
  "resource.k8s.io/resourceclaims": returned,
  "resource.k8s.io/resourceclaimtemplates": returned,
  "resource.k8s.io/resourceslices": {
    generation: true,
    returnsDeleted: true,
    fields: "spec.nodeName,spec.driver",
  },
  "flowcontrol.apiserver.k8s.io/flowschemas": counted,
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations": counted,
};

const usualVerbs = "create delete deletecollection get list patch update watch";
const usualVerbsOfSubresource = "get patch update";

function list(text: string | undefined): readonly string[] {
  return text ? text.split(",") : [];
}

function subresourceOf(text: string, kind: string): Subresource {
  const [name = "", type, verbs] = text.split(":");
  const parts = (type || kind).split("/");
  return {
    name,
    kind: parts.at(-1) ?? "",
    group: parts.length === 3 ? parts[0] ?? "" : "",
    version: parts.length === 3 ? parts[1] ?? "" : "",
    verbs: (verbs || usualVerbsOfSubresource).split(" "),
  };
}

function kindOf(line: string): Kind {
  const [apiVersion = "", kind = "", plural = "", singular = "", scope, ...rest] = line.split("|");
  const [short, categories, given, extra, hash] = rest;
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const place = group ? `${group}/${plural}` : plural;
  const own = traits[place] ?? {};
  const subresources = list(extra).map((one) => subresourceOf(one, kind));
  const has = (name: string) => subresources.some((one) => one.name === name);
  const verbs = (given || usualVerbs).split(" ");
  return {
    group,
    version,
    kind,
    plural,
    singular,
    shortNames: list(short),
    categories: list(categories),
    namespaced: scope === "Namespaced",
    status: has("status"),
    ...(has("scale") ? { scale: { spec: "spec.replicas", status: "status.replicas" } } : {}),
    generation: own.generation ?? false,
    unconditional: !own.conditional,
    createOnUpdate: own.createOnUpdate ?? false,
    returnsDeleted: own.returnsDeleted ?? false,
    fields: list(own.fields),
    // Events are one storage behind two groups.
    storage: plural === "events" ? "events" : place,
    ...(own.deprecation ? { deprecation: own.deprecation } : {}),
    ...(verbs.length === 1 ? { review: true } : {}),
    verbs,
    subresources,
    ...(hash ? { storageHash: hash } : {}),
  };
}

const kinds: Kind[] = [];

/** The kinds that are served without any definition. Made once, when they are first asked for. */
export function builtinKinds(): readonly Kind[] {
  if (!kinds.length) kinds.push(...discovered.map(kindOf));
  return kinds;
}
