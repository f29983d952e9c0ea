import { z } from "zod";
import { defineCustomResource, type ObjectOf } from "@operatorkit/operatorkit/client";

const condition = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string(),
  message: z.string(),
  observedGeneration: z.int(),
  lastTransitionTime: z.iso.datetime(),
});

const schema = z.object({
  spec: z.object({
    title: z.string().min(1).max(100),
    pages: z.record(z.string(), z.string()).default({}),
    replicas: z.int().min(0).max(10).default(1),
    image: z.string().default("nginx:1.29"),
    themeRef: z.string().optional().meta({
      description: "Name of a ConfigMap in the same namespace",
    }),
  }),
  status: z.object({
    observedGeneration: z.int(),
    url: z.string(),
    conditions: z.array(condition).meta({
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["type"],
    }),
  }).optional(),
});

/** A small web site: some pages, a theme, and how many servers serve it. */
export const Site = defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema,
      printerColumns: [
        { name: "Title", type: "string", jsonPath: ".spec.title" },
        {
          name: "Applied",
          type: "string",
          jsonPath: '.status.conditions[?(@.type=="Applied")].status',
        },
        { name: "URL", type: "string", jsonPath: ".status.url" },
      ],
    },
  },
});

/** A Site as the server returns it. */
export type Site = ObjectOf<typeof Site>;
/** One condition of a Site. */
export type Condition = z.output<typeof condition>;
