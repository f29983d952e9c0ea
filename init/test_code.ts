import type { Project } from "./project.ts";

/** Tests of the operator. */
export function testModule({ kind }: Project): string {
  return `import { assertEquals } from "@std/assert";
import { createOperator, ensureCustomResource } from "@operatorkit/operatorkit";
import { noLogger } from "@operatorkit/operatorkit/context";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { createApiServer, createTestRuntime } from "@operatorkit/operatorkit/testing";
import { ${kind} } from "./kind.ts";
import { crd } from "./manifests.ts";
import { controller } from "./operator.ts";

const key = { name: "hello", namespace: "default" };

/** The operator at work on an API server in memory. Time stands still until the test lets it pass. */
async function start() {
  const { clock, ...runtime } = createTestRuntime();
  const server = createApiServer({ runtime: { clock, ...runtime } });
  const client = server.client();
  /** Lets time pass until the promise is settled. */
  async function finish<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    promise.finally(() => done = true).catch(() => {});
    await clock.until(() => done);
    return await promise;
  }
  /** Lets time pass until the condition holds. */
  async function eventually(condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      if (await condition()) return;
      await clock.advance(100);
    }
    throw new Error("Not within 30 seconds of the test's time");
  }
  const say = (message: string) =>
    client.apply(
      ${kind},
      { metadata: key, spec: { message } },
    );
  const ready = async () => {
    const { status } = await client.get(
      ${kind},
      key,
    );
    return status?.conditions?.find(({ type }) => type === "Ready");
  };
  const message = async () => {
    const { items } = await client.list(ConfigMap, { namespace: key.namespace });
    return items.find(({ metadata }) => metadata.name === key.name)?.data?.message;
  };
  await finish(
    ensureCustomResource(client, ${kind}),
  );
  const operator = createOperator({ client, controllers: [controller], log: noLogger });
  await finish(operator.ready);
  return {
    client,
    clock,
    server,
    eventually,
    say,
    ready,
    message,
    async [Symbol.asyncDispose]() {
      await finish(operator.stop());
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("the ConfigMap has the message, and the status says so", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.eventually(async () => (await all.ready())?.status === "True");
  assertEquals(await all.message(), "Hi");

  await all.say("Hi again");
  await all.eventually(async () => await all.message() === "Hi again");
  await all.eventually(async () => (await all.ready())?.observedGeneration === 2);
});

Deno.test("the ConfigMap comes back, and goes with its owner", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.eventually(async () => await all.message() === "Hi");

  await all.client.delete(ConfigMap, key);
  await all.eventually(async () => await all.message() === "Hi");

  await all.client.delete(
    ${kind},
    key,
  );
  await all.eventually(async () => await all.message() === undefined);
});

Deno.test("the ConfigMap of somebody else is left alone", async () => {
  await using all = await start();
  await all.client.create(ConfigMap, { metadata: key, data: { message: "Mine" } });
  await all.say("Hi");
  await all.eventually(async () => (await all.ready())?.reason === "NameTaken");
  assertEquals(await all.message(), "Mine");

  await all.client.delete(ConfigMap, key);
  await all.eventually(async () => (await all.ready())?.status === "True");
  assertEquals(await all.message(), "Hi");
});

Deno.test("nothing is written when all is as it should be", async () => {
  await using all = await start();
  await all.say("Hi");
  await all.eventually(async () => (await all.ready())?.status === "True");
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
