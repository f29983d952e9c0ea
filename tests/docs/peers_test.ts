import { assert, assertEquals } from "@std/assert";
import { parseProofs, unknownProofs } from "../../tools/proofs.ts";
import { root } from "../../tools/process.ts";

const rows = parseProofs(await Deno.readTextFile(`${root}docs/peers.md`));

/** Rows of each table of capabilities, then of complaints. */
const tables: readonly (readonly [string, number])[] = [
  ["P1", 10], // reconcile model and triggers
  ["P2", 9], // queue, retry, rate
  ["P3", 13], // cache and consistency
  ["P4", 7], // writing
  ["P5", 8], // availability, scale, life cycle
  ["P6", 8], // admission, CRDs, rights
  ["P7", 11], // observability
  ["P8", 10], // testing
  ["PA", 25], // complaints
];

Deno.test("docs/peers.md has a row for each capability and complaint, in order", () => {
  const ids = tables.flatMap(([table, count]) =>
    Array.from({ length: count }, (_, index) => `${table}-${index + 1}`)
  );
  assertEquals(rows.map(({ id }) => id), ids);
  for (const { id, cells } of rows) assertEquals(cells.length, 5, id);
});

Deno.test("docs/peers.md names a test for what is there, and a reason for what is not", () => {
  for (const { id, cells: [, , here = "", reason = ""], proofs } of rows) {
    assert(["Y", "p", "-"].includes(here), `${id}: ${here}`);
    assert(here === "-" || proofs.length > 0, `${id} names no test`);
    assert(here === "Y" || reason.length > 20, `${id} gives no reason`);
  }
});

Deno.test("docs/peers.md names tests that exist", async () => {
  assertEquals(await unknownProofs(rows, (path) => Deno.readTextFile(root + path)), []);
});
