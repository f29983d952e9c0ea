import { assertEquals, assertThrows } from "@std/assert";
import { applyJsonPatch, PatchError } from "../../../testing/patch/mod.ts";

const refused = "the server rejected our request due to an error in our request";

function configMap(): Record<string, unknown> {
  return { metadata: { name: "x", finalizers: ["a/b", "c/d"] }, data: { a: "1" } };
}

function failure(document: unknown, operations: unknown): PatchError {
  return assertThrows(() => applyJsonPatch(document, operations), PatchError);
}

Deno.test("applyJsonPatch applies each operation to a copy and leaves its input alone", () => {
  const document = configMap();
  const result = applyJsonPatch(document, [
    { op: "test", path: "/data/a", value: "1" },
    { op: "add", path: "/data/b", value: "2" },
    { op: "copy", from: "/data/b", path: "/data/c" },
    { op: "move", from: "/data/a", path: "/data/d" },
    { op: "remove", path: "/metadata/finalizers/0" },
    { op: "replace", path: "/metadata/name", value: "y" },
  ]);
  assertEquals(result, {
    metadata: { name: "y", finalizers: ["c/d"] },
    data: { b: "2", c: "2", d: "1" },
  });
  assertEquals(document, configMap());
});

Deno.test("applyJsonPatch inserts into lists by index and at the end", () => {
  const result = applyJsonPatch([1, 2], [
    { op: "add", path: "/-", value: 9 },
    { op: "add", path: "/0", value: 0 },
    { op: "add", path: "/4", value: 10 },
  ]);
  assertEquals(result, [0, 1, 2, 9, 10]);
});

Deno.test("applyJsonPatch counts a negative index from the end, as kube-apiserver does", () => {
  assertEquals(applyJsonPatch([1, 2, 3], [{ op: "remove", path: "/-1" }]), [1, 2]);
  assertEquals(failure([1], [{ op: "remove", path: "/-2" }]).code, 422);
});

Deno.test("applyJsonPatch reads ~1 and ~0 in pointers", () => {
  const result = applyJsonPatch({}, [{ op: "add", path: "/x~1y~0z~01", value: 1 }]);
  assertEquals(result, { "x/y~z~1": 1 });
});

Deno.test("applyJsonPatch replaces the whole document at the empty path", () => {
  assertEquals(applyJsonPatch({ a: 1 }, [{ op: "replace", path: "", value: [1] }]), [1]);
});

Deno.test("applyJsonPatch answers a failed test with the 422 that says nothing", () => {
  const error = failure(configMap(), [{ op: "test", path: "/data/a", value: "2" }]);
  assertEquals([error.code, error.reason, error.message], [422, "Invalid", refused]);
});

Deno.test("applyJsonPatch refuses what does not fit the object with 422", () => {
  const operations = [
    { op: "remove", path: "/data/zz" },
    { op: "foo", path: "/data" },
    { op: "add", path: "/x/y/z", value: 1 },
    { op: "remove", path: "/metadata/finalizers/7" },
    { op: "add", path: "/metadata/finalizers/9", value: "z/z" },
    { op: "move", from: "/data/none", path: "/data/q" },
    { op: "add", path: "/metadata/annotations/x", value: "v" },
    { op: "test", path: "/metadata/finalizers/9", value: null },
    { op: "test", path: "/data" },
    { op: "test" },
    { path: "/data" },
  ];
  for (const operation of operations) {
    assertEquals(failure(configMap(), [operation]).code, 422, JSON.stringify(operation));
  }
});

Deno.test("applyJsonPatch refuses what is no list of operations with 400 in the server's words", () => {
  const prefix = "error decoding patch: json: cannot unmarshal";
  const cases: [unknown, string][] = [
    [{}, `${prefix} object into Go value of type []handlers.jsonPatchOp`],
    ["x", `${prefix} string into Go value of type []handlers.jsonPatchOp`],
    [[1], `${prefix} number into Go value of type handlers.jsonPatchOp`],
  ];
  for (const [operations, message] of cases) {
    const error = failure({}, operations);
    assertEquals([error.code, error.reason, error.message], [400, "BadRequest", message]);
  }
});

Deno.test("applyJsonPatch refuses more than 10,000 operations with 413", () => {
  const operations = Array(10_001).fill({ op: "test", path: "", value: {} });
  assertEquals(failure({}, operations).code, 413);
});

Deno.test("applyJsonPatch takes the server's liberties: replace adds, an absent field is null", () => {
  assertEquals(applyJsonPatch({}, [{ op: "replace", path: "/a", value: 1 }]), { a: 1 });
  assertEquals(applyJsonPatch({}, [{ op: "test", path: "/a", value: null }]), {});
  assertEquals(applyJsonPatch({}, [{ op: "copy", from: "/a", path: "/b" }]), { b: null });
});

Deno.test("applyJsonPatch treats __proto__ and constructor as data", () => {
  const result = applyJsonPatch({}, [
    { op: "add", path: "/__proto__", value: { polluted: true } },
    { op: "add", path: "/constructor", value: 1 },
  ]) as object;
  assertEquals(Object.keys(result), ["__proto__", "constructor"]);
  assertEquals(Object.getPrototypeOf(result), Object.prototype);
  assertEquals("polluted" in {}, false);
  assertEquals(failure({}, [{ op: "add", path: "/constructor/prototype/x", value: 1 }]).code, 422);
});
