import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { z } from "zod";
import {
  defineCustomResource,
  type StandardSchema,
  type StructuralSchema,
} from "../../../client/crd/mod.ts";

/** The schema that `spec` gets in the CRD. */
function specOf(spec: z.ZodType): StructuralSchema | undefined {
  return rootOf(z.object({ spec })).properties?.spec;
}

function rootOf(schema: StandardSchema): StructuralSchema {
  const { manifest } = defineCustomResource({
    group: "example.com",
    kind: "Site",
    plural: "sites",
    scope: "Namespaced",
    version: "v1",
    versions: { v1: { schema } },
  });
  const [version] = manifest.spec.versions;
  assert(version?.schema);
  return version.schema.openAPIV3Schema;
}

function fieldOf(field: z.ZodType): StructuralSchema | undefined {
  return specOf(z.object({ field }))?.properties?.field;
}

function messageOf(schema: StandardSchema): string {
  return assertThrows(() => rootOf(schema), TypeError).message;
}

Deno.test("defineCustomResource makes a frozen resource with its CRD", () => {
  const Site = defineCustomResource({
    group: "example.com",
    kind: "Site",
    plural: "sites",
    shortNames: ["si"],
    scope: "Namespaced",
    version: "v1",
    versions: {
      v1: {
        schema: z.object({
          spec: z.object({ replicas: z.int32().default(1) }),
          status: z.object({ ready: z.boolean() }).optional(),
        }),
        printerColumns: [{ name: "Replicas", type: "integer", jsonPath: ".spec.replicas" }],
      },
      v1beta1: { schema: z.object({ spec: z.looseObject({}) }), deprecated: "use v1" },
    },
  });
  assertEquals(
    [Site.group, Site.version, Site.kind, Site.plural, Site.scope],
    ["example.com", "v1", "Site", "sites", "Namespaced"],
  );
  assertEquals<unknown>(Site.manifest, {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "sites.example.com" },
    spec: {
      group: "example.com",
      names: {
        kind: "Site",
        plural: "sites",
        singular: "site",
        listKind: "SiteList",
        shortNames: ["si"],
      },
      scope: "Namespaced",
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              required: ["spec"],
              properties: {
                spec: {
                  type: "object",
                  properties: {
                    replicas: {
                      type: "integer",
                      minimum: -2147483648,
                      maximum: 2147483647,
                      default: 1,
                    },
                  },
                },
                status: {
                  type: "object",
                  properties: { ready: { type: "boolean" } },
                  required: ["ready"],
                },
              },
            },
          },
          subresources: { status: {} },
          additionalPrinterColumns: [
            { name: "Replicas", type: "integer", jsonPath: ".spec.replicas" },
          ],
        },
        {
          name: "v1beta1",
          served: true,
          storage: false,
          deprecated: true,
          deprecationWarning: "use v1",
          schema: {
            openAPIV3Schema: {
              type: "object",
              required: ["spec"],
              properties: {
                spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
              },
            },
          },
        },
      ],
    },
  });
  assert(Object.isFrozen(Site) && Object.isFrozen(Site.manifest.spec.versions[0]?.schema));
});

Deno.test("the CRD's schema is the structural form of what the schema takes", () => {
  const cases: readonly (readonly [z.ZodType, StructuralSchema])[] = [
    [z.literal("a"), { type: "string", enum: ["a"] }],
    [z.string().nullable(), { type: "string", nullable: true }],
    [z.enum(["a", "b"]).nullable(), {
      type: "string",
      nullable: true,
      allOf: [{ enum: ["a", "b"] }],
    }],
    [z.union([z.literal("a"), z.literal("b")]), { type: "string", enum: ["a", "b"] }],
    [z.record(z.string(), z.boolean()), {
      type: "object",
      additionalProperties: { type: "boolean" },
    }],
    [z.record(z.enum(["a"]), z.boolean()), {
      type: "object",
      properties: { a: { type: "boolean" } },
      required: ["a"],
    }],
    [z.strictObject({ a: z.string().optional() }), {
      type: "object",
      properties: { a: { type: "string" } },
    }],
    [z.number().gt(1).lt(5), {
      type: "number",
      minimum: 1,
      exclusiveMinimum: true,
      maximum: 5,
      exclusiveMaximum: true,
    }],
    [z.union([z.int(), z.string()]), { "x-kubernetes-int-or-string": true }],
    [z.union([z.int().min(1).max(9), z.string().regex(/^a/)]).nullable(), {
      "x-kubernetes-int-or-string": true,
      minimum: 1,
      maximum: 9,
      pattern: "^a",
      nullable: true,
    }],
    [z.string().meta({ "x-kubernetes-int-or-string": true }), {
      "x-kubernetes-int-or-string": true,
    }],
    [z.unknown(), { "x-kubernetes-preserve-unknown-fields": true }],
    [z.string().default("x").describe("words"), {
      type: "string",
      default: "x",
      description: "words",
    }],
    [z.string().meta({ id: "shared" }), { type: "string" }],
    [z.iso.duration(), { type: "string" }],
    [z.string().regex(/^\u0041\\u0041/), { type: "string", pattern: "^\\x{0041}\\\\u0041" }],
    [
      z.array(z.object({ name: z.string() })).meta({
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
      }),
      {
        type: "array",
        items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["name"],
      },
    ],
    [
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("a"), x: z.string().min(3) }),
        z.object({ type: z.literal("b"), y: z.int32().optional() }),
      ]),
      {
        type: "object",
        properties: { type: { type: "string" }, x: { type: "string" }, y: { type: "integer" } },
        oneOf: [
          {
            properties: { type: { enum: ["a"] }, x: { minLength: 3 } },
            required: ["type", "x"],
          },
          {
            properties: {
              type: { enum: ["b"] },
              y: { minimum: -2147483648, maximum: 2147483647 },
            },
            required: ["type"],
          },
        ],
      },
    ],
    [
      z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
      {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "string" } },
        required: ["a", "b"],
      },
    ],
  ];
  for (const [schema, expected] of cases) {
    assertEquals<unknown>(fieldOf(schema), expected, JSON.stringify(expected));
  }
});

Deno.test("CEL rules and other x-kubernetes keywords pass through at every level", () => {
  const rules = [{ rule: "self.min <= self.max", message: "min is above max" }];
  const spec = specOf(
    z.object({ min: z.int32(), max: z.int32() }).meta({ "x-kubernetes-validations": rules }),
  );
  assertEquals(spec?.["x-kubernetes-validations"], rules);
});

Deno.test("a schema that contains itself is refused with its path, unless it is marked as free", () => {
  const node: z.ZodType = z.object({
    get children(): z.ZodType {
      return z.array(node);
    },
  });
  assertStringIncludes(
    messageOf(z.object({ spec: node })),
    "spec.children[] in a CRD: it contains itself",
  );
  const free: z.ZodType = z.object({
    get children(): z.ZodType {
      return z.array(free).meta({ "x-kubernetes-preserve-unknown-fields": true });
    },
  });
  assertEquals(specOf(free)?.properties?.children, {
    "x-kubernetes-preserve-unknown-fields": true,
  });
});

Deno.test("transforms that change the type are refused with their path", () => {
  const deep = (field: z.ZodType) =>
    z.object({ spec: z.object({ list: z.array(z.object({ field })) }) });
  const where = "Cannot describe spec.list[].field in a CRD: it is transformed";
  for (
    const field of [
      z.string().transform((text) => text.length),
      z.string().transform(Number).pipe(z.number()),
      z.stringbool(),
      z.codec(z.iso.datetime(), z.int(), { decode: () => 1, encode: () => "" }),
      z.record(z.string(), z.string()).transform(() => ({ a: 1 })).pipe(
        z.object({ a: z.number() }),
      ),
    ]
  ) assertStringIncludes(messageOf(deep(field)), where);
  rootOf(deep(z.string().trim().toLowerCase()));
  rootOf(deep(z.number().default(1).readonly()));
});

Deno.test("what a CRD cannot say is refused with its path", () => {
  const cases: readonly (readonly [z.ZodType, string])[] = [
    [z.tuple([z.string(), z.number()]), "a tuple has no counterpart"],
    [z.union([z.string(), z.number()]), "a union of string and number has no counterpart"],
    [z.union([z.object({ a: z.string() }), z.string()]), "a union of object and string"],
    [z.object({ a: z.string() }).catchall(z.number()), "exclude each other"],
    [z.string().regex(/^(?=a)b/), "looks around or refers back"],
    [z.string().regex(/^(a)\1/), "looks around or refers back"],
    [z.null(), "null is its only value"],
    [
      z.union([z.object({ a: z.string() }), z.object({ a: z.boolean() })]),
      "spec.field.a in a CRD: it is string in one branch of a union and boolean in another",
    ],
  ];
  for (const [field, text] of cases) {
    const message = messageOf(z.object({ spec: z.object({ field }) }));
    assertStringIncludes(message, "Version v1: Cannot describe spec.field");
    assertStringIncludes(message, text);
  }
});

Deno.test("what stands in one branch of a union but would hold in all is refused", () => {
  const union = (a: z.ZodType, b: z.ZodType) =>
    z.object({
      spec: z.object({
        field: z.discriminatedUnion("type", [
          z.object({ type: z.literal("a"), x: a }),
          z.object({ type: z.literal("b"), x: b }),
        ]),
      }),
    });
  assertStringIncludes(
    messageOf(union(z.string().default("a"), z.string())),
    "spec.field.x in a CRD: it has default in one branch",
  );
  const field = rootOf(union(z.int32().default(1), z.int32().default(1))).properties?.spec
    ?.properties?.field;
  assertEquals(field?.properties?.x, { type: "integer", default: 1 });
  const one = z.union([z.object({ a: z.string().default("x") }), z.object({ b: z.string() })]);
  assertStringIncludes(
    messageOf(z.object({ spec: one })),
    "spec.a in a CRD: it has a default in one branch",
  );
  const rules = { "x-kubernetes-validations": [{ rule: "true" }] };
  assertStringIncludes(
    messageOf(z.object({ spec: z.union([z.object({}).meta(rules), z.object({})]) })),
    "spec in a CRD: it has x-kubernetes-validations in one branch",
  );
  assertStringIncludes(
    messageOf(union(z.record(z.string(), z.enum(["a"])), z.record(z.string(), z.enum(["b"])))),
    "spec.field.x.* in a CRD: it is checked differently",
  );
  assertStringIncludes(
    messageOf(z.object({ spec: z.union([z.int().default(1), z.string()]) })),
    "give it to the union as a whole",
  );
});

Deno.test("a schema of something else than a kind's own fields is refused", () => {
  assertStringIncludes(messageOf(z.string()), "must be of an object");
  assertStringIncludes(messageOf(z.object({ metadata: z.object({}) })), "must not have metadata");
  assertStringIncludes(messageOf(z.object({ status: z.object({}) })), "optional status");
  const old = { "~standard": { version: 1, vendor: "old" } };
  // @ts-expect-error: Standard Schema without Standard JSON Schema
  assertStringIncludes(messageOf(old), "does not implement Standard JSON Schema");
});

Deno.test("a group without a dot and a version that is not served are refused", () => {
  const schema = z.object({});
  const common = { kind: "Site", plural: "sites", scope: "Namespaced", version: "v1" } as const;
  assertThrows(
    () => defineCustomResource({ ...common, group: "example", versions: { v1: { schema } } }),
    TypeError,
    "it needs a dot",
  );
  assertThrows(
    () =>
      defineCustomResource({
        ...common,
        group: "example.com",
        versions: { v1: { schema, served: false } },
      }),
    TypeError,
    "must be served",
  );
});
