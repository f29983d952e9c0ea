import { assertEquals } from "@std/assert";
import { missingProofs, parseProofs, unknownProofs } from "../../tools/proofs.ts";

const table = '| CT-1 | a | b | c | `a_test.ts` "one"; `b_test.ts` "two" |\n' +
  '| FL-9 | a | b \\| c | c | `a_test.ts` "three" |\n| x | y |\n' +
  '| P1-10 | a | b | c | — |\n| PA-25 | a | b | c | `folder/c_e2e.ts` "four" |';

Deno.test("parseProofs() reads the rows that begin with an id, and the tests that their last cells name", () => {
  assertEquals(
    parseProofs(table).map(({ id, cells, proofs }) => [id, cells.length, proofs.length]),
    [
      ["CT-1", 4, 2],
      ["FL-9", 4, 1],
      ["P1-10", 4, 0],
      ["PA-25", 4, 1],
    ],
  );
  assertEquals(parseProofs(table).at(-1)?.proofs, [{
    file: "tests/folder/c_e2e.ts",
    name: "four",
  }]);
});

Deno.test("missingProofs() tells what did not run or failed, in the files that it is asked about", () => {
  const parsed = parseProofs(table);
  const cases = [
    { name: "one more", file: "./tests/a_test.ts", outcome: "passed" },
    { name: "three", file: "./tests/a_test.ts", outcome: "failed" },
  ] as const;
  assertEquals(missingProofs("docs/x.md", parsed, cases, ["tests/a_test.ts"]), [
    'docs/x.md: FL-9: no test of tests/a_test.ts passed as "three"',
  ]);
  assertEquals(missingProofs("docs/x.md", parsed, [], ["tests/b_test.ts"]).length, 1);
});

Deno.test("unknownProofs() tells names that no test has, and files that are not there", async () => {
  const read = (path: string) =>
    path === "tests/a_test.ts"
      ? Promise.resolve('Deno.test("one more", …')
      : Promise.reject(new Error("no such file"));
  assertEquals(await unknownProofs(parseProofs(table), read), [
    'CT-1: tests/b_test.ts has no test named like "two"',
    'FL-9: tests/a_test.ts has no test named like "three"',
    'PA-25: tests/folder/c_e2e.ts has no test named like "four"',
  ]);
});
