import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { type Client, isInvalid } from "../../../client/mod.ts";
import {
  type CustomResource,
  defineCustomResource,
  deleteCustomResource,
  ensureCustomResource,
} from "../../../client/crd/mod.ts";
import { shareCluster, startCluster } from "../../cluster/mod.ts";

const { ignore } = await shareCluster();
const group = "crd-e2e.example.com";

/** A field of every sort that can be expressed. */
const spec = z.object({
  replicas: z.int().min(1).max(10).default(2),
  port: z.union([z.int().min(1), z.string().regex(/^(a|b)/)]),
  mode: z.enum(["x", "y"]).nullable(),
  when: z.iso.datetime(),
  above: z.number().gt(3).lt(8),
  anything: z.unknown(),
  loose: z.looseObject({ a: z.string() }),
  list: z.array(z.object({ name: z.string() })).meta({
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["name"],
  }),
  both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
  choice: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), x: z.string().min(3) }),
    z.object({ type: z.literal("b"), y: z.string() }),
  ]),
  either: z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]).optional(),
  twice: z.string().regex(/^a/).regex(/b$/).describe("two patterns"),
  record: z.record(z.enum(["a", "b"]), z.string()),
  map: z.record(z.string(), z.int32()).default({}),
  shared: z.string().meta({ id: "shared" }),
  rule: z.object({ min: z.int32(), max: z.int32() }).optional().meta({
    "x-kubernetes-validations": [{ rule: "self.min <= self.max", message: "min is above max" }],
  }),
  nested: z.object({ a: z.number().default(3) }).prefault({}),
  zero: z.number().min(0).default(0),
  off: z.boolean().default(false),
  empty: z.string().default(""),
  none: z.array(z.string().nullable()).default([]),
  unicode: z.string().regex(/^[\u0041-\u{5a}]+$/u).optional(),
  texts: z.object({
    ipv4: z.ipv4(),
    ipv6: z.ipv6(),
    cidr: z.cidrv4(),
    duration: z.iso.duration(),
    date: z.iso.date(),
    time: z.iso.time(),
    uuid: z.uuid(),
    hostname: z.hostname(),
    base64: z.base64(),
    url: z.url(),
    email: z.email(),
    emoji: z.emoji(),
    jwt: z.jwt(),
    mac: z.mac(),
    prefix: z.string().startsWith("a/"),
    template: z.templateLiteral(["a-", z.number()]),
  }).partial().optional(),
});

function define(plural: string, kind: string): CustomResource {
  return defineCustomResource({
    group,
    kind,
    plural,
    scope: "Namespaced",
    version: "v1",
    versions: {
      v1: {
        schema: z.object({ spec, status: z.looseObject({}).optional() }),
        printerColumns: [{ name: "Replicas", type: "integer", jsonPath: ".spec.replicas" }],
        deprecated: "use another",
      },
    },
  });
}

const good = {
  port: "a",
  mode: null,
  when: "2026-01-01T00:00:00Z",
  above: 4,
  anything: { q: 1 },
  loose: { a: "1", z: 9 },
  list: [{ name: "a" }],
  both: { a: "a", b: 1 },
  choice: { type: "a", x: "xxx" },
  either: { b: 1 },
  twice: "ab",
  record: { a: "a", b: "b" },
  shared: "x",
  none: ["a", null],
  texts: {
    date: "2026-01-01",
    duration: "P1D",
    ipv4: "1.2.3.4",
    uuid: "0b3f8e6c-5a52-4c7e-9d0b-1a2b3c4d5e6f",
  },
};

/** Installs the kinds for one test, and takes them away. */
async function installed(
  client: Client,
  resources: readonly CustomResource[],
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } finally {
    for (const resource of resources) await deleteCustomResource(client, resource);
  }
}

Deno.test({
  name:
    "the API server takes a CRD with every sort of field, fills in its defaults and checks what it says",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const Everything = define("everythings", "Everything");
    const raw = (fields: Record<string, unknown>) => ({
      metadata: { generateName: "a-", namespace: namespace.name },
      spec: { ...good, ...fields },
    });
    await installed(client, [Everything], async () => {
      const first = await ensureCustomResource(client, Everything);
      const second = await ensureCustomResource(client, Everything);
      assertEquals(second.metadata.resourceVersion, first.metadata.resourceVersion);
      const object = await client.create(Everything, raw({}));
      assertEquals<unknown>(Reflect.get(object, "spec"), {
        ...good,
        replicas: 2,
        map: {},
        nested: { a: 3 },
        zero: 0,
        off: false,
        empty: "",
      });
      const bad: Record<string, unknown> = {
        port: 0,
        mode: "z",
        above: 3,
        when: "yesterday",
        choice: { type: "a", y: "y" },
        either: {},
        twice: "a",
        record: { a: "a" },
        list: [{ name: "a" }, { name: "a" }],
        rule: { min: 2, max: 1 },
        map: { a: "b" },
        replicas: 11,
      };
      for (const [field, value] of Object.entries(bad)) {
        const error = await assertRejects(() =>
          client.create(Everything, raw({ [field]: value }), { dryRun: true })
        );
        assertEquals(isInvalid(error), true, `${field}: ${error}`);
        assertStringIncludes(String(error), `spec.${field}`);
      }
    });
  },
});

Deno.test({
  name:
    "ensureCustomResource keeps a stored version on the API server, and tells which names are taken",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const common = { group, kind: "Page", plural: "pages", scope: "Namespaced" } as const;
    const schema = z.object({ spec: z.looseObject({}).optional() });
    const Old = defineCustomResource({ ...common, version: "v1", versions: { v1: { schema } } });
    const New = defineCustomResource({ ...common, version: "v2", versions: { v2: { schema } } });
    const Taken = defineCustomResource({
      ...common,
      plural: "leaves",
      version: "v1",
      versions: { v1: { schema } },
    });
    await installed(client, [New, Taken], async () => {
      await ensureCustomResource(client, Old);
      const crd = await ensureCustomResource(client, New);
      assertEquals(
        crd.spec.versions.map(({ name, served, storage }) => [name, served, storage]),
        [["v2", true, true], ["v1", false, false]],
      );
      assertEquals(crd.status?.storedVersions, ["v1", "v2"]);
      const again = await ensureCustomResource(client, New);
      assertEquals(again.metadata.resourceVersion, crd.metadata.resourceVersion);
      const error = await assertRejects(() => ensureCustomResource(client, Taken), Error);
      assertStringIncludes(error.message, "are not accepted");
    });
  },
});

Deno.test({
  name: "deleteCustomResource waits for objects that finalizers hold, and says so at its time-out",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    const Held = defineCustomResource({
      group,
      kind: "Held",
      plural: "helds",
      scope: "Namespaced",
      version: "v1",
      versions: { v1: { schema: z.object({ spec: z.looseObject({}).optional() }) } },
    });
    const key = { name: "a", namespace: namespace.name };
    await installed(client, [Held], async () => {
      await ensureCustomResource(client, Held);
      await client.create(Held, { metadata: { ...key, finalizers: ["example.com/hold"] } });
      const error = await assertRejects(
        () => deleteCustomResource(client, Held, { timeout: 1_000 }),
        DOMException,
      );
      assertStringIncludes(error.message, "is not gone after 1000 ms: ");
      const blocked = await assertRejects(
        () => ensureCustomResource(client, Held, { timeout: 500 }),
        DOMException,
      );
      assertStringIncludes(blocked.message, "the old one is still being deleted");
      await client.patch(Held, key, { merge: { metadata: { finalizers: null } } });
    });
  },
});
