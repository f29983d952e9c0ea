import { assert, assertEquals } from "@std/assert";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import { createInformer, type InformerObservation } from "../../informer/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { bookmark, createScript, line, Thing, thing } from "./script.ts";

function present(version: number, ...objects: readonly unknown[]): string {
  return objects.map((object) => line("ADDED", object)).join("") + bookmark(version, "true");
}

Deno.test("createInformer waits between watches that end at once after a bookmark that says nothing new (R9)", async () => {
  let watches = 0;
  const script = createScript("feed", () => ++watches < 200 ? bookmark(5) : "feed");
  await using informer = createInformer(script.client, Thing);
  const { clock } = script.runtime;
  await clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1)));
  script.feeds[0]?.end();
  await clock.advance(5_000);
  assert(watches > 1 && watches < 6, String(watches));
  assertEquals(informer.store.size, 1);
});

Deno.test("createInformer lists again when it cannot read what was deleted (R26)", async () => {
  const bad = line("DELETED", { ...thing("a", 6), kind: "Table" });
  const script = createScript("feed", bad, (options) => {
    assertEquals(options.query?.watch, true);
    return present(7, thing("b", 2));
  }, "feed");
  await using informer = createInformer(script.client, Thing);
  const { clock } = script.runtime;
  await clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1), thing("b", 2)), bad);
  await clock.advance(30_000);
  assertEquals([...informer.store.keys()], [{ name: "b", namespace: "default" }]);
  assertEquals(informer.healthy, true);
});

Deno.test("createInformer survives indexers that throw or give no list, and says so (S7)", async () => {
  const observed: InformerObservation[] = [];
  const script = createScript("feed");
  await using informer = createInformer(script.client, Thing, {
    indexers: {
      broken: ({ metadata }) => {
        if (metadata.name === "a") throw new Error("no");
        return (metadata.name === "b" ? undefined : ["x"]) as unknown as string[];
      },
    },
    observe: (event) => observed.push(event),
  });
  const { clock } = script.runtime;
  await clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1), thing("b", 2), thing("c", 3)));
  await clock.settle();
  script.feeds[0]?.send(line("MODIFIED", thing("b", 6)), line("MODIFIED", thing("c", 7)));
  await clock.settle();
  assertEquals(informer.problem, undefined);
  assertEquals([informer.store.size, informer.store.count("broken", "x")], [3, 1]);
  assertEquals(informer.store.resourceVersion, "7");
  assertEquals(observed.filter(({ type }) => type === "skipped").length, 3);
});

Deno.test("createInformer keeps what came before a torn line and takes the rest up again (R24 R25)", async () => {
  const torn = line("MODIFIED", thing("a", 7)).slice(0, 90);
  const script = createScript("feed", "feed");
  await using informer = createInformer(script.client, Thing);
  const { clock } = script.runtime;
  await clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1)), line("ADDED", thing("b", 6)));
  await clock.settle();
  script.feeds[0]?.send(torn.slice(0, 40));
  await clock.settle();
  script.feeds[0]?.send(`${torn.slice(40)}\n${line("ADDED", thing("c", 8))}`);
  await clock.advance(5_000);
  assertEquals(script.requests.map(({ query }) => query.resourceVersion), [undefined, "6"]);
  script.feeds[1]?.send(line("MODIFIED", thing("a", 7)) + line("ADDED", thing("c", 8)));
  await clock.settle();
  assertEquals(
    [...informer.store.list()].map(({ metadata }) => metadata.resourceVersion),
    ["7", "6", "8"],
  );
});

Deno.test("Informer.events gives metadata that structuredClone takes", async () => {
  const script = createScript("feed");
  await using informer = createInformer(script.client, Thing);
  const events = informer.events();
  const { clock } = script.runtime;
  await clock.settle();
  script.feeds[0]?.send(present(5, thing("a", 1)));
  const { value } = await events.next();
  assert(value?.type === "added");
  assertEquals(structuredClone(value.metadata), thing("a", 1).metadata);
  await events.next();
  const next = events.next();
  script.feeds[0]?.send(line("MODIFIED", thing("a", 6)));
  const changed = (await next).value;
  assert(changed?.type === "updated");
  assertEquals(structuredClone(changed.old), thing("a", 1).metadata);
  assertEquals(changed.metadata.resourceVersion, "6");
});

Deno.test("createInformer copies metadata alone of a kind whose representation is metadata", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client({ runtime });
  const maps: ApiResource = defineApiResource({
    group: "",
    version: "v1",
    kind: "ConfigMap",
    plural: "configmaps",
    scope: "Namespaced",
  });
  const create = (name: string) =>
    client.create(maps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", labels: { a: name } },
      data: { x: "y" },
    } as never);
  await create("one");
  const partial: ApiResource = { ...maps, representation: "metadata" };
  const observed: InformerObservation[] = [];
  await using informer = createInformer(client, partial, { observe: (one) => observed.push(one) });
  await runtime.clock.settle();
  await create("two");
  await runtime.clock.settle();
  const found = [...informer.store.list()].filter(({ metadata }) => metadata.labels?.a);
  assertEquals(
    found.map(({ kind, metadata, ...rest }) => [kind, metadata.name, Object.keys(rest)]),
    [["PartialObjectMetadata", "one", ["apiVersion"]], ["PartialObjectMetadata", "two", [
      "apiVersion",
    ]]],
  );
  assertEquals(observed.filter(({ type }) => type === "skipped"), []);
  assertEquals(informer.healthy, true);
});
