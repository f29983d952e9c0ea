import { items } from "../fill.ts";
import { isObject, type JsonObject, type StoredObject, valueAt } from "../object.ts";
import {
  age,
  type BuiltinColumn,
  type Cell,
  count,
  labelsText,
  number,
  selectorText,
  since,
  someOf,
  text,
} from "./cells.ts";

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function ports(object: StoredObject): string {
  const texts = items(valueAt(object, "spec.ports")).map((port) =>
    `${port.port}${port.nodePort ? `:${port.nodePort}` : ""}/${port.protocol ?? "TCP"}`
  );
  return texts.length ? texts.join(",") : "<none>";
}

function balancers(object: StoredObject): readonly string[] {
  return items(valueAt(object, "status.loadBalancer.ingress"))
    .map((one) => String(one.ip ?? one.hostname ?? ""));
}

function external(object: StoredObject): string {
  const given = list(valueAt(object, "spec.externalIPs"));
  switch (valueAt(object, "spec.type")) {
    case "ClusterIP":
    case "NodePort":
      return given.join(",") || "<none>";
    case "LoadBalancer":
      return [...balancers(object), ...given].join(",") || "<pending>";
    case "ExternalName":
      return String(valueAt(object, "spec.externalName") ?? "");
    default:
      return "<unknown>";
  }
}

function endpoints(object: StoredObject): string {
  const texts = items(object.subsets).flatMap((subset) => {
    const ips = items(subset.addresses).map((one) => String(one.ip));
    const all = items(subset.ports);
    const at = (ip: string) => ip.includes(":") ? `[${ip}]` : ip;
    return all.length ? all.flatMap(({ port }) => ips.map((ip) => `${at(ip)}:${port}`)) : ips;
  });
  return someOf(texts);
}

function hosts(object: StoredObject): string {
  const all = items(valueAt(object, "spec.rules"));
  const named = all.slice(0, 3).map((one) => String(one.host ?? "")).filter(Boolean);
  if (!named.length) return "*";
  const more = all.length > 3 ? ` + ${all.length - 3} more...` : "";
  return named.join(",") + more;
}

const modes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

function accessModes(value: unknown): string {
  const given = list(value);
  return Object.keys(modes).filter((one) => given.includes(one)).map((one) => modes[one]).join(",");
}

function phase(object: StoredObject): string {
  return object.metadata.deletionTimestamp
    ? "Terminating"
    : String(valueAt(object, "status.phase") ?? "");
}

function quota(limits: boolean): Cell {
  return (object) => {
    const hard = valueAt(object, "status.hard");
    const used = valueAt(object, "status.used");
    return Object.entries(isObject(hard) ? hard : {}).toSorted(([a], [b]) => a < b ? -1 : 1)
      .filter(([name]) => name.startsWith("limits.") === limits)
      .map(([name, value]) => `${name}: ${isObject(used) ? used[name] ?? 0 : 0}/${value}`)
      .join(", ");
  };
}

function metricText(spec: JsonObject, status: JsonObject | undefined): string {
  const field = String(spec.type).replace(/^./, (first) => first.toLowerCase());
  const source = isObject(spec[field]) ? spec[field] : {};
  const found = status && isObject(status[field]) ? status[field].current : undefined;
  const current: JsonObject = isObject(found) ? found : {};
  const target: JsonObject = isObject(source.target) ? source.target : {};
  const named = field.toLowerCase().endsWith("resource") ? `${source.name}: ` : "";
  if (target.averageValue !== undefined) {
    const mean = named || field === "pods" ? "" : " (avg)";
    return `${named}${current.averageValue ?? "<unknown>"}/${target.averageValue}${mean}`;
  }
  if (!named) return `${current.value ?? "<unknown>"}/${target.value}`;
  const percent = (value: unknown, otherwise: string) =>
    value === undefined || value === null ? otherwise : `${value}%`;
  return `${named}${percent(current.averageUtilization, "<unknown>")}/${
    percent(target.averageUtilization, "<auto>")
  }`;
}

function metrics(object: StoredObject): string {
  const given = items(valueAt(object, "spec.metrics"));
  const found = items(valueAt(object, "status.currentMetrics"));
  if (!given.length) return "<none>";
  const texts = given.map((one, index) => metricText(one, found[index]));
  const more = texts.length > 2 ? ` + ${texts.length - 2} more...` : "";
  return texts.slice(0, 2).join(", ") + more;
}

function subjects(kind: string): Cell {
  return (object) =>
    items(object.subjects).filter((one) => one.kind === kind)
      .map((one) => kind === "ServiceAccount" ? `${one.namespace ?? ""}/${one.name}` : one.name)
      .join(", ");
}

const binding: readonly BuiltinColumn[] = [
  {
    name: "Role",
    cell: (object) => `${valueAt(object, "roleRef.kind")}/${valueAt(object, "roleRef.name")}`,
  },
  age,
  { name: "Users", priority: 1, cell: subjects("User") },
  { name: "Groups", priority: 1, cell: subjects("Group") },
  { name: "ServiceAccounts", priority: 1, cell: subjects("ServiceAccount") },
];

function roles(object: StoredObject): string {
  const prefix = "node-role.kubernetes.io/";
  const found = Object.entries(object.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(prefix)) return key.slice(prefix.length) || [];
    return key === "kubernetes.io/role" && value ? value : [];
  });
  return [...new Set(found)].sort().join(",") || "<none>";
}

function nodeStatus(object: StoredObject): string {
  const found = items(valueAt(object, "status.conditions")).find((one) => one.type === "Ready");
  const state = !found ? "Unknown" : found.status === "True" ? "Ready" : "NotReady";
  return valueAt(object, "spec.unschedulable") === true ? `${state},SchedulingDisabled` : state;
}

function nodeAddress(type: string): Cell {
  return (object) =>
    items(valueAt(object, "status.addresses")).find((one) => one.type === type)?.address ??
      "<none>";
}

function kernel(object: StoredObject): string {
  const architecture = valueAt(object, "status.nodeInfo.architecture");
  const version = valueAt(object, "status.nodeInfo.kernelVersion") || "<unknown>";
  return architecture ? `${version} (${architecture})` : String(version);
}

function firstSeen(object: StoredObject): unknown {
  return object.firstTimestamp ?? object.deprecatedFirstTimestamp ?? object.eventTime;
}

function source(object: StoredObject): string {
  const given = object.source ?? object.deprecatedSource;
  const { component, host } = isObject(given) ? given : {};
  const name = component || object.reportingComponent || object.reportingController || "";
  const instance = host || object.reportingInstance || "";
  return instance ? `${name}, ${instance}` : String(name);
}

function about(object: StoredObject): JsonObject {
  const found = object.involvedObject ?? object.regarding;
  return isObject(found) ? found : {};
}

const eventColumns: readonly BuiltinColumn[] = [
  {
    name: "Last Seen",
    cell: (object, clock) => {
      const series = valueAt(object, "series.lastObservedTime");
      const last = object.lastTimestamp ?? object.deprecatedLastTimestamp;
      return since(series ?? last ?? firstSeen(object), clock);
    },
  },
  { name: "Type", cell: text("type", "") },
  { name: "Reason", cell: text("reason", "") },
  {
    name: "Object",
    cell: (object) => {
      const { kind = "", name } = about(object);
      return `${String(kind).toLowerCase()}${name ? `/${name}` : ""}`;
    },
  },
  { name: "Subobject", priority: 1, cell: (object) => about(object).fieldPath ?? "" },
  { name: "Source", priority: 1, cell: source },
  { name: "Message", cell: (object) => String(object.message ?? object.note ?? "").trim() },
  { name: "First Seen", priority: 1, cell: (object, clock) => since(firstSeen(object), clock) },
  {
    name: "Count",
    priority: 1,
    cell: (object) =>
      Number(
        valueAt(object, "series.count") ?? (object.count || object.deprecatedCount || 1),
      ),
  },
  { name: "Name", format: "name", priority: 1, cell: (object) => object.metadata.name },
];

const claim = "volume.beta.kubernetes.io/storage-class";

function storageClass(object: StoredObject): unknown {
  return object.metadata.annotations?.[claim] ?? valueAt(object, "spec.storageClassName") ?? "";
}

const attributes: BuiltinColumn = {
  name: "VolumeAttributesClass",
  cell: text("spec.volumeAttributesClassName", "<unset>"),
};

const volumeMode: BuiltinColumn = {
  name: "VolumeMode",
  priority: 1,
  cell: text("spec.volumeMode", "<unset>"),
};

/** Columns of kinds that run nothing (kubernetes/pkg/printers/internalversion). */
export const otherColumns: Readonly<Record<string, readonly BuiltinColumn[]>> = {
  configmaps: [{ name: "Data", cell: count("data", "binaryData") }, age],
  secrets: [{ name: "Type", cell: text("type", "") }, { name: "Data", cell: count("data") }, age],
  namespaces: [{ name: "Status", cell: text("status.phase", "") }, age],
  serviceaccounts: [age],
  services: [
    { name: "Type", cell: text("spec.type", "") },
    {
      name: "Cluster-IP",
      cell: (object) => list(valueAt(object, "spec.clusterIPs"))[0] ?? "<none>",
    },
    { name: "External-IP", cell: external },
    { name: "Port(s)", cell: ports },
    age,
    {
      name: "Selector",
      priority: 1,
      cell: (object) => labelsText(valueAt(object, "spec.selector")),
    },
  ],
  endpoints: [{ name: "Endpoints", cell: endpoints }, age],
  events: eventColumns,
  resourcequotas: [
    { name: "Request", cell: quota(false) },
    { name: "Limit", cell: quota(true) },
    age,
  ],
  persistentvolumeclaims: [
    { name: "Status", cell: phase },
    { name: "Volume", cell: text("spec.volumeName", "") },
    {
      name: "Capacity",
      cell: (object) =>
        valueAt(object, "spec.volumeName") ? valueAt(object, "status.capacity.storage") ?? "0" : "",
    },
    {
      name: "Access Modes",
      cell: (object) =>
        valueAt(object, "spec.volumeName")
          ? accessModes(valueAt(object, "status.accessModes"))
          : "",
    },
    { name: "StorageClass", cell: storageClass },
    attributes,
    age,
    volumeMode,
  ],
  persistentvolumes: [
    { name: "Capacity", cell: text("spec.capacity.storage", "0") },
    { name: "Access Modes", cell: (object) => accessModes(valueAt(object, "spec.accessModes")) },
    { name: "Reclaim Policy", cell: text("spec.persistentVolumeReclaimPolicy", "") },
    { name: "Status", cell: phase },
    {
      name: "Claim",
      cell: (object) => {
        const found = valueAt(object, "spec.claimRef");
        return isObject(found) ? `${found.namespace}/${found.name}` : "";
      },
    },
    { name: "StorageClass", cell: storageClass },
    attributes,
    { name: "Reason", cell: text("status.reason", "") },
    age,
    volumeMode,
  ],
  nodes: [
    { name: "Status", cell: nodeStatus },
    { name: "Roles", cell: roles },
    age,
    { name: "Version", cell: text("status.nodeInfo.kubeletVersion", "") },
    { name: "Internal-IP", priority: 1, cell: nodeAddress("InternalIP") },
    { name: "External-IP", priority: 1, cell: nodeAddress("ExternalIP") },
    { name: "OS-Image", priority: 1, cell: text("status.nodeInfo.osImage", "<unknown>") },
    { name: "Kernel-Version", priority: 1, cell: kernel },
    {
      name: "Container-Runtime",
      priority: 1,
      cell: text("status.nodeInfo.containerRuntimeVersion", "<unknown>"),
    },
  ],
  "coordination.k8s.io/leases": [{ name: "Holder", cell: text("spec.holderIdentity", "") }, age],
  "discovery.k8s.io/endpointslices": [
    { name: "AddressType", cell: text("addressType", "") },
    {
      name: "Ports",
      cell: (object) =>
        someOf(items(object.ports).map((one) => String(one.port ?? one.name ?? "*"))),
    },
    {
      name: "Endpoints",
      cell: (object) => someOf(items(object.endpoints).flatMap((one) => list(one.addresses))),
    },
    age,
  ],
  "networking.k8s.io/ingresses": [
    { name: "Class", cell: text("spec.ingressClassName") },
    { name: "Hosts", cell: hosts },
    { name: "Address", cell: (object) => balancers(object).join(",") },
    {
      name: "Ports",
      cell: (object) => items(valueAt(object, "spec.tls")).length ? "80, 443" : "80",
    },
    age,
  ],
  "networking.k8s.io/networkpolicies": [
    { name: "Pod-Selector", cell: (object) => selectorText(valueAt(object, "spec.podSelector")) },
    age,
  ],
  "networking.k8s.io/ingressclasses": [
    { name: "Controller", cell: text("spec.controller", "") },
    {
      name: "Parameters",
      cell: (object) => {
        const found = valueAt(object, "spec.parameters");
        if (!isObject(found)) return "<none>";
        return `${found.kind}${found.apiGroup ? `.${found.apiGroup}` : ""}/${found.name}`;
      },
    },
    age,
  ],
  "policy/poddisruptionbudgets": [
    { name: "Min Available", cell: text("spec.minAvailable", "N/A") },
    { name: "Max Unavailable", cell: text("spec.maxUnavailable", "N/A") },
    { name: "Allowed Disruptions", type: "integer", cell: number("status.disruptionsAllowed") },
    age,
  ],
  "autoscaling/horizontalpodautoscalers": [
    {
      name: "Reference",
      cell: (object) =>
        `${valueAt(object, "spec.scaleTargetRef.kind")}/${
          valueAt(object, "spec.scaleTargetRef.name")
        }`,
    },
    { name: "Targets", cell: metrics },
    { name: "MinPods", cell: text("spec.minReplicas", "<unset>") },
    { name: "MaxPods", cell: number("spec.maxReplicas") },
    { name: "Replicas", cell: number("status.currentReplicas") },
    age,
  ],
  "rbac.authorization.k8s.io/rolebindings": binding,
  "rbac.authorization.k8s.io/clusterrolebindings": binding,
  "scheduling.k8s.io/priorityclasses": [
    { name: "Value", type: "integer", cell: number("value") },
    { name: "Global-Default", type: "boolean", cell: (object) => object.globalDefault === true },
    age,
    { name: "PreemptionPolicy", cell: text("preemptionPolicy", "") },
  ],
  "storage.k8s.io/storageclasses": [
    { name: "Provisioner", cell: text("provisioner", "") },
    { name: "ReclaimPolicy", cell: text("reclaimPolicy", "Delete") },
    { name: "VolumeBindingMode", cell: text("volumeBindingMode", "Immediate") },
    { name: "AllowVolumeExpansion", cell: (object) => object.allowVolumeExpansion === true },
    age,
  ],
};
