import { assertEquals } from "@std/assert";
import { fieldErrorsText, type TypeSchema, validateSchema } from "../../../testing/schema/mod.ts";

const text: TypeSchema = { type: "string" };
const schema: TypeSchema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      properties: {
        size: { type: "integer", minimum: 1, maximum: 5 },
        name: { type: "string", minLength: 2, maxLength: 4, pattern: "^[a-z]*$" },
        color: { type: "string", enum: ["red", "blue"] },
        ratio: { type: "number", minimum: 0, exclusiveMinimum: true, multipleOf: 0.5 },
        nul: { type: "string", nullable: true },
        on: { type: "boolean" },
        io: { "x-kubernetes-int-or-string": true },
        list: { type: "array", minItems: 1, maxItems: 3, items: text },
        set: { type: "array", "x-kubernetes-list-type": "set", items: text },
        ports: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["port", "proto"],
          items: {
            type: "object",
            required: ["port"],
            properties: { port: { type: "integer" }, proto: text },
          },
        },
        map: {
          type: "object",
          maxProperties: 2,
          additionalProperties: { type: "object", properties: { v: { type: "integer" } } },
        },
        one: {
          type: "object",
          properties: { a: text, b: text },
          oneOf: [{ required: ["a"] }, { required: ["b"] }],
        },
        when: { type: "string", format: "date-time" },
      },
    },
  },
};

function problems(spec: unknown): string {
  return fieldErrorsText(validateSchema({ spec }, schema));
}

Deno.test("validateSchema tells what is wrong in the words of kube-apiserver", () => {
  const cases: [unknown, string][] = [
    [
      { size: "x" },
      'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
    ],
    [{}, "spec.size: Required value"],
    [
      { size: 0 },
      "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
    ],
    [
      { size: 9 },
      "spec.size: Invalid value: 9: spec.size in body should be less than or equal to 5",
    ],
    [{ size: 1, name: "abcdef" }, "spec.name: Too long: may not be more than 4 bytes"],
    [
      { size: 1, name: "a" },
      'spec.name: Invalid value: "a": spec.name in body should be at least 2 chars long',
    ],
    [
      { size: 1, name: "AB" },
      "spec.name: Invalid value: \"AB\": spec.name in body should match '^[a-z]*$'",
    ],
    [
      { size: 1, color: "green" },
      'spec.color: Unsupported value: "green": supported values: "red", "blue"',
    ],
    [
      { size: 1, ratio: 0.7 },
      "spec.ratio: Invalid value: 0.7: spec.ratio in body should be a multiple of 0.5",
    ],
    [
      { size: 1, on: "x" },
      'spec.on: Invalid value: "string": spec.on in body must be of type boolean: "string"',
    ],
    [
      { size: 1, io: true },
      'spec.io: Invalid value: "boolean": spec.io in body must be of type integer,string: "boolean"',
    ],
    [
      { size: 1, list: [] },
      "spec.list: Invalid value: 0: spec.list in body should have at least 1 items",
    ],
    [{ size: 1, list: ["a", "b", "c", "d"] }, "spec.list: Too many: 4: must have at most 3 items"],
    [
      { size: 1, list: [1] },
      'spec.list[0]: Invalid value: "integer": spec.list[0] in body must be of type string: "integer"',
    ],
    [
      { size: 1, list: [null] },
      'spec.list[0]: Invalid value: "null": spec.list[0] in body must be of type string: "null"',
    ],
    [{ size: 1, set: ["a", "b", "a"] }, 'spec.set[2]: Duplicate value: "a"'],
    [
      { size: 1, ports: [{ port: 1, proto: "TCP" }, { port: 1, proto: "TCP" }] },
      'spec.ports[1]: Duplicate value: {"port":1,"proto":"TCP"}',
    ],
    [{ size: 1, ports: [{}] }, "spec.ports[0].port: Required value"],
    [
      { size: 1, map: { a: {}, b: {}, c: {} } },
      "spec.map: Too many: 3: must have at most 2 items",
    ],
    [
      { size: 1, map: { a: { v: "x" } } },
      'spec.map.a.v: Invalid value: "string": spec.map.a.v in body must be of type integer: "string"',
    ],
    [
      { size: 1, when: "yesterday" },
      'spec.when: Invalid value: "yesterday": spec.when in body must be of type date-time: "yesterday"',
    ],
    [
      { size: 1, one: { a: "1", b: "2" } },
      '<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). ' +
      "Found 2 valid alternatives",
    ],
    [
      { size: 1, one: {} },
      '[<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). ' +
      "Found none valid, spec.one.a: Required value]",
    ],
    [
      { size: 1.5 },
      '[spec.size: Invalid value: "number": spec.size in body must be of type integer: "number", ' +
      '<nil>: Invalid value: "": Checked value must be of type integer (default format) in spec.size]',
    ],
    [
      "str",
      'spec: Invalid value: "string": spec in body must be of type object: "string"',
    ],
  ];
  for (const [spec, message] of cases) assertEquals(problems(spec), message);
});

Deno.test("validateSchema gives reasons and fields as in a Status", () => {
  assertEquals(validateSchema({ spec: { color: "x" } }, schema), [
    { field: "spec.size", reason: "FieldValueRequired", message: "Required value" },
    {
      field: "spec.color",
      reason: "FieldValueNotSupported",
      message: 'Unsupported value: "x": supported values: "red", "blue"',
    },
  ]);
});

Deno.test("validateSchema accepts what fits, null where it is allowed, and what has no schema", () => {
  const spec = {
    size: 1,
    nul: null,
    io: "50%",
    ratio: 1.5,
    when: "2026-01-01T00:00:00Z",
    one: { a: "1" },
    set: ["a", "b"],
    ports: [{ port: 1, proto: "TCP" }, { port: 1, proto: "UDP" }],
  };
  assertEquals(validateSchema({ spec }, schema), []);
  assertEquals(validateSchema({ anything: [null] }, undefined), []);
});
