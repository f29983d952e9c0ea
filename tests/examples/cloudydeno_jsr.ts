/** Run by `deno task test:jsr` alone: the stand-in of the package has types, but no classes that run. */
import { assertEquals } from "@std/assert";
import { defineApiResource } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { accounts } from "../../examples/cloudydeno/accounts.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

const ServiceAccount = defineApiResource({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  scope: "Namespaced",
});

Deno.test("CL-3: examples/cloudydeno/accounts.ts makes accounts through the classes of the package", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await using operator = createOperator({ client, controllers: [accounts], log: noLogger });
  await clock.until(() => operator.health().ready);
  for (const [name, labels] of [["a", { "needs-account": "" }], ["b", {}]] as const) {
    await client.create(ConfigMap, { metadata: { name, namespace: "default", labels } });
  }
  await clock.advance(1_000);
  const { items } = await client.list(ServiceAccount, { namespace: "default" });
  assertEquals(items.map(({ metadata }) => metadata.name), ["a"]);
});
