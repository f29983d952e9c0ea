import { assertEquals } from "@std/assert";
import { root } from "../../tools/process.ts";

Deno.test("README.md shows examples/configmap.ts as it is", async () => {
  const readme = await Deno.readTextFile(`${root}README.md`);
  const example = await Deno.readTextFile(`${root}examples/configmap.ts`);
  const shown = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  assertEquals(shown, example.replace(/^\/\*\*[\s\S]*?\*\/\n/, ""));
});
