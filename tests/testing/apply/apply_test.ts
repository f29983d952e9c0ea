import { assertEquals, assertThrows } from "@std/assert";
import { ApplyError, serverSideApply } from "../../../testing/apply/mod.ts";
import { builtinSchema, type TypeSchema } from "../../../testing/schema/mod.ts";
import { apply, configMap, later, now, owners, tryApply, update } from "./helpers.ts";

const schema = builtinSchema("", "v1", "ConfigMap");

Deno.test("serverSideApply creates an object with the entry that kube-apiserver writes", () => {
  const object = apply(undefined, "a", configMap({ a: "1" }, { labels: { l: "1" } }), { schema });
  assertEquals(object, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "x",
      labels: { l: "1" },
      managedFields: [{
        manager: "a",
        operation: "Apply",
        apiVersion: "v1",
        time: now,
        fieldsType: "FieldsV1",
        fieldsV1: { "f:data": { "f:a": {} }, "f:metadata": { "f:labels": { "f:l": {} } } },
      }],
    },
    data: { a: "1" },
  });
});

Deno.test("serverSideApply returns what was live, times included, when the same is applied again", () => {
  const config = configMap({ a: "1" }, { labels: { l: "1" } });
  const live = apply(undefined, "a", config, { schema });
  assertEquals(apply(live, "a", config, { schema, at: later }), live);
});

Deno.test("serverSideApply lets managers share an equal value; one that changed nothing has no time", () => {
  const first = apply(undefined, "a", configMap({ a: "1" }), { schema });
  const shared = apply(first, "b", configMap({ a: "1" }), { schema, at: later });
  const entry = {
    operation: "Apply",
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1: { "f:data": { "f:a": {} } },
  };
  assertEquals((shared.metadata as { managedFields: unknown }).managedFields, [
    { ...entry, manager: "b" },
    { ...entry, manager: "a", time: now },
  ]);
  const left = apply(shared, "a", configMap(), { schema });
  assertEquals(left.data, { a: "1" });
  assertEquals(owners(left), [["b/Apply", { "f:data": { "f:a": {} } }]]);
});

Deno.test("serverSideApply removes what its manager leaves out and nobody else owns", () => {
  const config = configMap(undefined, { labels: { a: "1" }, annotations: { b: "2" } });
  const live = apply(undefined, "one", config, { schema });
  const changed = apply(live, "one", configMap(undefined, { labels: { c: "1" } }), { schema });
  assertEquals((changed.metadata as { labels: unknown }).labels, { c: "1" });
  assertEquals("annotations" in (changed.metadata as object), false);
  const bare = apply(changed, "one", configMap(), { schema });
  assertEquals(bare, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } });
});

Deno.test("serverSideApply tells one conflict in the server's words", () => {
  const applied = apply(undefined, "a", configMap({ a: "1" }), { schema });
  assertEquals(
    tryApply(applied, "b", configMap({ a: "2" }), { schema }),
    'Apply failed with 1 conflict: conflict with "a": .data.a',
  );
  const updated = update(undefined, "k", configMap({ a: "1" }), { schema });
  assertEquals(
    tryApply(updated, "b", configMap({ a: "2" }), { schema }),
    'Apply failed with 1 conflict: conflict with "k" using v1: .data.a',
  );
});

Deno.test("serverSideApply tells conflicts with several managers by manager", () => {
  const one = apply(undefined, "one", configMap({ a: "1", b: "1" }), { schema });
  const two = apply(one, "two", configMap({ c: "1" }), { schema });
  const live = update(two, "kubectl-edit", { ...two, data: { a: "1", b: "1", c: "1", d: "1" } }, {
    schema,
  });
  const applied = configMap({ a: "x", b: "x", c: "x", d: "x" });
  assertEquals(
    tryApply(live, "three", applied, { schema }),
    'Apply failed with 4 conflicts: conflicts with "kubectl-edit" using v1:\n- .data.d\n' +
      'conflicts with "one":\n- .data.a\n- .data.b\nconflicts with "two":\n- .data.c',
  );
  const result = serverSideApply({ live, applied, manager: "three", force: false, schema, now });
  const causes = "conflicts" in result ? result.conflicts : [];
  assertEquals(causes[0], {
    manager: "kubectl-edit",
    field: ".data.d",
    message: 'conflict with "kubectl-edit" using v1',
  });
});

Deno.test("serverSideApply with force moves ownership", () => {
  const live = apply(undefined, "a", configMap({ a: "1", b: "1" }), { schema });
  const forced = apply(live, "b", configMap({ a: "2" }), { schema, force: true });
  assertEquals(forced.data, { a: "2", b: "1" });
  assertEquals(owners(forced), [
    ["a/Apply", { "f:data": { "f:b": {} } }],
    ["b/Apply", { "f:data": { "f:a": {} } }],
  ]);
  // What was lost is not removed when it is left out.
  const dropped = apply(forced, "a", configMap({ b: "1" }), { schema });
  assertEquals(dropped.data, { a: "2", b: "1" });
});

Deno.test("serverSideApply keeps an empty map that another manager owns, and its entry", () => {
  const one = apply(undefined, "a", configMap({ a: "1" }), { schema });
  const both = apply(
    apply(one, "b", configMap({ a: "1" }), { schema }),
    "a",
    configMap({}),
    { schema },
  );
  assertEquals(owners(both), [
    ["b/Apply", { "f:data": { "f:a": {} } }],
    ["a/Apply", { "f:data": {} }],
  ]);
  const left = apply(both, "b", configMap(), { schema });
  assertEquals("data" in left, false);
  assertEquals(owners(left), [["a/Apply", { "f:data": {} }]]);
});

Deno.test("serverSideApply treats one name as two managers when it updates and applies", () => {
  const created = update(undefined, "k", configMap({ a: "1" }), { schema });
  const shared = apply(created, "k", configMap({ a: "1" }), { schema });
  assertEquals(owners(shared), [
    ["k/Apply", { "f:data": { "f:a": {} } }],
    ["k/Update", { "f:data": { ".": {}, "f:a": {} } }],
  ]);
  assertEquals(
    tryApply(shared, "k", configMap({ a: "2" }), { schema }),
    'Apply failed with 1 conflict: conflict with "k" using v1: .data.a',
  );
});

Deno.test("serverSideApply keeps what nobody was tracked for as before-first-apply", () => {
  const live = configMap({ a: "1", b: "2" });
  const conflict = tryApply(live, "a", configMap({ b: "3" }), { schema });
  assertEquals(
    conflict,
    'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.b',
  );
  const forced = apply(live, "a", configMap({ b: "3" }), { schema, force: true });
  assertEquals(owners(forced), [
    ["a/Apply", { "f:data": { "f:b": {} } }],
    ["before-first-apply/Update", { "f:data": { ".": {}, "f:a": {} } }],
  ]);
});

Deno.test("serverSideApply unites finalizers and tracks owners by uid", () => {
  const owner = { apiVersion: "v1", kind: "ConfigMap", name: "o", uid: "u1" };
  const config = { finalizers: ["x.y/z", "x.y/w"], ownerReferences: [owner] };
  const live = apply(undefined, "a", configMap(undefined, config), { schema });
  assertEquals(owners(live), [["a/Apply", {
    "f:metadata": {
      "f:finalizers": { 'v:"x.y/w"': {}, 'v:"x.y/z"': {} },
      "f:ownerReferences": { 'k:{"uid":"u1"}': {} },
    },
  }]]);
  const both = apply(live, "b", configMap(undefined, { finalizers: ["x.y/v", "x.y/z"] }), {
    schema,
  });
  const metadata = both.metadata as { finalizers: string[] };
  assertEquals(metadata.finalizers, ["x.y/v", "x.y/z", "x.y/w"]);
  const left = apply(both, "a", configMap(undefined, { finalizers: ["x.y/w"] }), { schema });
  assertEquals((left.metadata as typeof metadata).finalizers, ["x.y/v", "x.y/z", "x.y/w"]);
  assertEquals("ownerReferences" in (left.metadata as object), false);
});

Deno.test("serverSideApply tracks no system fields and never lets an apply change them", () => {
  const system = { uid: "u", resourceVersion: "7", generation: 1, creationTimestamp: now };
  const live = { ...configMap({ a: "1" }), metadata: { name: "x", namespace: "n", ...system } };
  const sent = configMap({ b: "1" }, { namespace: "n", creationTimestamp: null, generation: 9 });
  const object = apply(live, "a", sent, { schema });
  const { managedFields: _, ...metadata } = object.metadata as Record<string, unknown>;
  assertEquals(metadata, { name: "x", namespace: "n", ...system });
  assertEquals(owners(object)[0], ["a/Apply", { "f:data": { "f:b": {} } }]);
});

Deno.test("serverSideApply through a subresource is a manager of its own", () => {
  const type: TypeSchema = {
    type: "object",
    properties: {
      status: { type: "object", properties: { ok: { type: "boolean" } } },
    },
  };
  const object = { apiVersion: "ap.io/v1", kind: "Foo", metadata: { name: "f" } };
  const extras = { schema: type, subresource: "status" };
  const live = apply(object, "a", { ...object, status: { ok: true } }, extras);
  assertEquals(owners(live), [["a/Apply/status", { "f:status": { "f:ok": {} } }]]);
  assertEquals(
    tryApply(live, "b", { ...object, status: { ok: false } }, extras),
    'Apply failed with 1 conflict: conflict with "a" with subresource "status": .status.ok',
  );
});

Deno.test("serverSideApply refuses managedFields", () => {
  const error = assertThrows(
    () => apply(undefined, "a", configMap({}, { managedFields: [] })),
    ApplyError,
    "metadata.managedFields must be nil",
  );
  assertEquals(error.code, 400);
});

Deno.test("serverSideApply changes neither the live object nor what is applied", () => {
  const live = apply(undefined, "a", configMap({ a: "1", b: "1" }), { schema });
  const applied = configMap({ a: "2" });
  const copies = structuredClone([live, applied]);
  apply(live, "b", applied, { schema, force: true });
  assertEquals([live, applied], copies);
});

Deno.test("serverSideApply treats __proto__ as data", () => {
  const data = JSON.parse('{"__proto__":"1"}');
  const object = apply(undefined, "a", configMap(data), { schema });
  assertEquals(JSON.stringify(object.data), '{"__proto__":"1"}');
  assertEquals(owners(object), [["a/Apply", { "f:data": { "f:__proto__": {} } }]]);
});
