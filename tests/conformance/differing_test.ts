import { assert, assertEquals } from "@std/assert";
import { findKnown, loadKnown } from "../differential/known.ts";
import { conformanceCases } from "./cases/mod.ts";

Deno.test("known differences: docs/api-server.md and the marked cases name the same", async () => {
  const listed = (await loadKnown()).map(({ id }) => id);
  const marked = conformanceCases.flatMap(({ differs }) => differs ? [differs.id] : []);
  assertEquals(new Set(listed).size, listed.length, "an entry stands twice");
  assertEquals([...new Set(marked)].sort(), [...listed].sort());
});

Deno.test("known differences: an entry recognises its own place and nothing beside it", async () => {
  const known = await loadKnown();
  const step = { method: "GET", path: "/api/v1/namespaces/{ns}/configmaps/a" };
  const yaml = { path: "headers.content-type", real: "application/yaml", ours: "application/json" };
  assertEquals(findKnown(known, step, yaml)?.id, "no-yaml");
  assertEquals(findKnown(known, step, { ...yaml, path: "headers.warning" }), undefined);
  assertEquals(findKnown(known, { ...step, method: "PUT" }, yaml), undefined);
  for (const one of known) {
    for (const pattern of [one.request, one.path]) {
      assert(!/^\(?\.\*\)?$/.test(pattern), `${one.id} recognises everything: ${pattern}`);
    }
  }
});
