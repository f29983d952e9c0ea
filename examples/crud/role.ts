import { z } from "zod";
import { defineCustomResource, type ObjectOf } from "@operatorkit/operatorkit/client";

/** A role of a PostgreSQL server, named after the object; its password is in the Secret `<name>-password`. */
export const DatabaseRole = defineCustomResource({
  group: "postgres.example.com",
  kind: "DatabaseRole",
  plural: "databaseroles",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema: z.object({
        spec: z.object({
          login: z.boolean().default(true),
          connectionLimit: z.int().min(-1).default(-1).meta({ description: "-1: no limit" }),
          memberOf: z.array(z.string()).default([]),
        }).default({ login: true, connectionLimit: -1, memberOf: [] }),
      }),
    },
  },
});

/** A role as the API server returns it. */
export type DatabaseRole = ObjectOf<typeof DatabaseRole>;
