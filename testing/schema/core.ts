import {
  always,
  atomicTexts,
  conditions,
  integer,
  keyed,
  object,
  text,
  texts,
  withDefault,
  zero,
} from "./build.ts";
import { isObject } from "./json.ts";
import { metadataSchema } from "./metadata.ts";
import type { TypeSchema } from "./types.ts";

function targetPort(port: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { targetPort: port.port };
}

/** Cluster addresses are given by the server, not by the type. */
function serviceFamilies(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (spec.type === "ExternalName") return {};
  const outside = spec.type === "NodePort" || spec.type === "LoadBalancer";
  return {
    internalTrafficPolicy: "Cluster",
    ...(outside ? { externalTrafficPolicy: "Cluster" } : {}),
    ...(spec.type === "LoadBalancer" ? { allocateLoadBalancerNodePorts: true } : {}),
    ...(spec.sessionAffinity === "ClientIP" && !isObject(spec.sessionAffinityConfig)
      ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }
      : {}),
  };
}

/** Service. */
export const service: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    ports: keyed(
      ["port", "protocol"],
      object({ port: integer, protocol: withDefault("TCP") }, { derive: targetPort }),
      "port",
    ),
    selector: atomicTexts,
    type: withDefault("ClusterIP"),
    sessionAffinity: withDefault("None"),
    // Given by the server together with the addresses, so that nobody owns them.
    ipFamilies: { type: "array", ...zero(["IPv4"]) },
    ipFamilyPolicy: zero("SingleStack"),
  }, { derive: serviceFamilies }),
  status: always({ loadBalancer: always({}), conditions: conditions() }),
});

/** Config map. */
export const configMap: TypeSchema = object({
  metadata: metadataSchema,
  data: texts,
  binaryData: texts,
});

/** Secret. */
export const secret: TypeSchema = object({
  metadata: metadataSchema,
  data: texts,
  stringData: texts,
  type: withDefault("Opaque"),
});

const objectReference: TypeSchema = object({}, { "x-kubernetes-map-type": "atomic" });

/** Event of the core group. */
export const event: TypeSchema = object({
  metadata: metadataSchema,
  firstTimestamp: zero(null),
  lastTimestamp: zero(null),
  eventTime: zero(null),
  reportingComponent: zero(""),
  reportingInstance: zero(""),
  involvedObject: { ...objectReference, always: true },
  source: always({}),
  related: objectReference,
});

/** Event of `events.k8s.io`. */
export const newEvent: TypeSchema = object({
  metadata: metadataSchema,
  regarding: { ...objectReference, always: true },
  related: objectReference,
  deprecatedSource: always({}),
});

/** Lease. */
export const lease: TypeSchema = object({ metadata: metadataSchema, spec: always({}) });

/** Ingress. */
export const ingress: TypeSchema = object({
  metadata: metadataSchema,
  spec: always({
    rules: { type: "array", items: object({}) },
    tls: { type: "array", items: object({}) },
    ingressClassName: text,
  }),
  status: always({ loadBalancer: always({}) }),
});
