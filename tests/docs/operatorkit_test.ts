import { assertEquals } from "@std/assert";
import { parseProofs, unknownProofs } from "../../tools/proofs.ts";
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
  assertEquals(await unknownProofs(rows, (path) => Deno.readTextFile(root + path)), []);
});
