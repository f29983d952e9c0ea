import { assertEquals } from "@std/assert";
import { builtinSchema, type JsonObject, type TypeSchema } from "../../../testing/schema/mod.ts";
import { apply, configMap, later, now, owners, update } from "./helpers.ts";

const schema = builtinSchema("", "v1", "ConfigMap");

/** Writes other data, keeping the metadata. */
function setData(live: JsonObject, manager: string, data: unknown, at = later): JsonObject {
  return update(live, manager, { ...live, data }, { schema, at });
}

function timesOf(object: JsonObject): unknown[] {
  const { managedFields } = object.metadata as { managedFields: JsonObject[] };
  return managedFields.map(({ manager, time }) => [manager, time]);
}

Deno.test("trackUpdate of a create owns all that was written", () => {
  const metadata = { labels: { l: "1" }, finalizers: ["a.b/c"], uid: "u", generation: 1 };
  assertEquals(owners(update(undefined, "k", configMap({ a: "1" }, metadata), { schema })), [
    ["k/Update", {
      "f:data": { ".": {}, "f:a": {} },
      "f:metadata": {
        "f:finalizers": { ".": {}, 'v:"a.b/c"': {} },
        "f:labels": { ".": {}, "f:l": {} },
      },
    }],
  ]);
});

Deno.test("trackUpdate gives what was changed and added to who did it, and takes it from others", () => {
  const created = update(undefined, "k", configMap({ a: "1", b: "1" }), { schema });
  const patched = setData(created, "p", { a: "2", b: "1", c: "3" });
  assertEquals(owners(patched), [
    ["k/Update", { "f:data": { ".": {}, "f:b": {} } }],
    ["p/Update", { "f:data": { "f:a": {}, "f:c": {} } }],
  ]);
  assertEquals(timesOf(patched), [["k", now], ["p", later]]);
});

Deno.test("trackUpdate drops what is gone everywhere", () => {
  const applied = apply(undefined, "a", configMap({ a: "1" }), { schema });
  const added = setData(applied, "k", { a: "1", b: "2" });
  const removed = setData(added, "u", { b: "2" });
  assertEquals(owners(removed), [["k/Update", { "f:data": { "f:b": {} } }]]);
});

Deno.test("trackUpdate that changes nothing leaves times alone", () => {
  const created = update(undefined, "k", configMap({ a: "1" }), { schema });
  assertEquals(setData(created, "k", { a: "1" }), created);
  assertEquals(setData(created, "other", { a: "1" }), created);
});

Deno.test("trackUpdate takes managers from the live object when the update leaves them out", () => {
  const created = update(undefined, "k", configMap({ a: "1" }), { schema });
  const put = update(created, "u", configMap({ a: "1", b: "2" }), { schema, at: later });
  assertEquals(owners(put), [
    ["k/Update", { "f:data": { ".": {}, "f:a": {} } }],
    ["u/Update", { "f:data": { "f:b": {} } }],
  ]);
});

Deno.test("trackUpdate forgets managers on request, and tracks again from the first apply", () => {
  const created = update(undefined, "k", configMap({ a: "1" }), { schema });
  const reset = update(created, "r", configMap({ a: "1" }, { managedFields: [{}] }), { schema });
  assertEquals(owners(reset), []);
  const changed = setData(reset, "r", { a: "1", b: "2" });
  assertEquals(owners(changed), []);
  const applied = apply(changed, "a", configMap({ b: "2" }), { schema });
  assertEquals(owners(applied).map(([name]) => name), [
    "a/Apply",
    "before-first-apply/Update",
  ]);
});

Deno.test("trackUpdate through a subresource ignores managers that are sent", () => {
  const created = update(undefined, "k", configMap({ a: "1" }), { schema });
  const sent = { ...configMap({ a: "1" }, { managedFields: [] }), status: { ok: true } };
  const result = update(created, "k", sent, { schema, subresource: "status", at: later });
  assertEquals(owners(result).map(([name]) => name), ["k/Update", "k/Update/status"]);
});

Deno.test("trackUpdate puts the oldest of more than ten updaters together as ancient-changes", () => {
  let object = update(undefined, "m0", configMap({ a0: "0" }), { schema });
  const data: Record<string, string> = { a0: "0" };
  for (let i = 1; i < 15; i++) {
    data[`a${i}`] = "1";
    const at = `2026-01-01T00:02:${String(i).padStart(2, "0")}Z`;
    object = setData(object, `m${i}`, { ...data }, at);
  }
  const names = owners(object).map(([name]) => name);
  assertEquals(names.length, 10);
  assertEquals(names[0], "ancient-changes/Update");
  assertEquals(names.at(-1), "m14/Update");
  assertEquals(owners(object)[0]?.[1], {
    "f:data": { ".": {}, "f:a0": {}, "f:a1": {}, "f:a2": {}, "f:a3": {}, "f:a4": {}, "f:a5": {} },
  });
});

Deno.test("trackUpdate of an object that cannot be tracked forgets the managers instead of failing", () => {
  const list: TypeSchema = {
    type: "array",
    items: { type: "object", properties: { name: { type: "string" } } },
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["name"],
  };
  const after = { apiVersion: "a/v1", kind: "A", metadata: { name: "d" }, list: [{}] };
  const keyed: TypeSchema = { type: "object", properties: { list } };
  assertEquals(update(undefined, "k", after, { schema: keyed }), after);
});
