import { assert, assertEquals } from "@std/assert";
import { type Bench, configMap, configMaps, type Json, start } from "./_support.ts";

async function fill(bench: Bench, count: number) {
  for (let index = 0; index < count; index++) {
    await bench.call("POST", configMaps, configMap(`c${index}`, {}, { labels: { n: `${index}` } }));
  }
}

async function names(bench: Bench, query: string): Promise<string[]> {
  const { body } = await bench.call("GET", `${configMaps}?${query}`);
  return body.items.map((item: Json) => item.metadata.name);
}

Deno.test("list: pages are of one moment, whatever is written in between", async () => {
  await using bench = start();
  await fill(bench, 5);
  const first = await bench.call("GET", `${configMaps}?limit=2`);
  assertEquals(first.body.metadata.remainingItemCount, 3);
  await bench.call("DELETE", `${configMaps}/c2`);
  await bench.merge(`${configMaps}/c3`, { data: { new: "1" } });
  await bench.call("POST", configMaps, configMap("c9"));
  const { resourceVersion, continue: token } = first.body.metadata;
  const second = await bench.call("GET", `${configMaps}?limit=9&continue=${token}`);
  assertEquals(second.body.metadata, { resourceVersion });
  assertEquals(second.body.items.map((item: Json) => [item.metadata.name, item.data]), [
    ["c2", undefined],
    ["c3", undefined],
    ["c4", undefined],
  ]);
});

Deno.test("list: a forgotten page is 410 with a token for an inconsistent rest", async () => {
  await using bench = start();
  await fill(bench, 4);
  const { body } = await bench.call("GET", `${configMaps}?limit=2`);
  await bench.call("DELETE", `${configMaps}/c3`);
  bench.server.compact();
  const expired = await bench.call(
    "GET",
    `${configMaps}?limit=2&continue=${body.metadata.continue}`,
  );
  assertEquals([expired.code, expired.body.reason], [410, "Expired"]);
  const rest = await bench.call("GET", `${configMaps}?continue=${expired.body.metadata.continue}`);
  assertEquals(rest.body.items.map((item: Json) => item.metadata.name), ["c2"]);
});

Deno.test("list: resourceVersion and resourceVersionMatch mean what the API concepts say", async () => {
  await using bench = start();
  await fill(bench, 1);
  const { body: { metadata: { resourceVersion } } } = await bench.call("GET", configMaps);
  await fill(bench, 2);
  const at = `resourceVersion=${resourceVersion}`;
  assertEquals(await names(bench, at), ["c0", "c1"]);
  assertEquals(await names(bench, `${at}&resourceVersionMatch=Exact`), ["c0"]);
  assertEquals(await names(bench, `${at}&limit=5`), ["c0"]);
  assertEquals(await names(bench, `${at}&resourceVersionMatch=NotOlderThan`), ["c0", "c1"]);
  const asked = bench.call("GET", `${configMaps}?resourceVersion=9999`);
  await bench.runtime.clock.advance(3_000);
  const future = await asked;
  assertEquals([future.code, future.body.reason, future.body.details.causes[0].reason], [
    504,
    "Timeout",
    "ResourceVersionTooLarge",
  ]);
  for (
    const query of [
      "resourceVersionMatch=Exact",
      "resourceVersion=0&resourceVersionMatch=Exact",
      "resourceVersion=1&resourceVersionMatch=Nearly",
      "sendInitialEvents=true",
    ]
  ) {
    const { code, body } = await bench.call("GET", `${configMaps}?${query}`);
    assertEquals([code, body.reason], [422, "Invalid"], query);
  }
  assertEquals((await bench.call("GET", `${configMaps}?continue=nonsense`)).code, 400);
});

Deno.test("list: label selectors, every operator", async () => {
  await using bench = start();
  const labels: Record<string, Record<string, string>> = {
    a: { tier: "web", n: "1" },
    b: { tier: "db", n: "10" },
    c: { env: "dev" },
  };
  for (const [name, own] of Object.entries(labels)) {
    await bench.call("POST", configMaps, configMap(name, {}, { labels: own }));
  }
  const select = (text: string) => names(bench, `labelSelector=${encodeURIComponent(text)}`);
  assertEquals(await select("tier=web"), ["a"]);
  assertEquals(await select("tier==db"), ["b"]);
  assertEquals(await select("tier!=web"), ["b", "c"]);
  assertEquals(await select("tier in (web, db),n"), ["a", "b"]);
  assertEquals(await select("tier notin (web)"), ["b", "c"]);
  assertEquals(await select("tier"), ["a", "b"]);
  assertEquals(await select("!tier"), ["c"]);
  assertEquals(await select("n>5"), ["b"]);
  assertEquals(await select("n<5"), ["a"]);
  assertEquals((await bench.call("GET", `${configMaps}?labelSelector=a%20b`)).code, 400);
  assertEquals((await bench.call("GET", `${configMaps}?labelSelector=a=-`)).code, 400);
});

Deno.test("list: field selectors know name, namespace and a kind's own fields", async () => {
  await using bench = start();
  await fill(bench, 2);
  assertEquals(await names(bench, "fieldSelector=metadata.name=c1"), ["c1"]);
  assertEquals(await names(bench, "fieldSelector=metadata.name!=c1,metadata.namespace=default"), [
    "c0",
  ]);
  const unknown = await bench.call("GET", `${configMaps}?fieldSelector=data.x=1`);
  assertEquals([unknown.code, unknown.body.reason], [400, "BadRequest"]);
});

Deno.test("list: items of built-in kinds carry no kind, the list does", async () => {
  await using bench = start();
  await fill(bench, 1);
  const { body } = await bench.call("GET", "/api/v1/configmaps");
  assertEquals([body.kind, body.apiVersion], ["ConfigMapList", "v1"]);
  assert(!("kind" in body.items[0]));
});
