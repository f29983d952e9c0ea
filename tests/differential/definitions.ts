import { customGroup } from "./kind_spec.ts";
import type { Json } from "./types.ts";

export const widgetSchema: Json = {
  type: "object",
  required: ["spec"],
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer", minimum: 1, maximum: 100, default: 3 },
        color: { type: "string", enum: ["red", "green", "blue"], default: "red" },
        name: { type: "string", pattern: "^[a-z]*$", maxLength: 10 },
        when: { type: "string", format: "date-time" },
        replicas: { type: "integer", format: "int32", minimum: 0 },
        ratio: { type: "number" },
        maybe: { type: "string", nullable: true },
        many: { type: "array", maxItems: 3, items: { type: "integer" } },
        either: { "x-kubernetes-int-or-string": true },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        labels: { type: "object", additionalProperties: { type: "string" } },
        nested: {
          type: "object",
          properties: {
            deep: {
              type: "object",
              properties: {
                value: { type: "string" },
                level: { type: "integer", default: 1 },
              },
            },
          },
        },
        ports: {
          type: "array",
          items: {
            type: "object",
            required: ["name"],
            properties: {
              name: { type: "string" },
              port: { type: "integer" },
              protocol: { type: "string", default: "TCP" },
            },
          },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
        },
        tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
      },
    },
    status: {
      type: "object",
      properties: {
        ready: { type: "boolean" },
        note: { type: "string" },
        replicas: { type: "integer" },
        selector: { type: "string" },
        conditions: {
          type: "array",
          items: {
            type: "object",
            required: ["type", "status"],
            properties: {
              type: { type: "string" },
              status: { type: "string" },
              reason: { type: "string" },
              message: { type: "string" },
              lastTransitionTime: { type: "string", format: "date-time" },
            },
          },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["type"],
        },
      },
    },
  },
};

function definition(kind: string, scope: string, version: Json): Json {
  const singular = kind.toLowerCase();
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${singular}s.${customGroup}` },
    spec: {
      group: customGroup,
      scope,
      names: { kind, plural: `${singular}s`, singular, listKind: `${kind}List` },
      versions: [{ name: "v1", served: true, storage: true, ...version }],
    },
  };
}

/** The definitions of the custom kinds above, installed on both servers before the first sequence. */
export const definitions: readonly Json[] = [
  definition("Widget", "Namespaced", {
    schema: { openAPIV3Schema: widgetSchema },
    subresources: {
      status: {},
      scale: {
        specReplicasPath: ".spec.replicas",
        statusReplicasPath: ".status.replicas",
        labelSelectorPath: ".status.selector",
      },
    },
    additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
  }),
  definition("Gadget", "Namespaced", {
    schema: {
      openAPIV3Schema: {
        type: "object",
        "x-kubernetes-preserve-unknown-fields": true,
        properties: {
          spec: {
            type: "object",
            "x-kubernetes-preserve-unknown-fields": true,
            properties: { owner: { type: "string" } },
          },
        },
      },
    },
    selectableFields: [{ jsonPath: ".spec.owner" }],
  }),
  definition("Zone", "Cluster", {
    schema: {
      openAPIV3Schema: {
        type: "object",
        properties: { spec: { type: "object", properties: { level: { type: "integer" } } } },
      },
    },
  }),
];
