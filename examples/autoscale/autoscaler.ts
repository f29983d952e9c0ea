import { z } from "zod";
import { defineCustomResource, type ObjectOf } from "@operatorkit/operatorkit/client";

const schema = z.object({
  spec: z.object({
    target: z.object({
      group: z.string().default("apps"),
      kind: z.string().default("Deployment"),
      name: z.string().min(1),
    }).meta({ description: "What is scaled: anything with a scale subresource" }),
    loadPerReplica: z.number().gt(0).meta({ description: "How much load one replica bears" }),
    minReplicas: z.int().min(0).default(1),
    maxReplicas: z.int().min(1).default(10),
    cooldownSeconds: z.int().min(0).default(300).meta({
      description: "How long fewer replicas must have been enough before some go",
    }),
  }),
  status: z.object({
    replicas: z.int().meta({ description: "Asked for at last" }),
    lowSince: z.iso.datetime().optional().meta({ description: "Since when fewer would do" }),
  }).optional(),
});

/** Keeps the number of replicas of a workload between two bounds, by its load. */
export const Autoscaler = defineCustomResource({
  group: "example.com",
  kind: "Autoscaler",
  plural: "autoscalers",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema,
      printerColumns: [
        { name: "Target", type: "string", jsonPath: ".spec.target.name" },
        { name: "Replicas", type: "integer", jsonPath: ".status.replicas" },
      ],
    },
  },
});

/** An Autoscaler as the server returns it. */
export type Autoscaler = ObjectOf<typeof Autoscaler>;
