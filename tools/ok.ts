/** Static checks, none of which runs the library: `deno task ok`. */
import { checkAmbient } from "./ambient.ts";
import { checkLinks } from "./doc_links.ts";
import { listFiles, readFiles, withExamples } from "./files.ts";
import { checkLayers } from "./layers.ts";
import { checkLength } from "./limits.ts";
import { deno, root } from "./process.ts";
import { dryPublish } from "./publish.ts";
import { checkRules } from "./rules.ts";

const start = performance.now();
const files = await listFiles();
const sources = await readFiles(files, /\.ts$/);
const texts = [...sources, ...await readFiles(files, /\.md$/)];
const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
const modules = Object.values<string>(config.exports).map((path) => path.slice(2));
let failed = 0;
let steps = 0;

async function step(name: string, check: () => Promise<string> | string): Promise<void> {
  const begin = performance.now();
  steps++;
  const problems = await Promise.resolve().then(check).catch((error: unknown) => String(error));
  const time = `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  console.log(`${problems === "" ? "✓" : "✗"} ${name} (${time})`);
  if (problems === "") return;
  failed++;
  console.log(problems.replace(/^/gm, "  "));
}

async function run(...args: string[]): Promise<string> {
  const { code, output } = await deno(args);
  return code === 0 ? "" : output.replace(/\n+Stack backtrace:[\s\S]*$/, "") || `exit code ${code}`;
}

await step("format", async () => {
  const files = [...(await run("fmt", "--check")).matchAll(/^from (.*):$/gm)];
  return files.map(([, file]) => `not formatted: ${file}`).join("\n");
});
await step("lint", () => run("lint", "--quiet"));
await step("types", () => run("check", "--quiet", "."));
await step("types of examples in documents", () => {
  return run("check", "--quiet", "--doc", ...withExamples(texts));
});
await step("documentation", () => run("doc", "--lint", "--quiet", ...modules));
await step("layers", () => checkLayers(sources).join("\n"));
await step("no ambient time, randomness or I/O", () => checkAmbient(sources).join("\n"));
await step("rules", () => checkRules(sources).join("\n"));
await step("length of files", () => checkLength(sources).join("\n"));
await step("links and names of files in documents", () => checkLinks(texts, files).join("\n"));
await step("dry publish", () => dryPublish());

const total = `${((performance.now() - start) / 1000).toFixed(1)} s`;
console.log(failed === 0 ? `ok (${total})` : `${failed} of ${steps} checks failed (${total})`);
Deno.exit(failed === 0 ? 0 : 1);
