import { z } from "zod";
import { defineCustomResource } from "../../client/crd/mod.ts";
import type { InputOf, ObjectOf } from "../../client/resource.ts";

const v1 = z.object({
  spec: z.object({
    replicas: z.int().default(1),
    theme: z.string().optional(),
    port: z.union([z.int(), z.string()]),
  }),
  status: z.object({ ready: z.boolean() }).optional(),
});
const v1beta1 = z.object({ spec: z.object({ size: z.number() }) });

const Site = defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v1",
  versions: { v1: { schema: v1 }, v1beta1: { schema: v1beta1 } },
});

/** Reads are the schema's output: defaults are there, optional fields may not be. */
export function reads(site: ObjectOf<typeof Site>): void {
  site.spec.replicas satisfies number;
  site.spec.port satisfies number | string;
  site.status?.ready satisfies boolean | undefined;
  site.metadata.uid satisfies string;
  site.kind satisfies "Site";
  site.apiVersion satisfies "example.com/v1";
  // @ts-expect-error: optional
  site.spec.theme satisfies string;
  // @ts-expect-error: status may be absent
  site.status.ready;
  // @ts-expect-error: a field of another version
  site.spec.size;
}

/** Writes are the schema's input: defaulted fields may be left out. */
export const written: readonly InputOf<typeof Site>[] = [
  { metadata: { name: "a" }, spec: { port: 80 } },
  { metadata: { name: "a" }, spec: { port: "http", replicas: 2 } },
  // @ts-expect-error: port is missing
  { metadata: { name: "a" }, spec: {} },
  // @ts-expect-error: replicas is no text
  { metadata: { name: "a" }, spec: { port: 80, replicas: "2" } },
  // @ts-expect-error: metadata is missing
  { spec: { port: 80 } },
  // @ts-expect-error: another kind
  { kind: "Page", metadata: { name: "a" }, spec: { port: 80 } },
];

defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  // @ts-expect-error: there is no such version
  version: "v2",
  versions: { v1: { schema: v1 } },
});

defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v1",
  // @ts-expect-error: not a Standard Schema
  versions: { v1: { schema: { type: "object" } } },
});
