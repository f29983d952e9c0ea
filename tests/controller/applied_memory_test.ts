import { assertEquals } from "@std/assert";
import { type Apply, createAppliedMemory } from "../../controller/applied.ts";
import { type Copies, openCopies } from "../../controller/copies.ts";
import { watched } from "../../controller/mod.ts";
import { Secret } from "../../kinds/mod.ts";
import { createHarness, key } from "./harness.ts";

const secrets = watched(Secret);

Deno.test("apply: the memory holds what the last whole run applied, and nothing of an object that is gone", async () => {
  await using harness = createHarness();
  const copies = openCopies(harness.informers, { primary: secrets, namespaces: undefined }, [
    secrets,
  ]);
  const memory = createAppliedMemory(copies);
  const object = (name: string) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...key(name), uid: name, resourceVersion: "1" },
  });
  const target = (name: string) => ({
    group: "",
    version: "v1",
    plural: "secrets",
    ...key(name),
  });
  const apply = (run: ReturnType<typeof memory.run>, name: string) =>
    run.begin(target(name))(object(name), {
      target: target(name),
      manner: "",
      content: name,
      covers: { main: true, status: false },
      kind: "Secret",
    });
  const skipped = () => {};
  for (let n = 0; n < 100; n++) {
    const run = memory.run("a", skipped);
    apply(run, `s-${n}`);
    run.end("success");
  }
  assertEquals(memory.size, 1);
  for (let n = 0; n < 100; n++) {
    const run = memory.run("b", skipped);
    apply(run, `t-${n}`);
    run.end("error");
  }
  assertEquals(memory.size, 2, "what failing runs applied is kept as far as copies show it");
  memory.run("a", skipped).end("gone");
  memory.run("b", skipped).end("gone");
  assertEquals(memory.size, 0);
  const late = memory.run("a", skipped);
  const conclude = late.begin(target("s"));
  late.end("error");
  conclude(object("s"));
  assertEquals(memory.size, 0);
  await harness.finish(Promise.resolve(copies[Symbol.asyncDispose]()));
});

Deno.test("apply: a copy that is not healthy, another uid, an overlapping write and another owner of fields are no repeat (C8, C11)", () => {
  const target = { group: "", version: "v1", plural: "secrets", ...key("s") };
  const covers = { main: true, status: false };
  const apply: Apply = { target, manner: "", content: "s", covers, kind: "Secret" };
  const object = (resourceVersion: string, manager = "maps", uid = "1") => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...key("s"), uid, resourceVersion, managedFields: [{ manager }] },
  });
  const copy = { healthy: true, metadata: object("5").metadata };
  const store = { snapshot: () => ({ metadata: copy.metadata, object: () => object("5") }) };
  const informer = {
    store,
    get healthy() {
      return copy.healthy;
    },
  };
  const parts = [{ namespace: undefined, informer }];
  const memory = createAppliedMemory({ all: [{ watched: secrets, parts }] } as unknown as Copies);
  const run = memory.run("a", () => {});
  const isRepeat = () => run.repeated(apply) !== undefined;
  run.begin(target)(object("5"), apply);
  assertEquals(isRepeat(), true);
  copy.healthy = false;
  assertEquals(isRepeat(), false);
  copy.healthy = true;
  copy.metadata = object("5", "maps", "2").metadata;
  assertEquals(isRepeat(), false);
  copy.metadata = object("5").metadata;
  assertEquals(isRepeat(), true);
  const [one, other] = [run.begin(target), run.begin(target)];
  assertEquals(isRepeat(), false);
  one(object("5"), apply);
  other(object("5"), apply);
  assertEquals(isRepeat(), false);
  run.begin(target)(object("5"), apply);
  run.begin(target)(object("5")); // a patch that has changed nothing
  assertEquals(isRepeat(), true);
  run.begin(target)(object("5", "somebody"));
  assertEquals(isRepeat(), false);
});
