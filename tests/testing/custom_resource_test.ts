import { assertEquals } from "@std/assert";
import { definitions, type Json, site, siteDefinition, sites, start } from "./_support.ts";

Deno.test("a definition serves its kind at once and says that it is established", async () => {
  await using bench = start();
  assertEquals((await bench.call("GET", sites)).code, 404);
  assertEquals((await bench.call("POST", definitions, siteDefinition())).code, 201);
  const { body } = await bench.call("GET", `${definitions}/sites.example.com`);
  const conditions = body.status.conditions.map((one: Json) => [one.type, one.status]);
  assertEquals(conditions, [["NamesAccepted", "True"], ["Established", "True"]]);
  assertEquals(body.status.storedVersions, ["v1"]);
  assertEquals(body.status.acceptedNames.listKind, "SiteList");
  const list = await bench.call("GET", sites);
  assertEquals([list.code, list.body.kind, list.body.items], [200, "SiteList", []]);
});

Deno.test("a definition is refused without schema, with another name, with two storage versions", async () => {
  await using bench = start();
  const definition = siteDefinition();
  const [version] = definition.spec.versions;
  const refused = async (body: unknown) => {
    const answer = await bench.call("POST", definitions, body);
    return [answer.code, answer.body.details.causes[0].field];
  };
  assertEquals(await refused({ ...definition, metadata: { name: "x.example.com" } }), [
    422,
    "metadata.name",
  ]);
  assertEquals(await refused(siteDefinition({ versions: [{ ...version, schema: undefined }] })), [
    422,
    "spec.versions[0].schema.openAPIV3Schema",
  ]);
  assertEquals(await refused(siteDefinition({ versions: [version, { ...version, name: "v2" }] })), [
    422,
    "spec.versions",
  ]);
});

Deno.test("custom objects are defaulted, pruned and checked by their schema", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  const created = await bench.call("POST", sites, site("s", { host: "a", other: 1 }));
  assertEquals(created.body.spec, { host: "a", replicas: 1 });
  assertEquals(created.headers.get("warning"), '299 - "unknown field \\"spec.other\\""');
  const strict = await bench.call(
    "POST",
    `${sites}?fieldValidation=Strict`,
    site("t", { host: "a", other: 1 }),
  );
  assertEquals([strict.code, strict.body.reason], [400, "BadRequest"]);
  const wrong = await bench.call("POST", sites, site("t", { host: 5, replicas: -1 }));
  assertEquals([wrong.code, wrong.body.reason], [422, "Invalid"]);
  assertEquals(wrong.body.details.causes.map((cause: Json) => cause.field).sort(), [
    ".spec.replicas",
    "spec.host",
    "spec.replicas",
  ]);
  const missing = await bench.call("POST", sites, site("t", {}));
  assertEquals(missing.body.details.causes[0].field, "spec.host");
});

Deno.test("custom objects have a scale where their definition says so", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  await bench.call("POST", sites, site("s"));
  const scale = await bench.call("GET", `${sites}/s/scale`);
  assertEquals([scale.body.kind, scale.body.spec.replicas], ["Scale", 1]);
  scale.body.spec.replicas = 4;
  assertEquals((await bench.call("PUT", `${sites}/s/scale`, scale.body)).code, 200);
  const { body } = await bench.call("GET", `${sites}/s`);
  assertEquals([body.spec.replicas, body.metadata.generation], [4, 2]);
});

Deno.test("every served version shows the same objects", async () => {
  await using bench = start();
  const [version] = siteDefinition().spec.versions;
  const versions = [version, { ...version, name: "v1beta1", storage: false }, {
    ...version,
    name: "v1alpha1",
    storage: false,
    served: false,
  }];
  await bench.call("POST", definitions, siteDefinition({ versions }));
  await bench.call("POST", sites, site("s"));
  const old = "/apis/example.com/v1beta1/namespaces/default/sites";
  const { body } = await bench.call("GET", `${old}/s`);
  assertEquals(body.apiVersion, "example.com/v1beta1");
  assertEquals((await bench.merge(`${old}/s`, { spec: { host: "b" } })).code, 200);
  const now = await bench.call("GET", `${sites}/s`);
  assertEquals([now.body.apiVersion, now.body.spec.host], ["example.com/v1", "b"]);
  assertEquals((await bench.call("GET", "/apis/example.com/v1alpha1/sites")).code, 404);
});

Deno.test("deleting a definition deletes its objects first, and waits for their finalizers", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  await bench.call("POST", sites, site("a"));
  await bench.call("POST", sites, site("b", { host: "a" }, { finalizers: ["x.io/hold"] }));
  await bench.call("DELETE", `${definitions}/sites.example.com`);
  assertEquals((await bench.call("GET", `${sites}/a`)).code, 404);
  const definition = await bench.call("GET", `${definitions}/sites.example.com`);
  assertEquals(typeof definition.body.metadata.deletionTimestamp, "string");
  await bench.merge(`${sites}/b`, { metadata: { finalizers: null } });
  assertEquals((await bench.call("GET", `${definitions}/sites.example.com`)).code, 404);
  assertEquals((await bench.call("GET", sites)).code, 404);
  assertEquals((await bench.call("POST", definitions, siteDefinition())).code, 201);
  assertEquals((await bench.call("GET", sites)).body.items, []);
});
