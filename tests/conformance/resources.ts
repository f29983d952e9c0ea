import { type ApiResource, defineApiResource, type KubernetesObject } from "../../client/mod.ts";

export interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
  immutable?: boolean;
}
export const configMaps: ApiResource<ConfigMap> = defineApiResource({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  scope: "Namespaced",
});

export interface Secret extends KubernetesObject {
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  type?: string;
}
export const secrets: ApiResource<Secret> = defineApiResource({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  scope: "Namespaced",
});

export interface Namespace extends KubernetesObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string };
}
export const namespaces: ApiResource<Namespace> = defineApiResource({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  scope: "Cluster",
});

export interface Deployment extends KubernetesObject {
  spec: {
    replicas?: number;
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata?: { labels?: Record<string, string> };
      spec: {
        containers: { name: string; image: string; env?: { name: string; value: string }[] }[];
      };
    };
  };
  status?: { observedGeneration?: number; replicas?: number };
}
export const deployments: ApiResource<Deployment> = defineApiResource({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  scope: "Namespaced",
});

/** A small Deployment that asks for no pods. */
export function deployment(namespace: string, name = "web") {
  const labels = { app: name };
  return {
    metadata: { name, namespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "main", image: "example.test/main:1" }] },
      },
    },
  };
}

export interface CustomResourceDefinition extends KubernetesObject {
  spec: Record<string, unknown>;
  status?: {
    conditions?: { type: string; status: string }[];
    storedVersions?: string[];
    acceptedNames?: { plural?: string; kind?: string };
  };
}
export const customResourceDefinitions: ApiResource<CustomResourceDefinition> = defineApiResource({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  scope: "Cluster",
});

export interface Widget extends KubernetesObject {
  spec?: {
    size?: number;
    color?: string;
    labels?: Record<string, string>;
    ports?: { name: string; port?: number }[];
    tags?: string[];
  };
  status?: { ready?: boolean; note?: string };
}
export const widgets: ApiResource<Widget> = defineApiResource({
  group: "conformance.example.test",
  version: "v1",
  kind: "Widget",
  plural: "widgets",
  scope: "Namespaced",
});

const schema = {
  type: "object",
  required: ["spec"],
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer", minimum: 1, maximum: 100, default: 3 },
        color: { type: "string", enum: ["red", "green", "blue"], default: "red" },
        labels: { type: "object", additionalProperties: { type: "string" } },
        ports: {
          type: "array",
          items: {
            type: "object",
            required: ["name"],
            properties: { name: { type: "string" }, port: { type: "integer" } },
          },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
        },
        tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
      },
    },
    status: {
      type: "object",
      properties: { ready: { type: "boolean" }, note: { type: "string" } },
    },
  },
};

/** A CRD with defaults, validation, list maps and a status subresource. */
export function crd(group: string, kind = "Widget") {
  const singular = kind.toLowerCase();
  return {
    metadata: { name: `${singular}s.${group}` },
    spec: {
      group,
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      scope: "Namespaced",
      versions: [{
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: schema },
        subresources: { status: {} },
      }],
    },
  };
}
