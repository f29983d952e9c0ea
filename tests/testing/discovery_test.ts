import { assert, assertEquals } from "@std/assert";
import {
  configMap,
  configMaps,
  definitions,
  type Json,
  site,
  siteDefinition,
  sites,
  start,
} from "./_support.ts";

const tableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

Deno.test("discovery names groups, versions, resources and subresources, custom ones too", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  assertEquals((await bench.call("GET", "/api")).body.versions, ["v1"]);
  const groups = await bench.call("GET", "/apis");
  const names = groups.body.groups.map((group: Json) => group.name);
  assert(names.includes("apps") && names.includes("example.com"));
  const resources = await bench.call("GET", "/apis/example.com/v1");
  assertEquals(resources.body.resources.map((one: Json) => [one.name, one.kind]), [
    ["sites", "Site"],
    ["sites/status", "Site"],
    ["sites/scale", "Scale"],
  ]);
  assertEquals((await bench.call("GET", "/apis/none")).code, 404);
  assertEquals((await bench.call("GET", "/version")).body.minor, "36");
});

Deno.test("discovery in one answer for those who accept it", async () => {
  await using bench = start();
  const accept =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
  const { body, headers } = await bench.call("GET", "/apis", undefined, { accept });
  assertEquals(body.kind, "APIGroupDiscoveryList");
  assertEquals(
    headers.get("content-type"),
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  );
  const apps = body.items.find((item: Json) => item.metadata.name === "apps");
  assert(apps.versions[0].resources.some((one: Json) => one.resource === "deployments"));
});

Deno.test("OpenAPI documents say which parameters a write takes", async () => {
  await using bench = start();
  const index = await bench.call("GET", "/openapi/v3");
  const { serverRelativeURL } = index.body.paths["api/v1"];
  const { body } = await bench.call("GET", serverRelativeURL);
  const { patch } = body.paths["/api/v1/namespaces/{namespace}/configmaps/{name}"];
  assert(
    patch.parameters.some((one: Json) => one.name === "fieldValidation" && one.in === "query"),
  );
  assertEquals(patch["x-kubernetes-group-version-kind"].kind, "ConfigMap");
});

Deno.test("tables have a kind's columns, for lists, objects and watches", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  await bench.call("POST", sites, site("s", { host: "h" }));
  const { body } = await bench.call("GET", sites, undefined, { accept: tableAccept });
  const names = (table: Json) => table.columnDefinitions.map((one: Json) => one.name);
  assertEquals([body.kind, names(body), body.rows[0].cells], ["Table", ["Name", "Host"], [
    "s",
    "h",
  ]]);
  assertEquals(body.rows[0].object.kind, "PartialObjectMetadata");
  await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  await bench.runtime.clock.advance(200_000);
  const one = await bench.call("GET", `${configMaps}/a`, undefined, { accept: tableAccept });
  assertEquals([names(one.body), one.body.rows[0].cells], [["Name", "Data", "Age"], [
    "a",
    1,
    "3m20s",
  ]]);
  await using watch = await bench.watch(`${configMaps}?watch=1`, { accept: tableAccept });
  await bench.merge(`${configMaps}/a`, { data: { y: "2" } });
  const [first, second] = await watch.take(2);
  assertEquals(names(first.object), ["Name", "Data", "Age"]);
  assertEquals([second.type, second.object.columnDefinitions, second.object.rows[0].cells[1]], [
    "MODIFIED",
    null,
    2,
  ]);
});

Deno.test("metadata alone for those who accept it, 406 for what is unknown", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  const list = await bench.call("GET", configMaps, undefined, {
    accept: "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
  });
  assertEquals([list.body.kind, list.body.items[0].kind, list.body.items[0].data], [
    "PartialObjectMetadataList",
    "PartialObjectMetadata",
    undefined,
  ]);
  const one = await bench.call("GET", `${configMaps}/a`, undefined, {
    accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
  });
  assertEquals(one.body.metadata.name, "a");
  const refused = await bench.call("GET", `${configMaps}/a`, undefined, { accept: "image/png" });
  assertEquals([refused.code, refused.body.reason], [406, "NotAcceptable"]);
});
