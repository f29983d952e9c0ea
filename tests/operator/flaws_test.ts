import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Logger, noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createClient } from "../../client/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

const map = { metadata: { name: "a", namespace: "default" } };

Deno.test("createOperator() waits for a server that cannot be reached, however long, says so, and then works (CT-10)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using direct = server.client();
  await direct.create(ConfigMap, map);
  let isDown = true;
  await using client = createClient(server.config, {
    runtime: {
      ...runtime,
      fetch: async (url, init) => {
        if (isDown) throw new TypeError("connection refused");
        return await server.fetch(url, init ?? {});
      },
    },
  });
  const seen: string[] = [];
  const controller = defineController({
    name: "maps",
    for: ConfigMap,
    namespace: "default",
    reconcile: ({ metadata }) => void seen.push(metadata.name),
  });
  await using operator = createOperator({ client, controllers: [controller], log: noLogger });
  await runtime.clock.advance(1_800_000);
  const { ready, problems } = operator.health();
  assertEquals([ready, problems.length, seen], [false, 1, []]);
  assertStringIncludes(problems.join(), "nothing listens");
  isDown = false;
  await runtime.clock.until(() => seen.includes("a"));
  await operator.ready;
  assertEquals(operator.health(), { ready: true, problems: [] });
});

Deno.test("createOperator(): two operators of one process, with equal names, have nothing in common (FL-27, DP-5)", async () => {
  const begin = async (fails: boolean) => {
    const runtime = createTestRuntime();
    const server = createApiServer({ runtime });
    const client = server.client();
    const runs: string[] = [];
    const lines: string[] = [];
    const told: string[] = [];
    const write = (message: string) => void lines.push(message);
    const step = defineResource(ConfigMap, {
      name: "step",
      ensureCreated: ({ metadata }) => {
        runs.push(metadata.name);
        if (fails) throw new Error("no");
      },
      ensureDeleted: () => {},
    });
    const operator = createOperator({
      client,
      controllers: [defineController({
        name: "same",
        for: ConfigMap,
        namespace: "default",
        reconcile: resources([step], { handles: ({ metadata: { name } }) => name === "a" }),
      })],
      log: { debug() {}, info() {}, warn: write, error: write },
      observe: ({ source, event }) => {
        if (source === "controller" && event.type === "finished") told.push(event.outcome.type);
      },
      metrics: true,
    });
    await runtime.clock.until(() => operator.health().ready);
    return {
      ...{ client, operator, runs, lines, told, clock: runtime.clock },
      errors: async () =>
        (await operator.metrics?.text() ?? "").includes('errors_total{controller="same"'),
      async [Symbol.asyncDispose]() {
        await operator.stop();
        await client[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  };
  await using bad = await begin(true);
  await using good = await begin(false);
  for (const one of [bad, good]) {
    await one.client.create(ConfigMap, map);
    await one.clock.advance(2_000);
  }
  assert(bad.runs.length > 2 && bad.lines.length > 2 && bad.told.includes("error"));
  assertEquals(good.lines, []);
  assertEquals([...new Set(good.told)], ["success"]);
  assertEquals([await bad.errors(), await good.errors()], [true, false]);
  // The end of one is nothing to the other.
  await bad.operator.stop();
  const [before, stopped] = [good.runs.length, bad.runs.length];
  await good.client.patch(ConfigMap, map.metadata, { merge: { data: { x: "1" } } });
  await good.clock.advance(2_000);
  assertEquals([good.runs.length, bad.runs.length], [before + 1, stopped]);
  assertEquals(good.operator.health(), { ready: true, problems: [] });
});

Deno.test("createOperator() survives an observer that fails, at once or later, and logs it (FL-7, V7-3)", async () => {
  const failing = [
    () => {
      throw new Error("tracker");
    },
    () => Promise.reject(new Error("tracker")),
  ];
  for (const observe of failing) {
    const runtime = createTestRuntime();
    await using server = createApiServer({ runtime });
    await using client = server.client();
    await client.create(ConfigMap, map);
    const seen: string[] = [];
    const errors = new Set<string>();
    const log: Logger = {
      ...noLogger,
      error: (message, fields) => void errors.add(`${message}: ${fields?.error}`),
    };
    await using _operator = createOperator({
      client,
      controllers: [defineController({
        name: "maps",
        for: ConfigMap,
        namespace: "default",
        reconcile: ({ metadata }) => void seen.push(metadata.name),
      })],
      log,
      observe,
    });
    await runtime.clock.until(() => seen.includes("a"));
    await runtime.clock.settle();
    assertEquals([...errors], ["An observer threw: Error: tracker"]);
  }
});

Deno.test("metrics: can be read at any moment while objects come, change and go, and tell each object once (IT-11)", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client();
  const controllers = ["one", "two"].map((name) =>
    defineController({ name, for: ConfigMap, namespace: "default", reconcile: () => {} })
  );
  await using operator = createOperator({ client, controllers, log: noLogger, metrics: true });
  await runtime.clock.until(() => operator.health().ready);
  let most = 0;
  const read = async () => {
    const text = await operator.metrics?.text() ?? "";
    const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(/ \S+$/, ""));
    assertEquals(series.filter((one, index) => series.indexOf(one) !== index), []);
    most = Math.max(most, series.filter((one) => one.includes("creation_timestamp")).length);
  };
  for (let n = 0; n < 12; n++) {
    const key = { name: `m${n % 4}`, namespace: "default" };
    const reading = read();
    await client.create(ConfigMap, { metadata: key });
    await read();
    const changing = client.patch(ConfigMap, key, { merge: { data: { n: `${n}` } } });
    await Promise.all([read(), changing, runtime.clock.settle()]);
    await read();
    await client.delete(ConfigMap, key);
    await Promise.all([reading, read()]);
  }
  assertEquals(most, 2, "one object for each of two controllers");
  await runtime.clock.settle();
  most = 0;
  await read();
  assertEquals(most, 0);
});

Deno.test("shutdownSignal: the first signal asks to stop, the second ends the process with code 1 (CT-17)", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await using child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-lock",
        decodeURIComponent(new URL("./shutdown_process.ts", import.meta.url).pathname),
      ],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const lines: string[] = [];
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      lines.push(...text.trim().split("\n"));
      child.kill(signal);
    }
    assertEquals([lines, (await child.status).code], [["started", "stopping"], 1]);
  }
});
