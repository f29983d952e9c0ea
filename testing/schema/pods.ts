import {
  always,
  atomicTexts,
  conditions,
  integer,
  keyed,
  object,
  quantities,
  text,
  withDefault,
  zero,
} from "./build.ts";
import { field, isObject } from "./json.ts";
import { metadataSchema } from "./metadata.ts";
import type { TypeSchema } from "./types.ts";

/** Without a tag, or with `latest`, an image is pulled each time; with a digest it cannot change. */
function pullPolicy(container: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const image = typeof container.image === "string" ? container.image : "";
  const name = image.slice(image.lastIndexOf("/") + 1);
  const tag = /:([^@]*)/.exec(name)?.[1];
  const changes = image !== "" && !name.includes("@") && (tag === undefined || tag === "latest");
  return { imagePullPolicy: changes ? "Always" : "IfNotPresent" };
}

/** What is limited and not requested is requested as much; so in pods, but not yet in their templates. */
function requestLimits(resources: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { limits, requests } = resources;
  return isObject(limits) && Object.keys(limits).length > 0 && requests === undefined
    ? { requests: { ...limits } }
    : {};
}

function httpGetDefaults(): TypeSchema {
  return object({ path: withDefault("/"), scheme: withDefault("HTTP") });
}

const probe: TypeSchema = object({
  timeoutSeconds: withDefault(1),
  periodSeconds: withDefault(10),
  successThreshold: withDefault(1),
  failureThreshold: withDefault(3),
  httpGet: httpGetDefaults(),
});

const fieldReference = object({ apiVersion: withDefault("v1"), fieldPath: text }, {
  "x-kubernetes-map-type": "atomic",
});
const atomicReference = object({ name: text }, { "x-kubernetes-map-type": "atomic" });

const environment = object({
  name: text,
  value: text,
  valueFrom: object({
    fieldRef: fieldReference,
    resourceFieldRef: object({}, { "x-kubernetes-map-type": "atomic" }),
    configMapKeyRef: atomicReference,
    secretKeyRef: atomicReference,
  }),
});

const container: TypeSchema = object({
  name: text,
  image: text,
  command: { type: "array", items: text },
  args: { type: "array", items: text },
  env: keyed(["name"], environment),
  ports: keyed(
    ["containerPort", "protocol"],
    object({ containerPort: integer, protocol: withDefault("TCP") }),
    "containerPort",
  ),
  resources: always({
    limits: quantities,
    requests: quantities,
    claims: keyed(["name"], object({ name: text }), undefined),
  }),
  volumeMounts: keyed(["mountPath"], object({ mountPath: text, name: text })),
  volumeDevices: keyed(["devicePath"], object({ devicePath: text, name: text })),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  terminationMessagePath: withDefault("/dev/termination-log"),
  terminationMessagePolicy: withDefault("File"),
  imagePullPolicy: text,
}, { derive: pullPolicy });

/** Sources of a volume hold file modes that the server fills in. */
const volume = object({
  name: text,
  secret: object({ defaultMode: withDefault(0o644) }),
  configMap: object({ defaultMode: withDefault(0o644) }),
  downwardAPI: object({ defaultMode: withDefault(0o644) }),
  projected: object({ defaultMode: withDefault(0o644) }),
  hostPath: object({ type: withDefault("") }),
  emptyDir: object({}),
}, {
  "x-kubernetes-patch-strategy": "merge,retainKeys",
  derive: (value) => Object.keys(value).length === 1 ? { emptyDir: {} } : {},
});

/** The old name of `serviceAccountName` is kept beside it. */
function accountName(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return field(spec, "serviceAccountName") === undefined
    ? {}
    : { serviceAccount: spec.serviceAccountName };
}

/** Spec of a pod. */
export const podSpec: TypeSchema = always({
  containers: { ...keyed(["name"], container), always: true },
  initContainers: keyed(["name"], container),
  ephemeralContainers: keyed(["name"], container),
  volumes: {
    ...keyed(["name"], volume),
    "x-kubernetes-patch-strategy": "merge,retainKeys",
  },
  imagePullSecrets: keyed(["name"], atomicReference),
  hostAliases: keyed(["ip"], object({ ip: text })),
  topologySpreadConstraints: keyed(
    ["topologyKey", "whenUnsatisfiable"],
    object({ labelSelector: object({}, { "x-kubernetes-map-type": "atomic" }) }),
  ),
  tolerations: { type: "array", items: object({}) },
  nodeSelector: atomicTexts,
  restartPolicy: withDefault("Always"),
  dnsPolicy: withDefault("ClusterFirst"),
  schedulerName: withDefault("default-scheduler"),
  terminationGracePeriodSeconds: withDefault(30),
  securityContext: object({}, { default: {} }),
  overhead: quantities,
}, { derive: accountName });

/** Metadata of what a template makes. */
const templateMetadata: TypeSchema = { ...metadataSchema, always: true };

/** Template of pods. */
export const podTemplate: TypeSchema = always({ metadata: templateMetadata, spec: podSpec });

const podContainers: TypeSchema = keyed(["name"], {
  ...container,
  properties: {
    ...container.properties,
    resources: { ...container.properties?.resources, derive: requestLimits },
  },
});

/** Pod. */
export const pod: TypeSchema = object({
  metadata: metadataSchema,
  spec: {
    ...podSpec,
    properties: {
      ...podSpec.properties,
      enableServiceLinks: withDefault(true),
      containers: { ...podContainers, always: true },
      initContainers: podContainers,
    },
  },
  status: always({
    phase: zero("Pending"),
    conditions: conditions(),
    podIPs: keyed(["ip"], object({ ip: text })),
    hostIPs: { type: "array", items: object({}) },
  }),
});

/** Service account. */
export const serviceAccount: TypeSchema = object({
  metadata: metadataSchema,
  secrets: keyed(["name"], atomicReference),
  imagePullSecrets: { type: "array", items: atomicReference },
});

/** Namespace. */
export const namespace: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    finalizers: { type: "array", items: text, default: ["kubernetes"], always: true },
  }),
  status: always({ phase: zero("Active"), conditions: conditions() }),
});
