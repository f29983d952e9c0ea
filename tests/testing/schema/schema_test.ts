import { assertEquals } from "@std/assert";
import {
  applyDefaults,
  prune,
  type TypeSchema,
  unknownFields,
} from "../../../testing/schema/mod.ts";

const text: TypeSchema = { type: "string" };
const schema: TypeSchema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        name: { type: "string", default: "dn" },
        color: text,
        nul: { type: "string", nullable: true, default: "x" },
        sub: {
          type: "object",
          default: {},
          properties: { deep: { type: "string", default: "dd" } },
        },
        gone: { type: "object", properties: { deep: { type: "string", default: "dd" } } },
        map: {
          type: "object",
          additionalProperties: {
            type: "object",
            properties: { v: { type: "integer", default: 7 } },
          },
        },
        ports: {
          type: "array",
          items: {
            type: "object",
            properties: { port: { type: "integer" }, proto: { type: "string", default: "TCP" } },
          },
        },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        template: {
          type: "object",
          "x-kubernetes-embedded-resource": true,
          properties: { spec: { type: "object", properties: { a: text } } },
        },
      },
    },
  },
};

Deno.test("applyDefaults fills in what is absent, at every depth that is there", () => {
  const value = { spec: { map: { x: {} }, ports: [{ port: 1 }] } };
  assertEquals(applyDefaults(value, schema) as unknown, {
    spec: {
      name: "dn",
      nul: "x",
      sub: { deep: "dd" },
      map: { x: { v: 7 } },
      ports: [{ port: 1, proto: "TCP" }],
    },
  });
  assertEquals(
    value,
    { spec: { map: { x: {} }, ports: [{ port: 1 }] } },
    "the input is left alone",
  );
});

Deno.test("applyDefaults replaces or drops a null that is not allowed, and keeps one that is", () => {
  const spec = { name: null, color: null, nul: null, sub: {} };
  assertEquals(applyDefaults({ spec }, schema) as unknown, {
    spec: { name: "dn", nul: null, sub: { deep: "dd" } },
  });
});

Deno.test("applyDefaults does not share a default between objects", () => {
  const one = applyDefaults({ spec: {} }, schema) as { spec: { sub: Record<string, string> } };
  one.spec.sub.deep = "changed";
  assertEquals(applyDefaults({ spec: {} }, schema) as unknown, {
    spec: { name: "dn", nul: "x", sub: { deep: "dd" } },
  });
});

const strange = {
  apiVersion: "ap.io/v1",
  kind: "Foo",
  metadata: { name: "f", bogus: 1 },
  spec: {
    zz: 1,
    map: { k: { v: 1, u: 1 } },
    ports: [{ port: 1, q: 1 }],
    free: { any: { thing: 1 } },
    template: { kind: "Pod", metadata: { name: "p" }, spec: { a: "1", b: "2" } },
  },
};

Deno.test("prune drops unknown fields, not those of preserved or embedded objects", () => {
  assertEquals(prune(strange, schema) as unknown, {
    apiVersion: "ap.io/v1",
    kind: "Foo",
    metadata: { name: "f" },
    spec: {
      map: { k: { v: 1 } },
      ports: [{ port: 1 }],
      free: { any: { thing: 1 } },
      template: { kind: "Pod", metadata: { name: "p" }, spec: { a: "1" } },
    },
  });
});

Deno.test("unknownFields names in order what prune drops", () => {
  assertEquals(unknownFields(strange, schema), [
    "metadata.bogus",
    "spec.map.k.u",
    "spec.ports[0].q",
    "spec.template.spec.b",
    "spec.zz",
  ]);
  assertEquals(unknownFields({ name: "n", q: 1 }, schema.properties?.spec, "spec"), ["spec.q"]);
});

Deno.test("prune and applyDefaults treat __proto__ as data", () => {
  const value = JSON.parse('{"spec":{"free":{"__proto__":{"polluted":1}},"__proto__":{}}}');
  const result = applyDefaults(prune(value, schema), schema);
  assertEquals(JSON.stringify(result.spec.free), '{"__proto__":{"polluted":1}}');
  assertEquals(Object.hasOwn(result.spec, "__proto__"), false);
  assertEquals("polluted" in {}, false);
});
