import { assertEquals } from "@std/assert";
import { applyMergePatch } from "../../../testing/patch/mod.ts";

Deno.test("applyMergePatch gives the results of RFC 7396, appendix A", () => {
  const cases: [unknown, unknown, unknown][] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [["a", "b"], ["c", "d"], ["c", "d"]],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases) {
    assertEquals(applyMergePatch(target, patch), result, JSON.stringify(patch));
  }
});

Deno.test("applyMergePatch changes neither target nor patch", () => {
  const target = { a: { b: [1] } };
  const patch = { a: { c: { d: 1 } } };
  const result = applyMergePatch(target, patch) as { a: { b: number[]; c: { d: number } } };
  result.a.b.push(2);
  result.a.c.d = 2;
  assertEquals([target, patch], [{ a: { b: [1] } }, { a: { c: { d: 1 } } }] as unknown[]);
});

Deno.test("applyMergePatch treats __proto__ as data", () => {
  const result = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}')) as object;
  assertEquals(JSON.stringify(result), '{"__proto__":{"polluted":true}}');
  assertEquals("polluted" in {}, false);
});
