import { assert, assertEquals } from "@std/assert";
import { missingProofs, parseProofs } from "../../tools/proofs.ts";
import { root } from "../../tools/process.ts";
import { ids, open } from "./operatorkit_ids.ts";

const document = await Deno.readTextFile(`${root}docs/operatorkit.md`);
const rows = parseProofs(document);

Deno.test("docs/operatorkit.md has a row for each capability of the Go library, in order", () => {
  assertEquals(rows.map(({ id }) => id), ids);
  assertEquals(ids.length, 112);
  for (const { id, cells } of rows) assertEquals(cells.length, 4, id);
});

Deno.test("docs/operatorkit.md names a test for each row, or says why it is not carried over", () => {
  const without = rows.filter(({ proofs }) => proofs.length === 0);
  const reasoned = without.filter(({ cells }) => cells[2]?.startsWith("not carried over: "));
  assertEquals(
    without.filter((row) => !reasoned.includes(row)).map(({ id }) => id),
    open,
  );
});

Deno.test("docs/operatorkit.md names tests that exist", async () => {
  const texts = new Map<string, string>();
  for (const { id, proofs } of rows) {
    for (const { file, name } of proofs) {
      const text = texts.get(file) ?? await Deno.readTextFile(root + file).catch(() => "");
      texts.set(file, text);
      assert(text.includes(name), `${id}: ${file} has no test named like "${name}"`);
    }
  }
});

Deno.test("missingProofs() tells what did not run or failed, in the files that it is asked about", () => {
  const table = '| CT-1 | a | b | c | `a_test.ts` "one"; `b_test.ts` "two" |\n' +
    '| FL-9 | a | b \\| c | c | `a_test.ts` "three" |\n| x | y |';
  const parsed = parseProofs(table);
  assertEquals(parsed.map(({ id, proofs }) => [id, proofs.length]), [["CT-1", 2], ["FL-9", 1]]);
  const cases = [
    { name: "one more", file: "./tests/a_test.ts", outcome: "passed" },
    { name: "three", file: "./tests/a_test.ts", outcome: "failed" },
  ] as const;
  assertEquals(missingProofs(parsed, cases, ["tests/a_test.ts"]), [
    'docs/operatorkit.md: FL-9: no test of tests/a_test.ts passed as "three"',
  ]);
  assertEquals(missingProofs(parsed, [], ["tests/b_test.ts"]).length, 1);
});
