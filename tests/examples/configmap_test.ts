import { assert, assertEquals } from "@std/assert";
import { noLogger } from "../../context/mod.ts";
import { ConfigMap, Namespace } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { greeter } from "../../examples/configmap.ts";

Deno.test("examples/configmap.ts greets labelled namespaces, and again when the greeting is deleted", async () => {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  await using server = createApiServer({ runtime });
  await using client = server.client();
  await using operator = createOperator({ client, controllers: [greeter], log: noLogger });
  await clock.until(() => operator.health().ready);
  await client.create(Namespace, { metadata: { name: "team", labels: { greet: "you" } } });
  await client.create(Namespace, { metadata: { name: "other" } });
  await clock.advance(1_000);
  const key = { name: "greeting", namespace: "team" };
  const first = await client.get(ConfigMap, key);
  assertEquals(first.data, { text: "Hello, you!" });
  await client.delete(ConfigMap, first);
  await clock.advance(10_000);
  assert((await client.get(ConfigMap, key)).metadata.uid !== first.metadata.uid);
  assertEquals(
    (await client.list(ConfigMap, { fieldSelector: "metadata.name=greeting" })).items.length,
    1,
  );
});

Deno.test("examples/configmap.ts is a whole operator in fewer than 30 lines", async () => {
  const text = await Deno.readTextFile(new URL("../../examples/configmap.ts", import.meta.url));
  assert(text.trimEnd().split("\n").length < 30);
});
