import { z } from "zod";
import { defineCustomResource, type ObjectOf } from "@operatorkit/operatorkit/client";

const schema = z.object({
  spec: z.object({
    size: z.int().min(0).max(500),
    orders: z.string().default("").meta({ description: "What each ship is told" }),
  }),
  status: z.object({
    observedGeneration: z.int(),
    ships: z.int(),
  }).optional(),
});

/** So many ships, each a ConfigMap with the fleet's orders. */
export const Fleet = defineCustomResource({
  group: "example.com",
  kind: "Fleet",
  plural: "fleets",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema,
      printerColumns: [
        { name: "Size", type: "integer", jsonPath: ".spec.size" },
        { name: "Ships", type: "integer", jsonPath: ".status.ships" },
      ],
    },
  },
});

/** A Fleet as the server returns it. */
export type Fleet = ObjectOf<typeof Fleet>;
