import { assert, assertEquals } from "@std/assert";
import { areas } from "./areas.ts";
import { conformanceCases } from "./cases/mod.ts";

for (const area of areas) {
  Deno.test(`conformance: at least ten cases are about ${area}`, () => {
    const count = conformanceCases.filter((each) => each.area === area).length;
    assert(count >= 10, `${count} cases`);
  });
}

Deno.test("conformance: there are at least 500 cases, each with a name of its own", () => {
  assert(conformanceCases.length >= 500, `${conformanceCases.length} cases`);
  const names = new Set(conformanceCases.map(({ area, name }) => `${area}: ${name}`));
  assertEquals(names.size, conformanceCases.length);
});
