import { assert, assertEquals, assertMatch, assertStrictEquals } from "@std/assert";
import * as kinds from "../../kinds/mod.ts";

const resources = Object.entries(kinds);

Deno.test("kinds: every export is a frozen resource, named after its kind", () => {
  assert(resources.length >= 20);
  for (const [name, resource] of resources) {
    assert(Object.isFrozen(resource), name);
    assertEquals(name === "CoreEvent" ? "Event" : name, resource.kind);
    assertMatch(resource.plural, new RegExp(`^${resource.kind.toLowerCase().slice(0, -1)}`));
  }
});

Deno.test("kinds: no two exports are the same kind", () => {
  const keys = resources.map(([, one]) => `${one.plural}.${one.version}.${one.group}`);
  assertEquals(new Set(keys).size, keys.length);
});

Deno.test("kinds: the common ones are those of their group's module", async () => {
  const core = await import("../../kinds/generated/core_v1.ts");
  assertStrictEquals(kinds.CoreEvent, core.Event);
  assertStrictEquals(kinds.Pod, core.Pod);
  assertEquals(core.ResourceQuota.plural, "resourcequotas");
});
