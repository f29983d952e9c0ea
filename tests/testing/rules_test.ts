import { assertEquals, assertStringIncludes } from "@std/assert";
import { definitions, type Json, site, siteDefinition, sites, start } from "./_support.ts";

function withRules(...rules: readonly Record<string, unknown>[]) {
  // A copy, of which types say nothing.
  const definition: Json = structuredClone(siteDefinition());
  const { spec } = definition.spec.versions[0].schema.openAPIV3Schema.properties;
  spec["x-kubernetes-validations"] = rules;
  return definition;
}

Deno.test("rules of a definition hold from the first object on, and their engine is loaded on demand", async () => {
  await using bench = start();
  const made = await bench.call("POST", definitions, withRules({ rule: "self.host != 'no'" }));
  assertEquals(made.code, 201);
  assertEquals((await bench.call("POST", sites, site("a", { host: "yes" }))).code, 201);
  const refused = await bench.call("POST", sites, site("b", { host: "no" }));
  assertEquals([refused.code, refused.body.details.causes[0].field], [422, "spec"]);
  assertStringIncludes(refused.body.message, "failed rule: self.host != 'no'");
});

Deno.test("rules that come by a patch of the definition hold as well", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  const path = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
  const patched = await bench.call("PATCH", `${definitions}/sites.example.com`, [{
    op: "add",
    path: `${path}/x-kubernetes-validations`,
    value: [{ rule: "self.host == oldSelf.host" }],
  }], { "content-type": "application/json-patch+json" });
  assertEquals(patched.code, 200);
  await bench.call("POST", sites, site("a", { host: "x" }));
  assertEquals((await bench.merge(`${sites}/a`, { spec: { host: "y" } })).code, 422);
});

Deno.test("rules in what the engine does not know are refused with their definition", async () => {
  await using bench = start();
  for (
    const rule of [
      "format.dns1123Label().validate(self.host).hasValue()",
      "isSemver(self.host)",
      "authorizer.path('/').check('get').allowed()",
      "[1].all(i, v, v == 1)",
    ]
  ) {
    const answer = await bench.call("POST", definitions, withRules({ rule }));
    assertEquals(answer.code, 422, rule);
    assertStringIncludes(answer.body.message, "compilation failed", rule);
  }
});
