import { assertEquals, assertRejects } from "@std/assert";
import { configMap, configMaps, start } from "./_support.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

Deno.test("cut ends the watches that the filter names, cleanly or as a broken connection", async () => {
  await using bench = start();
  const maps = await bench.watch(`${configMaps}?watch=1`);
  const secrets = await bench.watch("/api/v1/secrets?watch=1");
  assertEquals(bench.server.cut((watch) => watch.plural === "configmaps"), 1);
  assertEquals(await maps.rest(), []);
  assertEquals(bench.server.watchCount, 1);
  bench.server.cut(undefined, { error: new TypeError("connection reset") });
  await assertRejects(() => secrets.rest(), TypeError, "connection reset");
});

Deno.test("intercept answers in the server's place, and a write whose answer is lost has happened", async () => {
  await using bench = start();
  {
    using _busy = bench.server.intercept(({ method }) =>
      method === "POST" ? new Response("busy", { status: 429 }) : undefined
    );
    assertEquals((await bench.call("POST", configMaps, configMap("a"))).code, 429);
    assertEquals((await bench.call("GET", configMaps)).code, 200);
  }
  assertEquals((await bench.call("GET", `${configMaps}/a`)).code, 404);
  {
    using _lost = bench.server.intercept(async ({ proceed }) => {
      await proceed();
      throw new TypeError("connection reset");
    });
    await assertRejects(() => bench.call("POST", configMaps, configMap("a")), TypeError);
  }
  assertEquals((await bench.call("GET", `${configMaps}/a`)).code, 200);
});

Deno.test("log tells what was asked and answered, within its limit", async () => {
  await using bench = start({ logLimit: 2 });
  await bench.call("GET", configMaps);
  await bench.call("POST", `${configMaps}?dryRun=All`, configMap("a"));
  await bench.call("GET", `${configMaps}/a`);
  assertEquals(bench.server.log.map(({ body: _, ...entry }) => entry), [
    {
      time: Date.UTC(2026, 0, 1),
      method: "POST",
      path: configMaps,
      query: "dryRun=All",
      userAgent: "test/1",
      status: 201,
    },
    {
      time: Date.UTC(2026, 0, 1),
      method: "GET",
      path: `${configMaps}/a`,
      query: "",
      userAgent: "test/1",
      status: 404,
    },
  ]);
});

Deno.test("objects gives copies of what is stored", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a"));
  const resource = { group: "", plural: "configmaps" };
  const [object] = bench.server.objects(resource);
  if (object) object.metadata.name = "changed";
  assertEquals(bench.server.objects(resource).map((one) => one.metadata.name), ["a"]);
  assertEquals(bench.server.objects().length, 5);
});

async function life(): Promise<string> {
  const runtime = createTestRuntime({ seed: 7 });
  await using server = createApiServer({ runtime });
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await server.fetch(`http://in-memory.test${path}`, {
      method,
      headers: {
        "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return await response.text();
  };
  const watch = await server.fetch(`http://in-memory.test${configMaps}?watch=1`);
  let text = await send("POST", configMaps, { metadata: { generateName: "a-" } });
  text += await send("POST", configMaps, configMap("b", { x: "1" }));
  await runtime.clock.advance(5_000);
  text += await send("PATCH", `${configMaps}/b`, { data: { x: "2" } });
  text += await send("DELETE", `${configMaps}/b`);
  server.cut();
  return text + await watch.text() + JSON.stringify(server.log);
}

Deno.test("the same seed gives the same bytes", async () => {
  assertEquals(await life(), await life());
});

Deno.test("fetch answers in microtasks alone", async () => {
  await using bench = start();
  let turned = false;
  const timer = setTimeout(() => turned = true, 0);
  const watch = await bench.watch(`${configMaps}?watch=1`);
  await bench.call("POST", configMaps, configMap("a"));
  await bench.merge(`${configMaps}/a`, { data: { x: "1" } });
  assertEquals((await bench.call("GET", configMaps)).body.items.length, 1);
  await watch.take(2);
  const after = turned;
  clearTimeout(timer);
  assertEquals(after, false);
});
