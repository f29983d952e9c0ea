import { assertEquals, assertStringIncludes } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { kubeconfigFor, program } from "./process.ts";

Deno.test("examples/watch.ts prints what is there, then changes, and ends well at SIGTERM", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using client = server.client();
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/config`, kubeconfigFor(listener.url));
  await client.create(ConfigMap, {
    metadata: { name: "first", namespace: "default" },
    data: { a: "1" },
  });
  const child = program(
    "examples/watch.ts",
    ["--allow-net=127.0.0.1", `--allow-read=${folder}`, "--allow-env=HOME,KUBECONFIG"],
    { KUBECONFIG: `${folder}/config` },
  ).spawn();
  let text = "";
  const arrived = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("-- 1 config maps") && !text.includes("second")) {
        await client.create(ConfigMap, { metadata: { name: "second", namespace: "default" } });
      }
      if (text.includes("second")) arrived.resolve();
    }
    arrived.resolve();
  })();
  await arrived.promise;
  child.kill("SIGTERM");
  const [{ code }, stderr] = await Promise.all([
    child.status,
    new Response(child.stderr).text(),
    reading,
  ]);
  assertEquals([code, stderr], [0, ""]);
  const lines = text.split("\n").map((line) => line.split(" (")[0]);
  assertEquals(lines.slice(0, 3), [
    "added    first",
    "-- 1 config maps in default; changes follow",
    "added    second",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the demo ends with what it did, and counts every site", async () => {
  const { code, stdout, stderr } = await program(
    "examples/site/demo/main.ts",
    ["--allow-net=127.0.0.1"],
    {},
    [
      "--sites",
      "5",
    ],
  ).output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stderr)], [0, ""]);
  const lines = decoder.decode(stdout).trimEnd().split("\n");
  assertEquals(lines.at(-1), "demo: 5 created, 1 changed, 5 deleted, 0 objects left");
});

Deno.test("the demo says what is wrong with its options", async () => {
  const { code, stderr } = await program(
    "examples/site/demo/main.ts",
    ["--allow-net=127.0.0.1"],
    {},
    [
      "--sites",
      "many",
    ],
  )
    .output();
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stderr), "--sites must be a whole number");
});
