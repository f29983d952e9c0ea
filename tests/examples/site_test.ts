import { assert, assertEquals } from "@std/assert";
import { ensureCustomResource } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { sites } from "../../examples/site/operator.ts";
import { Site } from "../../examples/site/site.ts";
import { siteLife } from "./site_life.ts";

/** The Site operator in memory and in virtual time. Answers the server's request log. */
async function run(seed: number): Promise<string> {
  const runtime = createTestRuntime({ seed });
  await using server = createApiServer({ runtime });
  await using client = server.client({ userAgent: "test" });
  await using worker = server.client({ userAgent: "operator" });
  const { clock } = runtime;
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let ended = false;
    work.finally(() => ended = true).catch(() => {});
    await clock.until(() => ended);
    return await work;
  };
  await finish(ensureCustomResource(client, Site));
  const operator = createOperator({ client: worker, controllers: [sites], log: noLogger });
  await finish(operator.ready);
  await siteLife({
    client,
    namespace: "default",
    async eventually(what, condition) {
      for (let i = 0; i < 500; i++) {
        if (await condition()) return;
        await clock.advance(100);
      }
      throw new Error(`Not within 50 virtual seconds: ${what}`);
    },
  });
  // Nothing is written once all is as it should be: zero writes in an hour (C12).
  await clock.advance(60_000); // counts of repeated events are written with a delay
  const writes = () => server.log.filter(({ method }) => method !== "GET");
  const before = writes().length;
  await clock.advance(3_600_000);
  assertEquals(writes().slice(before), [], "writes after convergence");
  await finish(operator.stop());
  return server.log.map((entry) => JSON.stringify(entry)).join("\n");
}

Deno.test("the Site operator lives its whole life in memory, and is silent afterwards (C8 C12)", async () => {
  assert((await run(1)).length > 1000);
});

Deno.test("the Site operator makes byte-identical request logs on one seed", async () => {
  const [first, second, other] = [await run(7), await run(7), await run(8)];
  assertEquals(first, second);
  assert(first !== other, "another seed gives other uids: the comparison can fail");
});
