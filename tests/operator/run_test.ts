import { assertEquals } from "@std/assert";
import type { Logger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { type OperatorEvent, runOperator } from "../../operator/mod.ts";
import { createApiServer } from "../../testing/mod.ts";

Deno.test("runOperator() logs warnings of the configuration once and those of the server, and ends with its signal", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  using _deprecated = server.intercept(async ({ method, proceed }) => {
    if (method !== "PATCH") return;
    const answer = await proceed();
    const headers = new Headers(answer.headers);
    headers.set("warning", '299 - "use something else"');
    return new Response(answer.body, { status: answer.status, headers });
  });
  await using client = server.client();
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const lines: (readonly [string, unknown])[] = [];
  const log: Logger = {
    debug: () => {},
    info: () => {},
    warn: (message, fields) => void lines.push([message, fields?.warning]),
    error: (message) => void lines.push([message, undefined]),
  };
  const told: OperatorEvent["source"][] = [];
  const stop = new AbortController();
  await runOperator({
    config: { server: listener.url, warnings: ["The proxy is not used"] },
    controllers: [
      defineController({
        name: "maps",
        for: ConfigMap,
        namespace: "default",
        reconcile: async ({ metadata: { name } }, context) => {
          if (name !== "a") return;
          await context.client.patch(ConfigMap, context.request, { merge: { data: { a: "1" } } });
          stop.abort();
        },
      }),
    ],
    log,
    observe: ({ source }) => void told.push(source),
    health: false,
    signals: false,
    signal: stop.signal,
  });
  assertEquals(lines, [
    ["The configuration deserves attention", "The proxy is not used"],
    ["The API server warns", "use something else"],
  ]);
  assertEquals([...new Set(told)].sort(), ["client", "controller", "informer"]);
});
