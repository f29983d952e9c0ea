/** Several controllers in one operator: local copies that they share, namespaces, and controllers that come and go. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type ApiResource,
  type Client,
  defineCustomResource,
  discover,
  ensureCustomResource,
  metadataOnly,
} from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { type Controller, defineController, owns, watched, watches } from "../../controller/mod.ts";
import { ConfigMap, Namespace, Secret } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { z } from "zod";

/** A server in memory with three namespaces, and a clock that moves as far as it is asked to. */
async function start() {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const client = server.client({ userAgent: "test" });
  const worker = server.client({ userAgent: "operator" });
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let ended = false;
    work.finally(() => ended = true).catch(() => {});
    await runtime.clock.until(() => ended);
    return await work;
  };
  for (const name of ["one", "two", "three"]) {
    await client.create(Namespace, { metadata: { name } });
  }
  return {
    ...runtime,
    server,
    client,
    worker,
    finish,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Paths and selectors of the watches that the operator has opened so far, each as often as it was. */
function watchesOf(server: ApiServer): string[] {
  return server.log.filter(({ userAgent, query }) =>
    userAgent === "operator" && new URLSearchParams(query).get("watch") === "true"
  ).map(({ path, query }) => {
    const selector = new URLSearchParams(query).get("labelSelector");
    return selector === null ? path : `${path}?${selector}`;
  }).sort();
}

/** A controller that notes what it reconciles. */
function noting(
  name: string,
  resource: ApiResource,
  options: Partial<Parameters<typeof defineController>[0]> = {},
): { readonly controller: Controller; readonly seen: Set<string> } {
  const seen = new Set<string>();
  const controller = defineController({
    name,
    for: resource,
    reconcile: ({ metadata: { name, namespace } }) => void seen.add(`${namespace}/${name}`),
    ...options,
  });
  return { controller, seen };
}

async function createMaps(client: Client, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const [namespace = "", name = ""] = key.split("/");
    await client.create(ConfigMap, {
      metadata: { name, namespace, ...(name.startsWith("l") && { labels: { light: "on" } }) },
    });
  }
}

Deno.test("createOperator() opens one watch per kind, selector and representation, however many controllers use it", async () => {
  await using all = await start();
  const { server, client, worker, finish } = all;
  await createMaps(client, "one/a", "one/l");
  const maps = noting("maps", ConfigMap, { sources: [owns(Secret)] });
  const secrets = noting("secrets", Secret, {
    sources: [watches(ConfigMap, ({ key }) => [key])],
  });
  const readers = noting("readers", ConfigMap, {
    sources: [watched(Secret, { indexers: { type: () => ["any"] } })],
  });
  const lights = noting("lights", ConfigMap, { labelSelector: "light" });
  const names = noting("names", metadataOnly(ConfigMap));
  const noted = [maps, secrets, readers, lights, names];
  const operator = createOperator({
    client: worker,
    controllers: noted.map(({ controller }) => controller),
    log: noLogger,
  });
  await finish(operator.ready);
  const expected = [
    "/api/v1/configmaps",
    "/api/v1/configmaps", // metadata alone is another answer of the server
    "/api/v1/configmaps?light",
    "/api/v1/secrets",
  ];
  assertEquals(watchesOf(server), expected);
  assertEquals(server.watchCount, expected.length);
  await createMaps(client, "two/b");
  await all.clock.settle();
  for (const { seen } of [maps, readers, names]) {
    assertEquals([...seen].sort(), ["one/a", "one/l", "two/b"]);
  }
  assertEquals([...lights.seen], ["one/l"]);
  assertEquals(watchesOf(server), expected, "nothing was opened for the changes");
  await finish(operator.stop());
  assertEquals(server.watchCount, 0);
});

Deno.test("createOperator() watches the namespaces of a list one by one, shared by the controllers that name them", async () => {
  await using all = await start();
  const { server, client, worker, finish } = all;
  await createMaps(client, "one/a", "two/b", "three/c");
  const both = noting("both", ConfigMap, { namespace: ["one", "two"] });
  const second = noting("second", ConfigMap, { namespace: "two" });
  const operator = createOperator({
    client: worker,
    controllers: [both.controller, second.controller],
    log: noLogger,
  });
  await finish(operator.ready);
  await createMaps(client, "one/d", "three/e");
  await all.clock.settle();
  assertEquals(watchesOf(server), [
    "/api/v1/namespaces/one/configmaps",
    "/api/v1/namespaces/two/configmaps",
  ]);
  assertEquals([...both.seen].sort(), ["one/a", "one/d", "two/b"]);
  assertEquals([...second.seen], ["two/b"]);
  const asked = server.log.filter(({ userAgent }) => userAgent === "operator");
  assertEquals(asked.filter(({ path }) => path.includes("three")), []);
  assertEquals(asked.filter(({ path }) => path === "/api/v1/configmaps"), []);
  await finish(operator.stop());
});

const Lamp = defineCustomResource({
  group: "example.com",
  kind: "Lamp",
  plural: "lamps",
  scope: "Namespaced",
  version: "v1",
  versions: { v1: { schema: z.object({ spec: z.object({ on: z.boolean() }) }) } },
});

Deno.test("Operator.add() runs a controller for a kind that discover() finds while the operator runs", async () => {
  await using all = await start();
  const { server, client, worker, finish } = all;
  const maps = noting("maps", ConfigMap);
  const operator = createOperator({
    client: worker,
    controllers: [maps.controller],
    log: noLogger,
  });
  await finish(operator.ready);
  const target = { group: "example.com", kind: "Lamp" };
  await assertRejects(() => finish(discover(worker, target)), Error, "example.com");

  await finish(ensureCustomResource(client, Lamp));
  await client.create(Lamp, { metadata: { name: "desk", namespace: "one" }, spec: { on: true } });
  const kind = await finish(discover(worker, target));
  const lamps = noting("lamps", kind, { sources: [watches(ConfigMap, () => [])] });
  const added = operator.add(lamps.controller);
  assertEquals(operator.health().ready, false, "until its copies are complete");
  await finish(added.ready);
  assert(operator.health().ready);
  await all.clock.settle();
  assertEquals([...lamps.seen], ["one/desk"]);
  assertEquals(watchesOf(server), ["/api/v1/configmaps", "/apis/example.com/v1/lamps"]);

  await finish(added.stop());
  assertEquals(
    server.watchCount,
    1,
    "the copy of the lamps has gone, that of the config maps is used",
  );
  await client.create(Lamp, { metadata: { name: "floor", namespace: "one" }, spec: { on: true } });
  await createMaps(client, "two/b");
  await all.clock.settle();
  assertEquals([...lamps.seen], ["one/desk"], "a controller that was removed does nothing");
  assertEquals([...maps.seen], ["two/b"], "the others go on");
  assert(operator.health().ready);
  await finish(operator.stop());
});

Deno.test("Operator.add() takes a name again once its controller is removed, and refuses one that is taken", async () => {
  await using all = await start();
  const { client, worker, finish } = all;
  const operator = createOperator({
    client: worker,
    controllers: [noting("first", Secret).controller],
    log: noLogger,
  });
  await finish(operator.ready);
  assertThrows(() => operator.add(noting("first", ConfigMap).controller), TypeError, '"first"');
  const before = noting("maps", ConfigMap);
  const added = operator.add(before.controller);
  await finish(added.ready);
  assertThrows(() => operator.add(noting("maps", ConfigMap).controller), TypeError, '"maps"');
  await finish(added.stop());
  const after = noting("maps", ConfigMap);
  await finish(operator.add(after.controller).ready);
  await createMaps(client, "one/a");
  await all.clock.settle();
  assertEquals([[...before.seen], [...after.seen]], [[], ["one/a"]]);
  const stopping = operator.stop();
  assertThrows(() => operator.add(noting("late", ConfigMap).controller), TypeError, "stopping");
  await finish(stopping);
});

Deno.test("Operator.add() of a kind that is not there names it, holds up nobody, and begins when it comes", async () => {
  await using all = await start();
  const { client, worker, finish } = all;
  const maps = noting("maps", ConfigMap);
  const operator = createOperator({
    client: worker,
    controllers: [maps.controller],
    log: noLogger,
  });
  await finish(operator.ready);
  const lamps = noting("lamps", Lamp);
  const added = operator.add(lamps.controller);
  await all.clock.advance(5_000);
  const { ready, problems } = operator.health();
  assertEquals(ready, false);
  assert(problems.some((problem) => problem.includes("lamps.example.com")), problems.join("\n"));
  await createMaps(client, "one/a");
  await all.clock.settle();
  assertEquals([...maps.seen], ["one/a"]);

  await finish(ensureCustomResource(client, Lamp));
  await client.create(Lamp, { metadata: { name: "desk", namespace: "one" }, spec: { on: true } });
  await finish(added.ready);
  await all.clock.settle();
  assertEquals([...lamps.seen], ["one/desk"]);
  assertEquals(operator.health(), { ready: true, problems: [] });
  await finish(operator.stop());
});

Deno.test("Operator.add(): a controller is removed while it works, after its work; nothing of it is left", async () => {
  await using all = await start();
  const { server, client, worker, finish } = all;
  const operator = createOperator({
    client: worker,
    controllers: [noting("first", Secret).controller],
    log: noLogger,
  });
  await finish(operator.ready);
  const gate = Promise.withResolvers<void>();
  const log: string[] = [];
  const slow = defineController({
    name: "slow",
    for: ConfigMap,
    reconcile: async ({ metadata: { name } }) => {
      log.push(`begins ${name}`);
      await gate.promise;
      log.push(`ends ${name}`);
    },
  });
  await createMaps(client, "one/a");
  const added = operator.add(slow);
  await all.clock.until(() => log.length > 0);
  const removed = added.stop().then(() => log.push("removed"));
  await all.clock.settle();
  gate.resolve();
  await finish(removed);
  assertEquals(log, ["begins a", "ends a", "removed"]);
  await createMaps(client, "one/b");
  await all.clock.settle();
  assertEquals([log.length, server.watchCount], [3, 1]);
  await finish(operator.stop());
});
