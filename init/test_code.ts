import type { Project } from "./project.ts";

/** Tests of the operator. */
export function testModule({ kind }: Project): string {
  return `import { assertEquals } from "@std/assert";
import { createOperator, ensureCustomResource, gone, waitFor } from "@operatorkit/operatorkit";
import { noLogger } from "@operatorkit/operatorkit/context";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { createApiServer, createTestRuntime } from "@operatorkit/operatorkit/testing";
import { ${kind} } from "./kind.ts";
import { crd } from "./manifests.ts";
import { controller } from "./operator.ts";

const key = { name: "hello", namespace: "default" };

/** The operator at work on an API server in memory. Time stands still until the test lets it pass. */
async function start() {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  const server = createApiServer({ runtime });
  const client = server.client();
  await clock.finish(ensureCustomResource(
    client,
    ${kind},
  ));
  const operator = createOperator({ client, controllers: [controller], log: noLogger });
  await clock.finish(operator.ready);
  return {
    client,
    clock,
    server,
    /** Does what a user does. */
    say: (message: string) =>
      client.apply(
        ${kind},
        { metadata: key, spec: { message } },
      ),
    /** Lets time pass until the ConfigMap has the message. */
    written: (message: string) =>
      clock.finish(waitFor(client, ConfigMap, key, (map) => map?.data?.message === message)),
    /** Lets time pass until the condition Ready has this reason, for this generation of the object. */
    reported: (reason: string, generation: number) =>
      clock.finish(waitFor(
        client,
        ${kind},
        key,
        (object) =>
          object?.status?.conditions?.some((one) =>
            one.reason === reason && one.observedGeneration === generation
          ) ?? false,
      )),
    async [Symbol.asyncDispose]() {
      await clock.finish(operator.stop());
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("the ConfigMap has the message, and the status says so", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.reported("Applied", 1);
  await all.written("Hi");

  await all.say("Hi again");
  await all.reported("Applied", 2);
  await all.written("Hi again");
});

Deno.test("the ConfigMap comes back, and goes with its owner", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.written("Hi");

  await all.client.delete(ConfigMap, key);
  await all.written("Hi");

  await all.client.delete(
    ${kind},
    key,
  );
  await all.clock.finish(waitFor(all.client, ConfigMap, key, gone));
});

Deno.test("the ConfigMap of somebody else is left alone", async () => {
  await using all = await start();
  await all.client.create(ConfigMap, { metadata: key, data: { message: "Mine" } });
  await all.say("Hi");
  await all.reported("NameTaken", 1);
  assertEquals((await all.client.get(ConfigMap, key)).data, { message: "Mine" });

  await all.client.delete(ConfigMap, key);
  await all.reported("Applied", 1);
  await all.written("Hi");
});

Deno.test("nothing is written when all is as it should be", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.reported("Applied", 1);
  await all.clock.advance(60_000);
  const writes = () => all.server.log.filter(({ method }) => method !== "GET").length;
  const before = writes();
  await all.clock.advance(3_600_000);
  assertEquals(writes(), before);
});

Deno.test("manifests/crd.yaml is what the schema says", async () => {
  assertEquals(
    await Deno.readTextFile("manifests/crd.yaml"),
    crd,
    "run deno task manifests",
  );
});
`;
}
